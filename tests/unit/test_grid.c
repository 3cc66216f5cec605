/* The grid: what is seen through it against a reference that looks at everyone; that no direction
 * is favoured; and what it counts and notes besides. */
#include "base/random.h"
#include "support/crowd.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static Crowd crowd;

/* Returns the neighbours counted. */
static int64_t assert_grid_agrees(Range sprites, float radius)
{
    crowd_open(&crowd, sprites, radius, 0);
    int64_t neighbours = crowd_assert_agrees(&crowd);
    crowd_close(&crowd);
    return neighbours;
}

/* ---- Populations ---------------------------------------------------------------------------- */

static void test_random_populations(void **state)
{
    (void)state;
    static const struct {
        float width, height, radius;
        uint32_t count;
    } cases[] = {
        {640, 360, 24, 800}, {640, 360, 7.3f, 800},  {100, 90, 24, 400},     {333, 77, 11.1f, 500},
        {1280, 16, 24, 600}, {4096, 4096, 24, 1000}, {65536, 65536, 3, 300}, {48, 48, 1, 900},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (uint64_t seed = 0; seed < 3; seed++) {
            crowd_init(&crowd, cases[i].width, cases[i].height);
            crowd_scatter(&crowd, cases[i].count, seed);
            assert_grid_agrees((Range){0, cases[i].count}, cases[i].radius);
        }
    }
}

/* Those that flock are a stretch of the ids: the others are neither seen nor asked. */
static void test_a_stretch_of_the_ids(void **state)
{
    (void)state;
    crowd_init(&crowd, 200, 200);
    crowd_scatter(&crowd, 900, 1);
    assert_true(assert_grid_agrees((Range){137, 700}, 20) > 1000);
    assert_int_equal(assert_grid_agrees((Range){300, 301}, 20), 0);
}

/* On the edges of the map, on the edges between cells, and just beside both. */
static void test_edges_and_corners(void **state)
{
    (void)state;
    const float nudges[] = {0.0f, -0.001f, 0.001f, -0.5f, 0.5f};
    crowd_init(&crowd, 240, 120);
    uint32_t count = 0;
    crowd_scatter(&crowd, 2500, 7);
    for (uint32_t column = 0; column <= 10; column++) {
        for (uint32_t row = 0; row <= 5; row++) {
            for (uint32_t nudge = 0; nudge < 25; nudge++) {
                float x = 24.0f * (float)column + nudges[nudge % 5];
                float y = 24.0f * (float)row + nudges[nudge / 5];
                crowd.x[count] = x < 0.0f ? 0.0f : x > 240.0f ? 240.0f : x;
                crowd.y[count] = y < 0.0f ? 0.0f : y > 120.0f ? 120.0f : y;
                count++;
            }
        }
    }
    assert_true(assert_grid_agrees((Range){0, count}, 24) > count);
    assert_true(assert_grid_agrees((Range){0, count}, 12.7f) > count);
}

/* Exactly a radius away is not near; the least bit closer is. */
static void test_the_radius_is_exclusive(void **state)
{
    (void)state;
    crowd_init(&crowd, 160, 160);
    crowd_scatter(&crowd, 2, 1);
    crowd.y[0] = crowd.y[1] = 80.0f;
    crowd.x[0] = 64.0f;
    crowd.x[1] = 80.0f;
    assert_int_equal(assert_grid_agrees((Range){0, 2}, 16), 0);
    crowd.x[1] = 80.0f - 1.0f / 64.0f;
    assert_int_equal(assert_grid_agrees((Range){0, 2}, 16), 2);
}

static void test_all_in_one_place(void **state)
{
    (void)state;
    crowd_init(&crowd, 100, 100);
    crowd_scatter(&crowd, 300, 1);
    for (uint32_t i = 0; i < 300; i++) {
        crowd.x[i] = 33.3f;
        crowd.y[i] = 66.6f;
    }
    assert_int_equal(assert_grid_agrees((Range){0, 300}, 24), 300 * 299);
}

static void test_a_single_cell(void **state)
{
    (void)state;
    crowd_init(&crowd, 16, 16);
    crowd_scatter(&crowd, 200, 3);
    assert_true(assert_grid_agrees((Range){0, 200}, 24) > 0);
    assert_int_equal(crowd.grid.rows, 1);
    assert_in_range(crowd.grid.columns, 1, GRID_SPAN);
}

static void test_the_resting_are_not_seen(void **state)
{
    (void)state;
    crowd_init(&crowd, 120, 120);
    crowd_scatter(&crowd, 600, 2);
    Range all = {0, 600};
    int64_t before = assert_grid_agrees(all, 20);
    for (uint32_t i = 0; i < 600; i++) {
        crowd_set_state(&crowd, i, (SpriteState)(i % (SPRITE_WAITING + 1)));
    }
    int64_t after = assert_grid_agrees(all, 20);
    assert_true(after > 0 && after < before);
    for (uint32_t i = 0; i < 600; i++) {
        crowd_set_state(&crowd, i, SPRITE_EATEN);
    }
    assert_int_equal(assert_grid_agrees(all, 20), 0);
    crowd_set_state(&crowd, 599, SPRITE_FLYING);
    assert_int_equal(assert_grid_agrees(all, 20), 0);
}

