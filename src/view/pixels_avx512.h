/* Pixels by 16. See pixels_scalar.h. */
#pragma once

#include <immintrin.h>

#define PIXELS_BYTES 64

#include "view/pixels_wide.h"

static inline PVec p_load_part(const uint32_t *from, uint32_t count)
{
    return (PVec)_mm512_maskz_loadu_epi32((__mmask16)((1u << count) - 1), from);
}

static inline void p_store_part(uint32_t *to, PVec pixels, uint32_t count)
{
    _mm512_mask_storeu_epi32(to, (__mmask16)((1u << count) - 1), (__m512i)pixels);
}

static inline PVec p_alpha(PVec pixels)
{
    const __m512i alphas = _mm512_broadcast_i32x4(
        _mm_setr_epi8(3, 3, 3, 3, 7, 7, 7, 7, 11, 11, 11, 11, 15, 15, 15, 15));
    return (PVec)_mm512_shuffle_epi8((__m512i)pixels, alphas);
}

static inline P16 p_multiply(P16 a, P16 b)
{
    return (P16)_mm512_mulhrs_epi16((__m512i)a, (__m512i)b);
}

static inline P16 p_smaller(P16 a, P16 b)
{
    return (P16)_mm512_min_epi16((__m512i)a, (__m512i)b);
}

static inline PVec p_add(PVec a, PVec b)
{
    return (PVec)_mm512_adds_epu8((__m512i)a, (__m512i)b);
}
