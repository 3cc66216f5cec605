/* The rules of the game: the lantern, the jars, the owls, and how a night ends. */
#include "support/plans.h"
#include "support/play.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { SEED = 17 };

static Plan plan;

/* ---- The lantern ---------------------------------------------------------------------------- */

static SpecPoint lantern_of(const World *world)
{
    const Scene *scene = world_scene(world);
    return (SpecPoint){scene->lantern_x, scene->lantern_y};
}

/* How far the lantern comes in 20 ticks of that input, from the middle of open ground. */
static SpecPoint walk(int move_x, int move_y)
{
    Play play = play_open(&plan.spec, SEED);
    SpecPoint start = lantern_of(play.world);
    play_ticks(&play, 20, (StepInput){.move_x = (int8_t)move_x, .move_y = (int8_t)move_y});
    SpecPoint end = lantern_of(play.world);
    play_close(&play);
    return (SpecPoint){end.x - start.x, end.y - start.y};
}

static void test_lantern_walks(void **state)
{
    (void)state;
    plan_init(&plan, 20, 20);
    SpecPoint right = walk(127, 0);
    assert_true(right.x > 20.0f && right.y == 0.0f);
    assert_true(walk(-127, 0).x == -right.x);
    assert_true(walk(0, 127).y == right.x && walk(0, -127).y == -right.x);
    assert_true(fabsf(walk(64, 0).x - right.x * 64.0f / 127.0f) < 0.01f);
    assert_true(walk(0, 0).x == 0.0f && walk(0, 0).y == 0.0f);
}

/* Nobody is faster across than straight on. */
static void test_lantern_is_as_fast_in_all_directions(void **state)
{
    (void)state;
    plan_init(&plan, 20, 20);
    float straight = walk(127, 0).x;
    for (int angle = 0; angle < 64; angle++) {
        double radians = angle * 0.1;
        SpecPoint across = walk((int)(127.0 * cos(radians)), (int)(127.0 * sin(radians)));
        assert_true(hypotf(across.x, across.y) < straight + 0.01f);
        assert_true(hypotf(across.x, across.y) > 0.98f * straight);
    }
    SpecPoint corner = walk(127, 127);
    assert_true(fabsf(hypotf(corner.x, corner.y) - straight) < 0.01f);
    assert_true(corner.x == corner.y);
}

static void test_lantern_stops_at_walls(void **state)
{
    (void)state;
    plan_init(&plan, 20, 20);
    plan_scatter_walls(&plan, 8, 0.25f);
    for (uint32_t tile = 0; tile < 9; tile++) {
        plan_set_solid(&plan, 9 + tile % 3, 9 + tile / 3, false);
    }
    Play play = play_open(&plan.spec, SEED);
    for (uint32_t tick = 0; tick < 4000; tick++) {
        StepInput input = play_script(tick / 3 + tick / 700);
        play_ticks(&play, 1, input);
        SpecPoint at = lantern_of(play.world);
        assert_false(plan_is_solid_at(&plan, at.x, at.y));
        assert_false(plan_is_solid_at(&plan, at.x - 3.9f, at.y));
        assert_false(plan_is_solid_at(&plan, at.x + 3.9f, at.y));
    }
    play_close(&play);
}

/* Against the edge of the map it stays; along it, it slides. */
static void test_lantern_slides_along_walls(void **state)
{
    (void)state;
    plan_init(&plan, 20, 20);
    Play play = play_open(&plan.spec, SEED);
    play_ticks(&play, 300, (StepInput){.move_x = 127});
    SpecPoint at = lantern_of(play.world);
    assert_true(at.x > 310.0f && at.x < 320.0f && at.y == 160.0f);
    assert_true(world_scene(play.world)->lantern_vx == 0.0f);
    play_ticks(&play, 10, (StepInput){.move_x = 127, .move_y = 127});
    SpecPoint slid = lantern_of(play.world);
    assert_true(slid.x >= at.x && slid.x <= 316.0f && slid.y > 170.0f);
    assert_true(world_scene(play.world)->lantern_vy > 0.0f);
    play_close(&play);
}

/* It comes and goes gently, and arrives: a shut lantern is dark, and not a number that shrinks for
 * ever, which some processors round to 0. */
