/* The motions, by what one sees of them: bounce, wander, seek and patrol; flock has a file of its
 * own. */
#include "support/plans.h"
#include "support/play.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { SEED = 11 };

static Plan plan;

/* ---- Bounce --------------------------------------------------------------------------------- */

/* No jump is higher than a fall from the top and the kick allow, and none dies out for good. */
static void test_bounce_stays_on_the_map(void **state)
{
    (void)state;
    enum { COUNT = 400, TICKS = 900 };
    plan_init(&plan, 40, 23);
    plan_scatter_walls(&plan, 1, 0.3f); /* the bunnymark knows no walls */
    plan_add_swarm(&plan, COUNT, MOTION_BOUNCE);
    Play play = play_open(&plan.spec, SEED);
    float fall = sqrtf(2.0f * 0.5f * 368.0f) + 0.5f;
    float fastest = 0.85f * fall + 6.0f + 0.5f;
    float across[COUNT];
    memcpy(across, world_front(play.world).vx, sizeof across);
    for (uint32_t tick = 0; tick < TICKS; tick++) {
        play_ticks(&play, 1, PLAY_LIT);
        SpriteFront front = world_front(play.world);
        for (uint32_t i = 0; i < COUNT; i++) {
            assert_true(front.x[i] >= 0.0f && front.x[i] <= 640.0f - 1.0f);
            assert_true(front.y[i] >= 0.0f && front.y[i] <= 368.0f - 1.0f);
            assert_true(fabsf(front.vx[i]) == fabsf(across[i])); /* sideways nothing is lost */
            assert_true(fabsf(front.vy[i]) <= fastest);
        }
    }
    double speed = 0.0;
    for (uint32_t i = 0; i < COUNT; i++) {
        speed += fabs((double)world_front(play.world).vy[i]) / COUNT;
    }
    assert_true(speed > 1.0);
    play_close(&play);
}

/* ---- Wander --------------------------------------------------------------------------------- */

static void test_wander_keeps_its_speed_and_out_of_walls(void **state)
{
    (void)state;
    enum { COUNT = 300, TICKS = 400 };
    plan_init(&plan, 30, 30);
    plan_scatter_walls(&plan, 4, 0.35f);
    plan_add_swarm(&plan, COUNT, MOTION_WANDER)->speed = 150.0f; /* 2.5 pixels a tick */
    Play play = play_open(&plan.spec, SEED);
    for (uint32_t tick = 0; tick < TICKS; tick++) {
        play_ticks(&play, 1, PLAY_LIT);
        SpriteFront front = world_front(play.world);
        SpriteFront before = world_previous(play.world, MOTION_WANDER);
        for (uint32_t i = 0; i < COUNT; i++) {
            assert_true(fabsf(hypotf(front.vx[i], front.vy[i]) - 2.5f) < 1e-4f);
            assert_false(plan_is_solid_at(&plan, front.x[i], front.y[i]));
            float moved = hypotf(front.x[i] - before.x[i], front.y[i] - before.y[i]);
            assert_true(moved < 2.5f + 1e-4f);
        }
    }
    play_close(&play);
}

/* Faster than a tile a tick, and still on the side where they began. */
static void test_nobody_skips_a_thin_wall(void **state)
{
    (void)state;
    enum { SIDE = 60, WALL = 30, SMALL_TILE = 4, COUNT = 300, TICKS = 300 };
    plan_init(&plan, SIDE, SIDE);
    plan.spec.tile_size = SMALL_TILE;
    for (uint32_t row = 0; row < SIDE; row++) {
        plan_set_solid(&plan, WALL, row, true);
    }
    const float edge = (float)(WALL * SMALL_TILE);
    SpecSwarm *swarm =
        plan_add_swarm_at(&plan, COUNT, MOTION_WANDER, (SpecPoint){edge / 2, edge}, edge / 3);
    swarm->speed = 600.0f;
    Play play = play_open(&plan.spec, 1);
    for (uint32_t tick = 0; tick < TICKS; tick++) {
        play_step(play.world, play.backend, PLAY_DARK, PLAY_ONE_SLICE);
    }
    for (uint32_t i = 0; i < COUNT; i++) {
        assert_true(world_front(play.world).x[i] < edge);
    }
    play_close(&play);
}

