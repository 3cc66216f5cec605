/* Gamepads that are made of nothing but SDL's own words (virtual ones), and what the game gets of
 * them: plugged in, played with, shaken, pulled out. */
#include "app/rumble.h"
#include "support/pad.h"
#include "support/rig.h"
#include "support/session.h"
#include "view/keys.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void add_pad(Rig *rig, Pad *pad)
{
    pad_plug_in(pad, "Test Pad");
    rig_poll(rig);
    pad_take_up(pad);
    rig_poll(rig);
}

/* ---- Coming and going -------------------------------------------------------------------------
 */

static void a_pad_comes_and_goes_with_one_line_each(void **state)
{
    Rig *rig = *state;
    Pad pad;
    uint32_t lines = rig->log.written;
    pad_plug_in(&pad, "Test Pad");
    Input input = rig_poll(rig);
    assert_non_null(input.pad_news);
    assert_string_equal(input.pad_news, "gamepad: Test Pad");
    assert_string_equal(log_recent(&rig->log, 0), input.pad_news);
    assert_int_equal(rig->log.written, lines + 1);
    assert_null(rig_poll(rig).pad_news);
    pad_pull_out(&pad);
    input = rig_poll(rig);
    assert_string_equal(input.pad_news, "gamepad unplugged: Test Pad");
    assert_false(input.pad_lost); /* nobody had played with it */
    assert_int_equal(rig->log.written, lines + 2);
}

static void the_pad_in_use_is_missed(void **state)
{
    Rig *rig = *state;
    Pad pads[2];
    add_pad(rig, &pads[0]);
    add_pad(rig, &pads[1]);
    pad_push_axis(&pads[0], SDL_CONTROLLER_AXIS_LEFTX, -32768);
    assert_int_equal(rig_poll(rig).step.move_x, -127);
    pad_pull_out(&pads[1]);
    assert_false(rig_poll(rig).pad_lost);
    pad_pull_out(&pads[0]);
    assert_true(rig_poll(rig).pad_lost);
    Input input = rig_poll(rig);
    assert_int_equal(input.step.move_x, 0); /* and what it held is let go */
    assert_false(input.pad_lost);
}

static void a_pad_that_was_put_down_is_not_missed(void **state)
{
    Rig *rig = *state;
    Pad pad;
    add_pad(rig, &pad);
    pad_hold_button(&pad, SDL_CONTROLLER_BUTTON_A, true);
    rig_poll(rig);
    SDL_Event key = {.type = SDL_KEYDOWN};
    key.key.keysym.scancode = SDL_SCANCODE_UP;
    SDL_PushEvent(&key);
    rig_poll(rig);
    pad_pull_out(&pad);
    assert_false(rig_poll(rig).pad_lost);
}

static void there_is_no_place_for_a_fifth(void **state)
{
    Rig *rig = *state;
    Pad pads[5];
    for (int i = 0; i < 4; i++) {
        add_pad(rig, &pads[i]);
    }
    pad_plug_in(&pads[4], "Fifth");
    assert_string_equal(rig_poll(rig).pad_news, "one gamepad too many: Fifth");
    pad_pull_out(&pads[4]);
    assert_null(rig_poll(rig).pad_news);
    pad_pull_out(&pads[1]);
    rig_poll(rig);
    add_pad(rig, &pads[1]); /* into the place that is free now */
    pad_hold_button(&pads[1], SDL_CONTROLLER_BUTTON_B, true);
    assert_true(rig_poll(rig).step.glow);
    for (int i = 0; i < 4; i++) {
        pad_pull_out(&pads[i]);
        rig_poll(rig);
    }
    assert_false(rig_poll(rig).step.glow);
}

/* ---- Playing ----------------------------------------------------------------------------------
 */