static void test_glow_eases(void **state)
{
    (void)state;
    plan_init(&plan, 4, 4);
    Play play = play_open(&plan.spec, SEED);
    assert_true(world_scene(play.world)->glow == 0.0f);
    for (int tick = 0; tick < 200; tick++) {
        float before = world_scene(play.world)->glow;
        play_ticks(&play, 1, tick < 100 ? PLAY_LIT : PLAY_DARK);
        float glow = world_scene(play.world)->glow;
        assert_true(glow >= 0.0f && glow <= 1.0f);
        assert_true(tick < 100 ? glow >= before : glow <= before);
        assert_true(fabsf(glow - before) < 0.2f);
        assert_true(tick != 99 || glow == 1.0f);
    }
    assert_true(world_scene(play.world)->glow == 0.0f);
    assert_true(world_glow_radius(1.0f) > world_glow_radius(0.0f));
    play_close(&play);
}

/* ---- Jars ----------------------------------------------------------------------------------- */

/* Fireflies shut into one small tile with something in its middle: all of them touch it. The
 * lantern stands in another, `away` pixels to the right. */
static void plan_cell(uint32_t count, float away)
{
    plan_init(&plan, 80, 10);
    plan.spec.tile_size = 8;
    plan_set_all_solid(&plan, true);
    plan_set_solid(&plan, 5, 5, false);
    plan_add_swarm_at(&plan, count, MOTION_WANDER, plan_middle(&plan, 5, 5), 4.0f);
    plan.spec.lantern_x = plan_middle(&plan, 5, 5).x + away;
    plan.spec.lantern_y = plan_middle(&plan, 5, 5).y;
}

static void assert_counts(const World *world, uint32_t flying, uint32_t jarred, uint32_t eaten)
{
    const Scene *scene = world_scene(world);
    assert_int_equal(scene->flying, flying);
    assert_int_equal(scene->jarred, jarred);
    assert_int_equal(scene->eaten, eaten);
    uint32_t counts[SPRITE_DAZZLED + 1] = {0};
    for (uint32_t i = 0; i < world_sprite_count(world); i++) {
        counts[play_state(world, i)] += play_look(world, i) == LOOK_FIREFLY;
    }
    assert_int_equal(counts[SPRITE_FLYING], flying);
    assert_int_equal(counts[SPRITE_JARRED], jarred);
    assert_int_equal(counts[SPRITE_EATEN], eaten);
}

static void test_jar_opens_in_the_light(void **state)
{
    (void)state;
    for (int lit = 0; lit < 2; lit++) {
        for (int far = 0; far < 2; far++) {
            plan_cell(20, far ? 120.0f : 40.0f);
            plan_add_jar(&plan, plan_middle(&plan, 5, 5), 0);
            Play play = play_open(&plan.spec, SEED);
            assert_counts(play.world, 20, 0, 0);
            play_ticks(&play, 100, lit ? PLAY_LIT : PLAY_DARK);
            uint32_t jarred = lit && !far ? 20 : 0;
            assert_counts(play.world, 20 - jarred, jarred, 0);
            assert_int_equal(world_scene(play.world)->jar_fill[0], jarred);
            play_close(&play);
        }
    }
}

/* All come at once: those with the lowest ids get in, however the work is split. */
static void test_jar_holds_so_many(void **state)
{
    (void)state;
    for (uint32_t grain = 1; grain <= 64; grain *= 4) {
        plan_cell(20, 40.0f);
        plan_add_jar(&plan, plan_middle(&plan, 5, 5), 3);
        Play play = play_open(&plan.spec, SEED);
        for (int tick = 0; tick < 100; tick++) {
            play_step(play.world, play.backend, PLAY_LIT, grain);
        }
        assert_counts(play.world, 17, 3, 0);
        assert_int_equal(world_scene(play.world)->jar_fill[0], 3);
        for (uint32_t i = 0; i < 20; i++) {
            assert_int_equal(play_state(play.world, play_find(play.world, i)),
                             i < 3 ? SPRITE_JARRED : SPRITE_FLYING);
        }
        play_close(&play);
    }
}