/* Nobody wanders straight on, and as many turn to the left as to the right. */
static void test_wander_turns_both_ways(void **state)
{
    (void)state;
    enum { COUNT = 500, TICKS = 50 };
    plan_init(&plan, 128, 128);
    plan_add_swarm_at(&plan, COUNT, MOTION_WANDER, (SpecPoint){1024.0f, 1024.0f}, 100.0f);
    Play play = play_open(&plan.spec, SEED);
    uint32_t left = 0;
    float vx[COUNT];
    float vy[COUNT];
    for (uint32_t tick = 0; tick < TICKS; tick++) {
        memcpy(vx, world_front(play.world).vx, sizeof vx);
        memcpy(vy, world_front(play.world).vy, sizeof vy);
        play_ticks(&play, 1, PLAY_LIT);
        SpriteFront front = world_front(play.world);
        for (uint32_t i = 0; i < COUNT; i++) {
            left += vx[i] * front.vy[i] - vy[i] * front.vx[i] < 0.0f;
        }
    }
    /* Five standard deviations of a fair coin. */
    assert_in_range(left, COUNT * TICKS / 2 - 400, COUNT * TICKS / 2 + 400);
    play_close(&play);
}

/* ---- Seek ----------------------------------------------------------------------------------- */

static double mean_distance(const World *world)
{
    SpriteFront front = world_front(world);
    const Scene *scene = world_scene(world);
    double sum = 0.0;
    uint32_t count = world_sprite_count(world);
    for (uint32_t i = 0; i < count; i++) {
        sum += (double)hypotf(front.x[i] - scene->lantern_x, front.y[i] - scene->lantern_y);
    }
    return sum / count;
}

static double distance_after(uint32_t ticks, StepInput input)
{
    Play play = play_open(&plan.spec, SEED);
    play_ticks(&play, ticks, input);
    double distance = mean_distance(play.world);
    play_close(&play);
    return distance;
}

static void test_seek_comes_to_the_glow(void **state)
{
    (void)state;
    plan_init(&plan, 60, 60);
    SpecPoint aside = {plan.spec.lantern_x + 70.0f, plan.spec.lantern_y};
    plan_add_swarm_at(&plan, 200, MOTION_SEEK, aside, 25.0f)->speed = 36.0f;
    double start = distance_after(0, PLAY_DARK);
    assert_true(distance_after(240, PLAY_LIT) < 0.8 * start);
    assert_true(distance_after(900, PLAY_LIT) < 0.8 * start); /* and stays */
    assert_true(distance_after(240, PLAY_DARK) > 0.9 * start);
}

/* The light ends somewhere: whoever is farther flies as if it were dark, to the bit. */
static void test_light_has_an_end(void **state)
{
    (void)state;
    plan_init(&plan, 60, 20);
    SpecPoint far = {plan.spec.lantern_x + 300.0f, plan.spec.lantern_y};
    plan_add_swarm_at(&plan, 50, MOTION_SEEK, far, 20.0f);
    plan_add_swarm_at(&plan, 50, MOTION_FLOCK, far, 20.0f);
    Play lit = play_open(&plan.spec, SEED);
    Play dark = play_open(&plan.spec, SEED);
    play_ticks(&lit, 60, PLAY_LIT);
    play_ticks(&dark, 60, PLAY_DARK);
    assert_true(world_glow_radius(1.0f) < 200.0f);
    assert_memory_equal(world_front(lit.world).x, world_front(dark.world).x, 100 * sizeof(float));
    assert_memory_equal(world_front(lit.world).y, world_front(dark.world).y, 100 * sizeof(float));
    play_close(&lit);
    play_close(&dark);
}

/* ---- Patrol --------------------------------------------------------------------------------- */

static const SpecPoint corners[] = {{100.0f, 60.0f},
                                    {160.0f, 60.0f},
                                    {160.0f, 140.0f},
                                    {90.0f, 140.0f}};

