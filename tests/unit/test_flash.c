/* How a swarm flashes: each by itself at first, and all in unison when they have looked at each
 * other for a while; unless something frightens them. */
#include "sim/grid.h"
#include "sim/world_state.h"
#include "support/plans.h"
#include "support/play.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { SEED = 29, MINUTE = 60 * TICKS_PER_S, PERIOD = 110 };

static Plan plan;

/* The mean of the unit vectors of all flashes in the flock. */
typedef struct Beat {
    double cosine, sine;
} Beat;

static Beat beat_of(const World *world)
{
    const double tau = 2.0 * 3.14159265358979323846;
    SpriteFront front = world_front(world);
    Range flock = world_motion_range(world, MOTION_FLOCK);
    Beat beat = {0};
    uint32_t flying = 0;
    for (uint32_t slot = flock.begin; slot < flock.end; slot++) {
        if (sprite_state(front.flash[slot]) == SPRITE_FLYING) {
            double angle = tau * sprite_phase(front.flash[slot]) / 65536.0;
            beat.cosine += cos(angle);
            beat.sine += sin(angle);
            flying++;
        }
    }
    double share = flying > 0 ? 1.0 / flying : 0.0;
    return (Beat){beat.cosine * share, beat.sine * share};
}

/* A tick, after which the scene tells the beat of the state that it began with: as finely as the
 * grid's table has it, whose units are cut off, and whose phases are half a step wide either way.
 */
static void assert_beat_after_tick(Play *play)
{
    const double most = 1.0 / GRID_BEAT_UNITS + 3.1416 / GRID_PHASES;
    Beat before = beat_of(play->world);
    play_ticks(play, 1, play_script(world_scene(play->world)->tick));
    const Scene *scene = world_scene(play->world);
    assert_true(fabs((double)scene->beat_cosine - before.cosine) < most);
    assert_true(fabs((double)scene->beat_sine - before.sine) < most);
    assert_true(fabs((double)scene->order - hypot(before.cosine, before.sine)) < most);
    assert_true(scene->order >= 0.0f && scene->order <= 1.0f);
}

static void test_beat_is_the_mean_of_the_flashes(void **state)
{
    (void)state;
    plan_init_of_all(&plan);
    Play play = play_open(&plan.spec, SEED);
    for (uint32_t tick = 0; tick < 600; tick++) {
        assert_beat_after_tick(&play);
    }
    assert_true(world_scene(play.world)->jarred + world_scene(play.world)->eaten > 0);
    play_close(&play);
}

static void set_phases(World *world, uint32_t phase)
{
    for (uint32_t slot = 0; slot < world->sprite_count; slot++) {
        uint32_t *flash = &front_buffer(world)->flash[slot];
        *flash = sprite_flash(phase, sprite_pace(*flash), sprite_state(*flash));
    }
}

/* All at the same point of it, wherever that is. */
static void test_order_at_its_ends(void **state)
{
    (void)state;
    plan_init(&plan, 20, 20);
    plan_add_swarm(&plan, 100, MOTION_FLOCK);
    for (uint32_t phase = 0; phase < 65536; phase += 4099) {
        Play play = play_open(&plan.spec, SEED);
        set_phases(play.world, phase);
        assert_beat_after_tick(&play);
        assert_true(world_scene(play.world)->order > 1.0f - 2.0f / GRID_BEAT_UNITS);
        play_close(&play);
    }
    plan_init(&plan, 20, 20);
    plan_add_swarm(&plan, 100, MOTION_WANDER); /* nobody whose flashes are followed */
    Play play = play_open(&plan.spec, SEED);
    play_ticks(&play, 5, PLAY_DARK);
    assert_true(world_scene(play.world)->order == 0.0f);
    play_close(&play);
}

/* ---- Unison --------------------------------------------------------------------------------- */

/* Until the order is that high; returns the tick, or `limit`. */
static uint32_t tick_of_order(Play *play, float order, uint32_t limit)
{
    while (world_scene(play->world)->tick < limit && world_scene(play->world)->order <= order) {
        play_ticks(play, 1, PLAY_DARK);
    }
    return world_scene(play->world)->tick;
}

static void plan_meadow(void)
{
    plan_init(&plan, 60, 60);
    plan_add_swarm(&plan, 1500, MOTION_FLOCK);
}