static void every_button_of_the_table_does_what_it_says(void **state)
{
    Rig *rig = *state;
    Pad pad;
    add_pad(rig, &pad);
    for (int i = 0; i < SDL_CONTROLLER_BUTTON_MAX; i++) {
        Keys keys;
        keys_init(&keys);
        const KeyBinding *binding = keys_find(&keys, KEY_PAD + (Key)i);
        pad_hold_button(&pad, (SDL_GameControllerButton)i, true);
        Input input = rig_poll(rig);
        Action action = binding ? binding->action : ACTION_NONE;
        bool is_held = action >= ACTION_LEFT && action <= ACTION_GLOW;
        uint64_t expected = binding && !is_held ? 1ull << action : 0;
        expected |= i == SDL_CONTROLLER_BUTTON_A ? 1ull << ACTION_RESUME : 0;
        assert_true(input.actions == expected);
        assert_int_equal(input.step.glow, action == ACTION_GLOW);
        int x = (action == ACTION_RIGHT) - (action == ACTION_LEFT);
        int y = (action == ACTION_DOWN) - (action == ACTION_UP);
        assert_int_equal(input.step.move_x, 127 * x);
        assert_int_equal(input.step.move_y, 127 * y);
        pad_hold_button(&pad, (SDL_GameControllerButton)i, false);
        assert_true(rig_poll(rig).actions == 0);
    }
    pad_pull_out(&pad);
    rig_poll(rig);
}

