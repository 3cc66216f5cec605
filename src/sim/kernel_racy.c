/* The scalar kernel with one buffer: what a firefly shows to the others is overwritten as soon as
 * it has moved, so that who looks later sees another tick. Not a kernel that one may choose: a
 * world has it while the model that moves it is unsafe on purpose. */
#define VECTOR_HEADER "sim/vector_scalar.h"
#define KERNEL        kernel_racy
#define KERNEL_NAME   "racy"
#define KERNEL_RACY

#include "sim/kernel_body.h"
