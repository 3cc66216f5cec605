#include "sim/grid.h"

#include "base/trig.h"
#include "sim/kernel.h"

#include <string.h>

enum {
    SPRITES_A_BLOCK = 4096, /* below that another block costs more than it saves */
    CELLS_MIN = 65536,      /* a map may always have this many cells ... */
    CELLS_A_SPRITE = 4,     /* ... or this many a sprite, whichever is more */
    CELLS_AT_ONCE = 1024,
    TABLE_REST = 2,       /* behind a block's cells: those who rest, and where they end */
    UNITS_MOST = 1 << 30, /* a place on the map: less, so that it is an int32_t */
};

#define CROWD_PLACE 64.0f /* pixels */

/* ---- Making --------------------------------------------------------------------------------- */

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
        grid->rows_a_pixel = 1.0f / cell;
        grid->columns_a_pixel = GRID_SPAN / cell;
        grid->columns = cells_along(width, grid->columns_a_pixel);
        grid->rows = cells_along(height, grid->rows_a_pixel);
        grid->is_coarse = cell > grid->radius;
        cell *= 2.0f;
    } while ((uint64_t)grid->columns * grid->rows > limit);
}

static void choose_units(Grid *grid, float width, float height)
{
    float side = width > height ? width : height;
    grid->units_a_radius = GRID_UNITS_A_RADIUS;
    while (side / grid->radius * grid->units_a_radius > UNITS_MOST) {
        grid->units_a_radius *= 0.5f;
    }
    grid->units_a_pixel = grid->units_a_radius / grid->radius;
}

static void choose_crowd_places(Grid *grid, float width, float height)
{
    float place = CROWD_PLACE;
    do {
        grid->crowd_a_pixel = 1.0f / place;
        grid->crowd_columns = cells_along(width, grid->crowd_a_pixel);
        grid->crowd_rows = cells_along(height, grid->crowd_a_pixel);
        place *= 2.0f;
    } while (grid->crowd_columns * grid->crowd_rows > GRID_CROWD_MAX);
}

static uint32_t crowd_places(const Grid *grid)
{
    return grid->crowd_columns * grid->crowd_rows;
}

void grid_lay_out(Grid *grid, Arena *arena, Range sprites, float radius, float width, float height)
{
    grid->sprites = sprites;
    grid->radius = radius;
    uint32_t count = range_count(sprites);
    grid->block_most = min_u32(GRID_BLOCKS_MAX, count / SPRITES_A_BLOCK + (count > 0));
    grid->block_count = grid->block_most;
    choose_cells(grid, width, height);
    choose_units(grid, width, height);
    choose_crowd_places(grid, width, height);
    size_t cells = count > 0 ? grid_cell_count(grid) : 0;
    size_t padded = count > 0 ? (size_t)count + GRID_PAD : 0;
    grid->cell_of = arena_take(arena, count, sizeof(uint32_t));
    grid->rank = arena_take(arena, count, sizeof(uint32_t));
    grid->order = arena_take(arena, count, sizeof(uint32_t));
    grid->starts = arena_take(arena, grid->block_most * (cells + TABLE_REST), sizeof(uint32_t));
    grid->x = arena_take(arena, padded, sizeof(float));
    grid->y = arena_take(arena, padded, sizeof(float));
    grid->vx = arena_take(arena, padded, sizeof(float));
    grid->vy = arena_take(arena, padded, sizeof(float));
    grid->tag = arena_take(arena, padded, sizeof(uint32_t));
    grid->flash = arena_take(arena, padded, sizeof(uint32_t));
    grid->mates = (GridMates){.x = arena_take(arena, padded, sizeof(int16_t)),
                              .y = arena_take(arena, padded, sizeof(int16_t)),
                              .vx = arena_take(arena, padded, sizeof(int16_t)),
                              .vy = arena_take(arena, padded, sizeof(int16_t)),
                              .cosine = arena_take(arena, padded, sizeof(int16_t)),
                              .sine = arena_take(arena, padded, sizeof(int16_t))};
    grid->walls = arena_take(arena, cells, sizeof(uint8_t));
    grid->notices = arena_take(arena, cells + GRID_PAD, sizeof(uint8_t));
    grid->crowd_counts =
        arena_take(arena, (size_t)grid->block_most * crowd_places(grid), sizeof(uint32_t));
    grid->crowd = arena_take(arena, crowd_places(grid), sizeof(uint32_t));
}

