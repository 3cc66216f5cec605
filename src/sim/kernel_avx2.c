#ifdef __x86_64__

#define VECTOR_HEADER "sim/vector_avx2.h"
#define KERNEL        kernel_avx2
#define KERNEL_NAME   "avx2"

#include "sim/kernel_body.h"

#else
typedef int NotHere; /* a file holds at least a declaration */
#endif
