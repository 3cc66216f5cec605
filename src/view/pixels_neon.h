/* Pixels by 4, as every arm64 has them. See pixels_scalar.h. */
#pragma once

#include <arm_neon.h>

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
    const uint8x16_t alphas = {3, 3, 3, 3, 7, 7, 7, 7, 11, 11, 11, 11, 15, 15, 15, 15};
    return (PVec)vqtbl1q_u8((uint8x16_t)pixels, alphas);
}

static inline P16 p_multiply(P16 a, P16 b)
{
    return (P16)vqrdmulhq_s16((int16x8_t)a, (int16x8_t)b);
}

static inline P16 p_smaller(P16 a, P16 b)
{
    return (P16)vminq_u16((uint16x8_t)a, (uint16x8_t)b);
}

static inline PVec p_add(PVec a, PVec b)
{
    return (PVec)vqaddq_u8((uint8x16_t)a, (uint8x16_t)b);
}
