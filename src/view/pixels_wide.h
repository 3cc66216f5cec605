/* Pixels side by side, in the compilers' own vector types, and what the instruction sets do with
 * them when they have nothing better. Needs PIXELS_BYTES. For blit_body.h. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { P_LANES = PIXELS_BYTES / 4 };

typedef uint32_t PVec __attribute__((vector_size(PIXELS_BYTES)));
typedef uint16_t P16 __attribute__((vector_size(PIXELS_BYTES)));

static inline PVec p_load(const uint32_t *from)
{
    PVec pixels;
    memcpy(&pixels, from, sizeof pixels);
    return pixels;
}

static inline void p_store(uint32_t *to, PVec pixels)
{
    memcpy(to, &pixels, sizeof pixels);
}

/* The first `count` of them, fewer than P_LANES. */
static inline PVec p_load_part_plain(const uint32_t *from, uint32_t count)
{
    uint32_t some[P_LANES] = {0};
    for (uint32_t i = 0; i < count; i++) {
        some[i] = from[i];
    }
    return p_load(some);
}

static inline void p_store_part_plain(uint32_t *to, PVec pixels, uint32_t count)
{
    uint32_t all[P_LANES];
    p_store(all, pixels);
    for (uint32_t i = 0; i < count; i++) {
        to[i] = all[i];
    }
}

/* Each pixel's alpha in all of its four bytes. */
static inline PVec p_alpha_plain(PVec pixels)
{
    PVec alpha = pixels >> 24;
    alpha |= alpha << 8;
    return alpha | alpha << 16;
}
