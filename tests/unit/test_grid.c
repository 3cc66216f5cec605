/* The grid's sums over neighbours against a reference that looks at everyone; that they do not know
 * how the grid was built; and that no direction is favoured. */
#include "base/random.h"
#include "sim/grid.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { SPRITES_MAX = 70000 };

/* Sprites that no world holds: the fields that the grid reads, and a grid over them. */
typedef struct Crowd {
    float x[SPRITES_MAX];
    float y[SPRITES_MAX];
    float vx[SPRITES_MAX];
    float vy[SPRITES_MAX];
    uint8_t state[SPRITES_MAX];
    SpriteFront front;
    float width, height; /* pixels */
    Grid grid;
    void *block;
} Crowd;

static Crowd crowd;

static void crowd_init(float width, float height)
{
    crowd.width = width;
    crowd.height = height;
    memset(crowd.state, SPRITE_FLYING, sizeof crowd.state);
    crowd.front = (SpriteFront){
        .x = crowd.x, .y = crowd.y, .vx = crowd.vx, .vy = crowd.vy, .state = crowd.state};
}

static void crowd_scatter(uint32_t count, uint64_t seed)
{
    for (uint32_t i = 0; i < count; i++) {
        crowd.x[i] = crowd.width * random_unit(seed, i, 0, RANDOM_TEST);
        crowd.y[i] = crowd.height * random_unit(seed, i, 1, RANDOM_TEST);
        crowd.vx[i] = 3.0f * random_signed(seed, i, 2, RANDOM_TEST);
        crowd.vy[i] = 3.0f * random_signed(seed, i, 3, RANDOM_TEST);
    }
}

/* Lays the tables out; block_count 0: as many blocks as the grid itself would take. */
static void grid_open(Range sprites, float radius, uint32_t block_count)
{
    Arena arena = {0};
    grid_lay_out(&crowd.grid, &arena, sprites, radius, crowd.width, crowd.height);
    crowd.block = aligned_alloc(ARENA_ALIGNMENT, arena.used);
    assert_non_null(crowd.block);
    arena = (Arena){.block = crowd.block};
    grid_lay_out(&crowd.grid, &arena, sprites, radius, crowd.width, crowd.height);
    if (block_count > 0) {
        assert_in_range(block_count, 1, crowd.grid.block_count);
        crowd.grid.block_count = block_count;
    }
}

static void grid_build(void)
{
    Grid *grid = &crowd.grid;
    for (uint32_t block = grid->block_count; block-- > 0;) { /* any order will do */
        grid_count_block(grid, &crowd.front, block);
    }
    if (grid->block_count > 0) { /* as in the step: where nobody flocks, there are no tables */
        grid_place_cells(grid);
    }
    for (uint32_t block = grid->block_count; block-- > 0;) {
        grid_sort_block(grid, &crowd.front, block);
    }
}

static void grid_close(void)
{
    free(crowd.block);
}

/* ---- The reference -------------------------------------------------------------------------- */

static int64_t whole(float value)
{
    return (int64_t)value;
}

/* Sums by their definition, over everyone who flies, without cells. */
static GridSums look_at_everyone(uint32_t sprite)
{
    const float units = 1024.0f / crowd.grid.radius;
    GridSums sums = {0};
    for (uint32_t i = crowd.grid.sprites.begin; i < crowd.grid.sprites.end; i++) {
        int64_t x = whole(crowd.x[i] * units) - whole(crowd.x[sprite] * units);
        int64_t y = whole(crowd.y[i] * units) - whole(crowd.y[sprite] * units);
        int64_t squared = x * x + y * y;
        if (i == sprite || crowd.state[i] != SPRITE_FLYING || squared >= 1024 * 1024) {
            continue;
        }
        sums.count++;
        sums.x += x;
        sums.y += y;
        sums.vx += whole(crowd.vx[i] * 1024.0f);
        sums.vy += whole(crowd.vy[i] * 1024.0f);
        if (squared < 512 * 512) {
            int64_t nearness = (512 * 512 - squared) / 1024;
            sums.away_x -= nearness * x;
            sums.away_y -= nearness * y;
        }
    }
    return sums;
}

