/* Waves: swarms that come out when the script says so, and until then are nowhere. */
#include "sim/world_state.h"
#include "support/plans.h"
#include "support/play.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { SEED = 41, FIRST_WAVE = 60, SECOND_WAVE = 121 }; /* ticks */

static Plan plan;

static void release(Script *script)
{
    script_wait_s(script, (float)FIRST_WAVE / TICKS_PER_S);
    script_release(script, 1);
    script_wait_s(script, (float)(SECOND_WAVE - FIRST_WAVE) / TICKS_PER_S);
    script_release(script, 3); /* the second and the third at once */
}

static const ScriptRow releasing = {.name = "releasing", .run = release};

static Play open_releasing(void)
{
    Play play = play_open(&plan.spec, SEED);
    play_set_script(play.world, &releasing);
    return play;
}

static uint32_t count_in(const World *world, SpriteState state)
{
    uint32_t count = 0;
    for (uint32_t slot = 0; slot < world_sprite_count(world); slot++) {
        count += play_look(world, slot) == LOOK_FIREFLY && play_state(world, slot) == state;
    }
    return count;
}

/* The scene counts what there is, and nobody is lost or made. */
static void assert_scene_counts(const World *world, uint32_t all)
{
    const Scene *scene = world_scene(world);
    assert_int_equal(scene->waiting, count_in(world, SPRITE_WAITING));
    assert_int_equal(scene->flying, count_in(world, SPRITE_FLYING));
    assert_int_equal(scene->jarred, count_in(world, SPRITE_JARRED));
    assert_int_equal(scene->eaten, count_in(world, SPRITE_EATEN));
    assert_int_equal(scene->waiting + scene->flying + scene->jarred + scene->eaten, all);
}

static void test_nobody_is_lost(void **state)
{
    (void)state;
    plan_init_of_all(&plan);
    plan.swarms[2].look = LOOK_HARE; /* of those that bounce: no fireflies */
    plan_add_swarm_at(&plan, 80, MOTION_FLOCK, (SpecPoint){320.0f, 200.0f}, 50.0f)->wave = 1;
    plan_add_swarm(&plan, 40, MOTION_SEEK)->wave = 2;
    plan_add_swarm_at(&plan, 30, MOTION_WANDER, (SpecPoint){300.0f, 170.0f}, 30.0f)->wave = 3;
    const SpecPoint prowl[] = {{150.0f, 120.0f}, {250.0f, 120.0f}};
    plan_add_owl(&plan, prowl, 2);
    plan.owls[2].speed = 120.0f;
    const uint32_t all = 150 + 70 + 90 + 80 + 40 + 30;
    Play play = open_releasing();
    assert_int_equal(world_scene(play.world)->waiting, 80 + 40 + 30);
    for (uint32_t tick = 0; tick < 700; tick++) {
        assert_scene_counts(play.world, all);
        const Scene *scene = world_scene(play.world);
        uint32_t waiting = tick <= FIRST_WAVE ? 150 : tick <= SECOND_WAVE ? 70 : 0;
        assert_int_equal(scene->waiting, waiting);
        assert_int_equal(scene->wave, tick <= FIRST_WAVE ? 0 : tick <= SECOND_WAVE ? 1 : 3);
        play_ticks(&play, 1, play_script(tick));
    }
    assert_true(world_scene(play.world)->jarred > 0);
    assert_true(world_scene(play.world)->eaten > 0);
    play_close(&play);
}

/* A swarm that waits in a glowing jar under an owl. */
static void plan_ambush(Motion motion)
{
    plan_init(&plan, 40, 40);
    SpecPoint jar = {plan.spec.lantern_x + 30.0f, plan.spec.lantern_y};
    const SpecPoint owl[] = {{jar.x, jar.y + 5.0f}, {jar.x, jar.y - 5.0f}};
    plan_add_swarm_at(&plan, 100, motion, jar, 8.0f)->wave = 1;
    plan_add_jar(&plan, jar, 0);
    plan_add_owl(&plan, owl, 2);
}

