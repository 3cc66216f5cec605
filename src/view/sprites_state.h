/* Inside the draw list: what the lanes that write it are handed, in memory that they share. For
 * sprites.c and sprites_write.c alone. */
#pragma once

#include "sim/world_strips.h"
#include "view/sprites.h"

enum { SPRITES_BLOCK = 4096 }; /* slots */

/* An item's `spare`: the level of a firefly's flash, its hue and its shade in a crowd, or that it
 * is in a jar. */
enum { MARK_HUE = 3, MARK_SHADE = 5, MARK_JARRED = CAST_HUES << MARK_HUE };

static inline uint8_t mark_of(uint32_t id, uint32_t hue, uint32_t level)
{
    return (uint8_t)(level | hue << MARK_HUE | (id >> 4) % GLARE_SHADES << MARK_SHADE);
}

static inline uint32_t mark_level(uint32_t mark)
{
    return mark & (CAST_FLASH_LEVELS - 1);
}

static inline uint32_t mark_hue(uint32_t mark)
{
    return mark >> MARK_HUE & 3;
}

static inline uint32_t mark_shade(uint32_t mark)
{
    return mark >> MARK_SHADE;
}

/* What was seen of a block's slots. */
typedef struct SpriteBlock {
    uint32_t lights, bodies;
    uint32_t jarred;  /* among the lights */
    uint32_t glowing; /* among the lights too: they have a bloom and a trail */
    bool done;
} SpriteBlock;

/* One frame's, constant while lanes write; the arrays never move. */
typedef struct SpriteWriter {
    const World *world;
    CanvasSprite *items;  /* [slot_count] */
    uint32_t *glowing;    /* [slot_count]: slots, by block as the items are */
    SpriteBlock *blocks;  /* [block_count] */
    const uint8_t *dress; /* by id */
    uint32_t slot_count;  /* of all but the hunters */
    uint32_t block_count;

    Cast cast;
    SpriteFront now, before[MOTION_COUNT];
    WorldStrips strips;
    const uint8_t *lane_of;
    uint16_t fireflies[CAST_HUES][256]; /* the frame by hue and 256th of the period */
    uint8_t levels[256];                /* how bright it is */
    float blend;
    float zoom, left, top, right, bottom; /* the view and its margin, pixels of the scene */
    uint32_t tick;
    uint32_t jarred_most; /* to be shown in this frame */
    uint32_t glow_every;
} SpriteWriter;
