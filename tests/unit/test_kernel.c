/* The kernels: each sees and moves to the bits of the definition, whatever its width, wherever its
 * groups are cut, and however many there are to look at. */
#include "base/random.h"
#include "sim/world_state.h"
#include "support/crowd.h"
#include "support/plans.h"
#include "support/play.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { SEED = 23 };

static Plan plan;
static Crowd crowd;

/* ---- The table ------------------------------------------------------------------------------ */

static void test_table(void **state)
{
    (void)state;
    assert_in_range(kernel_count(), 1, 16);
    assert_string_equal(kernel_at(0)->name, "scalar");
    assert_int_equal(kernel_at(0)->lanes, 1);
    for (uint32_t i = 0; i < kernel_count(); i++) {
        const Kernel *kernel = kernel_at(i);
        assert_ptr_equal(kernel_find(kernel->name), kernel);
        assert_non_null(strstr(kernel_names(), kernel->name));
        assert_true(i == 0 || kernel->lanes > 1);
    }
    assert_ptr_equal(kernel_find("auto"), kernel_best());
    assert_ptr_equal(kernel_best(), kernel_at(kernel_count() - 1));
    assert_null(kernel_find("abacus"));
    assert_null(kernel_find(""));
}

static void test_world_takes_the_best(void **state)
{
    (void)state;
    plan_init(&plan, 10, 10);
    plan_add_swarm(&plan, 10, MOTION_FLOCK);
    World *world = play_create_world(&plan.spec, SEED, 0);
    assert_ptr_equal(world_kernel(world), kernel_best());
    assert_false(world_is_brute(world));
    world_set_kernel(world, kernel_at(0));
    world_set_brute(world, true);
    assert_ptr_equal(world_kernel(world), kernel_at(0));
    assert_true(world_is_brute(world));
    world_destroy(world);
}

/* ---- Looking -------------------------------------------------------------------------------- */

static int64_t assert_agrees(uint32_t count, float radius)
{
    crowd_open(&crowd, (Range){0, count}, radius, 0);
    int64_t neighbours = crowd_assert_agrees(&crowd);
    crowd_close(&crowd);
    return neighbours;
}

/* From lonely ones, whose groups end at every cell, to more in a cell than any vector holds. */
static void test_thin_and_dense(void **state)
{
    (void)state;
    for (uint32_t count = 1; count <= 1000; count += 1 + count / 3) {
        for (float side = 30.0f; side < 2000.0f; side *= 2.7f) {
            crowd_init(&crowd, side, side * 0.7f);
            crowd_scatter(&crowd, count, count);
            assert_agrees(count, 24.0f);
        }
    }
}

/* All in rows of cells: groups run over many of them. */
static void test_long_rows(void **state)
{
    (void)state;
    const uint32_t count = 700;
    crowd_init(&crowd, 3000, 60);
    crowd_scatter(&crowd, count, 2);
    for (uint32_t i = 0; i < count; i++) {
        crowd.y[i] = 30.0f;
    }
    assert_true(assert_agrees(count, 20.0f) > count);
}

/* Far more mates than any flock has, as fast as they fly, all in one direction and in step: no sum
 * of theirs may round or run over. */
static void test_sums_hold_a_heap(void **state)
{
    (void)state;
    const uint32_t count = models_are_quick() ? 600 : 1500;
    for (uint32_t shape = 0; shape < 3; shape++) {
        crowd_init(&crowd, 90, 90);
        crowd_scatter(&crowd, count, 3);
        for (uint32_t i = 0; i < count; i++) {
            /* One point; a ring as wide as makes the strongest push, and its hub; a heap. */
            bool is_hub = shape == 1 && i % 2;
            float spread = shape == 2 ? 3.0f : 0.0f;
            crowd.x[i] = 45.0f + (shape == 1 && !is_hub ? 6.92f : 0.0f) +
                         spread * random_signed(1, i, 0, RANDOM_TEST);
            crowd.y[i] = 45.0f + spread * random_signed(1, i, 1, RANDOM_TEST);
            crowd.vx[i] = 21.99f;
            crowd.vy[i] = -21.99f;
            crowd.flash[i] = sprite_flash(shape * 16384u, SPRITE_PACE_LEAST, SPRITE_FLYING);
        }
        assert_true(assert_agrees(count, 24.0f) == (int64_t)count * (count - 1));
    }
}

