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

static inline VFloat v_set(float number)
{
    return (VFloat)vdupq_n_f32(number);
}

static inline VUint v_set_u(uint32_t number)
{
    return (VUint)vdupq_n_u32(number);
}

static inline VFloat v_max(VFloat a, VFloat b)
{
    return v_where(v_less(a, b), b, a);
}

static inline VFloat v_add_product(VFloat c, VFloat a, VFloat b)
{
    return (VFloat)vfmaq_f32((float32x4_t)c, (float32x4_t)a, (float32x4_t)b);
}

static inline VFloat v_take_product(VFloat c, VFloat a, VFloat b)
{
    return (VFloat)vfmsq_f32((float32x4_t)c, (float32x4_t)a, (float32x4_t)b);
}

static inline VInt v_look_up(const int32_t *table, VUint index)
{
    return v_look_up_each(table, index);
}