/* Follows the only owl until it has stood at `count` points, and checks them and the waits. */
static void assert_visits(const uint32_t *order, uint32_t count, uint32_t wait_ticks)
{
    Play play = play_open(&plan.spec, SEED);
    uint32_t visited = 0;
    uint32_t standing = 0;
    for (uint32_t tick = 0; visited < count; tick++) {
        assert_in_range(tick, 0, 5000);
        uint16_t leg = world_front(play.world).hunters[0].leg;
        play_ticks(&play, 1, PLAY_DARK);
        SpriteFront front = world_front(play.world);
        SpriteFront before = world_previous(play.world, MOTION_PATROL);
        float moved = hypotf(front.x[0] - before.x[0], front.y[0] - before.y[0]);
        assert_true(moved <= 1.0f + 1e-4f);
        if (front.hunters[0].leg == leg) {
            standing += moved == 0.0f;
            continue;
        }
        /* Arrived: before that, it stood still for as long as the path says. */
        assert_int_equal(standing, visited == 0 ? 0 : wait_ticks);
        assert_true(front.x[0] == corners[order[visited]].x);
        assert_true(front.y[0] == corners[order[visited]].y);
        standing = 0;
        visited++;
    }
    play_close(&play);
}

static void test_patrol_to_and_fro(void **state)
{
    (void)state;
    const uint32_t order[] = {0, 1, 2, 3, 2, 1, 0, 1, 2, 3, 2, 1, 0};
    for (uint32_t wait_ticks = 0; wait_ticks <= 30; wait_ticks += 15) {
        plan_init(&plan, 20, 20);
        plan_add_owl(&plan, corners, 4)->wait_ticks = wait_ticks;
        assert_visits(order, sizeof order / sizeof *order, wait_ticks);
    }
}

static void test_patrol_round_and_round(void **state)
{
    (void)state;
    const uint32_t order[] = {0, 1, 2, 3, 0, 1, 2, 3, 0};
    for (uint32_t wait_ticks = 0; wait_ticks <= 7; wait_ticks += 7) {
        plan_init(&plan, 20, 20);
        SpecPath *path = plan_add_owl(&plan, corners, 4);
        path->wait_ticks = wait_ticks;
        path->closed = true;
        assert_visits(order, sizeof order / sizeof *order, wait_ticks);
    }
}

/* A path of two points is the same closed or not, and an owl may start anywhere. */
static void test_patrol_between_two_points(void **state)
{
    (void)state;
    const uint32_t order[] = {0, 1, 0, 1, 0};
    for (int closed = 0; closed < 2; closed++) {
        plan_init(&plan, 20, 20);
        SpecPath *path = plan_add_owl(&plan, corners, 2);
        path->wait_ticks = 3;
        path->closed = closed;
        plan.owls[0].x = 30.5f;
        plan.owls[0].y = 200.25f;
        assert_visits(order, sizeof order / sizeof *order, 3);
    }
}

/* Each owl has its own path, whichever sprite comes before it. */
static void test_patrol_of_several(void **state)
{
    (void)state;
    plan_init(&plan, 20, 20);
    plan_add_swarm(&plan, 10, MOTION_WANDER)->look = LOOK_MOTH;
    const SpecPoint across[] = {{20.0f, 40.0f}, {280.0f, 40.0f}};
    const SpecPoint down[] = {{40.0f, 20.0f}, {40.0f, 280.0f}};
    plan_add_owl(&plan, across, 2);
    plan_add_owl(&plan, down, 2);
    Play play = play_open(&plan.spec, SEED);
    Range owls = world_motion_range(play.world, MOTION_PATROL);
    assert_int_equal(range_count(owls), 2);
    play_ticks(&play, 101, PLAY_DARK);
    SpriteFront front = world_front(play.world);
    assert_true(front.x[owls.begin] == 120.0f && front.y[owls.begin] == 40.0f);
    assert_true(front.x[owls.begin + 1] == 40.0f && front.y[owls.begin + 1] == 120.0f);
    play_close(&play);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bounce_stays_on_the_map),
        cmocka_unit_test(test_wander_keeps_its_speed_and_out_of_walls),
        cmocka_unit_test(test_nobody_skips_a_thin_wall),
        cmocka_unit_test(test_wander_turns_both_ways),
        cmocka_unit_test(test_seek_comes_to_the_glow),
        cmocka_unit_test(test_light_has_an_end),
        cmocka_unit_test(test_patrol_to_and_fro),
        cmocka_unit_test(test_patrol_round_and_round),
        cmocka_unit_test(test_patrol_between_two_points),
        cmocka_unit_test(test_patrol_of_several),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
