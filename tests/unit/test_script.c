/* Scripts: their waits, their wishes, and that a world has the same night however often its ticks
 * fail. */
#include "sim/script.h"
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

enum { SEED = 37, NOTES_MAX = 16 };

static Plan plan;

/* What the scripts of this file have noted: scripts of the game keep no such state. */
static struct {
    uint32_t ticks[NOTES_MAX];
    uint32_t count;
    bool ended;
} notes;

static void note(const Script *script)
{
    assert_in_range(notes.count, 0, NOTES_MAX - 1);
    notes.ticks[notes.count++] = script_scene(script)->tick;
}

/* A script by itself, and the scene that it sees. */
typedef struct Stage {
    Script *script;
    Scene scene;
    ScriptWish wish; /* of the last turn */
} Stage;

static Stage stage_open(ScriptFunction *run)
{
    static ScriptRow row = {.name = "a test's"};
    row.run = run;
    memset(&notes, 0, sizeof notes);
    Error error = {""};
    Stage stage = {.script = script_open(&row, &error)};
    assert_non_null(stage.script);
    return stage;
}

static void stage_turn(Stage *stage)
{
    stage->wish = script_turn(stage->script, &stage->scene);
    stage->scene.tick++;
}

static void stage_turns(Stage *stage, uint32_t turns)
{
    for (uint32_t i = 0; i < turns; i++) {
        stage_turn(stage);
    }
}

/* ---- Waits ---------------------------------------------------------------------------------- */

static void wait_in_all_ways(Script *script)
{
    note(script);
    script_wait_tick(script);
    note(script);
    script_wait_s(script, 2.0f / TICKS_PER_S);
    note(script);
    script_wait_s(script, 0.0f); /* at least a tick */
    note(script);
    script_wait_s(script, 1.0f);
    note(script);
    script_wait_jarred(script, 5);
    note(script);
    script_wait_jarred(script, 3); /* they are home already */
    note(script);
    notes.ended = true;
}

static void test_waits_by_ticks(void **state)
{
    (void)state;
    Stage stage = stage_open(wait_in_all_ways);
    for (uint32_t tick = 0; tick < 200; tick++) {
        stage.scene.jarred = tick < 90 ? 0 : tick < 100 ? 4 : 7;
        stage_turn(&stage);
    }
    const uint32_t expected[] = {0, 1, 3, 4, 64, 100, 100};
    assert_int_equal(notes.count, sizeof expected / sizeof *expected);
    assert_memory_equal(notes.ticks, expected, sizeof expected);
    assert_true(notes.ended);
    script_close(stage.script);
}

static void wait_for_ever(Script *script)
{
    while (script_wait_s(script, 3.0f)) {
        note(script);
    }
    assert_false(script_wait_tick(script)); /* from then on, all of them */
    assert_false(script_wait_s(script, 5.0f));
    assert_false(script_wait_jarred(script, 1000));
    notes.ended = true;
}

static void test_closed_in_the_middle_of_a_wait(void **state)
{
    (void)state;
    for (uint32_t turns = 1; turns < 400; turns += 133) {
        Stage stage = stage_open(wait_for_ever);
        stage_turns(&stage, turns);
        assert_false(notes.ended);
        script_close(stage.script);
        assert_true(notes.ended);
        assert_int_equal(notes.count, turns / 181 + turns / 361);
    }
    script_close(NULL);
}

static void look_at_once(Script *script)
{
    note(script);
    script_wait_jarred(script, 1);
}

/* A level that is left before its first tick: there is no scene that a script could see. */
static void test_closed_before_its_first_turn(void **state)
{
    (void)state;
    Stage stage = stage_open(look_at_once);
    script_close(stage.script);
    assert_int_equal(notes.count, 0);
}

/* ---- Wishes --------------------------------------------------------------------------------- */

static void turn_the_wind(Script *script)
{
    script_wind(script, 60.0f, -30.0f, 1.0f);
    script_rain(script, 0.7f, 0.5f);
    script_wait_s(script, 2.0f);
    script_wind(script, -12.0f, 45.0f, 1.0f);
    script_rain(script, 0.0f, 0.0f); /* at once */
    script_wait_s(script, 0.5f);
    script_wind(script, 0.0f, 0.0f, 1.0f); /* before it is there */
}

