/* What the air carries: mist, leaves, rain; and what falls on the water or shines in it. Things are
 * strewn over the view by their number, and drift with the wind that blew so far. For the scenery.
 * Main thread only; allocates nothing. */
#pragma once

#include "sim/world.h"
#include "view/brush.h"
#include "view/sky.h"
#include "view/tiles.h"

typedef struct Weather {
    double tick;             /* the world's time, with fractions */
    double drift_x, drift_y; /* map pixels that the wind has blown so far */
    float wind_x, wind_y;    /* now, map pixels a tick */
} Weather;

/* Lets the wind blow until that time; a jump in time blows nothing. */
void weather_follow(Weather *weather, const Scene *scene, double tick);

/* On the ground, before anyone stands on it: rings and splashes of the rain, and the moon and the
 * stars in the water. `tiles` may be NULL: then there is no water. `night`: 0 to 1, the part of it
 * that is over, by which the moon wanders. */
void weather_draw_ground(const Weather *weather, const Sky *sky, float night, const Tiles *tiles,
                         const Brush *brush);

/* Over all that stands and flies. */
void weather_draw_air(const Weather *weather, const Sky *sky, const Brush *brush);
