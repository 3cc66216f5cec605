/* What there is one of, or a few: the lantern bearer and the havens. Written from the last two
 * states like the sprites, drawn with them. For the scenery. */
#pragma once

#include "sim/world.h"
#include "view/brush.h"
#include "view/lantern.h"

#include <stdbool.h>

typedef struct Actors {
    float lantern_x, lantern_y; /* the bearer's feet, between the states */
    float glow;                 /* 0 to 1 */
    double tick;                /* the world's time, with fractions */
    Facing facing;              /* kept while the bearer stands */
    bool to_left;
    bool walks;
} Actors;

void actors_write(Actors *actors, const World *world, float blend, bool step_running);

/* The bearer's lantern, as it is drawn now. */
Lantern actors_lantern(const Actors *actors);

/* The bearer and the havens, the farther ones first. */
void actors_draw_standing(const Actors *actors, const World *world, const Brush *brush);
