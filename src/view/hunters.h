/* Owls and bats that hunt: where they are, what they are about to do, and how that is shown. What
 * is dangerous is told by shapes and not by colour alone: eyes that catch the light and a chevron
 * before an owl comes, stars around one that is blinded. For the draw list. Main thread only. */
#pragma once

#include "sim/world.h"
#include "view/brush.h"

typedef struct HunterItem {
    int16_t x, y; /* the frame's middle, pixels of the scene */
    uint16_t frame;
    uint8_t threat; /* 0 to 255: none, awake, dives */
    bool is_owl;
} HunterItem;

typedef struct HunterList {
    HunterItem items[SPEC_OWLS_MAX];
    uint32_t count;
} HunterList;

/* Between the states `before` and `now`, as sprites_write says. */
void hunters_write(HunterList *list, const World *world, SpriteFront before, SpriteFront now,
                   const Cast *cast, const Camera *camera, float blend);

/* With their shadows. */
void hunters_draw(const HunterList *list, const Brush *brush);
