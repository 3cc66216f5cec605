/* The state of every sprite, as arrays of fields, and the two ways to see it: everyone's, constant
 * (the front), and a slice's own, writable (a piece of the back). A motion gets one of each; it has
 * no name for the front that it could write through.
 *
 * A sprite's place in the arrays is its slot. Those of MOTION_FLOCK change their slots from tick to
 * tick, so that neighbours in the meadow are neighbours in memory; the others keep theirs. Who a
 * sprite is, its tag tells. */
#pragma once

#include "base/range.h"

#include <stdint.h>

typedef enum SpriteState {
    SPRITE_FLYING,
    SPRITE_JARRED,  /* rests in a jar */
    SPRITE_EATEN,   /* gone */
    SPRITE_WAITING, /* of a wave to come: unseen, and sees nobody */
    SPRITE_DAZZLED, /* a hunter that the swarm's flash has blinded */
} SpriteState;

/* What only hunters have, by hunter. */
typedef struct HunterState {
    uint16_t leg;    /* of its route: the point that it flies to */
    uint16_t wait;   /* ticks for which it stays where it is, or has yet to dive */
    uint16_t quarry; /* where it dives to: a place of the crowd map + 1; 0: it follows its route */
    uint16_t sated;  /* ticks until it catches again */
} HunterState;

/* What changes from tick to tick, one element a slot. */
typedef struct SpriteFront {
    const float *x; /* pixels */
    const float *y;
    const float *vx; /* pixels a tick */
    const float *vy;
    const uint32_t *tag;   /* who it is: see sprite_id, sprite_breed */
    const uint32_t *flash; /* see sprite_phase, sprite_pace, sprite_state */
    const HunterState *hunters;
} SpriteFront;

/* The same fields of the sprites in `range`, element 0 belonging to range.begin. Fields that a
 * motion never changes are the same in both buffers from the start, and it does not write them. */
typedef struct SpriteSlice {
    Range range; /* slots */
    float *restrict x;
    float *restrict y;
    float *restrict vx;
    float *restrict vy;
    uint32_t *restrict tag;
    uint32_t *restrict flash;
    HunterState *restrict hunters; /* of a slice of MOTION_PATROL */
} SpriteSlice;

/* Fetches what lies at `place` of whatever has a sprite's six words (SpriteFront, SpriteSlice,
 * Grid), to write it or only to read it: where a large flock is copied, there are more streams than
 * processors foresee. The place may be behind the last. No function: gcc takes one that only
 * fetches for one that does nothing. */
#define SPRITES_FETCH(words, place, to_write)                                                      \
    do {                                                                                           \
        __builtin_prefetch((words)->x + (place), to_write);                                        \
        __builtin_prefetch((words)->y + (place), to_write);                                        \
        __builtin_prefetch((words)->vx + (place), to_write);                                       \
        __builtin_prefetch((words)->vy + (place), to_write);                                       \
        __builtin_prefetch((words)->tag + (place), to_write);                                      \
        __builtin_prefetch((words)->flash + (place), to_write);                                    \
    } while (0)

/* ---- Words ---------------------------------------------------------------------------------- */

enum {
    SPRITE_ID_BITS = 24,
    SPRITE_PACE_SHIFT = 8,
    SPRITE_PHASE_SHIFT = 16,
    /* The slowest flash: phase a tick. A sprite's own pace is up to 255 faster. */
    SPRITE_PACE_LEAST = 521,
};

/* Ids count from 0, by motion; a world's ids are [0, world_sprite_count). */
static inline uint32_t sprite_id(uint32_t tag)
{
    return tag & ((1u << SPRITE_ID_BITS) - 1);
}

static inline uint32_t sprite_breed(uint32_t tag)
{
    return tag >> SPRITE_ID_BITS;
}

static inline uint32_t sprite_tag(uint32_t id, uint32_t breed)
{
    return id | breed << SPRITE_ID_BITS;
}

/* Of the flash: [0, 65536) is one period, 0 its start. */
static inline uint32_t sprite_phase(uint32_t flash)
{
    return flash >> SPRITE_PHASE_SHIFT;
}

/* Phase a tick. */
static inline uint32_t sprite_pace(uint32_t flash)
{
    return SPRITE_PACE_LEAST + (flash >> SPRITE_PACE_SHIFT & 0xff);
}

static inline SpriteState sprite_state(uint32_t flash)
{
    return (SpriteState)(flash & 0xff);
}

static inline uint32_t sprite_flash(uint32_t phase, uint32_t pace, SpriteState state)
{
    return phase << SPRITE_PHASE_SHIFT | (pace - SPRITE_PACE_LEAST) << SPRITE_PACE_SHIFT |
           (uint32_t)state;
}

static inline uint32_t sprite_with_state(uint32_t flash, SpriteState state)
{
    return (flash & ~0xffu) | (uint32_t)state;
}

/* The flash a tick later, where nobody is looked at. */
static inline uint32_t sprite_flash_on(uint32_t flash)
{
    return flash + (sprite_pace(flash) << SPRITE_PHASE_SHIFT);
}
