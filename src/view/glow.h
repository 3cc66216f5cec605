/* What a flashing firefly adds to the night besides itself: a bloom around it while it is bright,
 * and a short trail where it has just been. In a crowd only every so many of them has any, so that
 * ten thousand cost no more than one thousand and do not become one white patch. For the draw list.
 * Main thread only; allocates nothing. */
#pragma once

#include "sim/world.h"
#include "view/brush.h"

enum { GLOW_ITEMS_MAX = 4096 };

typedef struct GlowItem {
    int16_t x, y; /* the frame's middle, pixels of the scene */
    uint16_t frame;
} GlowItem;

typedef struct GlowList {
    GlowItem items[GLOW_ITEMS_MAX];
    uint32_t count;
    uint32_t every; /* of so many fireflies one glows; 0: none does */
    uint32_t trail; /* ghosts each */
} GlowList;

/* A new frame. The world's crowd decides how many glow. */
void glow_begin(GlowList *list, const World *world, const Camera *camera, bool software);

/* Is it one of those that do? `every`: the list's. */
static inline bool glow_wants(uint32_t every, uint32_t id)
{
    return every != 0 && id % every == 0;
}

/* By how many levels of its flash each firefly is darker in such a crowd. */
uint32_t glow_dimming(const GlowList *list);

/* One at (x, y) of the scene that flies (vx, vy) map pixels a tick; `level` of its flash, 0 to
 * CAST_FLASH_LEVELS - 1. The list may be full: then it glows less. */
void glow_add(GlowList *list, const Cast *cast, int zoom, int x, int y, float vx, float vy,
              uint32_t hue, uint32_t level);

/* Additive, at that strength (0 to 1). */
void glow_draw(const GlowList *list, float strength, const Brush *brush);
