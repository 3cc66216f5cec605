/* What there is one of, or a few: the lantern bearer, the lantern's light, the jars. Written from
 * the last two states like the sprites, drawn with them. For the stage. */
#pragma once

#include "sim/world.h"
#include "view/atlas.h"
#include "view/batch.h"
#include "view/camera.h"
#include "view/cast.h"

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

/* The parts of the picture, from the ground up. */
void actors_draw_light(const Actors *actors, Batch *batch, const Atlas *atlas, const Cast *cast,
                       const Camera *camera);
void actors_draw_standing(const Actors *actors, const World *world, Batch *batch,
                          const Atlas *atlas, const Cast *cast, const Camera *camera);
void actors_draw_halos(const Actors *actors, const World *world, Batch *batch, const Atlas *atlas,
                       const Cast *cast, const Camera *camera);