/* It moves to its goal in steps of one length, never past it, and arrives exactly. */
static void test_wind_eases_to_its_goal(void **state)
{
    (void)state;
    Stage stage = stage_open(turn_the_wind);
    const float goal_x = 60.0f / TICKS_PER_S;
    const float goal_y = -30.0f / TICKS_PER_S;
    for (uint32_t tick = 0; tick <= 60; tick++) {
        ScriptWish before = stage.wish;
        stage_turn(&stage);
        assert_true(fabsf(stage.wish.wind_x - before.wind_x - goal_x / 61.0f) < 1e-5f);
        assert_true(fabsf(stage.wish.wind_y - before.wind_y - goal_y / 61.0f) < 1e-5f);
        assert_true(stage.wish.wind_x <= goal_x && stage.wish.wind_y >= goal_y);
        assert_true(tick < 30 || stage.wish.rain == 0.7f);
        assert_true(tick >= 30 || (stage.wish.rain > before.rain && stage.wish.rain < 0.7f));
    }
    for (uint32_t tick = 61; tick < 120; tick++) {
        assert_true(stage.wish.wind_x == goal_x && stage.wish.wind_y == goal_y);
        stage_turn(&stage);
    }
    for (uint32_t tick = 120; tick < 300; tick++) {
        ScriptWish before = stage.wish;
        stage_turn(&stage);
        assert_true(stage.wish.rain == 0.0f);
        assert_true(fabsf(stage.wish.wind_x - before.wind_x) < 0.03f); /* no jump */
        assert_true(fabsf(stage.wish.wind_y - before.wind_y) < 0.03f);
    }
    assert_true(stage.wish.wind_x == 0.0f && stage.wish.wind_y == 0.0f);
    script_close(stage.script);
}

static void give_hints(Script *script)
{
    script_wait_s(script, 10.0f / TICKS_PER_S);
    script_hint(script, 2, 0.5f); /* in the ticks from 10 to 39 */
    script_wait_s(script, 1.0f);
    script_hint(script, 3, 2.0f); /* from 70 on ... */
    script_wait_s(script, 0.5f);
    script_hint(script, 1, 0.25f); /* ... to 99, and this one to 114 */
    script_wait_s(script, 1.0f);
    script_hint(script, 4, 0.0f); /* not at all */
}

static void test_hints_show_so_long(void **state)
{
    (void)state;
    Stage stage = stage_open(give_hints);
    for (uint32_t tick = 0; tick < 300; tick++) {
        stage_turn(&stage);
        uint32_t hint = tick < 10 ? 0 : tick < 40 ? 2 : tick < 70 ? 0 : tick < 100 ? 3 : 1;
        assert_int_equal(stage.wish.hint, tick < 115 ? hint : 0);
    }
    script_close(stage.script);
}

static void release_waves(Script *script)
{
    script_release(script, 3);
    script_wait_tick(script);
    script_release(script, 1);
    script_wait_tick(script);
    script_release(script, 4);
}

static void test_waves_are_not_called_back(void **state)
{
    (void)state;
    const uint32_t expected[] = {3, 3, 4, 4};
    Stage stage = stage_open(release_waves);
    for (size_t i = 0; i < 4; i++) {
        stage_turn(&stage);
        assert_int_equal(stage.wish.wave, expected[i]);
    }
    script_close(stage.script);
}

static void test_a_tick_has_one_turn(void **state)
{
    (void)state;
    Stage stage = stage_open(wait_for_ever);
    for (uint32_t tick = 0; tick < 600; tick++) {
        stage.scene.tick = tick;
        stage.wish = script_turn(stage.script, &stage.scene);
        for (uint32_t again = 0; again < tick % 4; again++) {
            ScriptWish wish = script_turn(stage.script, &stage.scene);
            assert_memory_equal(&wish, &stage.wish, sizeof wish);
        }
    }
    assert_int_equal(notes.count, 3); /* after 3, 6 and 9 seconds of 10 */
    script_close(stage.script);
}

/* ---- In a world ----------------------------------------------------------------------------- */

static void storm(Script *script)
{
    script_wind(script, 40.0f, 20.0f, 0.5f);
    script_rain(script, 1.0f, 1.0f);
    while (script_wait_s(script, 0.4f)) {
        note(script);
        script_wind(script, notes.count % 2 ? 80.0f : -80.0f, 10.0f, 0.3f);
        script_hint(script, 1 + notes.count % 2, 0.2f);
        script_release(script, notes.count < 3 ? notes.count : 3);
    }
    notes.ended = true;
}

static const ScriptRow stormy = {.name = "stormy", .run = storm};

static World *create_stormy(void)
{
    memset(&notes, 0, sizeof notes);
    plan_init_of_all(&plan);
    plan_add_swarm(&plan, 60, MOTION_FLOCK)->wave = 2;
    strcpy(plan.spec.hints[0], "Mind the wind");
    strcpy(plan.spec.hints[1], "And the rain");
    World *world = play_create_world(&plan.spec, SEED, 0);
    play_set_script(world, &stormy);
    return world;
}