static void test_nobody_flocks(void **state)
{
    (void)state;
    crowd_init(&crowd, 640, 360);
    assert_int_equal(assert_grid_agrees((Range){5, 5}, 24), 0);
    assert_int_equal(crowd.grid.block_count, 0);
}

/* ---- What must not show --------------------------------------------------------------------- */

/* Whatever lies in a cell lies there as it did in the front, so that the order too is fixed by the
 * data; and all of it has moved together. */
static void test_the_sort_is_stable(void **state)
{
    (void)state;
    enum { COUNT = 20000, RESTING = 137 };
    crowd_init(&crowd, 64, 64);
    crowd_scatter(&crowd, COUNT, 4);
    for (uint32_t i = 0; i < RESTING; i++) {
        crowd_set_state(&crowd, 100 * i, SPRITE_JARRED);
    }
    crowd_open(&crowd, (Range){0, COUNT}, 8, 0);
    const Grid *grid = &crowd.grid;
    assert_true(grid->block_count > 1);
    uint32_t cells = grid_cell_count(grid);
    assert_int_equal(grid->starts[0], 0);
    assert_int_equal(grid->starts[cells], COUNT - RESTING);
    assert_int_equal(grid->starts[cells + 1], COUNT);
    for (uint32_t cell = 0; cell <= cells; cell++) {
        for (uint32_t place = grid->starts[cell]; place < grid->starts[cell + 1]; place++) {
            uint32_t slot = sprite_id(grid->tag[place]);
            assert_int_equal(grid->cell_of[slot], cell);
            assert_true(place == grid->starts[cell] || sprite_id(grid->tag[place - 1]) < slot);
            assert_true(grid->x[place] == crowd.x[slot] && grid->y[place] == crowd.y[slot]);
            assert_true(grid->vx[place] == crowd.vx[slot] && grid->vy[place] == crowd.vy[slot]);
            assert_int_equal(grid->flash[place], crowd.flash[slot]);
        }
    }
    crowd_close(&crowd);
}

/* A crowd seen in a mirror: every offset and velocity is exactly the opposite. Rounding downwards
 * instead of towards zero breaks this, and a whole flock then drifts to one corner. */
static void test_no_direction_is_favoured(void **state)
{
    (void)state;
    enum { COUNT = 1500 };
    static CrowdSums sums[COUNT];
    crowd_init(&crowd, 256, 256);
    for (uint32_t mirrored = 0; mirrored < 2; mirrored++) {
        float sign = mirrored ? -1.0f : 1.0f;
        crowd_scatter(&crowd, COUNT, 9);
        for (uint32_t i = 0; i < COUNT; i++) { /* places that a grid unit holds exactly */
            float x = (float)((int32_t)(crowd.x[i] * 8.0f) - 128 * 8) / 8.0f;
            float y = (float)((int32_t)(crowd.y[i] * 8.0f) - 128 * 8) / 8.0f;
            crowd.x[i] = 128.0f + sign * x;
            crowd.y[i] = 128.0f + sign * y;
            crowd.vx[i] *= sign;
            crowd.vy[i] *= sign;
        }
        crowd_open(&crowd, (Range){0, COUNT}, 16, 0);
        crowd_assert_agrees(&crowd);
        for (uint32_t i = 0; i < COUNT; i++) {
            CrowdSums seen = crowd_look(&crowd, i);
            if (mirrored) {
                CrowdSums left = sums[i];
                assert_true(seen.x == -left.x && seen.y == -left.y);
                assert_true(seen.vx == -left.vx && seen.vy == -left.vy);
                assert_true(seen.away_x == -left.away_x && seen.away_y == -left.away_y);
                assert_int_equal(seen.count, left.count);
            }
            sums[i] = seen;
        }
        crowd_close(&crowd);
    }
}

/* ---- The crowd map, the beat, the notices --------------------------------------------------- */

