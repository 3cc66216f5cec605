/* Pixels by 8. See pixels_scalar.h. */
#pragma once

#include <immintrin.h>

#define PIXELS_BYTES 32

#include "view/pixels_wide.h"

static inline __m256i p_first(uint32_t count)
{
    const __m256i places = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
    return _mm256_cmpgt_epi32(_mm256_set1_epi32((int)count), places);
}

static inline PVec p_load_part(const uint32_t *from, uint32_t count)
{
    return (PVec)_mm256_maskload_epi32((const int *)from, p_first(count));
}

static inline void p_store_part(uint32_t *to, PVec pixels, uint32_t count)
{
    _mm256_maskstore_epi32((int *)to, p_first(count), (__m256i)pixels);
}

static inline PVec p_alpha(PVec pixels)
{
    const __m256i alphas = _mm256_broadcastsi128_si256(
        _mm_setr_epi8(3, 3, 3, 3, 7, 7, 7, 7, 11, 11, 11, 11, 15, 15, 15, 15));
    return (PVec)_mm256_shuffle_epi8((__m256i)pixels, alphas);
}

static inline P16 p_multiply(P16 a, P16 b)
{
    return (P16)_mm256_mulhrs_epi16((__m256i)a, (__m256i)b);
}

static inline P16 p_smaller(P16 a, P16 b)
{
    return (P16)_mm256_min_epi16((__m256i)a, (__m256i)b);
}

static inline PVec p_add(PVec a, PVec b)
{
    return (PVec)_mm256_adds_epu8((__m256i)a, (__m256i)b);
}
