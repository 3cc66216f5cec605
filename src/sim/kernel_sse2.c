#ifdef __x86_64__

#define VECTOR_HEADER "sim/vector_sse2.h"
#define KERNEL        kernel_sse2
#define KERNEL_NAME   "sse2"

#include "sim/kernel_body.h"

#else
typedef int NotHere; /* a file holds at least a declaration */
#endif
