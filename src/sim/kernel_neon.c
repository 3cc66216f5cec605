#ifdef __aarch64__

#define VECTOR_HEADER "sim/vector_neon.h"
#define KERNEL        kernel_neon
#define KERNEL_NAME   "neon"

#include "sim/kernel_body.h"

#else
typedef int NotHere; /* a file holds at least a declaration */
#endif