static void test_the_waiting_are_out_of_the_world(void **state)
{
    (void)state;
    const Motion motions[] = {MOTION_WANDER, MOTION_SEEK, MOTION_FLOCK};
    for (size_t i = 0; i < 3; i++) {
        plan_ambush(motions[i]);
        Play play = open_releasing();
        float x[100];
        float y[100];
        memcpy(x, world_front(play.world).x, sizeof x); /* at the start by id */
        memcpy(y, world_front(play.world).y, sizeof y);
        play_ticks(&play, FIRST_WAVE, PLAY_LIT);
        assert_int_equal(world_scene(play.world)->waiting, 100);
        for (uint32_t id = 0; id < 100; id++) {
            uint32_t slot = play_find(play.world, id);
            assert_true(world_front(play.world).x[slot] == x[id]);
            assert_true(world_front(play.world).y[slot] == y[id]);
        }
        play_ticks(&play, 60, PLAY_LIT);
        const Scene *scene = world_scene(play.world);
        assert_int_equal(scene->waiting, 0);
        assert_true(scene->jarred > 0); /* out, and in */
        play_close(&play);
    }
}

/* Where those of the first swarm are, by id. */
static void places_after(uint32_t ticks, float *x, float *y, uint32_t count)
{
    Play play = open_releasing();
    play_ticks(&play, ticks, PLAY_LIT);
    for (uint32_t id = 0; id < count; id++) {
        uint32_t slot = play_find(play.world, id);
        x[id] = world_front(play.world).x[slot];
        y[id] = world_front(play.world).y[slot];
    }
    play_close(&play);
}

/* Those who fly do so as if the others were not there, to the bit, and flash so too; until they
 * are. */
static void test_the_waiting_are_no_neighbours(void **state)
{
    (void)state;
    enum { COUNT = 80 };
    static float x[2][COUNT];
    static float y[2][COUNT];
    const SpecPoint place = {400.0f, 300.0f};
    for (uint32_t ticks = FIRST_WAVE; ticks < SECOND_WAVE; ticks += 20) {
        for (int waited_for = 0; waited_for < 2; waited_for++) {
            plan_init(&plan, 60, 60);
            plan_add_swarm_at(&plan, COUNT, MOTION_FLOCK, place, 40.0f);
            if (waited_for) {
                plan_add_swarm_at(&plan, COUNT, MOTION_FLOCK, place, 40.0f)->wave = 1;
            }
            places_after(ticks, x[waited_for], y[waited_for], COUNT);
        }
        bool same = memcmp(x[0], x[1], sizeof x[0]) == 0 && memcmp(y[0], y[1], sizeof y[0]) == 0;
        assert_int_equal(same, ticks == FIRST_WAVE);
    }
}

/* They count for what can still be won. */
static void test_the_waiting_give_hope(void **state)
{
    (void)state;
    for (uint32_t wave = 0; wave < 2; wave++) {
        plan_init(&plan, 20, 20);
        plan_add_swarm(&plan, 5, MOTION_FLOCK);
        if (wave > 0) {
            plan_add_swarm(&plan, 5, MOTION_FLOCK)->wave = wave;
        }
        plan.spec.goal = 8;
        Play play = play_open(&plan.spec, SEED);
        play_ticks(&play, 10, PLAY_DARK);
        assert_int_equal(world_scene(play.world)->outcome,
                         wave > 0 ? OUTCOME_PLAYING : OUTCOME_LOST_SWARM);
        play_close(&play);
    }
}

/* No script, no call: they wait to the end of the night. */
static void test_nobody_calls(void **state)
{
    (void)state;
    plan_ambush(MOTION_FLOCK);
    Play play = play_open(&plan.spec, SEED);
    play_ticks(&play, 300, PLAY_LIT);
    assert_int_equal(world_scene(play.world)->waiting, 100);
    play_close(&play);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nobody_is_lost),
        cmocka_unit_test(test_the_waiting_are_out_of_the_world),
        cmocka_unit_test(test_the_waiting_are_no_neighbours),
        cmocka_unit_test(test_the_waiting_give_hope),
        cmocka_unit_test(test_nobody_calls),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
