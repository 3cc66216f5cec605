/* The places of a tick ago, for drawing between the two: each in the slot that its sprite has now,
 * whatever became of the step. */
#include "support/plans.h"
#include "support/play.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { SEED = 47, SPRITES_MAX = 1024 };

static Plan plan;

/* Where everyone is, by id. */
typedef struct Places {
    float x[SPRITES_MAX];
    float y[SPRITES_MAX];
    float lantern_x;
    uint32_t tick;
} Places;

static Places places_now(const World *world)
{
    Places places = {.lantern_x = world_scene(world)->lantern_x, .tick = world_scene(world)->tick};
    SpriteFront front = world_front(world);
    assert_in_range(world_sprite_count(world), 1, SPRITES_MAX);
    for (uint32_t slot = 0; slot < world_sprite_count(world); slot++) {
        places.x[sprite_id(front.tag[slot])] = front.x[slot];
        places.y[sprite_id(front.tag[slot])] = front.y[slot];
    }
    return places;
}

static void assert_previous(const World *world, const Places *expected, const char *when)
{
    SpriteFront front = world_front(world);
    for (int motion = 0; motion < MOTION_COUNT; motion++) {
        SpriteFront previous = world_previous(world, (Motion)motion);
        Range range = world_motion_range(world, (Motion)motion);
        for (uint32_t slot = range.begin; slot < range.end; slot++) {
            uint32_t id = sprite_id(front.tag[slot]);
            if (previous.x[slot] != expected->x[id] || previous.y[slot] != expected->y[id]) {
                fail_msg("%s, tick %u: %s sprite %u was at %g, %g, not at %g, %g", when,
                         world_scene(world)->tick, motion_name((Motion)motion), id,
                         (double)expected->x[id], (double)expected->y[id], (double)previous.x[slot],
                         (double)previous.y[slot]);
            }
        }
    }
    assert_int_equal(world_previous_scene(world)->tick, expected->tick);
    assert_true(world_previous_scene(world)->lantern_x == expected->lantern_x);
}

static uint32_t ticks(void)
{
    return models_are_quick() ? 20 : 80;
}

static World *create_world(void)
{
    plan_init_of_all(&plan);
    return play_create_world(&plan.spec, SEED, 0);
}

static void test_before_the_first_tick(void **state)
{
    (void)state;
    World *world = create_world();
    Places now = places_now(world);
    assert_previous(world, &now, "at the start");
    world_destroy(world);
}

static void test_after_done_steps(void **state)
{
    (void)state;
    for (uint32_t type = 0; type < backend_type_count(); type++) {
        Backend *backend = models_open_type(backend_type(type), 3);
        World *world = create_world();
        bool moved = false;
        for (uint32_t tick = 0; tick < ticks(); tick++) {
            Places before = places_now(world);
            uint32_t first = world_front(world).tag[world_motion_range(world, MOTION_FLOCK).begin];
            play_script_until(world, backend, tick + 1, models_grains[tick % 3]);
            assert_previous(world, &before, backend_type(type)->name);
            moved |= world_front(world).tag[world_motion_range(world, MOTION_FLOCK).begin] != first;
        }
        assert_true(moved); /* from slot to slot: otherwise nothing was shown */
        world_destroy(world);
        backend_close(backend);
    }
}

/* Where a step fails the grid has moved on, and the back is half written: the previous places are
 * those of now, until a step is done again. */
static void test_after_failed_steps(void **state)
{
    (void)state;
    Backend *backend = models_open_type(backend_type(0), 1);
    World *world = create_world();
    for (uint32_t tick = 0; tick < ticks(); tick++) {
        Places now = places_now(world);
        play_fail_step(world, backend, PLAY_LIT, tick % step_phase_count());
        assert_previous(world, &now, step_phase_name(tick % step_phase_count()));
        if (tick % 2) {
            play_fail_step(world, backend, PLAY_LIT, tick / 2 % step_phase_count());
            assert_previous(world, &now, "twice");
        }
        play_script_until(world, backend, tick + 1, 16);
        assert_previous(world, &now, "done at last");
    }
    world_destroy(world);
    backend_close(backend);
}

static void test_after_cancelled_steps(void **state)
{
    (void)state;
    for (uint32_t type = 0; type < backend_type_count(); type++) {
        Backend *backend = models_open_type(backend_type(type), 3);
        World *world = create_world();
        for (uint32_t tick = 0; tick < ticks(); tick++) {
            Places now = places_now(world);
            play_cancel_step(world, backend, PLAY_LIT, 1 + tick % 9);
            assert_previous(world, &now, backend_type(type)->name);
            play_script_until(world, backend, tick + 1, 16);
            assert_previous(world, &now, "done at last");
        }
        world_destroy(world);
        backend_close(backend);
    }
}

/* All of it was done, and then nobody wanted it. */
static void test_after_steps_given_up_at_their_end(void **state)
{
    (void)state;
    Backend *backend = models_open_type(backend_type(0), 1);
    World *world = create_world();
    for (uint32_t tick = 0; tick < ticks(); tick++) {
        Places now = places_now(world);
        Error error = {""};
        StepInput input = {.move_x = 127};
        step_begin(world, backend, &input, 8);
        assert_int_equal(step_finish(world, backend, BACKEND_NO_DEADLINE, &error), BACKEND_DONE);
        assert_previous(world, &now, "not swapped");
        play_script_until(world, backend, tick + 1, 16);
        assert_previous(world, &now, "done at last");
    }
    world_destroy(world);
    backend_close(backend);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_before_the_first_tick),
        cmocka_unit_test(test_after_done_steps),
        cmocka_unit_test(test_after_failed_steps),
        cmocka_unit_test(test_after_cancelled_steps),
        cmocka_unit_test(test_after_steps_given_up_at_their_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
