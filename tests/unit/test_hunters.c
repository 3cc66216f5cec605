/* The hunters: owls dive at crowds in the dark and eat one firefly at a time, a swarm's flash
 * blinds them, and bats keep to their paths. */
#include "sim/world_state.h"
#include "support/plans.h"
#include "support/play.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { SEED = 31, MEAL_TICKS = 6 };

static Plan plan;

static const SpecPoint perch = {480.0f, 320.0f};

/* A hunter at its perch, which it does not leave for its path's sake: it waits there for ever. */
static void plan_perched(Hunter kind)
{
    plan_init(&plan, 60, 40);
    const SpecPoint path[] = {perch, {perch.x + 1.0f, perch.y}};
    plan_add_owl(&plan, path, 2)->wait_ticks = 60000;
    plan.owls[0].kind = kind;
    plan.owls[0].speed = 90.0f;
}

/* A swarm in a box of walls, so that it stays a crowd; the middle of the box. It is one place of
 * the crowd map, 64 pixels wide, so many to the left of the perch. */
static SpecPoint plan_boxed_swarm(uint32_t count, uint32_t places_away)
{
    uint32_t column = 32 - 4 * places_away; /* in tiles */
    for (uint32_t i = 0; i < 4; i++) {
        plan_set_solid(&plan, column + i, 16, true);
        plan_set_solid(&plan, column + i, 19, true);
        plan_set_solid(&plan, column, 16 + i, true);
        plan_set_solid(&plan, column + 3, 16 + i, true);
    }
    SpecPoint middle = {((float)column + 2.0f) * PLAN_TILE_SIZE, 18.0f * PLAN_TILE_SIZE};
    plan_add_swarm_at(&plan, count, MOTION_FLOCK, middle, 15.0f);
    return middle;
}

static uint32_t owl_slot(const World *world)
{
    return world_motion_range(world, MOTION_PATROL).begin;
}

static float distance_to(const World *world, SpecPoint place)
{
    SpriteFront front = world_front(world);
    uint32_t slot = owl_slot(world);
    return hypotf(front.x[slot] - place.x, front.y[slot] - place.y);
}

/* How far from its perch it comes within that time. */
static float farthest_in(Play *play, uint32_t ticks, StepInput input)
{
    float farthest = 0.0f;
    for (uint32_t tick = 0; tick < ticks; tick++) {
        play_ticks(play, 1, input);
        farthest = fmaxf(farthest, distance_to(play->world, perch));
    }
    return farthest;
}

/* ---- Diving --------------------------------------------------------------------------------- */

static void test_owl_dives_at_a_crowd_and_eats(void **state)
{
    (void)state;
    plan_perched(HUNTER_OWL);
    SpecPoint crowd = plan_boxed_swarm(60, 3);
    Play play = play_open(&plan.spec, SEED);
    float start = distance_to(play.world, crowd);
    float nearest = start;
    for (uint32_t tick = 0; tick < 100; tick++) {
        play_ticks(&play, 1, PLAY_DARK);
        nearest = fminf(nearest, distance_to(play.world, crowd));
    }
    assert_true(start > 100.0f && nearest < 10.0f);
    play_ticks(&play, 400, PLAY_DARK);
    const Scene *scene = world_scene(play.world);
    assert_true(scene->eaten >= 1);
    assert_int_equal(scene->flying + scene->eaten, 60);
    play_close(&play);
}

static void set_states(World *world, SpriteState state)
{
    Range flock = world_motion_range(world, MOTION_FLOCK);
    for (uint32_t slot = flock.begin; slot < flock.end; slot++) {
        uint32_t *flash = &front_buffer(world)->flash[slot];
        *flash = sprite_with_state(*flash, state);
    }
}

/* It comes back to its path when there is nobody left that is worth a dive. */
static void test_owl_returns(void **state)
{
    (void)state;
    plan_perched(HUNTER_OWL);
    plan_boxed_swarm(14, 3);
    Play play = play_open(&plan.spec, SEED);
    assert_true(farthest_in(&play, 100, PLAY_DARK) > 80.0f);
    set_states(play.world, SPRITE_JARRED);
    play_ticks(&play, 300, PLAY_DARK);
    assert_true(distance_to(play.world, perch) < 2.0f);
    play_close(&play);
}

