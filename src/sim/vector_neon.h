/* Vectors of 4, as every arm64 has them. See vector.h. */
#pragma once

#include <arm_neon.h>

#define VECTOR_BYTES 16
#define V_WORDS      /* there are operations on words: see vector.h */

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

static inline VInt v_look_up(const void *table, VUint index)
{
    return v_look_up_each(table, index);
}

static inline VUint v_look_up_bytes(const uint8_t *table, VUint index)
{
    return v_look_up_bytes_each(table, index);
}

static inline void v_store_words(int16_t *to, VInt lanes)
{
    vst1_s16(to, vmovn_s32((int32x4_t)lanes));
}

static inline VInt v_load_word(const int16_t *from)
{
    return (VInt)vmovl_s16(vld1_s16(from));
}

static inline VUint v_sub_words(VUint a, VUint b)
{
    return (VUint)vsubq_s16((int16x8_t)a, (int16x8_t)b);
}

static inline VUint v_add_words(VUint a, VUint b)
{
    return (VUint)vaddq_s16((int16x8_t)a, (int16x8_t)b);
}

static inline VUint v_square_words(VUint a)
{
    /* Twice the square's high half, halved. */
    return (VUint)vshrq_n_s16(vqdmulhq_s16((int16x8_t)a, (int16x8_t)a), 1);
}

static inline VUint v_less_words(VUint a, VUint b)
{
    return (VUint)vcltq_s16((int16x8_t)a, (int16x8_t)b);
}

static inline VUint v_rest_words(VUint a, VUint b)
{
    return (VUint)vqsubq_u16((uint16x8_t)a, (uint16x8_t)b);
}

static inline VUint v_add_word_products(VUint sum, VUint a, VUint b)
{
    int32x4_t low = vmull_s16(vget_low_s16((int16x8_t)a), vget_low_s16((int16x8_t)b));
    int32x4_t high = vmull_high_s16((int16x8_t)a, (int16x8_t)b);
    return sum + (VUint)vpaddq_s32(low, high);
}
