/* Rectangles of pixels laid on others: what the CPU path's time is spent in, compiled once for each
 * instruction set; all give the same bits. Pixels are premultiplied, 0xAARRGGBB. Any thread. */
#pragma once

#include "sim/kernel.h"

#include <stddef.h>
#include <stdint.h>

/* [height][width] pixels, rows so many pixels apart; a `from_stride` of 0 lays the same row on all.
 */
typedef void BlitFunction(uint32_t *to, size_t to_stride, const uint32_t *from, size_t from_stride,
                          uint32_t width, uint32_t height);

/* [height][width] pixels become that one. */
typedef void FillFunction(uint32_t *to, size_t to_stride, uint32_t pixel, uint32_t width,
                          uint32_t height);

/* [count] pixels, each channel times the factor's. `to` may be `from`. */
typedef void TintFunction(uint32_t *to, const uint32_t *from, uint32_t count, uint32_t factors);

typedef struct Blit {
    const char *name; /* as the Kernel's of that instruction set */
    FillFunction *fill;
    BlitFunction *blend;
    BlitFunction *add;   /* saturating; alpha stays */
    BlitFunction *light; /* `from` is straight: to * (from + 1 - alpha), saturating; alpha stays */
    TintFunction *tint;
    TintFunction *tint_straight; /* of straight pixels, premultiplied on the way: rounded once */
    /* A bit a pixel, a word a row: adds the sprite's opaque pixels to what is covered, and says
     * whether it showed in any pixel that was not. Words are shifted left, or right where `shift`
     * is below 0; |shift| < 64. */
    bool (*cover)(uint64_t *covered, const uint64_t *seen, const uint64_t *opaque, uint32_t rows,
                  int shift);
} Blit;

/* The one for a kernel's instruction set. */
const Blit *blit_for(const Kernel *kernel);
