/* The source of every blit_*.c, which says by three macros which instruction set it is for. A
 * pixel's bytes are taken as two 16-bit numbers twice: blue and red, green and alpha. */
#include "view/blits.h"

#include PIXELS_HEADER

#define BLUE_RED 0x00ff00ffu
#define COLORS   0x00ffffffu

/* In 32768ths: a factor of n 255ths is n * 257 / 2 of them, rounded down, 32767 at most; that is
 * near enough for every product to be the exactly rounded one but for ties. */
static inline PVec blended(PVec over, PVec under)
{
    P16 keep = (P16)~p_alpha(over) >> 1;
    P16 blue_red = p_multiply((P16)(under & BLUE_RED), keep);
    P16 green_alpha = p_multiply((P16)under >> 8, keep);
    return p_add(over, (PVec)blue_red | (PVec)(green_alpha << 8));
}

static inline PVec added(PVec over, PVec under)
{
    return p_add(under, over & COLORS);
}

/* `factor`: 0 to 510, in 255ths. */
static inline P16 lit_channels(P16 channels, P16 factor)
{
    const P16 most = (P16){0} + 255;
    return p_smaller(p_multiply(channels << 1, (factor << 6) + (factor >> 2)), most);
}

static inline PVec lit(PVec light, PVec under)
{
    P16 rest = 255 - (P16)(p_alpha(light) & BLUE_RED);
    P16 blue_red = lit_channels((P16)(under & BLUE_RED), (P16)(light & BLUE_RED) + rest);
    P16 green_alpha = lit_channels((P16)under >> 8, ((P16)light >> 8) + rest);
    return (PVec)blue_red | (PVec)(green_alpha << 8);
}

static void fill(uint32_t *to, size_t to_stride, uint32_t pixel, uint32_t width, uint32_t height)
{
    PVec pixels = (PVec){0} + pixel;
    uint32_t whole = width / P_LANES * P_LANES;
    uint32_t rest = width - whole;
    for (uint32_t y = 0; y < height; y++) {
        for (uint32_t x = 0; x < whole; x += P_LANES) {
            p_store(to + x, pixels);
        }
        if (rest > 0) {
            p_store_part(to + whole, pixels, rest);
        }
        to += to_stride;
    }
}

#define RECTANGLES(name, laid)                                                                     \
    static void name(uint32_t *to, size_t to_stride, const uint32_t *from, size_t from_stride,     \
                     uint32_t width, uint32_t height)                                              \
    {                                                                                              \
        uint32_t whole = width / P_LANES * P_LANES;                                                \
        uint32_t rest = width - whole;                                                             \
        for (uint32_t y = 0; y < height; y++) {                                                    \
            for (uint32_t x = 0; x < whole; x += P_LANES) {                                        \
                p_store(to + x, laid(p_load(from + x), p_load(to + x)));                           \
            }                                                                                      \
            if (rest > 0) {                                                                        \
                PVec under = p_load_part(to + whole, rest);                                        \
                p_store_part(to + whole, laid(p_load_part(from + whole, rest), under), rest);      \
            }                                                                                      \
            to += to_stride;                                                                       \
            from += from_stride;                                                                   \
        }                                                                                          \
    }

RECTANGLES(blend, blended)
RECTANGLES(add, added)
RECTANGLES(light, lit)

static inline PVec tinted(PVec pixels, P16 blue_red, P16 green_alpha)
{
    blue_red = p_multiply((P16)(pixels & BLUE_RED), blue_red);
    green_alpha = p_multiply((P16)pixels >> 8, green_alpha);
    return (PVec)blue_red | (PVec)(green_alpha << 8);
}

/* The alpha is a factor of the colors, and of itself none. */
static inline PVec tinted_straight(PVec pixels, P16 blue_red, P16 green_alpha)
{
    P16 alpha = (P16)p_alpha(pixels) >> 1;
    P16 green = p_multiply(alpha, green_alpha);
    green_alpha = (P16)(((PVec)green & 0xffffu) | ((PVec)green_alpha & 0xffff0000u));
    return tinted(pixels, p_multiply(alpha, blue_red), green_alpha);
}

#define TINTS(name, made)                                                                          \
    static void name(uint32_t *to, const uint32_t *from, uint32_t count, uint32_t factors)         \
    {                                                                                              \
        PVec all = (PVec){0} + factors;                                                            \
        P16 blue_red = (P16)((all & BLUE_RED) | (all & BLUE_RED) << 8) >> 1;                       \
        P16 green_alpha = (P16)((all & ~BLUE_RED) | (all & ~BLUE_RED) >> 8) >> 1;                  \
        uint32_t i = 0;                                                                            \
        for (; i + P_LANES <= count; i += P_LANES) {                                               \
            p_store(to + i, made(p_load(from + i), blue_red, green_alpha));                        \
        }                                                                                          \
        if (i < count) {                                                                           \
            PVec pixels = p_load_part(from + i, count - i);                                        \
            p_store_part(to + i, made(pixels, blue_red, green_alpha), count - i);                  \
        }                                                                                          \
    }

TINTS(tint, tinted)
TINTS(tint_straight, tinted_straight)

static bool cover(uint64_t *covered, const uint64_t *seen, const uint64_t *opaque, uint32_t rows,
                  int shift)
{
    uint64_t shown = 0;
    if (shift >= 0) {
        for (uint32_t y = 0; y < rows; y++) {
            shown |= seen[y] << shift & ~covered[y];
            covered[y] |= opaque[y] << shift;
        }
    } else {
        for (uint32_t y = 0; y < rows; y++) {
            shown |= seen[y] >> -shift & ~covered[y];
            covered[y] |= opaque[y] >> -shift;
        }
    }
    return shown != 0;
}

const Blit BLIT = {
    .name = BLIT_NAME,
    .fill = fill,
    .blend = blend,
    .add = add,
    .light = light,
    .tint = tint,
    .tint_straight = tint_straight,
    .cover = cover,
};
