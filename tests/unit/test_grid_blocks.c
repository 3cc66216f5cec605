/* The grid's blocks, tables and strips: that they do not show in what it tells, and that what was
 * broken off is made good. */
#include "support/crowd.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static Crowd crowd;

static uint32_t count_tables(const Grid *grid)
{
    uint32_t count = 0;
    for (uint32_t block = 0; block < grid->block_count; block++) {
        count += grid->table_of[block] == block;
    }
    return count;
}

/* The flock lies as in the grid, as it does in a world after a tick: blocks have cells of their
 * own. */
static void lay_in_order(void)
{
    const Grid *grid = &crowd.grid;
    uint32_t first = grid->sprites.begin;
    size_t size = range_count(grid->sprites) * sizeof(float);
    memcpy(crowd.x + first, grid->x, size);
    memcpy(crowd.y + first, grid->y, size);
    memcpy(crowd.vx + first, grid->vx, size);
    memcpy(crowd.vy + first, grid->vy, size);
    memcpy(crowd.tag + first, grid->tag, size);
    memcpy(crowd.flash + first, grid->flash, size);
}

enum { FLOCK = CROWD_MAX - 5 };

/* What the grid tells, however the counting was split. */
typedef struct Told {
    uint32_t order[FLOCK];
    uint32_t crowd[GRID_CROWD_MAX];
    uint32_t starts[1 << 16];
    GridBeat beat;
} Told;

static void ask(Told *told)
{
    const Grid *grid = &crowd.grid;
    uint32_t cells = grid_cell_count(grid);
    assert_in_range(cells + 2, 1, sizeof told->starts / sizeof *told->starts);
    memset(told, 0, sizeof *told);
    memcpy(told->order, grid->tag, sizeof told->order);
    memcpy(told->crowd, grid->crowd, grid_crowd_places(grid) * sizeof(uint32_t));
    memcpy(told->starts, grid->starts, (cells + 2) * sizeof(uint32_t));
    told->beat = grid->beat;
}

static void assert_blocks_do_not_show(void)
{
    static Told told, once;
    static const uint32_t lanes[] = {0, 1, 2, 3, GRID_BLOCKS_MAX};
    enum { LANES = sizeof lanes / sizeof *lanes };
    for (uint32_t i = 0; i < GRID_BLOCKS_MAX * LANES; i++) {
        uint32_t blocks = 1 + i / LANES;
        crowd.lanes = lanes[i % LANES];
        crowd_open(&crowd, (Range){5, CROWD_MAX}, 12, blocks);
        uint32_t tables = crowd.lanes == 0 || crowd.lanes > blocks ? blocks : crowd.lanes;
        assert_int_equal(count_tables(&crowd.grid), tables);
        assert_int_equal(crowd.grid.beat.flying, FLOCK);
        ask(i == 0 ? &once : &told);
        assert_memory_equal(&once, i == 0 ? &once : &told, sizeof once);
        crowd_close(&crowd);
    }
}

/* The same order, the same crowd, the same beat; of a flock that lies anyhow, and in order. */
static void test_blocks_do_not_show(void **state)
{
    (void)state;
    crowd_init(&crowd, 1280, 720);
    crowd_scatter(&crowd, CROWD_MAX, 4);
    assert_blocks_do_not_show();
    crowd_open(&crowd, (Range){5, CROWD_MAX}, 12, 1);
    lay_in_order();
    crowd_close(&crowd);
    assert_blocks_do_not_show();
}

/* Five blocks, three of which share a table, and two. */
static size_t open_shared_tables(void)
{
    crowd_init(&crowd, 900, 900);
    crowd_scatter(&crowd, CROWD_MAX, 4);
    crowd.lanes = 2;
    crowd_open(&crowd, (Range){5, CROWD_MAX}, 12, 5);
    assert_int_equal(crowd.grid.block_count, 5);
    assert_int_equal(crowd.grid.table_of[2], 0);
    assert_int_equal(crowd.grid.table_of[4], 3);
    return 5 * (size_t)crowd.grid.tile_count * GRID_TILE * sizeof *crowd.grid.starts;
}

static uint32_t *copy_tables(size_t size)
{
    uint32_t *tables = malloc(size);
    assert_non_null(tables);
    return memcpy(tables, crowd.grid.starts, size);
}

/* As after a worker's death in the middle of it, when others may be placed already. */
static void test_a_strip_is_placed_once_more(void **state)
{
    (void)state;
    size_t size = open_shared_tables();
    Grid *grid = &crowd.grid;
    uint32_t *tables = copy_tables(size);
    for (uint32_t strip = grid->block_count; strip-- > 0;) {
        grid_restore_counts(grid, strip);
        assert_memory_not_equal(tables, grid->starts, size);
        grid_place_strip(grid, strip);
        assert_memory_equal(tables, grid->starts, size);
    }
    free(tables);
    crowd_close(&crowd);
}

/* The last of those that share a table, half of which the dead one has counted. */
static void test_a_block_is_counted_once_more(void **state)
{
    (void)state;
    size_t size = open_shared_tables();
    Grid *grid = &crowd.grid;
    crowd_count(&crowd);
    uint32_t *tables = copy_tables(size);
    for (uint32_t block = 2; block <= 4; block += 2) {
        uint32_t cells = grid_cell_count(grid);
        uint32_t *counts =
            grid->starts + (size_t)grid->table_of[block] * grid->tile_count * GRID_TILE;
        GridBeat beat = grid->beats[block];
        uint32_t crowded = grid->crowd_counts[0];
        grid->beats[block].flying++;
        grid->crowd_counts[0]++;
        for (uint32_t cell = 0; cell < cells; cell += 7) {
            counts[cell] += counts[cell] > 0; /* a tile that nobody has reached is not looked at */
        }
        grid_recount_block(grid, crowd.kernel, &crowd.front, block);
        assert_memory_equal(tables, grid->starts, size);
        assert_memory_equal(&beat, &grid->beats[block], sizeof beat);
        assert_true(block > 2 || grid->crowd_counts[0] == crowded);
    }
    free(tables);
    crowd_close(&crowd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_blocks_do_not_show),
        cmocka_unit_test(test_a_strip_is_placed_once_more),
        cmocka_unit_test(test_a_block_is_counted_once_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
