/* A kernel, in whatever vectors the file that includes this has chosen. */
#pragma once

#include "sim/kernel_bounce.h"
#include "sim/kernel_flock.h"
#include "sim/kernels.h"

const Kernel KERNEL = {
    .name = KERNEL_NAME,
    .lanes = V_LANES,
    .bounce = bounce,
    .flock = flock,
    .look_around = look_around,
    .count_near = count_near,
};