/* Is a wall, or the map's edge, in the rectangle from (left, top) on? */
static bool has_wall(const Walls *walls, float left, float top, float right, float bottom)
{
    float tile = walls->tile_size;
    if (left < 0.0f || top < 0.0f || right >= (float)walls->columns * tile ||
        bottom >= (float)walls->rows * tile) {
        return true;
    }
    uint32_t last_column = (uint32_t)(right * walls->tiles_a_pixel);
    uint32_t last_row = (uint32_t)(bottom * walls->tiles_a_pixel);
    for (uint32_t row = (uint32_t)(top * walls->tiles_a_pixel); row <= last_row; row++) {
        for (uint32_t column = (uint32_t)(left * walls->tiles_a_pixel); column <= last_column;
             column++) {
            if (walls->solid[row * walls->columns + column] & GROUND_WALL) {
                return true;
            }
        }
    }
    return false;
}

void grid_prepare(Grid *grid, const Walls *walls, float fastest, float reach, bool is_hunted)
{
    grid->velocity_units = GRID_VELOCITY_UNITS / fastest;
    grid->is_hunted = is_hunted;
    float wide = 1.0f / grid->columns_a_pixel;
    float high = 1.0f / grid->rows_a_pixel;
    float margin = reach + 1.0f; /* and more than roundings may shift a cell's edge */
    for (uint32_t i = 0; range_count(grid->sprites) > 0 && i < grid_cell_count(grid); i++) {
        float left = (float)(i % grid->columns) * wide - margin;
        float top = (float)(i / grid->columns) * high - margin;
        float right = left + wide + 2.0f * margin;
        float bottom = top + high + 2.0f * margin;
        grid->walls[i] = has_wall(walls, left, top, right, bottom) ? NOTICE_WALL : 0;
    }
    for (uint32_t phase = 0; phase < GRID_PHASES; phase++) {
        float angle = TAU_F * ((float)phase + 0.5f) / GRID_PHASES;
        uint32_t cosine = (uint16_t)(int32_t)(GRID_BEAT_UNITS * trig_cos(angle));
        int32_t sine = (int32_t)(GRID_BEAT_UNITS * trig_sin(angle));
        grid->phases[phase] = sine * 65536 + (int32_t)cosine;
    }
}

/* Each block has a table of all cells, so there are no more than lanes can use. There are as many
 * strips of cells, which are placed apart. */
void grid_cut(Grid *grid, uint32_t lanes)
{
    grid->block_count = min_u32(grid->block_most, lanes);
}

/* ---- Counting ------------------------------------------------------------------------------- */

/* Sprites of a block, counted from the flock's first. */
static Range block_range(const Grid *grid, uint32_t block)
{
    uint64_t count = range_count(grid->sprites);
    return (Range){(uint32_t)(count * block / grid->block_count),
                   (uint32_t)(count * (block + 1) / grid->block_count)};
}

static uint32_t *block_counts(const Grid *grid, uint32_t block)
{
    return grid->starts + (size_t)block * (grid_cell_count(grid) + TABLE_REST);
}

static uint32_t *clear_counts(const Grid *grid, uint32_t block)
{
    return memset(block_counts(grid, block), 0,
                  ((size_t)grid_cell_count(grid) + 1) * sizeof(uint32_t));
}

/* The last cell is that of the resting. Strips share no line of a table, but where it begins within
 * one. */
