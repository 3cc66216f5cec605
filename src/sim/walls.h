/* What nothing flies through: the solid tiles of a map, and its edge. Any thread. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

typedef struct Walls {
    const uint8_t *solid; /* [rows][columns] */
    uint32_t columns;
    uint32_t rows;
    float tile_size; /* pixels */
    float tiles_a_pixel;
} Walls;

/* Is the point in a solid tile, or off the map? Pixels. */
static inline bool walls_solid_at(const Walls *walls, float x, float y)
{
    if (x < 0.0f || y < 0.0f) {
        return true;
    }
    uint32_t column = (uint32_t)(x * walls->tiles_a_pixel);
    uint32_t row = (uint32_t)(y * walls->tiles_a_pixel);
    if (column >= walls->columns || row >= walls->rows) {
        return true;
    }
    return walls->solid[row * walls->columns + column] != 0;
}

/* Moves a point by its velocity, one axis after the other; at a wall it stays on that axis and
 * turns back. */
static inline void walls_move(const Walls *walls, float *x, float *y, float *vx, float *vy)
{
    if (walls_solid_at(walls, *x + *vx, *y)) {
        *vx = -*vx;
    } else {
        *x += *vx;
    }
    if (walls_solid_at(walls, *x, *y + *vy)) {
        *vy = -*vy;
    } else {
        *y += *vy;
    }
}
