/* The wind carries whoever flies, but not the hunters, and nobody into a wall; rain dims the
 * lantern.
 */
#include "base/random.h"
#include "sim/world_state.h"
#include "support/plans.h"
#include "support/play.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { SEED = 43 };

static Plan plan;

static void blow(Script *script)
{
    script_wind(script, 60.0f, -30.0f, 0.0f);
}

static const ScriptRow blowing = {.name = "blowing", .run = blow};

/* ---- Carried -------------------------------------------------------------------------------- */

/* Where one of that motion, in open air, is after a tick. */
static SpecPoint place_after_tick(Motion motion, bool windy)
{
    const SpecPoint middle = {320.0f, 320.0f};
    const SpecPoint path[] = {middle, {500.0f, 320.0f}};
    plan_init(&plan, 40, 40);
    if (motion == MOTION_PATROL) {
        plan_add_owl(&plan, path, 2);
    } else {
        plan_add_swarm_at(&plan, 1, motion, middle, 5.0f);
    }
    Play play = play_open(&plan.spec, SEED);
    if (windy) {
        play_set_script(play.world, &blowing);
    }
    play_ticks(&play, 3, PLAY_DARK);
    SpriteFront front = world_front(play.world);
    SpecPoint place = {front.x[0], front.y[0]};
    play_close(&play);
    return place;
}

static void test_wind_carries(void **state)
{
    (void)state;
    for (int motion = 0; motion < MOTION_COUNT; motion++) {
        SpecPoint calm = place_after_tick((Motion)motion, false);
        SpecPoint windy = place_after_tick((Motion)motion, true);
        /* Hares have their feet on the ground. */
        bool carried = motion != MOTION_PATROL && motion != MOTION_BOUNCE;
        assert_true(fabsf(windy.x - calm.x - (carried ? 3.0f : 0.0f)) < 1e-3f);
        assert_true(fabsf(windy.y - calm.y + (carried ? 1.5f : 0.0f)) < 1e-3f);
    }
}

/* It is the air that moves: nobody's own velocity changes by it. */
static void test_wind_is_no_velocity(void **state)
{
    (void)state;
    plan_init(&plan, 40, 40);
    plan_add_swarm_at(&plan, 50, MOTION_WANDER, (SpecPoint){300.0f, 300.0f}, 100.0f);
    Play play = play_open(&plan.spec, SEED);
    play_set_script(play.world, &blowing);
    for (uint32_t tick = 0; tick < 60; tick++) {
        play_ticks(&play, 1, PLAY_DARK);
        SpriteFront front = world_front(play.world);
        for (uint32_t i = 0; i < 50; i++) {
            assert_true(fabsf(hypotf(front.vx[i], front.vy[i]) - 1.0f) < 1e-4f);
        }
    }
    play_close(&play);
}

/* ---- Walls ---------------------------------------------------------------------------------- */

/* As strong as there is, from all sides, and turning at once. */
static void rage(Script *script)
{
    for (uint32_t turn = 0; script_wait_s(script, turn % 3 ? 0.5f : 0.0f); turn++) {
        float angle = 6.28f * random_unit(SEED, turn, 0, RANDOM_TEST);
        script_wind(script, 119.9f * cosf(angle), 119.9f * sinf(angle), turn % 2 ? 0.3f : 0.0f);
    }
}

static const ScriptRow raging = {.name = "raging", .run = rage};

static void assert_nobody_in_a_wall(const World *world)
{
    SpriteFront front = world_front(world);
    for (uint32_t slot = 0; slot < world_sprite_count(world); slot++) {
        if (plan_is_solid_at(&plan, front.x[slot], front.y[slot])) {
            fail_msg("tick %u, tiles of %u: sprite %u is in a wall, at %g, %g",
                     world_scene(world)->tick, plan.spec.tile_size, sprite_id(front.tag[slot]),
                     (double)front.x[slot], (double)front.y[slot]);
        }
    }
}

static void test_nobody_is_carried_into_a_wall(void **state)
{
    (void)state;
    static const struct {
        uint32_t tile_size;
        float share;
        float speed;
    } cases[] = {
        {16, 0.02f, 40.0f}, {16, 0.3f, 90.0f},   {16, 0.6f, 200.0f},
        {4, 0.1f, 60.0f},   {7, 0.2f, 600.0f},   {4, 0.3f, 600.0f},
        {64, 0.1f, 600.0f}, {256, 0.2f, 100.0f}, {33, 0.15f, 7.0f},
    };
    const uint32_t ticks = models_are_quick() ? 60 : 300;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t side = cases[i].tile_size > 60 ? 8 : 40;
        plan_init(&plan, side, side);
        plan.spec.tile_size = cases[i].tile_size;
        plan_scatter_walls(&plan, i, cases[i].share);
        const Motion motions[] = {MOTION_WANDER, MOTION_SEEK, MOTION_FLOCK};
        for (size_t k = 0; k < 3; k++) {
            SpecSwarm *swarm = plan_add_swarm(&plan, 150, motions[k]);
            swarm->width = swarm->height = (float)(side * cases[i].tile_size);
            swarm->speed = cases[i].speed;
        }
        Play play = play_open(&plan.spec, SEED);
        play_set_script(play.world, &raging);
        for (uint32_t tick = 0; tick < ticks; tick++) {
            play_ticks(&play, 1, play_script(tick));
            assert_nobody_in_a_wall(play.world);
        }
        play_close(&play);
    }
}

/* ---- Rain ----------------------------------------------------------------------------------- */

static void pour(Script *script)
{
    script_rain(script, 1.0f, 0.0f);
}

static const ScriptRow pouring = {.name = "pouring", .run = pour};

/* The lantern draws whom it reaches: fewer in a storm. */
static void test_rain_dims_the_lantern(void **state)
{
    (void)state;
    for (int rainy = 0; rainy < 2; rainy++) {
        plan_init(&plan, 40, 40);
        plan_add_swarm_at(&plan, 20, MOTION_SEEK,
                          (SpecPoint){plan.spec.lantern_x + 105.0f, plan.spec.lantern_y}, 5.0f);
        Play lit = play_open(&plan.spec, SEED);
        Play dark = play_open(&plan.spec, SEED);
        if (rainy) {
            play_set_script(lit.world, &pouring);
        }
        front_buffer(lit.world)->scene->glow = 1.0f;
        play_ticks(&lit, 3, PLAY_LIT);
        play_ticks(&dark, 3, PLAY_DARK);
        bool same =
            memcmp(world_front(lit.world).x, world_front(dark.world).x, 20 * sizeof(float)) == 0;
        assert_int_equal(same, rainy);
        play_close(&lit);
        play_close(&dark);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wind_carries),
        cmocka_unit_test(test_wind_is_no_velocity),
        cmocka_unit_test(test_nobody_is_carried_into_a_wall),
        cmocka_unit_test(test_rain_dims_the_lantern),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
