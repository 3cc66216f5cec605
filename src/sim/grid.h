/* Who is near whom: a uniform grid over the flock, rebuilt every tick by a counting sort. The sort
 * is stable, so the order of the sprites does not depend on how the work was split; and what one
 * sees of its neighbours are sums of whole numbers, which depend on no order at all, and so neither
 * on the grid's geometry.
 *
 * Rebuilding has three parts, each a phase of the step; between them lies a barrier. They find the
 * order: by cell, a row of cells after the other. A kernel's `show` then lays the flock here in
 * that order, as it was in the front, with what a neighbour is to see of each. The next state is
 * written in the same order. */
#pragma once

#include "base/arena.h"
#include "base/range.h"
#include "sim/sprites.h"
#include "sim/walls.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum {
    GRID_BLOCKS_MAX = 16, /* stretches of the flock that are counted apart */
    GRID_UNITS_A_RADIUS = 4096,
    GRID_SQUARED_SHIFT = 16,    /* from a distance's square, in units, to what it is seen as */
    GRID_AFAR_RADII = 7,        /* from there on, words may be wrong about a distance */
    GRID_VELOCITY_UNITS = 2047, /* the speed of the fastest */
    GRID_BEAT_UNITS = 1023,     /* a cosine of 1 */
    GRID_PHASES = 256,          /* how finely a flash's phase is seen */
    GRID_PHASE_SHIFT = 8,       /* from the phase to that */
    GRID_PAD = 16,              /* elements behind the arrays that may be read, for vectors */
    GRID_LINE = 16,             /* elements of a field in a cache's line */
    GRID_TILE = 1024,           /* cells that are placed at once */
    GRID_AHEAD = 6 * GRID_LINE, /* how far ahead lines are fetched */
    GRID_CROWD_MAX = 4096,      /* places of the crowd map */
    GRID_SPAN = 3, /* columns a radius, so that a look reaches hardly farther than that */
};

/* What others see of one: whole numbers. */
typedef struct GridMate {
    int16_t x, y;         /* grid units, modulo 2^16: see units_a_pixel */
    int16_t vx, vy;       /* see velocity_units */
    int16_t cosine, sine; /* of the flash's phase, GRID_BEAT_UNITS */
} GridMate;

/* The same of many, in the grid's order: the lane of a vector takes those of two that lie next to
 * each other. */
typedef struct GridMates {
    int16_t *x, *y;
    int16_t *vx, *vy;
    int16_t *cosine, *sine;
} GridMates;

/* What there is to heed in a cell, or so near that it may be met from there within a tick. */
typedef enum GridNotice {
    NOTICE_WALL = 1,
    NOTICE_LANTERN = 2, /* glows, and reaches */
    NOTICE_HUNTER = 4,
    NOTICE_JAR = 8, /* an open one */
} GridNotice;

/* How those of a block who fly flash: sums of cosines and sines, GRID_BEAT_UNITS. */
typedef struct GridBeat {
    int64_t cosine, sine;
    uint32_t flying;
} GridBeat;

typedef struct Grid {
    Range sprites; /* slots of those that flock */
    float radius;  /* pixels; a neighbour is nearer than this */
    float units_a_pixel;
    float units_a_radius; /* GRID_UNITS_A_RADIUS, or less on a map too wide for that */
    float velocity_units; /* a pixel a tick */
    float rows_a_pixel;   /* a cell is at least a radius high, and a GRID_SPAN-th of it wide */
    float columns_a_pixel;
    bool is_coarse; /* cells are so wide that not all of a look's are within GRID_AFAR_RADII */
    uint32_t columns;
    uint32_t rows;
    uint32_t block_count; /* of this tick; what comes out does not depend on it */
    uint32_t block_most;

    uint32_t *cell_of; /* [flock] */
    uint32_t *rank;    /* [flock]: how many of its table come before it in its cell */
    uint32_t *order;   /* [flock]: in which slot of the front each place's is */
    /* [block]: whose table it is counted in: its own, or that of a block before it, all of which up
     * to this one the same lane has counted, one after the other. */
    uint32_t table_of[GRID_BLOCKS_MAX];
    atomic_uint counted_by[GRID_BLOCKS_MAX]; /* [block]: lane; only it may rely on that */
    /* [table][cell]: how many are in a cell; after the second part, its first place below of those.
     * Behind the last cell is one that holds the resting, and nothing up to the end of a tile. Of
     * tiles that nobody has reached they say nothing, except that the first table always tells, at
     * the end, where cells start. */
    uint32_t *starts;
    bool *reached;       /* [table][tile]: somebody is in one of its cells */
    uint32_t tile_count; /* of a table */
    uint32_t strip_counts[GRID_BLOCKS_MAX][GRID_BLOCKS_MAX]; /* [table][strip], less the last */

    /* The flock of the front, by cell: [flock + GRID_PAD], after `show`. */
    float *x, *y, *vx, *vy;
    uint32_t *tag, *flash;
    GridMates mates;

    uint8_t *walls;   /* [cell]: NOTICE_WALL, for ever */
    uint8_t *notices; /* [cell], anew each tick */

    /* Where it glows: how many fly in each place of a coarse map. Only hunters ask. */
    bool is_hunted;
    float crowd_a_pixel;
    uint32_t crowd_columns, crowd_rows;
    uint32_t *crowd_counts; /* [table][place] */
    uint32_t *crowd;        /* [place], after the second part */
    GridBeat beats[GRID_BLOCKS_MAX];
    GridBeat beat; /* of all, after the second part */

    int32_t phases[GRID_PHASES]; /* GRID_BEAT_UNITS: a cosine, and a sine times 2^16 */
} Grid;

