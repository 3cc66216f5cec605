/* One pixel at a time: the reference that the others are compared with. See pixels_wide.h. */
#pragma once

#define PIXELS_BYTES 4

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

/* a * b / 32768, rounded; both below 32768. */
static inline P16 p_multiply(P16 a, P16 b)
{
    return (P16){(uint16_t)(((uint32_t)a[0] * b[0] + 0x4000) >> 15),
                 (uint16_t)(((uint32_t)a[1] * b[1] + 0x4000) >> 15)};
}

/* Both below 32768. */
static inline P16 p_smaller(P16 a, P16 b)
{
    return (P16){a[0] < b[0] ? a[0] : b[0], a[1] < b[1] ? a[1] : b[1]};
}

/* Byte by byte, at most 255. */
static inline PVec p_add(PVec a, PVec b)
{
    uint32_t sum = 0;
    for (uint32_t shift = 0; shift < 32; shift += 8) {
        uint32_t byte = (a[0] >> shift & 255) + (b[0] >> shift & 255);
        sum |= (byte < 255 ? byte : 255) << shift;
    }
    return (PVec){sum};
}
