/* Vectors of 4, as every x86-64 has them. See vector.h. */
#pragma once

#include <emmintrin.h>

#define VECTOR_BYTES 16

#include "sim/vector_masks.h"

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
