/* The grid's three parts: counting, placing, sorting. */
#include "sim/grid.h"
#include "sim/kernel.h"

#include <string.h>

enum { NOBODY = UINT16_MAX }; /* no lane's index */

/* A block that another lane counts than the one before it takes a table of all cells, so there are
 * no more blocks than lanes can use. There are as many strips of cells, which are placed apart. */
void grid_cut(Grid *grid, uint32_t lanes)
{
    grid->block_count = min_u32(grid->block_most, lanes);
    for (uint32_t block = 0; block < grid->block_count; block++) {
        grid->table_of[block] = block;
        atomic_store_explicit(&grid->counted_by[block], NOBODY, memory_order_relaxed);
    }
}

/* ---- Counting ------------------------------------------------------------------------------- */

/* Sprites of a block, counted from the flock's first. */
static Range block_range(const Grid *grid, uint32_t block)
{
    uint64_t count = range_count(grid->sprites);
    return (Range){(uint32_t)(count * block / grid->block_count),
                   (uint32_t)(count * (block + 1) / grid->block_count)};
}

static bool has_table(const Grid *grid, uint32_t block)
{
    return grid->table_of[block] == block;
}

/* These two are not inline: compilers would find the table anew for each sprite. */
static __attribute__((noinline)) uint32_t *table_counts(const Grid *grid, uint32_t table)
{
    return grid->starts + (size_t)table * grid->tile_count * GRID_TILE;
}

static uint32_t *crowd_counts(const Grid *grid, uint32_t table)
{
    return grid->crowd_counts + (size_t)table * grid_crowd_places(grid);
}

static __attribute__((noinline)) bool *table_reached(const Grid *grid, uint32_t table)
{
    return grid->reached + (size_t)table * grid->tile_count;
}

static void clear_table(const Grid *grid, uint32_t table)
{
    memset(table_reached(grid, table), 0, grid->tile_count * sizeof(bool));
    if (grid->is_hunted) {
        memset(crowd_counts(grid, table), 0, grid_crowd_places(grid) * sizeof(uint32_t));
    }
}

static Range strip_tiles(const Grid *grid, uint32_t strip)
{
    uint64_t tiles = grid->tile_count;
    return (Range){(uint32_t)(tiles * strip / grid->block_count),
                   (uint32_t)(tiles * (strip + 1) / grid->block_count)};
}

static uint32_t sum_tile(const uint32_t *counts)
{
    uint32_t sum = 0;
    for (uint32_t i = 0; i < GRID_TILE; i++) {
        sum += counts[i];
    }
    return sum;
}

/* Where a strip starts, those before it tell: nobody asks for the last one. */
static void sum_strips(Grid *grid, uint32_t table)
{
    const uint32_t *counts = table_counts(grid, table);
    const bool *reached = table_reached(grid, table);
    for (uint32_t strip = 0; strip + 1 < grid->block_count; strip++) {
        Range tiles = strip_tiles(grid, strip);
        uint32_t sum = 0;
        for (uint32_t tile = tiles.begin; tile < tiles.end; tile++) {
            sum += reached[tile] ? sum_tile(counts + (size_t)tile * GRID_TILE) : 0;
        }
        grid->strip_counts[table][strip] = sum;
    }
}

static void count_crowd(const Grid *grid, const SpriteFront *front, Range slots, uint32_t *crowd)
{
    for (uint32_t slot = slots.begin; slot < slots.end; slot++) {
        if (sprite_state(front->flash[slot]) == SPRITE_FLYING) {
            crowd[grid_crowd_place(grid, front->x[slot], front->y[slot])]++;
        }
    }
}

/* Not inline: it would take the registers that each sprite needs. */
static __attribute__((noinline)) void reach_tile(uint32_t *counts, bool *reached, uint32_t tile)
{
    reached[tile] = true;
    memset(counts + (size_t)tile * GRID_TILE, 0, GRID_TILE * sizeof *counts);
}

static void count_block(Grid *grid, const Kernel *kernel, const SpriteFront *front, uint32_t block)
{
    if (has_table(grid, block)) {
        clear_table(grid, block);
    }
    Range range = block_range(grid, block);
    Range slots = {grid->sprites.begin + range.begin, grid->sprites.begin + range.end};
    grid->beats[block] = kernel->find(grid, front, slots, grid->cell_of + range.begin);
    uint32_t table = grid->table_of[block];
    uint32_t *restrict counts = table_counts(grid, table);
    const uint32_t *restrict cell_of = grid->cell_of;
    uint32_t *restrict rank = grid->rank;
    bool *restrict reached = table_reached(grid, table);
    for (uint32_t i = range.begin; i < range.end; i++) {
        uint32_t cell = cell_of[i];
        uint32_t tile = cell / GRID_TILE;
        if (!reached[tile]) {
            reach_tile(counts, reached, tile);
        }
        rank[i] = counts[cell]++;
    }
    sum_strips(grid, table);
    if (grid->is_hunted) {
        count_crowd(grid, front, slots, crowd_counts(grid, table));
    }
}

/* A table more is more to clear, to join and to have in a cache: who counts on from where it left
 * off counts on in the same one. */
