/* Where in the state those of the flock lie that may be in some part of the meadow: for whoever
 * draws and would rather not look at everybody. Any lane; no step may be running. */
#pragma once

#include "base/range.h"
#include "sim/world.h"

/* A strip is what a row of the grid's cells has within the part: a range of slots. The last strip
 * is of those that rested a tick ago, wherever they are. */
typedef struct WorldStrips {
    uint32_t count; /* 0: it is not known who lies where, and everybody has to be looked at */
    uint32_t first_row, first_column, last_column;
} WorldStrips;

/* For that rectangle, pixels of the map: who is in it now, was a tick ago, or is between the two,
 * is in one of its strips; others may be. */
WorldStrips world_strips(const World *world, float left, float top, float right, float bottom);

/* One of them, `index` below their count; slots ascend from strip to strip. */
Range world_strip(const World *world, const WorldStrips *strips, uint32_t index);