static void test_jarred_rest_in_the_jar(void **state)
{
    (void)state;
    plan_cell(5, 40.0f);
    SpecPoint jar = {41.5f, 42.25f};
    plan_add_jar(&plan, jar, 0);
    Play play = play_open(&plan.spec, SEED);
    play_ticks(&play, 60, PLAY_LIT);
    for (int tick = 0; tick < 20; tick++) {
        uint32_t phase = sprite_phase(world_front(play.world).flash[4]);
        play_ticks(&play, 1, PLAY_LIT);
        SpriteFront front = world_front(play.world);
        for (uint32_t i = 0; i < 5; i++) {
            assert_true(front.x[i] == jar.x && front.y[i] == jar.y);
            assert_true(front.vx[i] == 0.0f && front.vy[i] == 0.0f);
        }
        assert_int_not_equal(sprite_phase(front.flash[4]), phase); /* and go on flashing */
    }
    play_close(&play);
}

static void test_only_fireflies_are_collected(void **state)
{
    (void)state;
    for (int look = 0; look < LOOK_OWL; look++) {
        plan_cell(8, 40.0f);
        plan.swarms[0].look = (Look)look;
        plan_add_jar(&plan, plan_middle(&plan, 5, 5), 0);
        Play play = play_open(&plan.spec, SEED);
        play_ticks(&play, 60, PLAY_LIT);
        assert_int_equal(world_scene(play.world)->jarred, look == LOOK_FIREFLY ? 8 : 0);
        assert_int_equal(world_scene(play.world)->flying, 0);
        play_close(&play);
    }
}

/* ---- Owls ----------------------------------------------------------------------------------- */

/* An owl that comes from the right, after the lantern had time to glow, and stays. */
static void plan_add_hunter(void)
{
    const SpecPoint points[] = {{400.0f, 44.0f}, plan_middle(&plan, 5, 5)};
    plan_add_owl(&plan, points, 2)->wait_ticks = 0;
    plan.paths[0].wait_ticks = 60;
}

static void test_owl_catches(void **state)
{
    (void)state;
    plan_cell(12, 500.0f);
    plan_add_hunter();
    Play play = play_open(&plan.spec, SEED);
    play_ticks(&play, 60 + 330, PLAY_LIT);
    assert_counts(play.world, 12, 0, 0);
    play_ticks(&play, 110, PLAY_LIT);
    assert_counts(play.world, 0, 0, 12);
    assert_true(world_front(play.world).vx[3] == 0.0f);
    play_close(&play);
}

static void test_light_protects(void **state)
{
    (void)state;
    for (int lit = 0; lit < 2; lit++) {
        plan_cell(12, 40.0f);
        plan_add_hunter();
        Play play = play_open(&plan.spec, SEED);
        play_ticks(&play, 500, lit ? PLAY_LIT : PLAY_DARK);
        assert_counts(play.world, lit ? 12 : 0, 0, lit ? 0 : 12);
        play_close(&play);
    }
}

static void test_only_bright_light_protects(void **state)
{
    (void)state;
    Scene scene = {.lantern_x = 100.0f, .lantern_y = 100.0f, .glow = 1.0f};
    float reach = world_glow_radius(1.0f);
    assert_true(world_is_safe(&scene, 100.0f, 100.0f));
    assert_true(world_is_safe(&scene, 100.0f, 100.0f - 0.5f * reach));
    assert_false(world_is_safe(&scene, 100.0f + 0.99f * reach, 100.0f));
    scene.glow = 0.25f;
    assert_false(world_is_safe(&scene, 100.0f, 100.0f));
}

/* ---- The end -------------------------------------------------------------------------------- */

static Outcome outcome_of(const World *world)
{
    return (Outcome)world_scene(world)->outcome;
}