static void test_crowd_map_counts_those_who_fly(void **state)
{
    (void)state;
    enum { COUNT = 9000 };
    static uint32_t counts[GRID_CROWD_MAX];
    memset(counts, 0, sizeof counts);
    crowd_init(&crowd, 1000, 700);
    crowd_scatter(&crowd, COUNT, 6);
    for (uint32_t i = 0; i < COUNT; i += 3) {
        crowd_set_state(&crowd, i, SPRITE_WAITING);
    }
    crowd_open(&crowd, (Range){0, COUNT}, 24, 0);
    const Grid *grid = &crowd.grid;
    uint32_t columns = grid->crowd_columns;
    int64_t cosine = 0;
    int64_t sine = 0;
    for (uint32_t i = 0; i < COUNT; i++) {
        if (i % 3 != 0) {
            counts[(uint32_t)(crowd.y[i] / 64.0f) * columns + (uint32_t)(crowd.x[i] / 64.0f)]++;
            cosine += crowd.cosines[sprite_phase(crowd.flash[i]) >> 8];
            sine += crowd.sines[sprite_phase(crowd.flash[i]) >> 8];
        }
    }
    assert_memory_equal(grid->crowd, counts, columns * grid->crowd_rows * sizeof *counts);
    assert_int_equal(grid->beat.flying, COUNT - COUNT / 3);
    assert_true(grid->beat.cosine == cosine && grid->beat.sine == sine);
    for (uint32_t place = 0; place < columns * grid->crowd_rows; place++) {
        uint32_t near = 0;
        for (uint32_t other = 0; other < columns * grid->crowd_rows; other++) {
            int across = abs((int)(place % columns) - (int)(other % columns));
            int down = abs((int)(place / columns) - (int)(other / columns));
            near += across <= 1 && down <= 1 ? counts[other] : 0;
        }
        assert_int_equal(grid_crowd_near(grid, place), near);
        float x = 0.0f;
        float y = 0.0f;
        grid_crowd_middle(grid, place, &x, &y);
        assert_int_equal(grid_crowd_place(grid, x, y), place);
    }
    crowd_close(&crowd);
}

static uint32_t notices_at(const Grid *grid, float x, float y)
{
    return grid->notices[grid_row(grid, y) * grid->columns + grid_column(grid, x)];
}

/* Who is within reach of something has it noted in its cell, at the map's edges too; and not
 * everybody has. */
static void test_notices_reach(void **state)
{
    (void)state;
    enum { COUNT = 3000, PLACES = 40 };
    crowd_init(&crowd, 640, 360);
    crowd_scatter(&crowd, COUNT, 8);
    crowd_open(&crowd, (Range){0, COUNT}, 13.7f, 0);
    Grid *grid = &crowd.grid;
    for (uint32_t place = 0; place < PLACES; place++) {
        float x = 640.0f * (float)(place % 8) / 7.0f;
        float y = 360.0f * (float)(place / 8) / 4.0f;
        float reach = 5.0f + (float)place;
        crowd_build(&crowd); /* nothing is noted but the edge */
        grid_notice(grid, x, y, reach, NOTICE_HUNTER);
        uint32_t noticed = 0;
        for (uint32_t i = 0; i < COUNT; i++) {
            bool noted = notices_at(grid, crowd.x[i], crowd.y[i]) & NOTICE_HUNTER;
            assert_true(noted || hypotf(crowd.x[i] - x, crowd.y[i] - y) >= reach);
            noticed += noted;
        }
        assert_true(noticed < COUNT / 4);
    }
    crowd_close(&crowd);
}

/* From a cell without a note of walls none is met within reach, nor the map's edge. */
static void test_walls_are_noted(void **state)
{
    (void)state;
    enum { COUNT = 4000, COLUMNS = 60, ROWS = 40 };
    const float reach = 6.5f;
    static uint8_t solid[COLUMNS * ROWS];
    for (uint32_t tile = 0; tile < COLUMNS * ROWS; tile++) {
        solid[tile] = random_unit(3, tile, 0, RANDOM_TEST) < 0.03f;
    }
    Walls walls = {solid, COLUMNS, ROWS, 11.0f, 1.0f / 11.0f};
    crowd_init(&crowd, 660, 440);
    crowd_scatter(&crowd, COUNT, 5);
    crowd_open(&crowd, (Range){0, COUNT}, 12, 0);
    grid_prepare(&crowd.grid, &walls, 22.0f, reach, true);
    crowd_build(&crowd);
    uint32_t calm = 0;
    for (uint32_t i = 0; i < COUNT; i++) {
        if (notices_at(&crowd.grid, crowd.x[i], crowd.y[i]) & NOTICE_WALL) {
            continue;
        }
        calm++;
        for (uint32_t step = 0; step < 64; step++) {
            float angle = 0.0981747704f * (float)step;
            assert_false(walls_solid_at(&walls, crowd.x[i] + reach * cosf(angle),
                                        crowd.y[i] + reach * sinf(angle)));
        }
    }
    assert_true(calm > 100);
    crowd_close(&crowd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_populations),
        cmocka_unit_test(test_a_stretch_of_the_ids),
        cmocka_unit_test(test_edges_and_corners),
        cmocka_unit_test(test_the_radius_is_exclusive),
        cmocka_unit_test(test_all_in_one_place),
        cmocka_unit_test(test_a_single_cell),
        cmocka_unit_test(test_the_resting_are_not_seen),
        cmocka_unit_test(test_nobody_flocks),
        cmocka_unit_test(test_the_sort_is_stable),
        cmocka_unit_test(test_no_direction_is_favoured),
        cmocka_unit_test(test_crowd_map_counts_those_who_fly),
        cmocka_unit_test(test_notices_reach),
        cmocka_unit_test(test_walls_are_noted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
