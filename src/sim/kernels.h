/* The kernels by name, for kernel.c's table: each is defined where its processor is compiled for.
 */
#pragma once

#include "sim/kernel.h"

extern const Kernel kernel_scalar;
extern const Kernel kernel_sse2;
extern const Kernel kernel_avx2;
extern const Kernel kernel_avx512;
extern const Kernel kernel_neon;
extern const Kernel kernel_racy; /* in no table: see kernel_racy.c */