static uint32_t choose_table(const Grid *grid, uint32_t block, uint32_t lane)
{
    if (block == 0 ||
        atomic_load_explicit(&grid->counted_by[block - 1], memory_order_relaxed) != lane) {
        return block;
    }
    return grid->table_of[block - 1];
}

void grid_count_block(Grid *grid, const Kernel *kernel, const SpriteFront *front, uint32_t block,
                      uint32_t lane)
{
    grid->table_of[block] = choose_table(grid, block, lane);
    count_block(grid, kernel, front, block);
    atomic_store_explicit(&grid->counted_by[block], lane, memory_order_relaxed);
}

void grid_recount_block(Grid *grid, const Kernel *kernel, const SpriteFront *front, uint32_t block)
{
    for (uint32_t i = grid->table_of[block]; i <= block; i++) {
        count_block(grid, kernel, front, i);
    }
}

/* ---- Placing -------------------------------------------------------------------------------- */

/* The next table after that one; block_count: there is none. */
static uint32_t next_table(const Grid *grid, uint32_t table)
{
    do {
        table++;
    } while (table < grid->block_count && !has_table(grid, table));
    return table;
}

static void join_crowds(Grid *grid)
{
    uint32_t places = grid->is_hunted ? grid_crowd_places(grid) : 0;
    memcpy(grid->crowd, grid->crowd_counts, places * sizeof *grid->crowd);
    for (uint32_t table = next_table(grid, 0); table < grid->block_count;
         table = next_table(grid, table)) {
        const uint32_t *counts = crowd_counts(grid, table);
        for (uint32_t place = 0; place < places; place++) {
            grid->crowd[place] += counts[place];
        }
    }
}

/* Of a tile, the first cell of which starts at `place`: its counts become where they start. Returns
 * where the last one ends. */
static uint32_t place_counts(uint32_t *counts, uint32_t place)
{
    for (uint32_t i = 0; i < GRID_TILE; i++) {
        uint32_t here = counts[i];
        counts[i] = place;
        place += here;
    }
    return place;
}

static void add_counts(uint32_t *restrict sums, const uint32_t *restrict counts)
{
    for (uint32_t i = 0; i < GRID_TILE; i++) {
        sums[i] += counts[i];
    }
}

/* Those of a table that are in a cell have the next places there. */
static void take_places(uint32_t *restrict counts, uint32_t *restrict next)
{
    for (uint32_t i = 0; i < GRID_TILE; i++) {
        uint32_t here = counts[i];
        counts[i] = next[i];
        next[i] += here;
    }
}

/* The same of the counts of several tables, or of none; `starts`: where cells start. */
static uint32_t place_between(uint32_t *const *tables, uint32_t count, uint32_t *starts,
                              uint32_t place)
{
    uint32_t next[GRID_TILE] = {0};
    for (uint32_t i = 0; i < count; i++) {
        add_counts(next, tables[i]);
    }
    place = place_counts(next, place);
    if (count == 0 || tables[0] != starts) {
        memcpy(starts, next, sizeof next);
    }
    for (uint32_t i = 0; i < count; i++) {
        take_places(tables[i], next);
    }
    return place;
}

/* The flock lies in the order that it had a tick ago: few tiles are reached by two blocks. */
static uint32_t place_tile(const Grid *grid, uint32_t tile, uint32_t place)
{
    uint32_t *tables[GRID_BLOCKS_MAX];
    uint32_t count = 0;
    for (uint32_t table = 0; table < grid->block_count; table = next_table(grid, table)) {
        if (table_reached(grid, table)[tile]) {
            tables[count++] = table_counts(grid, table) + (size_t)tile * GRID_TILE;
        }
    }
    uint32_t *starts = grid->starts + (size_t)tile * GRID_TILE;
    return count == 1 && tables[0] == starts ? place_counts(starts, place)
                                             : place_between(tables, count, starts, place);
}

static uint32_t strip_start(const Grid *grid, uint32_t strip)
{
    uint32_t place = 0;
    for (uint32_t table = 0; table < grid->block_count; table = next_table(grid, table)) {
        for (uint32_t before = 0; before < strip; before++) {
            place += grid->strip_counts[table][before];
        }
    }
    return place;
}

void grid_place_strip(Grid *grid, uint32_t strip)
{
    uint32_t place = strip_start(grid, strip);
    Range tiles = strip_tiles(grid, strip);
    for (uint32_t tile = tiles.begin; tile < tiles.end; tile++) {
        place = place_tile(grid, tile, place);
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

void grid_restore_counts(Grid *grid, uint32_t strip)
{
    Range tiles = strip_tiles(grid, strip);
    Range cells = {tiles.begin * GRID_TILE, tiles.end * GRID_TILE};
    for (uint32_t block = 0; block < grid->block_count; block++) {
        uint32_t *counts = table_counts(grid, grid->table_of[block]);
        if (has_table(grid, block)) {
            memset(counts + cells.begin, 0, range_count(cells) * sizeof *counts);
        }
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
    const uint32_t *restrict places = table_counts(grid, grid->table_of[block]);
    const uint32_t *restrict cell_of = grid->cell_of;
    const uint32_t *restrict rank = grid->rank;
    uint32_t *restrict order = grid->order;
    Range range = block_range(grid, block);
    for (uint32_t i = range.begin; i < range.end; i++) {
        order[places[cell_of[i]] + rank[i]] = grid->sprites.begin + i;
    }
}