static void assert_same_sums(GridSums sums, GridSums expected, uint32_t sprite)
{
    if (memcmp(&sums, &expected, sizeof sums) != 0) {
        fail_msg("sprite %u at %g, %g: %" PRId64 " neighbours, x %" PRId64 ", away %" PRId64
                 ", expected %" PRId64 ", %" PRId64 ", %" PRId64,
                 sprite, (double)crowd.x[sprite], (double)crowd.y[sprite], sums.count, sums.x,
                 sums.away_x, expected.count, expected.x, expected.away_x);
    }
}

/* Returns the neighbours counted, for those who want to know that there were any. */
static int64_t assert_grid_agrees(Range sprites, float radius)
{
    int64_t neighbours = 0;
    grid_open(sprites, radius, 0);
    grid_build();
    for (uint32_t i = sprites.begin; i < sprites.end; i++) {
        if (crowd.state[i] == SPRITE_FLYING) {
            GridSums sums = grid_look_around(&crowd.grid, &crowd.front, i);
            assert_same_sums(sums, look_at_everyone(i), i);
            neighbours += sums.count;
        }
    }
    grid_close();
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
            crowd_init(cases[i].width, cases[i].height);
            crowd_scatter(cases[i].count, seed);
            assert_grid_agrees((Range){0, cases[i].count}, cases[i].radius);
        }
    }
}

/* Those that flock are a stretch of the ids: the others are neither seen nor asked. */
static void test_a_stretch_of_the_ids(void **state)
{
    (void)state;
    crowd_init(200, 200);
    crowd_scatter(900, 1);
    assert_true(assert_grid_agrees((Range){137, 700}, 20) > 1000);
    assert_int_equal(assert_grid_agrees((Range){300, 301}, 20), 0);
}

/* On the edges of the map, on the edges between cells, and just beside both. */
static void test_edges_and_corners(void **state)
{
    (void)state;
    const float nudges[] = {0.0f, -0.001f, 0.001f, -0.5f, 0.5f};
    crowd_init(240, 120);
    uint32_t count = 0;
    crowd_scatter(2500, 7);
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
    crowd_init(160, 160);
    crowd_scatter(2, 1);
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
    crowd_init(100, 100);
    crowd_scatter(300, 1);
    for (uint32_t i = 0; i < 300; i++) {
        crowd.x[i] = 33.3f;
        crowd.y[i] = 66.6f;
    }
    assert_int_equal(assert_grid_agrees((Range){0, 300}, 24), 300 * 299);
    GridSums sums = look_at_everyone(0);
    assert_int_equal(sums.x, 0);
    assert_int_equal(sums.away_y, 0);
}

static void test_a_single_cell(void **state)
{
    (void)state;
    crowd_init(16, 16);
    crowd_scatter(200, 3);
    assert_true(assert_grid_agrees((Range){0, 200}, 24) > 0);
    assert_int_equal(crowd.grid.columns * crowd.grid.rows, 1);
}

static void test_the_resting_are_not_seen(void **state)
{
    (void)state;
    crowd_init(120, 120);
    crowd_scatter(600, 2);
    Range all = {0, 600};
    int64_t before = assert_grid_agrees(all, 20);
    for (uint32_t i = 0; i < 600; i++) {
        crowd.state[i] = (uint8_t)(i % 3); /* flying, in a jar, eaten */
    }
    int64_t after = assert_grid_agrees(all, 20);
    assert_true(after > 0 && after < before);
    memset(crowd.state, SPRITE_EATEN, sizeof crowd.state);
    assert_int_equal(assert_grid_agrees(all, 20), 0);
    crowd.state[599] = SPRITE_FLYING;
    assert_int_equal(assert_grid_agrees(all, 20), 0);
}

static void test_nobody_flocks(void **state)
{
    (void)state;
    crowd_init(640, 360);
    assert_int_equal(assert_grid_agrees((Range){5, 5}, 24), 0);
    assert_int_equal(crowd.grid.block_count, 0);
}

