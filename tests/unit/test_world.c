/* The world at rest: who is in it and where they start, the two buffers, and the hash. */
#include "sim/world_state.h"
#include "support/plans.h"
#include "support/play.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { SEED = 3 };

static Plan plan;

/* ---- Population ----------------------------------------------------------------------------- */

static uint32_t count_of(const World *world, Motion motion)
{
    return range_count(world_motion_range(world, motion));
}

static void test_ids_by_motion(void **state)
{
    (void)state;
    plan_init_of_all(&plan);
    World *world = play_create_world(&plan.spec, SEED, 0);
    uint32_t expected[MOTION_COUNT] = {[MOTION_PATROL] = 2};
    for (uint32_t i = 0; i < plan.spec.swarm_count; i++) {
        expected[plan.swarms[i].motion] += plan.swarms[i].count;
    }
    uint32_t next = 0;
    for (int motion = 0; motion < MOTION_COUNT; motion++) {
        Range range = world_motion_range(world, (Motion)motion);
        assert_int_equal(range.begin, next);
        assert_int_equal(range_count(range), expected[motion]);
        next = range.end;
    }
    assert_int_equal(world_sprite_count(world), next);
    Range owls = world_motion_range(world, MOTION_PATROL);
    for (uint32_t i = 0; i < next; i++) {
        assert_int_equal(play_look(world, i) == LOOK_OWL, i >= owls.begin);
    }
    world_destroy(world);
}

/* Whatever the total, nobody is lost to rounding, and no swarm is off by more than one. */
static void test_shares_add_up(void **state)
{
    (void)state;
    plan_init(&plan, 30, 20);
    plan_add_swarm(&plan, 3, MOTION_BOUNCE);
    plan_add_swarm(&plan, 5, MOTION_WANDER);
    plan_add_swarm(&plan, 7, MOTION_SEEK);
    plan_add_swarm(&plan, 11, MOTION_FLOCK);
    const SpecPoint points[] = {{10.0f, 10.0f}, {90.0f, 10.0f}};
    plan_add_owl(&plan, points, 2);
    const double all = 26.0;
    for (uint32_t total = 1; total < 20000; total += 1 + total / 40) {
        World *world = play_create_world(&plan.spec, SEED, total);
        assert_int_equal(world_sprite_count(world), total + 1);
        assert_int_equal(count_of(world, MOTION_PATROL), 1);
        for (uint32_t i = 0; i < plan.spec.swarm_count; i++) {
            const SpecSwarm *swarm = &plan.swarms[i];
            double fair = total * (double)swarm->count / all;
            assert_true(fabs(count_of(world, swarm->motion) - fair) < 1.0);
        }
        world_destroy(world);
    }
}

static void test_several_swarms_of_a_motion(void **state)
{
    (void)state;
    plan_init(&plan, 30, 20);
    plan_add_swarm(&plan, 1, MOTION_FLOCK);
    plan_add_swarm(&plan, 1, MOTION_SEEK);
    plan_add_swarm(&plan, 1, MOTION_FLOCK);
    World *world = play_create_world(&plan.spec, SEED, 1000);
    assert_int_equal(count_of(world, MOTION_SEEK) + count_of(world, MOTION_FLOCK), 1000);
    assert_in_range(count_of(world, MOTION_SEEK), 333, 334);
    world_destroy(world);
}

static void test_nobody(void **state)
{
    (void)state;
    plan_init(&plan, 1, 1);
    for (uint32_t sprites = 0; sprites <= 100; sprites += 100) { /* nobody to multiply */
        World *world = play_create_world(&plan.spec, SEED, sprites);
        assert_int_equal(world_sprite_count(world), 0);
        Play play = {world, models_open_type(backend_type(0), 1)};
        uint64_t before = world_hash(world);
        play_ticks(&play, 3, PLAY_LIT);
        assert_int_equal(world_scene(world)->tick, 3);
        assert_true(world_hash(world) != before);
        play_close(&play);
    }
}

static void test_one_sprite(void **state)
{
    (void)state;
    for (int motion = 0; motion < MOTION_PATROL; motion++) {
        plan_init(&plan, 1, 1);
        plan_add_swarm(&plan, 1, (Motion)motion);
        Play play = play_open(&plan.spec, SEED);
        assert_int_equal(world_sprite_count(play.world), 1);
        play_ticks(&play, 100, PLAY_LIT);
        SpriteFront front = world_front(play.world);
        assert_false(plan_is_solid_at(&plan, front.x[0], front.y[0]));
        play_close(&play);
    }
}

/* ---- Places --------------------------------------------------------------------------------- */

static void assert_nobody_in_a_wall(uint32_t sprites)
{
    for (uint64_t seed = 0; seed < 4; seed++) {
        World *world = play_create_world(&plan.spec, seed, sprites);
        SpriteFront front = world_front(world);
        for (uint32_t i = 0; i < world_sprite_count(world); i++) {
            if (plan_is_solid_at(&plan, front.x[i], front.y[i])) {
                fail_msg("seed %u: sprite %u of %u starts in a wall, at %g, %g", (unsigned)seed, i,
                         world_sprite_count(world), (double)front.x[i], (double)front.y[i]);
            }
        }
        world_destroy(world);
    }
}

