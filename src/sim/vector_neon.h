/* Vectors of 4, as every arm64 has them. See vector.h. */
#pragma once

#include <arm_neon.h>

#define VECTOR_BYTES 16

#include "sim/vector_masks.h"

static inline uint32_t v_bits(VMask mask)
{
    const uint32x4_t lane = {1, 2, 4, 8};
    return vaddvq_u32(vandq_u32((uint32x4_t)mask, lane));
}

static inline VFloat v_sqrt(VFloat a)
{
    return (VFloat)vsqrtq_f32((float32x4_t)a);
}

static inline void v_stream(float *to, VFloat vector)
{
    vst1q_f32(to, (float32x4_t)vector);
}

static inline void v_stream_end(void)
{
}