/* Each phase fails once, at one tick or another, and some ticks are given up on the way. */
static void test_failed_ticks_do_not_show(void **state)
{
    (void)state;
    enum { TICKS = 150 };
    Backend *backend = models_open_type(backend_type(0), 1);
    World *calm = create_stormy();
    play_script_until(calm, backend, TICKS, PLAY_ONE_SLICE);
    World *troubled = create_stormy();
    for (uint32_t tick = 0; tick < TICKS; tick++) {
        if (tick % 3 == 0) {
            play_fail_step(troubled, backend, PLAY_LIT, tick / 3 % step_phase_count());
        }
        if (tick % 4 == 0) {
            play_cancel_step(troubled, backend, PLAY_LIT, 8);
        }
        play_script_until(troubled, backend, tick + 1, 16);
    }
    play_assert_hash(troubled, world_hash(calm), "after failed steps");
    backend_close(backend);
    world_destroy(calm);
    world_destroy(troubled);
}

static void test_cancelled_ticks_do_not_show(void **state)
{
    (void)state;
    uint32_t ticks = models_are_quick() ? 30 : 100;
    Backend *reference = models_open_type(backend_type(0), 1);
    World *calm = create_stormy();
    play_script_until(calm, reference, ticks, PLAY_ONE_SLICE);
    for (uint32_t type = 0; type < backend_type_count(); type++) {
        Backend *backend = models_open_type(backend_type(type), 3);
        World *troubled = create_stormy();
        for (uint32_t tick = 0; tick < ticks; tick++) {
            play_cancel_step(troubled, backend, PLAY_LIT, 1 + tick * 100 / ticks);
            play_script_until(troubled, backend, tick + 1, 16);
        }
        play_assert_hash(troubled, world_hash(calm), "%s", backend_type(type)->name);
        world_destroy(troubled);
        backend_close(backend);
    }
    world_destroy(calm);
    backend_close(reference);
}

static void test_wishes_reach_the_scene(void **state)
{
    (void)state;
    Play play = {create_stormy(), models_open_type(backend_type(0), 1)};
    assert_string_equal(world_hint(play.world), "");
    play_ticks(&play, 25, PLAY_DARK); /* the first wait is over at tick 24 */
    const Scene *scene = world_scene(play.world);
    assert_int_equal(scene->hint, 2);
    assert_string_equal(world_hint(play.world), "And the rain");
    assert_int_equal(scene->wave, 1);
    assert_true(scene->wind_x > 0.3f && scene->wind_y > 0.1f);
    assert_true(scene->rain > 0.3f && scene->rain < 0.5f);
    play_ticks(&play, 12, PLAY_DARK); /* the hint has shown for 12 ticks */
    assert_string_equal(world_hint(play.world), "");
    play_close(&play); /* in the middle of a wait */
    assert_true(notes.ended);
}

static void test_unknown_script_is_refused(void **state)
{
    (void)state;
    plan_init(&plan, 10, 10);
    plan_add_swarm(&plan, 5, MOTION_FLOCK);
    strcpy(plan.spec.script, "typhoon");
    Error error = {""};
    assert_null(world_create(&plan.spec, SEED, 0, &error));
    assert_string_equal(error.text, "there is no script \"typhoon\"");
}

/* Those of the game: found by their names, and every one of them holds its own limits for a while,
 * and can be left at any time. */
static void test_scripts_of_the_game(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < script_count(); i++) {
        const ScriptRow *row = script_at(i);
        assert_ptr_equal(script_find(row->name), row);
        assert_true(strlen(row->name) < SPEC_NAME_SIZE);
        for (uint32_t ticks = 0; ticks <= 6000; ticks += 1500) {
            Stage stage = stage_open(row->run);
            for (uint32_t tick = 0; tick < ticks; tick++) {
                stage.scene.jarred = tick / 60;
                stage_turn(&stage);
                float wind = hypotf(stage.wish.wind_x, stage.wish.wind_y);
                assert_true(wind <= WIND_MOST / TICKS_PER_S + 1e-4f);
                assert_true(stage.wish.rain >= 0.0f && stage.wish.rain <= 1.0f);
                assert_in_range(stage.wish.hint, 0, row->hints);
                assert_in_range(stage.wish.wave, 0, row->waves);
            }
            script_close(stage.script);
        }
    }
    assert_null(script_find("typhoon"));
    assert_null(script_find(""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_waits_by_ticks),
        cmocka_unit_test(test_closed_in_the_middle_of_a_wait),
        cmocka_unit_test(test_closed_before_its_first_turn),
        cmocka_unit_test(test_wind_eases_to_its_goal),
        cmocka_unit_test(test_hints_show_so_long),
        cmocka_unit_test(test_waves_are_not_called_back),
        cmocka_unit_test(test_a_tick_has_one_turn),
        cmocka_unit_test(test_failed_ticks_do_not_show),
        cmocka_unit_test(test_cancelled_ticks_do_not_show),
        cmocka_unit_test(test_wishes_reach_the_scene),
        cmocka_unit_test(test_unknown_script_is_refused),
        cmocka_unit_test(test_scripts_of_the_game),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
