/* Pixels by 4, as every x86-64 has them. See pixels_scalar.h. */
#pragma once

#include <emmintrin.h>

#define PIXELS_BYTES 16

#include "view/pixels_wide.h"

static inline PVec p_load_part(const uint32_t *from, uint32_t count)
{
    return p_load_part_plain(from, count);
}

static inline void p_store_part(uint32_t *to, PVec pixels, uint32_t count)
{
    p_store_part_plain(to, pixels, count);
}

static inline PVec p_alpha(PVec pixels)
{
    return p_alpha_plain(pixels);
}

static inline P16 p_multiply(P16 a, P16 b)
{
    P16 high = (P16)_mm_mulhi_epu16((__m128i)a, (__m128i)b);
    P16 low = a * b;
    return (high << 1) + (((low >> 14) + 1) >> 1);
}

static inline P16 p_smaller(P16 a, P16 b)
{
    return (P16)_mm_min_epi16((__m128i)a, (__m128i)b);
}

static inline PVec p_add(PVec a, PVec b)
{
    return (PVec)_mm_adds_epu8((__m128i)a, (__m128i)b);
}
