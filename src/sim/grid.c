#include "sim/grid.h"

#include "base/trig.h"
#include "sim/kernel.h"

#include <string.h>

enum {
    SPRITES_A_BLOCK = 4096, /* below that another block costs more than it saves */
    CELLS_MIN = 65536,      /* a map may always have this many cells ... */
    CELLS_A_SPRITE = 4,     /* ... or this many a sprite, whichever is more */
    TABLE_REST = 2,         /* behind a table's cells: those who rest, and where they end */
    UNITS_MOST = 1 << 30,   /* a place on the map: less, so that it is an int32_t */
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
    } while (grid_crowd_places(grid) > GRID_CROWD_MAX);
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
    grid->tile_count = ((uint32_t)cells + TABLE_REST + GRID_TILE - 1) / GRID_TILE;
    size_t tiles = (size_t)grid->block_most * grid->tile_count;
    grid->starts = arena_take(arena, tiles * GRID_TILE, sizeof(uint32_t));
    grid->reached = arena_take(arena, tiles, sizeof(bool));
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
        arena_take(arena, (size_t)grid->block_most * grid_crowd_places(grid), sizeof(uint32_t));
    grid->crowd = arena_take(arena, grid_crowd_places(grid), sizeof(uint32_t));
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

/* ---- Asking ---------------------------------------------------------------------------------- */

uint32_t grid_crowd_place(const Grid *grid, float x, float y)
{
    uint32_t column = min_u32((uint32_t)(x * grid->crowd_a_pixel), grid->crowd_columns - 1);
    uint32_t row = min_u32((uint32_t)(y * grid->crowd_a_pixel), grid->crowd_rows - 1);
    return row * grid->crowd_columns + column;
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