static void the_dead_zone_is_round(void **state)
{
    Rig *rig = *state;
    Pad pad;
    add_pad(rig, &pad);
    static const struct {
        int16_t x, y;
        int move_x, move_y; /* some would be another with a dead zone for each axis */
    } rows[] = {
        {0, 0, 0, 0},           {7900, 0, 0, 0},
        {5500, 5500, 0, 0},     {-5500, 5500, 0, 0},
        {32767, 0, 127, 0},     {-32768, -32768, -90, -90},
        {0, -32768, 0, -127},   {20384, 0, 64, 0},
        {23170, 23170, 90, 90}, {-32768, 3000, -126, 12},
        {8100, 0, 1, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        pad_push_axis(&pad, SDL_CONTROLLER_AXIS_LEFTX, rows[i].x);
        pad_push_axis(&pad, SDL_CONTROLLER_AXIS_LEFTY, rows[i].y);
        StepInput step = rig_poll(rig).step;
        assert_int_equal(step.move_x, rows[i].move_x);
        assert_int_equal(step.move_y, rows[i].move_y);
    }
    pad_pull_out(&pad);
    rig_poll(rig);
}

static void a_trigger_glows_and_does_not_flutter(void **state)
{
    Rig *rig = *state;
    Pad pad;
    add_pad(rig, &pad);
    assert_false(rig_poll(rig).step.glow);
    /* Of an axis that rests at its least, SDL makes 0 to 32767. */
    static const struct {
        int16_t value;
        bool glows;
    } rows[] = {{-14000, false}, {-10000, true}, {-16000, true}, {-24000, false}, {-14000, false}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        pad_push_axis(&pad, SDL_CONTROLLER_AXIS_TRIGGERRIGHT, rows[i].value);
        assert_int_equal(rig_poll(rig).step.glow, rows[i].glows);
    }
    pad_pull_out(&pad);
    rig_poll(rig);
}

/* Whoever walks furthest leads; whoever glows, glows. */
static void all_pads_play(void **state)
{
    Rig *rig = *state;
    Pad pads[2];
    add_pad(rig, &pads[0]);
    add_pad(rig, &pads[1]);
    pad_push_axis(&pads[0], SDL_CONTROLLER_AXIS_LEFTX, 32767);
    pad_push_axis(&pads[1], SDL_CONTROLLER_AXIS_LEFTY, 16000);
    pad_hold_button(&pads[1], SDL_CONTROLLER_BUTTON_A, true);
    StepInput step = rig_poll(rig).step;
    assert_int_equal(step.move_x, 127);
    assert_int_equal(step.move_y, 0);
    assert_true(step.glow);
    pad_hold_button(&pads[0], SDL_CONTROLLER_BUTTON_A, true);
    pad_hold_button(&pads[1], SDL_CONTROLLER_BUTTON_A, false);
    assert_true(rig_poll(rig).step.glow);
    pad_pull_out(&pads[0]);
    pad_pull_out(&pads[1]);
    rig_poll(rig);
}

/* ---- Shaking ----------------------------------------------------------------------------------
 */

static void the_pad_in_use_shakes(void **state)
{
    Rig *rig = *state;
    Pad pads[2];
    input_rumble(rig->devices, 1.0f, 50); /* nobody is there */
    add_pad(rig, &pads[0]);
    add_pad(rig, &pads[1]);
    input_rumble(rig->devices, 1.0f, 50); /* nobody was played with */
    assert_int_equal(pads[0].rumbles + pads[1].rumbles, 0);
    pad_hold_button(&pads[1], SDL_CONTROLLER_BUTTON_Y, true);
    rig_poll(rig);
    input_rumble(rig->devices, 1.0f, 50);
    assert_int_equal(pads[0].rumbles, 0);
    assert_int_equal(pads[1].rumbles, 1);
    assert_int_equal(pads[1].heavy, 0xFFFF);
    assert_in_range(pads[1].light, 1, 0xFFFE);
    pad_pull_out(&pads[0]);
    pad_pull_out(&pads[1]);
    rig_poll(rig);
    input_rumble(rig->devices, 1.0f, 50); /* nobody any more */
}

static void a_catch_shakes_more_than_a_jar(void **state)
{
    Rig *rig = *state;
    Pad pad;
    add_pad(rig, &pad);
    pad_hold_button(&pad, SDL_CONTROLLER_BUTTON_Y, true);
    rig_poll(rig);
    Scene *now = rig->scene;
    Scene before = *now;
    rumble_tick(rig->devices, &before, now);
    assert_int_equal(pad.rumbles, 0);
    now->jarred += 3;
    rumble_tick(rig->devices, &before, now);
    assert_int_equal(pad.rumbles, 1);
    uint16_t soft = pad.heavy;
    now->eaten += 1;
    rumble_tick(rig->devices, &before, now);
    assert_int_equal(pad.rumbles, 2);
    assert_in_range(soft, 1, pad.heavy / 2);
    rumble_tick(rig->devices, now, now);
    assert_int_equal(pad.rumbles, 2);
    pad_pull_out(&pad);
    rig_poll(rig);
}

/* ---- The game ---------------------------------------------------------------------------------
 */

static void the_game_waits_for_whoever_lost_his_pad(void **state)
{
    Session *session = *state;
    Pad pad;
    SDL_SetHint(SDL_HINT_JOYSTICK_ALLOW_BACKGROUND_EVENTS, "1");
    pad_plug_in(&pad, "Test Pad");
    session_frames(session, 1);
    assert_string_equal(session->loop->toast.text, "gamepad: Test Pad");
    pad_take_up(&pad);
    pad_hold_button(&pad, SDL_CONTROLLER_BUTTON_B, true);
    session_frames(session, 1);
    assert_false(session->loop->paused);
    pad_pull_out(&pad);
    session_frames(session, 2);
    assert_true(session->loop->paused);
    assert_string_equal(session->loop->toast.text, "gamepad unplugged: Test Pad");
    session_press(session, SDL_SCANCODE_P);
    assert_false(session->loop->paused);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, rig_set_up, rig_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_pad_comes_and_goes_with_one_line_each),
        CASE(the_pad_in_use_is_missed),
        CASE(a_pad_that_was_put_down_is_not_missed),
        CASE(there_is_no_place_for_a_fifth),
        CASE(every_button_of_the_table_does_what_it_says),
        CASE(the_dead_zone_is_round),
        CASE(a_trigger_glows_and_does_not_flutter),
        CASE(all_pads_play),
        CASE(the_pad_in_use_shakes),
        CASE(a_catch_shakes_more_than_a_jar),
        IN_A_SESSION(the_game_waits_for_whoever_lost_his_pad),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