static Range strip_cells(const Grid *grid, uint32_t strip)
{
    uint32_t lines = grid_cell_count(grid) / GRID_LINE + 1;
    uint32_t begin = lines * strip / grid->block_count * GRID_LINE;
    uint32_t end = lines * (strip + 1) / grid->block_count * GRID_LINE;
    return (Range){begin, min_u32(end, grid_cell_count(grid) + 1)};
}

/* Where a strip starts, those before it tell: nobody asks for the last one. */
static void sum_strips(Grid *grid, uint32_t block, const uint32_t *counts)
{
    for (uint32_t strip = 0; strip + 1 < grid->block_count; strip++) {
        Range cells = strip_cells(grid, strip);
        uint32_t sum = 0;
        for (uint32_t cell = cells.begin; cell < cells.end; cell++) {
            sum += counts[cell];
        }
        grid->strip_counts[block][strip] = sum;
    }
}

uint32_t grid_crowd_place(const Grid *grid, float x, float y)
{
    uint32_t column = min_u32((uint32_t)(x * grid->crowd_a_pixel), grid->crowd_columns - 1);
    uint32_t row = min_u32((uint32_t)(y * grid->crowd_a_pixel), grid->crowd_rows - 1);
    return row * grid->crowd_columns + column;
}

static void count_crowd(const Grid *grid, const SpriteFront *front, Range slots, uint32_t *crowd)
{
    for (uint32_t slot = slots.begin; slot < slots.end; slot++) {
        if (sprite_state(front->flash[slot]) == SPRITE_FLYING) {
            crowd[grid_crowd_place(grid, front->x[slot], front->y[slot])]++;
        }
    }
}

void grid_count_block(Grid *grid, const Kernel *kernel, const SpriteFront *front, uint32_t block)
{
    uint32_t *restrict counts = clear_counts(grid, block);
    Range range = block_range(grid, block);
    Range slots = {grid->sprites.begin + range.begin, grid->sprites.begin + range.end};
    grid->beats[block] = kernel->find(grid, front, slots, grid->cell_of + range.begin);
    const uint32_t *restrict cell_of = grid->cell_of;
    uint32_t *restrict rank = grid->rank;
    for (uint32_t i = range.begin; i < range.end; i++) {
        rank[i] = counts[cell_of[i]]++;
    }
    sum_strips(grid, block, counts);
    if (grid->is_hunted) {
        uint32_t *crowd = grid->crowd_counts + (size_t)block * crowd_places(grid);
        memset(crowd, 0, crowd_places(grid) * sizeof *crowd);
        count_crowd(grid, front, slots, crowd);
    }
}

/* ---- Placing -------------------------------------------------------------------------------- */

static void join_crowds(Grid *grid)
{
    uint32_t places = grid->is_hunted ? crowd_places(grid) : 0;
    memcpy(grid->crowd, grid->crowd_counts, places * sizeof *grid->crowd);
    for (uint32_t block = 1; block < grid->block_count; block++) {
        const uint32_t *counts = grid->crowd_counts + (size_t)block * places;
        for (uint32_t place = 0; place < places; place++) {
            grid->crowd[place] += counts[place];
        }
    }
}

