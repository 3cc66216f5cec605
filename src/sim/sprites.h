/* The state of every sprite, as arrays of fields, and the two ways to see it: everyone's, constant
 * (the front), and a slice's own, writable (a piece of the back). A motion gets one of each; it has
 * no name for the front that it could write through. */
#pragma once

#include "base/range.h"

#include <stdint.h>

typedef enum SpriteState {
    SPRITE_FLYING,
    SPRITE_JARRED, /* rests in a jar */
    SPRITE_EATEN,  /* gone */
} SpriteState;

/* What changes from tick to tick, one element a sprite, indexed by the sprite's id. */
typedef struct SpriteFront {
    const float *x; /* pixels */
    const float *y;
    const float *vx; /* pixels a tick */
    const float *vy;
    const uint16_t *phase; /* of the flash: the whole range is one period, 0 is the flash's start */
    const uint8_t *state;  /* a SpriteState */
    const uint16_t *leg;   /* patrol: the path's point that it flies to */
    const uint16_t *wait;  /* patrol: ticks to wait still */
} SpriteFront;

/* The same fields of the sprites in `range`, element 0 belonging to range.begin. */
typedef struct SpriteSlice {
    Range range;
    float *restrict x;
    float *restrict y;
    float *restrict vx;
    float *restrict vy;
    uint16_t *restrict phase;
    uint8_t *restrict state;
    uint16_t *restrict leg;
    uint16_t *restrict wait;
} SpriteSlice;