/* Fewer, farther, in a jar, or of a wave to come: nothing to leave the path for. */
static void test_owl_stays_for_less(void **state)
{
    (void)state;
    static const struct {
        uint32_t count, places_away;
        SpriteState state;
        bool dives;
    } cases[] = {
        {14, 3, SPRITE_FLYING, true},   {13, 3, SPRITE_FLYING, false},
        {60, 4, SPRITE_FLYING, false},  {60, 3, SPRITE_JARRED, false},
        {60, 3, SPRITE_WAITING, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        plan_perched(HUNTER_OWL);
        plan_boxed_swarm(cases[i].count, cases[i].places_away);
        plan.swarms[0].wave = cases[i].state == SPRITE_WAITING;
        Play play = play_open(&plan.spec, SEED);
        set_states(play.world, cases[i].state);
        assert_int_equal(farthest_in(&play, 30, PLAY_DARK) > 10.0f, cases[i].dives);
        play_close(&play);
    }
}

static void test_owl_shuns_the_light(void **state)
{
    (void)state;
    for (int lit = 0; lit < 2; lit++) {
        plan_perched(HUNTER_OWL);
        SpecPoint crowd = plan_boxed_swarm(60, 3);
        plan.spec.lantern_x = crowd.x;
        plan.spec.lantern_y = crowd.y + 40.0f; /* beside the box */
        Play play = play_open(&plan.spec, SEED);
        play.world->buffers[play.world->front].scene->glow = lit ? 1.0f : 0.0f;
        float farthest = farthest_in(&play, 300, lit ? PLAY_LIT : PLAY_DARK);
        assert_int_equal(farthest > 10.0f, !lit);
        assert_int_equal(world_scene(play.world)->eaten > 0, !lit);
        play_close(&play);
    }
}

/* It has dived when the lantern opens: it gives up. */
static void test_owl_gives_a_dive_up_in_the_light(void **state)
{
    (void)state;
    plan_perched(HUNTER_OWL);
    SpecPoint crowd = plan_boxed_swarm(60, 3);
    plan.spec.lantern_x = crowd.x;
    plan.spec.lantern_y = crowd.y + 40.0f;
    Play play = play_open(&plan.spec, SEED);
    play_ticks(&play, 3, PLAY_DARK);
    assert_true(distance_to(play.world, perch) > 2.0f);
    play_ticks(&play, 400, PLAY_LIT);
    assert_int_equal(world_scene(play.world)->eaten, 0);
    assert_true(distance_to(play.world, perch) < 2.0f);
    play_close(&play);
}

/* One firefly, then it has its beak full for a while, however many there are. */
static void test_owl_eats_one_at_a_time(void **state)
{
    (void)state;
    plan_perched(HUNTER_BAT);
    plan_add_swarm_at(&plan, 60, MOTION_WANDER, perch, 5.0f)->speed = 6.0f;
    Play play = play_open(&plan.spec, SEED);
    uint32_t last = 0;
    for (uint32_t meals = 0; meals < 10;) {
        assert_in_range(world_scene(play.world)->tick, 0, 100);
        play_ticks(&play, 1, PLAY_DARK);
        const Scene *scene = world_scene(play.world);
        assert_in_range(scene->eaten, meals, meals + 1);
        if (scene->eaten > meals) {
            assert_true(meals == 0 || scene->tick >= last + MEAL_TICKS);
            last = scene->tick;
            meals = scene->eaten;
        }
    }
    play_close(&play);
}

static void test_bat_keeps_to_its_path(void **state)
{
    (void)state;
    const SpecPoint path[] = {{300.0f, 290.0f}, {420.0f, 290.0f}, {360.0f, 200.0f}};
    static float x[500];
    static float y[500];
    for (int tempted = 0; tempted < 2; tempted++) {
        plan_init(&plan, 60, 40);
        plan_add_owl(&plan, path, 3)->closed = true;
        plan.owls[0].kind = HUNTER_BAT;
        if (tempted) {
            plan_boxed_swarm(100, 3);
            plan_add_swarm_at(&plan, 200, MOTION_FLOCK, path[1], 60.0f);
        }
        Play play = play_open(&plan.spec, SEED);
        for (uint32_t tick = 0; tick < 500; tick++) {
            play_ticks(&play, 1, PLAY_DARK);
            SpriteFront front = world_front(play.world);
            uint32_t slot = owl_slot(play.world);
            assert_true(!tempted || (front.x[slot] == x[tick] && front.y[slot] == y[tick]));
            assert_int_equal(front.hunters[0].quarry, 0);
            x[tick] = front.x[slot];
            y[tick] = front.y[slot];
        }
        assert_int_equal(world_scene(play.world)->eaten > 0, tempted); /* it catches as it goes */
        play_close(&play);
    }
}

/* ---- Dazzling ------------------------------------------------------------------------------- */

/* All fireflies are about to begin their flash. */
static void set_in_unison(World *world)
{
    Range flock = world_motion_range(world, MOTION_FLOCK);
    const WorldBuffer *front = front_buffer(world);
    for (uint32_t slot = flock.begin; slot < flock.end; slot++) {
        front->flash[slot] = sprite_flash(63000, SPRITE_PACE_LEAST + 75, SPRITE_FLYING);
    }
}

static bool is_dazzled(const World *world)
{
    return play_state(world, owl_slot(world)) == SPRITE_DAZZLED;
}

/* Ticks until it is; at most `limit`. */
static uint32_t ticks_until(Play *play, bool dazzled, uint32_t limit)
{
    uint32_t ticks = 0;
    for (; ticks < limit && is_dazzled(play->world) != dazzled; ticks++) {
        play_ticks(play, 1, PLAY_DARK);
    }
    return ticks;
}

static void test_unison_flash_dazzles(void **state)
{
    (void)state;
    plan_perched(HUNTER_OWL);
    plan_add_swarm_at(&plan, 60, MOTION_FLOCK, (SpecPoint){perch.x - 20.0f, perch.y}, 10.0f);
    Play play = play_open(&plan.spec, SEED);
    set_in_unison(play.world);
    assert_in_range(ticks_until(&play, true, 30), 1, 20);
    const Scene *scene = world_scene(play.world);
    assert_int_equal(scene->dazzled, 1);
    assert_int_equal(scene->flash_tick + 1, scene->tick); /* at the tick after the flash */
    uint32_t eaten = scene->eaten;
    SpriteFront front = world_front(play.world);
    SpecPoint at = {front.x[owl_slot(play.world)], front.y[owl_slot(play.world)]};
    uint32_t ticks = 0;
    while (is_dazzled(play.world)) { /* it hangs in the air, and catches nobody */
        assert_int_equal(world_scene(play.world)->eaten, eaten);
        assert_int_equal(world_scene(play.world)->dazzled, 1);
        assert_true(distance_to(play.world, at) == 0.0f);
        play_ticks(&play, 1, PLAY_DARK);
        ticks++;
        if (ticks % 50 == 0) { /* not again: a swarm in unison would keep it blind */
            Range flock = world_motion_range(play.world, MOTION_FLOCK);
            for (uint32_t slot = flock.begin; slot < flock.end; slot++) {
                uint32_t *flash = &front_buffer(play.world)->flash[slot];
                *flash = (*flash & 0xffff) | slot << 26;
            }
        }
    }
    assert_in_range(ticks, 40, 200);
    play_ticks(&play, 1, PLAY_DARK);
    assert_int_equal(world_scene(play.world)->dazzled, 0);
    play_close(&play);
}

/* Too few around it, or a bat. */
static void test_who_is_not_dazzled(void **state)
{
    (void)state;
    static const struct {
        Hunter kind;
        uint32_t near, far;
        bool dazzled;
    } cases[] = {
        {HUNTER_OWL, 40, 0, true},
        {HUNTER_BAT, 40, 0, false},
        {HUNTER_OWL, 10, 40, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        plan_perched(cases[i].kind);
        SpecPoint near = {perch.x + 20.0f, perch.y + 20.0f};
        plan_add_swarm_at(&plan, cases[i].near, MOTION_FLOCK, near, 4.0f);
        if (cases[i].far > 0) {
            SpecPoint far = {100.0f, 500.0f};
            plan_add_swarm_at(&plan, cases[i].far, MOTION_FLOCK, far, 20.0f);
        }
        Play play = play_open(&plan.spec, SEED);
        set_in_unison(play.world);
        assert_int_equal(ticks_until(&play, true, 30) < 30, cases[i].dazzled);
        assert_true(world_scene(play.world)->flash_tick > 0);
        play_close(&play);
    }
}

/* Nobody flees a hunter that does not see. */
static void test_dazzled_frightens_nobody(void **state)
{
    (void)state;
    float moved[2];
    for (int dazzled = 0; dazzled < 2; dazzled++) {
        plan_perched(HUNTER_OWL);
        plan_add_swarm_at(&plan, 1, MOTION_FLOCK, (SpecPoint){perch.x - 30.0f, perch.y}, 1.0f);
        Play play = play_open(&plan.spec, SEED);
        uint32_t slot = owl_slot(play.world);
        uint32_t *flash = &front_buffer(play.world)->flash[slot];
        *flash = sprite_with_state(*flash, dazzled ? SPRITE_DAZZLED : SPRITE_FLYING);
        front_buffer(play.world)->hunters[0].wait = 100;
        float vx = world_front(play.world).vx[0];
        play_ticks(&play, 1, PLAY_DARK);
        moved[dazzled] = world_front(play.world).vx[0] - vx;
        play_close(&play);
    }
    assert_true(moved[0] < moved[1] - 0.05f); /* who flees it flies to the left */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_owl_dives_at_a_crowd_and_eats),
        cmocka_unit_test(test_owl_returns),
        cmocka_unit_test(test_owl_stays_for_less),
        cmocka_unit_test(test_owl_shuns_the_light),
        cmocka_unit_test(test_owl_gives_a_dive_up_in_the_light),
        cmocka_unit_test(test_owl_eats_one_at_a_time),
        cmocka_unit_test(test_bat_keeps_to_its_path),
        cmocka_unit_test(test_unison_flash_dazzles),
        cmocka_unit_test(test_who_is_not_dazzled),
        cmocka_unit_test(test_dazzled_frightens_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
