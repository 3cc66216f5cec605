/* A kernel, in whatever vectors the file that includes this has chosen. */
#pragma once

#include "sim/kernel_bounce.h"
#include "sim/kernel_find.h"
#include "sim/kernel_flock.h"
#include "sim/kernel_show.h"
#include "sim/kernels.h"

const Kernel KERNEL = {
    .name = KERNEL_NAME,
    .lanes = V_LANES,
    .bounce = bounce,
    .find = find,
    .show = show,
    .flock = flock,
    .look_around = look_around,
    .show_places = show_places,
    .count_near = count_near,
};