/* How strong the push of one neighbour is, whole offsets away: it ends at half the radius. */
static void test_nearness(void **state)
{
    (void)state;
    static const struct {
        int32_t x, y;
        int32_t nearness;
    } cases[] = {
        {0, 255, 64},    {0, 256, 63},    {256, 256, 62},  {362, 0, 63}, {363, 0, 62}, {500, 0, 61},
        {1184, 0, 43},   {1184, 640, 37}, {1536, 512, 24}, {2016, 0, 2}, {2047, 0, 1}, {2048, 0, 0},
        {1440, 1472, 0}, {1440, 1440, 2}, {2880, 2880, 0}, {4095, 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        crowd_init(&crowd, 160, 160);
        crowd_scatter(&crowd, 2, 1);
        crowd.x[0] = crowd.y[0] = 80.0f;
        crowd.x[1] = 80.0f + (float)cases[i].x / 256.0f;
        crowd.y[1] = 80.0f + (float)cases[i].y / 256.0f;
        crowd_open(&crowd, (Range){0, 2}, 16.0f, 0);
        assert_int_equal(crowd_assert_agrees(&crowd), 2);
        CrowdSums sums = crowd_look(&crowd, 0);
        assert_int_equal(sums.x, cases[i].x);
        assert_int_equal(-sums.away_x, cases[i].nearness * cases[i].x);
        assert_int_equal(-sums.away_y, cases[i].nearness * cases[i].y);
        crowd_close(&crowd);
    }
}

/* A map too wide for 4096 units a radius has coarser ones. */
static void test_wide_maps(void **state)
{
    (void)state;
    const uint32_t count = 500;
    const float side = 1048576.0f;
    crowd_init(&crowd, side, side);
    crowd_scatter(&crowd, count, 1);
    for (uint32_t i = 0; i < count; i++) { /* some near each other, far from the corner */
        crowd.x[i] = i % 2 ? crowd.x[i] : side - 44.0f + 40.0f * random_unit(2, i, 0, RANDOM_TEST);
        crowd.y[i] = i % 2 ? crowd.y[i] : side - 44.0f + 40.0f * random_unit(2, i, 1, RANDOM_TEST);
    }
    assert_true(assert_agrees(count, 3.0f) > count);
    assert_true(crowd.grid.units_a_radius < GRID_UNITS_A_RADIUS);
}

/* ---- Moving --------------------------------------------------------------------------------- */

/* So that there is wind too. */
static void blow(Script *script)
{
    script_wind(script, 50.0f, -30.0f, 1.0f);
    script_wait_s(script, 1.5f);
    script_wind(script, -40.0f, 20.0f, 0.5f);
}

static const ScriptRow windy = {.name = "windy", .run = blow};

static World *create_windy(void)
{
    World *world = play_create_world(&plan.spec, SEED, 0);
    play_set_script(world, &windy);
    return world;
}

static uint64_t reference_of(Backend *backend, uint32_t ticks)
{
    World *world = create_windy();
    world_set_kernel(world, kernel_at(0));
    play_script_until(world, backend, ticks, PLAY_ONE_SLICE);
    uint64_t hash = world_hash(world);
    world_destroy(world);
    return hash;
}

static void assert_all_come_to(Backend *backend, uint32_t ticks, uint64_t hash)
{
    static const uint32_t grains[] = {1, 7, 256, PLAY_ONE_SLICE};
    for (uint32_t i = 0; i < kernel_count() * 2 * 4; i++) {
        const Kernel *kernel = kernel_at(i / 8);
        World *world = create_windy();
        world_set_kernel(world, kernel);
        world_set_brute(world, i / 4 % 2);
        play_script_until(world, backend, ticks, grains[i % 4]);
        play_assert_hash(world, hash, "%s, %s, grain %u", kernel->name,
                         world_is_brute(world) ? "looking at everyone" : "by cells", grains[i % 4]);
        world_destroy(world);
    }
}

static void test_whole_worlds(void **state)
{
    (void)state;
    const uint32_t ticks = models_are_quick() ? 40 : 200;
    Backend *backend = models_open_type(backend_type(0), 1);
    plan_init_of_all(&plan);
    assert_all_come_to(backend, ticks, reference_of(backend, ticks));
    plan_init(&plan, 20, 20); /* dense */
    plan_add_swarm(&plan, 600, MOTION_FLOCK);
    plan_add_swarm(&plan, 77, MOTION_BOUNCE);
    assert_all_come_to(backend, ticks / 4, reference_of(backend, ticks / 4));
    backend_close(backend);
}

/* Walls everywhere, water too, and the edge; slowly, and so fast that a tick is cut into parts. */
static void test_walls(void **state)
{
    (void)state;
    Backend *backend = models_open_type(backend_type(0), 1);
    for (uint32_t fast = 0; fast < 2; fast++) {
        plan_init(&plan, 40, 20);
        plan_scatter_walls(&plan, SEED, 0.2f);
        plan.solid[170] = GROUND_WATER;
        plan_add_swarm(&plan, 500, MOTION_FLOCK)->speed = fast ? 1200.0f : 60.0f;
        assert_all_come_to(backend, 60, reference_of(backend, 60));
    }
    backend_close(backend);
}

/* Another kernel, another way to look, another grain at every tick. */
static void test_switched_at_every_tick(void **state)
{
    (void)state;
    const uint32_t ticks = 120;
    Backend *backend = models_open_type(backend_type(0), 1);
    plan_init_of_all(&plan);
    uint64_t hash = reference_of(backend, ticks);
    World *world = create_windy();
    for (uint32_t tick = 0; tick < ticks; tick++) {
        world_set_kernel(world, kernel_at(tick % kernel_count()));
        world_set_brute(world, tick / 3 % 2);
        play_script_until(world, backend, tick + 1, models_grains[tick % 3]);
    }
    play_assert_hash(world, hash, "switched at every tick");
    world_destroy(world);
    backend_close(backend);
}

/* Written past the caches, as where there are millions of them. */
static void test_streamed_bounce(void **state)
{
    (void)state;
    Backend *backend = models_open_type(backend_type(0), 1);
    plan_init(&plan, 40, 20);
    plan_add_swarm(&plan, 1003, MOTION_BOUNCE);
    uint64_t hash = reference_of(backend, 100);
    for (uint32_t i = 0; i < kernel_count() * MODELS_GRAINS; i++) {
        World *world = create_windy();
        world_set_kernel(world, kernel_at(i / MODELS_GRAINS));
        world->streams = true;
        uint32_t grain = models_grains[i % MODELS_GRAINS];
        play_script_until(world, backend, 100, grain > 0 ? grain : PLAY_ONE_SLICE);
        play_assert_hash(world, hash, "%s, grain %u", kernel_at(i / MODELS_GRAINS)->name, grain);
        world_destroy(world);
    }
    backend_close(backend);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table),
        cmocka_unit_test(test_world_takes_the_best),
        cmocka_unit_test(test_thin_and_dense),
        cmocka_unit_test(test_long_rows),
        cmocka_unit_test(test_sums_hold_a_heap),
        cmocka_unit_test(test_nearness),
        cmocka_unit_test(test_wide_maps),
        cmocka_unit_test(test_whole_worlds),
        cmocka_unit_test(test_walls),
        cmocka_unit_test(test_switched_at_every_tick),
        cmocka_unit_test(test_streamed_bounce),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
