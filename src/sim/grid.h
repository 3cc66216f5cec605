/* Who is near whom: a uniform grid over the flock, rebuilt every tick by a counting sort. The sort
 * is stable, so sprites lie by cell and, within a cell, by id, however the work was split.
 *
 * Positions and velocities are kept as integers: sums of integers do not depend on the order, so
 * neither do the neighbours' sums on the grid's geometry. Rebuilding has three parts, each a phase
 * of the step; between them lies a barrier. */
#pragma once

#include "base/arena.h"
#include "base/range.h"
#include "sim/sprites.h"

#include <stdint.h>

enum {
    GRID_BLOCKS_MAX = 16, /* stretches of the flock that are counted apart */
    GRID_UNITS_A_RADIUS = 1024,
    GRID_VELOCITY_UNITS = 1024, /* a pixel a tick */
};

typedef struct Grid {
    Range sprites; /* those that flock */
    float radius;  /* pixels; a neighbour is nearer than this */
    float units_a_pixel;
    float cells_a_pixel; /* a cell is at least a radius wide */
    uint32_t columns;
    uint32_t rows;
    uint32_t block_count;
    uint32_t *cell_of; /* [flock] */
    uint32_t *counts;  /* [block][cell + 1]: first how many, then where they go */
    uint32_t *starts;  /* [cell + 2]: a cell's first place below; the last cell holds the resting */
    int32_t *x;        /* [flock], by cell, then id; GRID_UNITS_A_RADIUS a radius */
    int32_t *y;
    int32_t *vx; /* GRID_VELOCITY_UNITS a pixel a tick */
    int32_t *vy;
} Grid;

/* What a firefly sees: sums over the neighbours nearer than the radius, itself left out. */
typedef struct GridSums {
    int64_t count;
    int64_t x, y;           /* offsets towards them, grid units */
    int64_t vx, vy;         /* their velocities, velocity units */
    int64_t away_x, away_y; /* offsets from those within half the radius, times nearness */
} GridSums;

/* Lays the tables out; with a measuring arena only their sizes. */
void grid_lay_out(Grid *grid, Arena *arena, Range sprites, float radius, float width, float height);

/* The three parts. Blocks are indices of a phase: [0, block_count). */
void grid_count_block(Grid *grid, const SpriteFront *front, uint32_t block);
void grid_place_cells(Grid *grid); /* of a flock that is not empty */
void grid_sort_block(Grid *grid, const SpriteFront *front, uint32_t block);

/* After the third; any thread. `sprite` must fly. */
GridSums grid_look_around(const Grid *grid, const SpriteFront *front, uint32_t sprite);
