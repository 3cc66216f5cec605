/* The same seed and the same inputs are the same game: after a restart, at any grain, on any
 * number of lanes, with jars filling and owls hunting. */
#include "support/plans.h"
#include "support/play.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { TICKS = 300, SEED = 23 };

static Plan plan;

/* Fireflies in crowds around jars and owls, so that many events of both kinds fall together. */
static void plan_events(void)
{
    plan_init(&plan, 24, 14);
    SpecPoint middle = {plan.spec.lantern_x, plan.spec.lantern_y};
    plan_add_swarm_at(&plan, 150, MOTION_SEEK, middle, 90.0f);
    plan_add_swarm_at(&plan, 150, MOTION_WANDER, middle, 90.0f);
    plan_add_swarm_at(&plan, 300, MOTION_FLOCK, middle, 90.0f);
    for (uint32_t jar = 0; jar < 4; jar++) {
        SpecPoint at = {middle.x - 30.0f + 20.0f * (float)jar, middle.y + 10.0f};
        plan_add_jar(&plan, at, 20 + 10 * jar);
    }
    const SpecPoint points[] = {{20.0f, 20.0f}, {360.0f, 200.0f}, {20.0f, 200.0f}};
    plan_add_owl(&plan, points, 3);
    plan_add_owl(&plan, points + 1, 2);
    plan.spec.goal = 90;
}

static void test_restart_is_the_same_game(void **state)
{
    (void)state;
    plan_init_of_all(&plan);
    uint64_t first = play_reference_hash(&plan.spec, SEED, 0, TICKS);
    assert_true(play_reference_hash(&plan.spec, SEED, 0, TICKS) == first);
    assert_true(play_reference_hash(&plan.spec, SEED + 1, 0, TICKS) != first);
    assert_true(play_reference_hash(&plan.spec, SEED, 401, TICKS) != first);
    assert_true(play_reference_hash(&plan.spec, SEED, 0, TICKS - 1) != first);
}

/* Two worlds that are stepped in turn by one backend do not touch each other. */
static void test_two_worlds_at_once(void **state)
{
    (void)state;
    plan_init_of_all(&plan);
    uint64_t expected = play_reference_hash(&plan.spec, SEED, 0, TICKS);
    World *left = play_create_world(&plan.spec, SEED, 0);
    World *right = play_create_world(&plan.spec, SEED, 0);
    Backend *backend = models_open_type(backend_find("jobs"), 3);
    for (uint32_t tick = 1; tick <= TICKS; tick++) {
        play_script_until(left, backend, tick, 13);
        play_script_until(right, backend, tick, 64);
    }
    play_assert_hash(left, expected, "left");
    play_assert_hash(right, expected, "right");
    backend_close(backend);
    world_destroy(left);
    world_destroy(right);
}

static void test_events_do_not_show_the_split(void **state)
{
    (void)state;
    plan_events();
    World *reference = play_create_world(&plan.spec, SEED, 0);
    Backend *loop = models_open_type(backend_type(0), 1);
    play_script_until(reference, loop, TICKS, PLAY_ONE_SLICE);
    backend_close(loop);
    assert_true(world_scene(reference)->jarred > 60);
    assert_true(world_scene(reference)->eaten > 10);
    const uint32_t grains[] = {1, 2, 7, 64, 599, 601, 602, 603, 5000};
    for (uint32_t type = 0; type < backend_type_count(); type++) {
        uint32_t least = models_starts_anew(backend_type(type)) ? 64 : 1;
        for (size_t i = 0; i < sizeof grains / sizeof *grains; i += models_are_quick() ? 2 : 1) {
            if (grains[i] < least || (backend_type(type)->slow && models_are_quick())) {
                continue;
            }
            World *world = play_create_world(&plan.spec, SEED, 0);
            Backend *backend = models_open_type(backend_type(type), 4);
            play_script_until(world, backend, TICKS, grains[i]);
            play_assert_hash(world, world_hash(reference), "%s, grain %u", backend_type(type)->name,
                             grains[i]);
            backend_close(backend);
            world_destroy(world);
        }
    }
    world_destroy(reference);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_restart_is_the_same_game),
        cmocka_unit_test(test_two_worlds_at_once),
        cmocka_unit_test(test_events_do_not_show_the_split),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
