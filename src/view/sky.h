/* The sky over the meadow: what the hour, the storm and the swarm's own flash do to all colours of
 * the picture. A pure function of the world's state and time, so that the same ticks give the same
 * picture. For the scenery. */
#pragma once

#include "sim/world.h"

#include "view/canvas.h"

typedef struct Sky {
    float red, green, blue; /* the picture's colours are multiplied by these: 0 to 2 */
    float haze;             /* of the morning: 0 to 1 */
    float lights;           /* how bright lights look against the sky: 1 at night, less at dawn */
    float pulse;            /* of a flash in unison, just now: 0 to 1 */
    float lightning;        /* 0 to 1 */
    float storm;            /* 0 to 1, as Scene.rain */
} Sky;

/* `night`: how much of it is over, 0 to 1. `tick`: the world's time, with fractions. */
Sky sky_at(const Scene *scene, float night, double tick);

/* Far lightning at that time, in a storm of that strength: 0 to 1. It swells and ebbs for more than
 * a second, and two flashes are at least 8 seconds apart: nobody is to be hurt by a strobe. */
float sky_lightning(double tick, float storm);

/* Over the whole target; nothing where the sky changes nothing. With `sparing`, for a renderer to
 * which every pixel is dear, nothing where it changes little. */
void sky_draw(const Sky *sky, Canvas *canvas, bool sparing);