static void test_won_stays_won(void **state)
{
    (void)state;
    plan_cell(10, 40.0f);
    plan_add_jar(&plan, plan_middle(&plan, 5, 5), 0);
    plan.spec.goal = 10;
    plan.spec.dawn_ticks = 100;
    Play play = play_open(&plan.spec, SEED);
    assert_int_equal(outcome_of(play.world), OUTCOME_PLAYING);
    while (world_scene(play.world)->jarred == 0) {
        assert_int_equal(outcome_of(play.world), OUTCOME_PLAYING);
        play_ticks(&play, 1, PLAY_LIT);
    }
    assert_int_equal(outcome_of(play.world), OUTCOME_WON);
    play_ticks(&play, 200, PLAY_DARK);
    assert_int_equal(outcome_of(play.world), OUTCOME_WON);
    play_close(&play);
}

/* Those in jars count: the swarm is lost only when both together are too few. */
static void test_lost_at_dawn(void **state)
{
    (void)state;
    plan_cell(10, 40.0f);
    plan_add_jar(&plan, plan_middle(&plan, 5, 5), 3);
    plan.spec.goal = 8;
    plan.spec.dawn_ticks = 80;
    Play play = play_open(&plan.spec, SEED);
    play_ticks(&play, 79, PLAY_LIT);
    assert_counts(play.world, 7, 3, 0);
    assert_int_equal(outcome_of(play.world), OUTCOME_PLAYING);
    play_ticks(&play, 1, PLAY_LIT);
    assert_int_equal(outcome_of(play.world), OUTCOME_LOST_DAWN);
    play_close(&play);
}

/* Who brings them home by daylight comes too late. */
static void test_lost_stays_lost(void **state)
{
    (void)state;
    plan_cell(10, 40.0f);
    plan_add_jar(&plan, plan_middle(&plan, 5, 5), 0);
    plan.spec.goal = 8;
    plan.spec.dawn_ticks = 5;
    Play play = play_open(&plan.spec, SEED);
    play_ticks(&play, 5, PLAY_DARK);
    assert_int_equal(outcome_of(play.world), OUTCOME_LOST_DAWN);
    play_ticks(&play, 60, PLAY_LIT);
    assert_counts(play.world, 0, 10, 0);
    assert_int_equal(outcome_of(play.world), OUTCOME_LOST_DAWN);
    play_close(&play);
}

/* With fewer left than the goal wants there is nothing to hope for. */
static void test_lost_with_the_swarm(void **state)
{
    (void)state;
    for (uint32_t goal = 1; goal <= 12; goal += 11) {
        plan_cell(12, 500.0f);
        plan_add_hunter();
        plan.spec.goal = goal;
        Play play = play_open(&plan.spec, SEED);
        while (world_scene(play.world)->flying >= goal) {
            assert_in_range(world_scene(play.world)->tick, 0, 1000);
            assert_int_equal(outcome_of(play.world), OUTCOME_PLAYING);
            play_ticks(&play, 1, PLAY_DARK);
        }
        assert_int_equal(outcome_of(play.world), OUTCOME_LOST_SWARM);
        play_close(&play);
    }
}

static void test_sandbox_has_no_end(void **state)
{
    (void)state;
    plan_cell(12, 500.0f);
    plan_add_hunter();
    plan.spec.dawn_ticks = 10;
    Play play = play_open(&plan.spec, SEED);
    play_ticks(&play, 600, PLAY_DARK);
    assert_counts(play.world, 0, 0, 12);
    assert_int_equal(outcome_of(play.world), OUTCOME_PLAYING);
    play_close(&play);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lantern_walks),
        cmocka_unit_test(test_lantern_is_as_fast_in_all_directions),
        cmocka_unit_test(test_lantern_stops_at_walls),
        cmocka_unit_test(test_lantern_slides_along_walls),
        cmocka_unit_test(test_glow_eases),
        cmocka_unit_test(test_jar_opens_in_the_light),
        cmocka_unit_test(test_jar_holds_so_many),
        cmocka_unit_test(test_jarred_rest_in_the_jar),
        cmocka_unit_test(test_only_fireflies_are_collected),
        cmocka_unit_test(test_owl_catches),
        cmocka_unit_test(test_light_protects),
        cmocka_unit_test(test_only_bright_light_protects),
        cmocka_unit_test(test_won_stays_won),
        cmocka_unit_test(test_lost_at_dawn),
        cmocka_unit_test(test_lost_stays_lost),
        cmocka_unit_test(test_lost_with_the_swarm),
        cmocka_unit_test(test_sandbox_has_no_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