static void test_nobody_starts_in_a_wall(void **state)
{
    (void)state;
    plan_init(&plan, 64, 64);
    plan_add_swarm(&plan, 200, MOTION_FLOCK);
    plan_add_swarm_at(&plan, 200, MOTION_WANDER, (SpecPoint){0.0f, 0.0f}, 40.0f);  /* half off it */
    plan_add_swarm_at(&plan, 1, MOTION_SEEK, (SpecPoint){1024.0f, 1024.0f}, 0.0f); /* the corner */
    assert_nobody_in_a_wall(0);
    plan_scatter_walls(&plan, 1, 0.5f);
    assert_nobody_in_a_wall(0);
    plan_scatter_walls(&plan, 1, 0.98f);
    assert_nobody_in_a_wall(3000);
    for (uint32_t corner = 0; corner < 4; corner++) {
        plan_set_all_solid(&plan, true);
        plan_set_solid(&plan, corner % 2 * 63, corner / 2 * 63, false);
        assert_nobody_in_a_wall(500);
    }
}

/* Tiles whose size has no exact reciprocal. */
static void test_odd_tiles(void **state)
{
    (void)state;
    plan_init(&plan, 61, 37);
    plan.spec.tile_size = 7;
    plan_scatter_walls(&plan, 2, 0.4f);
    plan_add_swarm_at(&plan, 400, MOTION_WANDER, (SpecPoint){200.0f, 130.0f}, 100.0f);
    assert_nobody_in_a_wall(0);
}

static void test_swarm_starts_in_its_rectangle(void **state)
{
    (void)state;
    plan_init(&plan, 60, 60);
    plan_add_swarm_at(&plan, 500, MOTION_FLOCK, (SpecPoint){300.0f, 500.0f}, 25.0f);
    for (uint32_t sprites = 500; sprites <= 5000; sprites += 4500) {
        World *world = play_create_world(&plan.spec, SEED, sprites);
        SpriteFront front = world_front(world);
        float far = 0.0f;
        for (uint32_t i = 0; i < sprites; i++) {
            far = fmaxf(far, fmaxf(fabsf(front.x[i] - 300.0f), fabsf(front.y[i] - 500.0f)));
        }
        /* Once it is larger than planned, all over the map: there would be no room. */
        assert_true(sprites == 500 ? far <= 25.0f : far > 400.0f);
        world_destroy(world);
    }
}

/* ---- Two buffers ---------------------------------------------------------------------------- */

static void test_both_buffers_start_equal(void **state)
{
    (void)state;
    plan_init_of_all(&plan);
    World *world = play_create_world(&plan.spec, SEED, 0);
    uint64_t hash = world_hash(world);
    world_swap(world);
    play_assert_hash(world, hash, "the other buffer");
    assert_int_equal(world_scene(world)->tick, 0);
    world_destroy(world);
}

static void test_swap_exchanges_pointers(void **state)
{
    (void)state;
    plan_init_of_all(&plan);
    Play play = play_open(&plan.spec, SEED);
    const float *places[2] = {front_buffer(play.world)->x, back_buffer(play.world)->x};
    const HunterState *hunters[2] = {front_buffer(play.world)->hunters,
                                     back_buffer(play.world)->hunters};
    assert_ptr_not_equal(places[0], places[1]);
    for (uint32_t tick = 1; tick <= 6; tick++) {
        play_ticks(&play, 1, PLAY_LIT);
        SpriteFront front = world_front(play.world);
        assert_ptr_equal(front.x, places[tick % 2]);
        assert_ptr_equal(front.hunters, hunters[tick % 2]);
        assert_ptr_equal(world_previous(play.world, MOTION_WANDER).x, places[1 - tick % 2]);
        assert_int_equal(world_scene(play.world)->tick, tick);
        assert_int_equal(world_previous_scene(play.world)->tick, tick - 1);
    }
    play_close(&play);
}

/* The front is constant: a step leaves every bit of it as it was, for every model. */
static void test_step_leaves_the_front(void **state)
{
    (void)state;
    plan_init_of_all(&plan);
    for (uint32_t type = 0; type < backend_type_count(); type++) {
        World *world = play_create_world(&plan.spec, SEED, 0);
        Backend *backend = models_open_type(backend_type(type), 3);
        for (uint32_t tick = 0; tick < 40; tick++) {
            uint64_t before = world_hash(world);
            const Scene scene = *world_scene(world);
            Error error = {""};
            StepInput input = play_script(tick);
            step_begin(world, backend, &input, 16);
            play_assert_hash(world, before, "%s, begun", backend_type(type)->name);
            assert_int_equal(step_finish(world, backend, BACKEND_NO_DEADLINE, &error),
                             BACKEND_DONE);
            play_assert_hash(world, before, "%s, finished", backend_type(type)->name);
            assert_memory_equal(&scene, world_scene(world), sizeof scene);
            world_swap(world);
            assert_true(world_hash(world) != before);
        }
        backend_close(backend);
        world_destroy(world);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ids_by_motion),
        cmocka_unit_test(test_shares_add_up),
        cmocka_unit_test(test_several_swarms_of_a_motion),
        cmocka_unit_test(test_nobody),
        cmocka_unit_test(test_one_sprite),
        cmocka_unit_test(test_nobody_starts_in_a_wall),
        cmocka_unit_test(test_odd_tiles),
        cmocka_unit_test(test_swarm_starts_in_its_rectangle),
        cmocka_unit_test(test_both_buffers_start_equal),
        cmocka_unit_test(test_swap_exchanges_pointers),
        cmocka_unit_test(test_step_leaves_the_front),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
