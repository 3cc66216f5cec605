#include "sim/grid.h"

#include <string.h>

enum {
    SPRITES_A_BLOCK = 4096, /* below that another block costs more than it saves */
    CELLS_MIN = 65536,      /* a map may always have this many cells ... */
    CELLS_A_SPRITE = 4,     /* ... or this many a sprite, whichever is more */
    HALF_RADIUS_SQUARED = (GRID_UNITS_A_RADIUS / 2) * (GRID_UNITS_A_RADIUS / 2),
    NEARNESS_SHIFT = 10, /* nearness runs from 0 to 256 */
};

static uint32_t cells_along(float pixels, float cells_a_pixel)
{
    return (uint32_t)(pixels * cells_a_pixel) + 1;
}

/* A huge map with few sprites gets wide cells: its tables stay small. */
static void choose_cells(Grid *grid, float width, float height)
{
    uint64_t limit = (uint64_t)CELLS_A_SPRITE * range_count(grid->sprites);
    limit = limit < CELLS_MIN ? CELLS_MIN : limit;
    float cell = grid->radius;
    do {
        grid->cells_a_pixel = 1.0f / cell;
        grid->columns = cells_along(width, grid->cells_a_pixel);
        grid->rows = cells_along(height, grid->cells_a_pixel);
        cell *= 2.0f;
    } while ((uint64_t)grid->columns * grid->rows > limit);
}

static uint32_t cell_count(const Grid *grid)
{
    return grid->columns * grid->rows;
}

void grid_lay_out(Grid *grid, Arena *arena, Range sprites, float radius, float width, float height)
{
    grid->sprites = sprites;
    grid->radius = radius;
    grid->units_a_pixel = (float)GRID_UNITS_A_RADIUS / radius;
    uint32_t count = range_count(sprites);
    grid->block_count = min_u32(GRID_BLOCKS_MAX, count / SPRITES_A_BLOCK + (count > 0));
    choose_cells(grid, width, height);
    size_t cells = count > 0 ? cell_count(grid) : 0;
    grid->cell_of = arena_take(arena, count, sizeof(uint32_t));
    grid->counts = arena_take(arena, grid->block_count * (cells + 1), sizeof(uint32_t));
    grid->starts = arena_take(arena, cells + 2, sizeof(uint32_t));
    grid->x = arena_take(arena, count, sizeof(int32_t));
    grid->y = arena_take(arena, count, sizeof(int32_t));
    grid->vx = arena_take(arena, count, sizeof(int32_t));
    grid->vy = arena_take(arena, count, sizeof(int32_t));
}

static uint32_t column_of(const Grid *grid, float x)
{
    return min_u32((uint32_t)(x * grid->cells_a_pixel), grid->columns - 1);
}

static uint32_t row_of(const Grid *grid, float y)
{
    return min_u32((uint32_t)(y * grid->cells_a_pixel), grid->rows - 1);
}

/* Sprites of a block, counted from the flock's first. */
static Range block_range(const Grid *grid, uint32_t block)
{
    uint64_t count = range_count(grid->sprites);
    return (Range){(uint32_t)(count * block / grid->block_count),
                   (uint32_t)(count * (block + 1) / grid->block_count)};
}

static uint32_t *block_counts(const Grid *grid, uint32_t block)
{
    return grid->counts + (size_t)block * (cell_count(grid) + 1);
}

void grid_count_block(Grid *grid, const SpriteFront *front, uint32_t block)
{
    uint32_t *counts = block_counts(grid, block);
    memset(counts, 0, ((size_t)cell_count(grid) + 1) * sizeof *counts);
    Range range = block_range(grid, block);
    for (uint32_t i = range.begin; i < range.end; i++) {
        uint32_t sprite = grid->sprites.begin + i;
        uint32_t cell = cell_count(grid); /* of those that rest: nobody looks there */
        if (front->state[sprite] == SPRITE_FLYING) {
            cell =
                row_of(grid, front->y[sprite]) * grid->columns + column_of(grid, front->x[sprite]);
        }
        grid->cell_of[i] = cell;
        counts[cell]++;
    }
}