/* Of some neighbouring cells, the first of which starts at `place`; returns where they end. */
static uint32_t place_some(const Grid *grid, Range cells, uint32_t place)
{
    const uint32_t count = range_count(cells);
    uint32_t next[CELLS_AT_ONCE] = {0};
    for (uint32_t block = 0; block < grid->block_count; block++) {
        const uint32_t *counts = block_counts(grid, block) + cells.begin;
        for (uint32_t i = 0; i < count; i++) {
            next[i] += counts[i];
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        uint32_t here = next[i];
        next[i] = place;
        place += here;
    }
    for (uint32_t block = 0; block < grid->block_count; block++) {
        uint32_t *counts = block_counts(grid, block) + cells.begin;
        for (uint32_t i = 0; i < count; i++) {
            uint32_t here = counts[i];
            counts[i] = next[i];
            next[i] += here;
        }
    }
    return place;
}

static uint32_t strip_start(const Grid *grid, uint32_t strip)
{
    uint32_t place = 0;
    for (uint32_t block = 0; block < grid->block_count; block++) {
        for (uint32_t before = 0; before < strip; before++) {
            place += grid->strip_counts[block][before];
        }
    }
    return place;
}

void grid_place_strip(Grid *grid, uint32_t strip)
{
    uint32_t place = strip_start(grid, strip);
    Range cells = strip_cells(grid, strip);
    for (uint32_t cell = cells.begin; cell < cells.end; cell += CELLS_AT_ONCE) {
        uint32_t end = min_u32(cell + CELLS_AT_ONCE, cells.end);
        place = place_some(grid, (Range){cell, end}, place);
    }
    if (strip + 1 == grid->block_count) {
        grid->starts[cells.end] = place;
    }
}

void grid_join_blocks(Grid *grid)
{
    join_crowds(grid);
    grid->beat = grid->beats[0];
    for (uint32_t block = 1; block < grid->block_count; block++) {
        grid->beat.cosine += grid->beats[block].cosine;
        grid->beat.sine += grid->beats[block].sine;
        grid->beat.flying += grid->beats[block].flying;
    }
    memcpy(grid->notices, grid->walls, grid_cell_count(grid));
}

void grid_notice(Grid *grid, float x, float y, float reach, GridNotice notice)
{
    float left = x > reach ? x - reach : 0.0f;
    float top = y > reach ? y - reach : 0.0f;
    uint32_t last_column = grid_column(grid, x + reach);
    uint32_t last_row = grid_row(grid, y + reach);
    for (uint32_t row = grid_row(grid, top); row <= last_row; row++) {
        for (uint32_t column = grid_column(grid, left); column <= last_column; column++) {
            grid->notices[row * grid->columns + column] |= (uint8_t)notice;
        }
    }
}

uint32_t grid_crowd_near(const Grid *grid, uint32_t place)
{
    uint32_t column = place % grid->crowd_columns;
    uint32_t row = place / grid->crowd_columns;
    uint32_t near = 0;
    for (uint32_t y = row > 0 ? row - 1 : 0; y <= min_u32(row + 1, grid->crowd_rows - 1); y++) {
        for (uint32_t x = column > 0 ? column - 1 : 0;
             x <= min_u32(column + 1, grid->crowd_columns - 1); x++) {
            near += grid->crowd[y * grid->crowd_columns + x];
        }
    }
    return near;
}

void grid_crowd_middle(const Grid *grid, uint32_t place, float *x, float *y)
{
    *x = ((float)(place % grid->crowd_columns) + 0.5f) / grid->crowd_a_pixel;
    *y = ((float)(place / grid->crowd_columns) + 0.5f) / grid->crowd_a_pixel;
}

void grid_restore_counts(Grid *grid, uint32_t strip)
{
    Range cells = strip_cells(grid, strip);
    for (uint32_t block = 0; block < grid->block_count; block++) {
        uint32_t *counts = block_counts(grid, block);
        memset(counts + cells.begin, 0, range_count(cells) * sizeof *counts);
        Range range = block_range(grid, block);
        for (uint32_t i = range.begin; i < range.end; i++) {
            uint32_t cell = grid->cell_of[i];
            if (cell >= cells.begin && cell < cells.end) { /* others are at work around it */
                counts[cell]++;
            }
        }
    }
}

/* ---- Sorting -------------------------------------------------------------------------------- */

void grid_sort_block(Grid *grid, uint32_t block)
{
    const uint32_t *restrict places = block_counts(grid, block);
    const uint32_t *restrict cell_of = grid->cell_of;
    const uint32_t *restrict rank = grid->rank;
    uint32_t *restrict order = grid->order;
    Range range = block_range(grid, block);
    for (uint32_t i = range.begin; i < range.end; i++) {
        order[places[cell_of[i]] + rank[i]] = grid->sprites.begin + i;
    }
}
