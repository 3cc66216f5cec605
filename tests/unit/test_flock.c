/* The flock, by what one sees of it: it flies along with its neighbours, keeps apart, comes to the
 * light, flees owls, and favours no direction. */
#include "support/plans.h"
#include "support/play.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { SEED = 11 };

static Plan plan;

/* How much neighbours fly in the same direction: 0 at random, 1 all the same. */
static double local_order(const World *world)
{
    SpriteFront front = world_front(world);
    float radius = world_flock_radius(world);
    double sum = 0.0;
    uint32_t pairs = 0;
    for (uint32_t i = 0; i < world_sprite_count(world); i++) {
        for (uint32_t k = 0; k < i; k++) {
            if (hypotf(front.x[i] - front.x[k], front.y[i] - front.y[k]) < radius) {
                double along =
                    (double)front.vx[i] * front.vx[k] + (double)front.vy[i] * front.vy[k];
                sum += along / ((double)hypotf(front.vx[i], front.vy[i]) *
                                (double)hypotf(front.vx[k], front.vy[k]));
                pairs++;
            }
        }
    }
    assert_true(pairs > 0);
    return sum / pairs;
}

static void test_flock_flies_along(void **state)
{
    (void)state;
    plan_init(&plan, 40, 40);
    plan_add_swarm(&plan, 600, MOTION_FLOCK);
    Play play = play_open(&plan.spec, SEED);
    double start = local_order(play.world);
    assert_true(fabs(start) < 0.1);
    play_ticks(&play, 60, PLAY_DARK);
    double soon = local_order(play.world);
    assert_true(soon > start + 0.15);
    play_ticks(&play, 240, PLAY_DARK);
    assert_true(local_order(play.world) > 0.5);
    play_close(&play);
}

static void test_flock_keeps_its_limits(void **state)
{
    (void)state;
    plan_init(&plan, 30, 30);
    plan_scatter_walls(&plan, 4, 0.3f);
    plan_add_swarm(&plan, 500, MOTION_FLOCK);
    const SpecPoint points[] = {{40.0f, 40.0f}, {400.0f, 400.0f}};
    plan_add_owl(&plan, points, 2);
    Play play = play_open(&plan.spec, SEED);
    Range flock = world_motion_range(play.world, MOTION_FLOCK);
    for (uint32_t tick = 0; tick < 400; tick++) {
        play_ticks(&play, 1, tick / 100 % 2 ? PLAY_LIT : PLAY_DARK);
        SpriteFront front = world_front(play.world);
        for (uint32_t i = flock.begin; i < flock.end; i++) {
            assert_false(plan_is_solid_at(&plan, front.x[i], front.y[i]));
            float speed = hypotf(front.vx[i], front.vy[i]);
            assert_true(play_state(play.world, i) != SPRITE_FLYING ||
                        (speed > 0.5f - 1e-4f && speed < 2.2f + 1e-4f));
        }
    }
    play_close(&play);
}

/* How many fly within a distance of a place. */
static uint32_t count_near(const World *world, SpecPoint place, float distance)
{
    SpriteFront front = world_front(world);
    Range flock = world_motion_range(world, MOTION_FLOCK);
    uint32_t near = 0;
    for (uint32_t i = flock.begin; i < flock.end; i++) {
        near += play_state(world, i) == SPRITE_FLYING &&
                hypotf(front.x[i] - place.x, front.y[i] - place.y) < distance;
    }
    return near;
}

static void test_flock_comes_to_the_glow(void **state)
{
    (void)state;
    plan_init(&plan, 60, 60);
    SpecPoint lantern = {plan.spec.lantern_x, plan.spec.lantern_y};
    SpecPoint aside = {lantern.x + 80.0f, lantern.y};
    plan_add_swarm_at(&plan, 150, MOTION_FLOCK, aside, 20.0f)->speed = 36.0f;
    uint32_t near[2];
    for (int lit = 0; lit < 2; lit++) {
        Play play = play_open(&plan.spec, SEED);
        play_ticks(&play, 400, lit ? PLAY_LIT : PLAY_DARK);
        near[lit] = count_near(play.world, lantern, 100.0f);
        play_close(&play);
    }
    assert_true(near[1] > 120);
    assert_true(near[0] < 60);
}

/* How far a group beside an owl's perch has come away from it after a second, along the line from
 * the owl to where the group began. */
static double flight_from(SpecPoint perch, SpecPoint aside, bool with_owl)
{
    plan_init(&plan, 40, 40);
    SpecPoint middle = {perch.x + aside.x, perch.y + aside.y};
    plan_add_swarm_at(&plan, 60, MOTION_FLOCK, middle, 15.0f)->look = LOOK_MOTH;
    if (with_owl) {
        const SpecPoint path[] = {perch, {perch.x + 10.0f, perch.y}};
        plan_add_owl(&plan, path, 2)->wait_ticks = 60000;
    }
    Play play = play_open(&plan.spec, SEED);
    play_ticks(&play, TICKS_PER_S, PLAY_DARK);
    SpriteFront front = world_front(play.world);
    double along = 0.0;
    for (uint32_t i = 0; i < 60; i++) {
        along += (double)((front.x[i] - middle.x) * aside.x + (front.y[i] - middle.y) * aside.y) /
                 (60.0 * (double)hypotf(aside.x, aside.y));
    }
    play_close(&play);
    return along;
}

static void test_flock_flees_owls(void **state)
{
    (void)state;
    const SpecPoint perch = {320.0f, 320.0f};
    const SpecPoint sides[] = {{40.0f, 0.0f}, {-40.0f, 0.0f}, {0.0f, 40.0f}, {0.0f, -40.0f}};
    for (size_t i = 0; i < sizeof sides / sizeof *sides; i++) {
        double calm = flight_from(perch, sides[i], false);
        double frightened = flight_from(perch, sides[i], true);
        assert_true(frightened > calm + 15.0);
    }
}

/* A large swarm all over the map is the same in every direction, and so is the mean of what it
 * does. Local flocks fly somewhere, but neither all together nor for long. */
static void test_flock_does_not_drift(void **state)
{
    (void)state;
    const uint32_t ticks = models_are_quick() ? 150 : 500;
    plan_init(&plan, 80, 80);
    plan_add_swarm(&plan, models_are_quick() ? 2000 : 5000, MOTION_FLOCK);
    Play play = play_open(&plan.spec, SEED);
    uint32_t count = world_sprite_count(play.world);
    double vx = 0.0;
    double vy = 0.0;
    double x = 0.0;
    double y = 0.0;
    for (uint32_t tick = 0; tick < ticks; tick++) {
        play_ticks(&play, 1, PLAY_DARK);
        SpriteFront front = world_front(play.world);
        for (uint32_t i = 0; i < count; i++) {
            vx += (double)front.vx[i] / count / ticks;
            vy += (double)front.vy[i] / count / ticks;
        }
    }
    SpriteFront front = world_front(play.world);
    for (uint32_t i = 0; i < count; i++) {
        x += (double)front.x[i] / count;
        y += (double)front.y[i] / count;
    }
    if (fabs(vx) > 0.05 || fabs(vy) > 0.05 || fabs(x - 640.0) > 40.0 || fabs(y - 640.0) > 40.0) {
        fail_msg("the mean velocity is %g, %g and the mean place %g, %g", vx, vy, x, y);
    }
    play_close(&play);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_flock_flies_along),
        cmocka_unit_test(test_flock_keeps_its_limits),
        cmocka_unit_test(test_flock_comes_to_the_glow),
        cmocka_unit_test(test_flock_flees_owls),
        cmocka_unit_test(test_flock_does_not_drift),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