static void test_calm_swarm_falls_into_unison(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= (models_are_quick() ? 1 : 4); seed++) {
        plan_meadow();
        Play play = play_open(&plan.spec, seed);
        play_ticks(&play, 1, PLAY_DARK);
        assert_true(world_scene(play.world)->order < 0.2f);
        assert_int_equal(world_scene(play.world)->flash_tick, 0);
        assert_in_range(tick_of_order(&play, 0.9f, MINUTE), 2, MINUTE - 1);
        play_close(&play);
    }
}

/* Then the whole of it flashes about once a period, and the scene says when. */
static void test_unison_has_a_period(void **state)
{
    (void)state;
    enum { FLASHES = 8 };
    plan_meadow();
    Play play = play_open(&plan.spec, SEED);
    tick_of_order(&play, 0.9f, MINUTE);
    uint32_t flashes = 0;
    uint32_t last = 0;
    for (uint32_t tick = 0; tick < FLASHES * PERIOD; tick++) {
        play_ticks(&play, 1, PLAY_DARK);
        const Scene *scene = world_scene(play.world);
        if (scene->flash_tick != scene->tick) {
            continue;
        }
        /* The mean phase is at the period's start, or just past it. */
        assert_true(scene->beat_cosine > 0.7f);
        assert_true(scene->beat_sine >= 0.0f && scene->beat_sine < 0.1f);
        assert_true(last == 0 ||
                    (scene->tick > last + PERIOD - 15 && scene->tick < last + PERIOD + 15));
        last = scene->tick;
        flashes++;
    }
    assert_in_range(flashes, FLASHES - 1, FLASHES + 1);
    play_close(&play);
}

static void test_few_are_no_swarm(void **state)
{
    (void)state;
    for (uint32_t count = 19; count <= 20; count++) {
        plan_init(&plan, 20, 20);
        plan_add_swarm(&plan, count, MOTION_FLOCK);
        Play play = play_open(&plan.spec, SEED);
        set_phases(play.world, 60000);
        play_ticks(&play, PERIOD / 4, PLAY_DARK);
        assert_true(world_scene(play.world)->order > 0.75f);
        assert_int_equal(world_scene(play.world)->flash_tick != 0, count >= 20);
        play_close(&play);
    }
}

/* ---- What keeps them from it ----------------------------------------------------------------- */

/* The mean order in the second half of a minute. */
static double order_of(bool with_bats, bool apart)
{
    plan_init(&plan, 24, 24);
    plan_add_swarm(&plan, 300, MOTION_FLOCK)->look = LOOK_MOTH; /* which bats do not catch */
    for (uint32_t bat = 0; with_bats && bat < 6; bat++) {
        float x = 50.0f + 140.0f * (float)(bat % 3);
        float y = 90.0f + 200.0f * (float)(bat / 3);
        const SpecPoint there_and_back[] = {{x, y}, {x, y + 40.0f}};
        plan_add_owl(&plan, there_and_back, 2);
        plan.owls[bat].kind = HUNTER_BAT;
    }
    Play play = play_open(&plan.spec, SEED);
    play.world->apart = apart;
    double sum = 0.0;
    for (uint32_t tick = 0; tick < MINUTE; tick++) {
        play_ticks(&play, 1, PLAY_DARK);
        sum += tick >= MINUTE / 2 ? (double)world_scene(play.world)->order : 0.0;
    }
    play_close(&play);
    return sum / (MINUTE / 2);
}

static void test_frightened_swarm_flashes_less_in_unison(void **state)
{
    (void)state;
    double calm = order_of(false, false);
    double frightened = order_of(true, false);
    double apart = order_of(false, true);
    assert_true(calm > 0.85);
    assert_true(frightened < calm - 0.2);
    assert_true(apart < 0.3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_beat_is_the_mean_of_the_flashes),
        cmocka_unit_test(test_order_at_its_ends),
        cmocka_unit_test(test_calm_swarm_falls_into_unison),
        cmocka_unit_test(test_unison_has_a_period),
        cmocka_unit_test(test_few_are_no_swarm),
        cmocka_unit_test(test_frightened_swarm_flashes_less_in_unison),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
