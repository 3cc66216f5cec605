/* What nothing flies through, the solid tiles of a map and its edge; and what nobody walks on, its
 * water besides. Any thread. */
#pragma once

#include "sim/spec.h"

#include <stdbool.h>
#include <stdint.h>

enum { WALLS_PAD = 3 }; /* bytes behind the tiles that may be read, for vectors */

typedef struct Walls {
    const uint8_t *solid; /* [rows][columns] + WALLS_PAD, Ground bits */
    uint32_t columns;
    uint32_t rows;
    float tile_size; /* pixels */
    float tiles_a_pixel;
} Walls;

/* The Ground bits of a point, in pixels; off the map it is a wall. */
static inline uint32_t walls_ground_at(const Walls *walls, float x, float y)
{
    if (x < 0.0f || y < 0.0f) {
        return GROUND_WALL;
    }
    uint32_t column = (uint32_t)(x * walls->tiles_a_pixel);
    uint32_t row = (uint32_t)(y * walls->tiles_a_pixel);
    if (column >= walls->columns || row >= walls->rows) {
        return GROUND_WALL;
    }
    return walls->solid[row * walls->columns + column];
}

/* Is the point in a solid tile, or off the map? Pixels. */
static inline bool walls_solid_at(const Walls *walls, float x, float y)
{
    return (walls_ground_at(walls, x, y) & GROUND_WALL) != 0;
}

/* Would feet not stand there? */
static inline bool walls_stop_feet(const Walls *walls, float x, float y)
{
    return walls_ground_at(walls, x, y) != GROUND_FREE;
}

/* How many parts a velocity is cut into, so that no part skips a tile: nearly always one. */
static inline uint32_t walls_parts(const Walls *walls, float vx, float vy)
{
    float across = vx < 0.0f ? -vx : vx;
    float down = vy < 0.0f ? -vy : vy;
    return 1 + (uint32_t)((across > down ? across : down) * walls->tiles_a_pixel);
}

/* Moves a point by its velocity and by the wind, one axis after the other; at a wall it stays on
 * that axis, and its velocity turns back. */
static inline void walls_move(const Walls *walls, float *x, float *y, float *vx, float *vy,
                              float wind_x, float wind_y)
{
    uint32_t parts = walls_parts(walls, *vx + wind_x, *vy + wind_y);
    float share = 1.0f / (float)parts;
    for (uint32_t part = 0; part < parts; part++) {
        float next_x = *x + (*vx + wind_x) * share;
        bool free_x = !walls_solid_at(walls, next_x, *y);
        *x = free_x ? next_x : *x;
        *vx = free_x ? *vx : -*vx;
        float next_y = *y + (*vy + wind_y) * share;
        bool free_y = !walls_solid_at(walls, *x, next_y);
        *y = free_y ? next_y : *y;
        *vy = free_y ? *vy : -*vy;
    }
}
