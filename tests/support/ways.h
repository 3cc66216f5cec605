/* Ways through a level's tiles for whoever walks there: how far it is from one tile to all others,
 * around what is solid. For the bot. No memory fails the running test; main thread only. */
#pragma once

#include "sim/spec.h"

#include <stdbool.h>
#include <stdint.h>

#define WAYS_FAR UINT16_MAX /* there is no way, or a longer one */

typedef struct Ways {
    uint8_t *solid; /* [rows][columns] */
    uint32_t columns;
    uint32_t rows;
    float tile_size; /* pixels */
    uint32_t *queue; /* [rows * columns], for the search */
} Ways;

void ways_open(Ways *ways, const WorldSpec *spec);
void ways_close(Ways *ways);

uint32_t ways_tile_count(const Ways *ways);

/* The tile of a point, or the nearest on the map; and a tile's middle. */
uint32_t ways_tile_at(const Ways *ways, float x, float y);
SpecPoint ways_middle(const Ways *ways, uint32_t tile);

/* Fills steps[tile]: from there to `goal`, in tiles, with no step cut across a corner. The tiles in
 * `shunned` (NULL: none) are not walked on, but the goal may lie there. */
void ways_measure(const Ways *ways, uint32_t goal, const uint8_t *shunned, uint16_t *steps);

/* The neighbour that is nearer to what `steps` leads to; the tile itself where there is none. */
uint32_t ways_next(const Ways *ways, uint32_t tile, const uint16_t *steps);
