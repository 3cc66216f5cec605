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