/* ---- What the sums must not know ------------------------------------------------------------ */

static void test_blocks_do_not_show(void **state)
{
    (void)state;
    enum { COUNT = SPRITES_MAX - 5, ASKED = 200 };
    static GridSums reference[ASKED];
    crowd_init(1280, 720);
    crowd_scatter(SPRITES_MAX, 4);
    for (uint32_t blocks = 1; blocks <= GRID_BLOCKS_MAX; blocks++) {
        grid_open((Range){5, SPRITES_MAX}, 12, blocks);
        grid_build();
        for (uint32_t i = 0; i < ASKED; i++) {
            uint32_t sprite = 5 + i * (COUNT / ASKED);
            GridSums sums = grid_look_around(&crowd.grid, &crowd.front, sprite);
            if (blocks == 1) {
                reference[i] = sums;
                assert_same_sums(sums, look_at_everyone(sprite), sprite);
            }
            assert_same_sums(sums, reference[i], sprite);
        }
        grid_close();
    }
}

/* Whatever lies in a cell lies there by id, so that the order too is fixed by the data. */
static void test_the_sort_is_stable(void **state)
{
    (void)state;
    crowd_init(64, 64);
    crowd_scatter(20000, 4);
    for (uint32_t i = 0; i < 20000; i++) {
        crowd.vx[i] = (float)i / 1024.0f; /* the id, as the grid keeps it */
    }
    grid_open((Range){0, 20000}, 8, 0);
    grid_build();
    const Grid *grid = &crowd.grid;
    assert_true(grid->block_count > 1);
    uint32_t cells = grid->columns * grid->rows;
    assert_int_equal(grid->starts[0], 0);
    assert_int_equal(grid->starts[cells], 20000);
    for (uint32_t cell = 0; cell < cells; cell++) {
        for (uint32_t place = grid->starts[cell]; place < grid->starts[cell + 1]; place++) {
            assert_int_equal(grid->cell_of[grid->vx[place]], cell);
            assert_true(place == grid->starts[cell] || grid->vx[place - 1] < grid->vx[place]);
        }
    }
    grid_close();
}

/* A crowd seen in a mirror: every sum but the count is exactly the opposite. Rounding downwards
 * instead of towards zero breaks this, and a whole flock then drifts to one corner. */
static void test_no_direction_is_favoured(void **state)
{
    (void)state;
    enum { COUNT = 1500 };
    static GridSums sums[COUNT];
    crowd_init(256, 256);
    for (uint32_t mirrored = 0; mirrored < 2; mirrored++) {
        float sign = mirrored ? -1.0f : 1.0f;
        crowd_scatter(COUNT, 9);
        for (uint32_t i = 0; i < COUNT; i++) { /* places that a grid unit holds exactly */
            float x = (float)((int32_t)(crowd.x[i] * 64.0f) - 128 * 64) / 64.0f;
            float y = (float)((int32_t)(crowd.y[i] * 64.0f) - 128 * 64) / 64.0f;
            crowd.x[i] = 128.0f + sign * x;
            crowd.y[i] = 128.0f + sign * y;
            crowd.vx[i] *= sign;
            crowd.vy[i] *= sign;
        }
        grid_open((Range){0, COUNT}, 16, 0);
        grid_build();
        for (uint32_t i = 0; i < COUNT; i++) {
            GridSums seen = grid_look_around(&crowd.grid, &crowd.front, i);
            if (mirrored) {
                assert_same_sums(seen,
                                 (GridSums){sums[i].count, -sums[i].x, -sums[i].y, -sums[i].vx,
                                            -sums[i].vy, -sums[i].away_x, -sums[i].away_y},
                                 i);
            }
            sums[i] = seen;
        }
        grid_close();
    }
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
        cmocka_unit_test(test_blocks_do_not_show),
        cmocka_unit_test(test_the_sort_is_stable),
        cmocka_unit_test(test_no_direction_is_favoured),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
