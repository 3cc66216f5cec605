#ifdef __x86_64__

#define VECTOR_HEADER "sim/vector_avx512.h"
#define KERNEL        kernel_avx512
#define KERNEL_NAME   "avx512"

#include "sim/kernel_body.h"

#else
typedef int NotHere; /* a file holds at least a declaration */
#endif
