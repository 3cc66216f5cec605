/* Vectors of 8. See vector.h. */
#pragma once

#include <immintrin.h>

#define VECTOR_BYTES 32

#include "sim/vector_masks.h"

static inline uint32_t v_bits(VMask mask)
{
    return (uint32_t)_mm256_movemask_ps((__m256)mask);
}

static inline VFloat v_sqrt(VFloat a)
{
    return (VFloat)_mm256_sqrt_ps((__m256)a);
}

static inline void v_stream(float *to, VFloat vector)
{
    _mm256_stream_ps(to, (__m256)vector);
}

static inline void v_stream_end(void)
{
    _mm_sfence();
}

static inline VFloat v_set(float number)
{
    return (VFloat)_mm256_set1_ps(number);
}

static inline VUint v_set_u(uint32_t number)
{
    return (VUint)_mm256_set1_epi32((int)number);
}

static inline VFloat v_max(VFloat a, VFloat b)
{
    return (VFloat)_mm256_max_ps((__m256)b, (__m256)a);
}

static inline VFloat v_add_product(VFloat c, VFloat a, VFloat b)
{
    return (VFloat)_mm256_fmadd_ps((__m256)a, (__m256)b, (__m256)c);
}

static inline VFloat v_take_product(VFloat c, VFloat a, VFloat b)
{
    return (VFloat)_mm256_fnmadd_ps((__m256)a, (__m256)b, (__m256)c);
}

static inline VInt v_look_up(const int32_t *table, VUint index)
{
    return (VInt)_mm256_i32gather_epi32((const int *)table, (__m256i)index, 4);
}
