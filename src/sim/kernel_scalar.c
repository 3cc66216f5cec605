#define VECTOR_HEADER "sim/vector_scalar.h"
#define KERNEL        kernel_scalar
#define KERNEL_NAME   "scalar"

#include "sim/kernel_body.h"
