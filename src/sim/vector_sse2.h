/* Vectors of 4, as every x86-64 has them. See vector.h. */
#pragma once

#include <emmintrin.h>

#define VECTOR_BYTES 16

#include "sim/vector_masks.h"

#include "sim/vector_plain.h"

static inline uint32_t v_bits(VMask mask)
{
    return (uint32_t)_mm_movemask_ps((__m128)mask);
}

static inline VFloat v_sqrt(VFloat a)
{
    return (VFloat)_mm_sqrt_ps((__m128)a);
}

static inline void v_stream(float *to, VFloat vector)
{
    _mm_stream_ps(to, (__m128)vector);
}

static inline void v_stream_end(void)
{
    _mm_sfence();
}

static inline VFloat v_set(float number)
{
    return (VFloat)_mm_set1_ps(number);
}

static inline VUint v_set_u(uint32_t number)
{
    return (VUint)_mm_set1_epi32((int)number);
}

static inline VFloat v_max(VFloat a, VFloat b)
{
    return (VFloat)_mm_max_ps((__m128)b, (__m128)a);
}

static inline VInt v_look_up(const int32_t *table, VUint index)
{
    return v_look_up_each(table, index);
}