void grid_place_cells(Grid *grid)
{
    uint32_t place = 0;
    uint32_t cells = cell_count(grid) + 1;
    for (uint32_t cell = 0; cell < cells; cell++) {
        grid->starts[cell] = place;
        for (uint32_t block = 0; block < grid->block_count; block++) {
            uint32_t *count = &block_counts(grid, block)[cell];
            uint32_t here = *count;
            *count = place;
            place += here;
        }
    }
    grid->starts[cells] = place;
}

static int32_t to_units(const Grid *grid, float pixels)
{
    return (int32_t)(pixels * grid->units_a_pixel);
}

static int32_t to_velocity_units(float pixels_a_tick)
{
    return (int32_t)(pixels_a_tick * GRID_VELOCITY_UNITS);
}

void grid_sort_block(Grid *grid, const SpriteFront *front, uint32_t block)
{
    uint32_t *places = block_counts(grid, block);
    Range range = block_range(grid, block);
    for (uint32_t i = range.begin; i < range.end; i++) {
        uint32_t place = places[grid->cell_of[i]]++;
        uint32_t sprite = grid->sprites.begin + i;
        grid->x[place] = to_units(grid, front->x[sprite]);
        grid->y[place] = to_units(grid, front->y[sprite]);
        grid->vx[place] = to_velocity_units(front->vx[sprite]);
        grid->vy[place] = to_velocity_units(front->vy[sprite]);
    }
}

/* Adds those of places [from, to), which are neighbouring cells of one row. */
static void add_row(const Grid *grid, GridSums *sums, Range places, int32_t own_x, int32_t own_y)
{
    const int64_t radius_squared = (int64_t)GRID_UNITS_A_RADIUS * GRID_UNITS_A_RADIUS;
    for (uint32_t i = places.begin; i < places.end; i++) {
        int64_t x = grid->x[i] - own_x;
        int64_t y = grid->y[i] - own_y;
        int64_t squared = x * x + y * y;
        if (squared >= radius_squared) {
            continue;
        }
        sums->count++;
        sums->x += x;
        sums->y += y;
        sums->vx += grid->vx[i];
        sums->vy += grid->vy[i];
        if (squared < HALF_RADIUS_SQUARED) {
            int64_t nearness = (HALF_RADIUS_SQUARED - squared) >> NEARNESS_SHIFT;
            sums->away_x -= nearness * x; /* not shifted again: that would round downwards, */
            sums->away_y -= nearness * y; /* and the whole flock would drift to one corner */
        }
    }
}

GridSums grid_look_around(const Grid *grid, const SpriteFront *front, uint32_t sprite)
{
    uint32_t column = column_of(grid, front->x[sprite]);
    uint32_t row = row_of(grid, front->y[sprite]);
    uint32_t left = column > 0 ? column - 1 : 0;
    uint32_t right = min_u32(column + 1, grid->columns - 1);
    uint32_t top = row > 0 ? row - 1 : 0;
    uint32_t bottom = min_u32(row + 1, grid->rows - 1);

    int32_t own_x = to_units(grid, front->x[sprite]);
    int32_t own_y = to_units(grid, front->y[sprite]);
    GridSums sums = {0};
    for (uint32_t y = top; y <= bottom; y++) {
        const uint32_t *starts = grid->starts + (size_t)y * grid->columns;
        add_row(grid, &sums, (Range){starts[left], starts[right + 1]}, own_x, own_y);
    }
    /* It has seen itself, at no distance. */
    sums.count--;
    sums.vx -= to_velocity_units(front->vx[sprite]);
    sums.vy -= to_velocity_units(front->vy[sprite]);
    return sums;
}