typedef struct Kernel Kernel;

/* Lays the tables out; with a measuring arena only their sizes. */
void grid_lay_out(Grid *grid, Arena *arena, Range sprites, float radius, float width, float height);

/* Fills what never changes. `fastest`: pixels a tick, of any sprite's velocity; `reach`: pixels
 * that one may move in a tick; `is_hunted`: somebody will ask where the crowds are. */
void grid_prepare(Grid *grid, const Walls *walls, float fastest, float reach, bool is_hunted);

/* Cuts the flock into blocks for so many lanes. Before the first part, of every tick. */
void grid_cut(Grid *grid, uint32_t lanes);

/* The three parts. Blocks are indices of a phase: [0, block_count); so are strips of cells, of
 * which there are as many. The flock is not empty. `lane`: who counts; no two at a time are the
 * same. */
void grid_count_block(Grid *grid, const Kernel *kernel, const SpriteFront *front, uint32_t block,
                      uint32_t lane);
void grid_place_strip(Grid *grid, uint32_t strip);
void grid_join_blocks(Grid *grid); /* with the second part, once */
void grid_sort_block(Grid *grid, uint32_t block);

/* The first part once more, after a run of it that broke off. */
void grid_recount_block(Grid *grid, const Kernel *kernel, const SpriteFront *front, uint32_t block);

/* What the second part needs of the first, which a run of it that broke off has used up: before it
 * is run once more for that strip. */
void grid_restore_counts(Grid *grid, uint32_t strip);

/* After grid_join_blocks: notes what is around (x, y) up to `reach` pixels. */
void grid_notice(Grid *grid, float x, float y, float reach, GridNotice notice);

/* After grid_join_blocks: how many fly in the place of the crowd map, and where that is. */
uint32_t grid_crowd_place(const Grid *grid, float x, float y);
uint32_t grid_crowd_near(const Grid *grid, uint32_t place); /* with the eight around it */
void grid_crowd_middle(const Grid *grid, uint32_t place, float *x, float *y);

/* Of a cell in the flock's order; pixels on the map. */
static inline uint32_t grid_column(const Grid *grid, float x)
{
    return min_u32((uint32_t)(x * grid->columns_a_pixel), grid->columns - 1);
}

static inline uint32_t grid_row(const Grid *grid, float y)
{
    return min_u32((uint32_t)(y * grid->rows_a_pixel), grid->rows - 1);
}

static inline uint32_t grid_cell_count(const Grid *grid)
{
    return grid->columns * grid->rows;
}

static inline uint32_t grid_crowd_places(const Grid *grid)
{
    return grid->crowd_columns * grid->crowd_rows;
}

/* How many fly: they come first in the flock's order, before those that rest. After the second
 * part. */
static inline uint32_t grid_flying(const Grid *grid)
{
    return grid->starts[grid_cell_count(grid)];
}

/* How near is near: squares of distances, in units and shifted. */
static inline uint32_t grid_radius_squared(const Grid *grid)
{
    uint32_t units = (uint32_t)grid->units_a_radius;
    return units * units >> GRID_SQUARED_SHIFT;
}

/* Of one of `phases`. */
static inline int16_t grid_cosine(int32_t beat)
{
    return (int16_t)(beat & 0xffff);
}

static inline int16_t grid_sine(int32_t beat)
{
    return (int16_t)(beat >> 16);
}

/* What others see of one; places and velocities towards zero. */
static inline GridMate grid_mate(const Grid *grid, float x, float y, float vx, float vy,
                                 uint32_t flash)
{
    int32_t beat = grid->phases[sprite_phase(flash) >> GRID_PHASE_SHIFT];
    return (GridMate){.x = (int16_t)(int32_t)(x * grid->units_a_pixel),
                      .y = (int16_t)(int32_t)(y * grid->units_a_pixel),
                      .vx = (int16_t)(vx * grid->velocity_units),
                      .vy = (int16_t)(vy * grid->velocity_units),
                      .cosine = grid_cosine(beat),
                      .sine = grid_sine(beat)};
}
