/* The havens: jars, hollow trees, wells and rows of lamps, empty to full; the light of those who
 * live in them, the ring with which an open one beckons, and the star over a full one. For the
 * actors and the scenery. Main thread only. */
#pragma once

#include "sim/world.h"
#include "view/brush.h"

/* Those whose foot stands at `from_y` or below it and above `to_y`, map pixels: in front of them
 * and behind them the bearer may stand. */
void havens_draw(const World *world, const Brush *brush, float from_y, float to_y);

/* What shines of them: additive. `tick`: the world's time. */
void havens_draw_light(const World *world, double tick, const Brush *brush);
