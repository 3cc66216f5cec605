/* Keys, mouse and window as events that were pushed, and what the loop gets of them.
 * Gamepads are test_gamepad.c's. */
#include "support/rig.h"
#include "view/keys.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void press(SDL_Scancode key)
{
    rig_push_key(key, true, 0, false);
}

static void release(SDL_Scancode key)
{
    rig_push_key(key, false, 0, false);
}

static void push_button(uint8_t button, bool down, int x, int y)
{
    SDL_Event event = {.type = down ? SDL_MOUSEBUTTONDOWN : SDL_MOUSEBUTTONUP};
    event.button.button = button;
    event.button.state = down ? SDL_PRESSED : SDL_RELEASED;
    event.button.x = x;
    event.button.y = y;
    assert_int_equal(SDL_PushEvent(&event), 1);
}

static void push_window(uint8_t what)
{
    SDL_Event event = {.type = SDL_WINDOWEVENT};
    event.window.event = what;
    assert_int_equal(SDL_PushEvent(&event), 1);
}

static void test_nothing(void **state)
{
    Input input = rig_poll(*state);
    assert_true(input.actions == 0);
    assert_int_equal(input.backend_slot, -1);
    assert_int_equal(input.step.move_x, 0);
    assert_int_equal(input.step.move_y, 0);
    assert_false(input.step.glow || input.quit || input.resized);
}

static void test_walking(void **state)
{
    Rig *rig = *state;
    press(SDL_SCANCODE_LEFT);
    press(SDL_SCANCODE_S);
    press(SDL_SCANCODE_SPACE);
    for (int i = 0; i < 3; i++) {
        Input input = rig_poll(rig);
        assert_int_equal(input.step.move_x, -127);
        assert_int_equal(input.step.move_y, 127);
        assert_true(input.step.glow);
        assert_int_equal(input.actions, 0);
    }
    /* Two keys for one direction: it ends with the second. Opposite ones stand still. */
    press(SDL_SCANCODE_A);
    release(SDL_SCANCODE_LEFT);
    release(SDL_SCANCODE_SPACE);
    assert_int_equal(rig_poll(rig).step.move_x, -127);
    press(SDL_SCANCODE_RIGHT);
    rig_poll(rig);
    assert_int_equal(rig_poll(rig).step.move_x, 0);
    release(SDL_SCANCODE_A);
    assert_int_equal(rig_poll(rig).step.move_x, 127);
    assert_false(rig_poll(rig).step.glow);
}

/* Down and up between two polls: that moves once. */
static void test_tap(void **state)
{
    Rig *rig = *state;
    press(SDL_SCANCODE_UP);
    release(SDL_SCANCODE_UP);
    assert_int_equal(rig_poll(rig).step.move_y, -127);
    assert_int_equal(rig_poll(rig).step.move_y, 0);
}

static void test_focus_lost(void **state)
{
    Rig *rig = *state;
    press(SDL_SCANCODE_D);
    press(SDL_SCANCODE_SPACE);
    push_button(SDL_BUTTON_LEFT, true, 600, 10);
    push_button(SDL_BUTTON_RIGHT, true, 600, 10);
    rig_poll(rig);
    push_window(SDL_WINDOWEVENT_FOCUS_LOST);
    rig_poll(rig);
    Input input = rig_poll(rig);
    assert_int_equal(input.step.move_x, 0);
    assert_false(input.step.glow);
}

/* Down or up, with whatever device the key is on; gamepads have none of their own here. */
static void push(Key key, bool down, bool repeat)
{
    if (key < KEY_ALT) {
        rig_push_key((SDL_Scancode)key, down, 0, repeat);
    } else if (key < KEY_MOUSE) {
        rig_push_key((SDL_Scancode)(key - KEY_ALT), down, KMOD_LALT, repeat);
    } else {
        push_button((uint8_t)(key - KEY_MOUSE), down, 600, 180);
    }
}

static void assert_held(const StepInput *step, Action action)
{
    int x = (action == ACTION_RIGHT) - (action == ACTION_LEFT);
    int y = (action == ACTION_DOWN) - (action == ACTION_UP);
    if (action != ACTION_WALK) { /* which goes wherever the pointer is */
        assert_int_equal(step->move_x, 127 * x);
        assert_int_equal(step->move_y, 127 * y);
    } else {
        assert_true(step->move_x != 0 || step->move_y != 0);
    }
    assert_int_equal(step->glow, action == ACTION_GLOW);
}

static void assert_key_does(Rig *rig, Key key, const KeyBinding *binding)
{
    push(key, true, false);
    Input input = rig_poll(rig);
    if (binding->action >= ACTION_LEFT && binding->action <= ACTION_GLOW) {
        assert_held(&input.step, binding->action);
        assert_true(input.actions == 0);
    } else if (binding->action == ACTION_BACKEND) {
        assert_int_equal(input.backend_slot, binding->slot);
        assert_true(input.actions == 0);
    } else {
        assert_true(input.actions == 1ull << binding->action);
        assert_true(input_has(&input, binding->action));
    }
    if (key < KEY_MOUSE) {
        push(key, true, true);
        assert_int_equal(rig_poll(rig).actions != 0, binding->repeats);
    }
    push(key, false, false);
    rig_poll(rig);
    input = rig_poll(rig);
    assert_true(input.actions == 0 && !input.step.glow);
    assert_true(input.step.move_x == 0 && input.step.move_y == 0);
}

static void test_every_binding(void **state)
{
    for (uint32_t i = 0; i < input_binding_count(); i++) {
        const KeyBinding *binding = input_binding(i);
        for (int k = 0; k < KEYS_A_BINDING && binding->keys[k] != KEY_NONE; k++) {
            if (!key_is_on_pad(binding->keys[k])) {
                assert_key_does(*state, binding->keys[k], binding);
            }
        }
    }
}

/* No key means two things, no name does, every action has a row and a key. */
static void test_table(void **state)
{
    (void)state;
    bool seen[ACTION_COUNT] = {[ACTION_NONE] = true};
    bool taken[KEY_COUNT] = {false};
    assert_non_null(input_binding(0)->does);
    for (uint32_t i = 0; i < input_binding_count(); i++) {
        const KeyBinding *binding = input_binding(i);
        seen[binding->action] = true;
        assert_true(binding->keys[0] != KEY_NONE);
        for (uint32_t j = 0; j < i; j++) {
            assert_string_not_equal(binding->name, input_binding(j)->name);
        }
        for (int k = 0; k < KEYS_A_BINDING && binding->keys[k] != KEY_NONE; k++) {
            assert_false(taken[binding->keys[k]]);
            taken[binding->keys[k]] = true;
        }
    }
    for (Action action = 0; action < ACTION_COUNT; action++) {
        assert_true(seen[action]);
    }
}

/* ---- Keys that do something else ----------------------------------------------------------------
 */

static const KeyBinding *binding_of(Action action)
{
    uint32_t i = 0;
    while (input_binding(i)->action != action) {
        i++;
    }
    return input_binding(i);
}

static void use_keys(Rig *rig, const Keys *keys)
{
    Error error = {""};
    input_close(rig->devices);
    rig->devices = input_open(keys, &rig->log, &error);
    assert_non_null(rig->devices);
}

static void test_other_keys(void **state)
{
    Rig *rig = *state;
    Keys keys;
    keys_init(&keys);
    keys_bind(&keys, SDL_SCANCODE_P, binding_of(ACTION_GLOW));
    keys_bind(&keys, SDL_SCANCODE_SPACE, NULL);
    keys_bind(&keys, SDL_SCANCODE_LSHIFT, binding_of(ACTION_WALK));
    keys_bind(&keys, KEY_MOUSE + SDL_BUTTON_MIDDLE, binding_of(ACTION_OVERLAY));
    keys_bind(&keys, KEY_MOUSE + SDL_BUTTON_LEFT, NULL);
    keys_bind(&keys, KEY_ALT + SDL_SCANCODE_P, binding_of(ACTION_HELP));
    use_keys(rig, &keys);
    assert_memory_equal(input_keys(rig->devices), &keys, sizeof keys);

    assert_key_does(rig, SDL_SCANCODE_P, binding_of(ACTION_GLOW));
    assert_key_does(rig, KEY_ALT + SDL_SCANCODE_P, binding_of(ACTION_HELP));
    assert_key_does(rig, KEY_MOUSE + SDL_BUTTON_MIDDLE, binding_of(ACTION_OVERLAY));
    assert_key_does(rig, SDL_SCANCODE_LSHIFT, binding_of(ACTION_WALK));
    push(SDL_SCANCODE_SPACE, true, false);
    push(KEY_MOUSE + SDL_BUTTON_LEFT, true, false);
    Input input = rig_poll(rig);
    assert_true(input.actions == 0 && !input.step.glow && input.step.move_x == 0);
}

/* Alt that is a key of the player's own is no longer what makes others of the rest. */
static void test_alt(void **state)
{
    Rig *rig = *state;
    rig_push_key(SDL_SCANCODE_LEFT, true, KMOD_LALT, false);
    assert_int_equal(rig_poll(rig).step.move_x, 0);
    Keys keys;
    keys_init(&keys);
    keys_bind(&keys, SDL_SCANCODE_LALT, binding_of(ACTION_GLOW));
    use_keys(rig, &keys);
    rig_push_key(SDL_SCANCODE_LALT, true, KMOD_LALT, false);
    rig_push_key(SDL_SCANCODE_LEFT, true, KMOD_LALT, false);
    for (int i = 0; i < 2; i++) {
        Input input = rig_poll(rig);
        assert_int_equal(input.step.move_x, -127);
        assert_true(input.step.glow);
    }
}

/* While a level is loaded there is a way out that nobody can bind away; other events wait. */
static void test_break(void **state)
{
    Rig *rig = *state;
    press(SDL_SCANCODE_F3);
    assert_false(input_poll_break().escape);
    press(SDL_SCANCODE_ESCAPE);
    assert_true(input_poll_break().escape);
    assert_false(input_poll_break().escape);
    Input input = rig_poll(rig);
    assert_true(input.actions == 1ull << ACTION_OVERLAY);
}

static void test_window_events(void **state)
{
    Rig *rig = *state;
    push_window(SDL_WINDOWEVENT_SIZE_CHANGED);
    assert_true(rig_poll(rig).resized);
    assert_false(rig_poll(rig).resized);
    push_window(SDL_WINDOWEVENT_CLOSE);
    assert_true(rig_poll(rig).quit);
    SDL_Event event = {.type = SDL_QUIT};
    SDL_PushEvent(&event);
    assert_true(rig_poll(rig).quit);
    press((SDL_Scancode)9999);
    release((SDL_Scancode)9999);
    assert_int_equal(rig_poll(rig).actions, 0);
}

/* Holding the left button walks to the pointer and stops there; the right one glows. */
static void test_pointer(void **state)
{
    Rig *rig = *state;
    float x;
    float y;
    stage_to_world(rig->stage, 600, 180, &x, &y);
    rig->scene->lantern_x = x - 200.0f;
    rig->scene->lantern_y = y;
    push_button(SDL_BUTTON_LEFT, true, 600, 180);
    push_button(SDL_BUTTON_RIGHT, true, 600, 180);
    Input input = rig_poll(rig);
    assert_int_equal(input.step.move_x, 127);
    assert_int_equal(input.step.move_y, 0);
    assert_true(input.step.glow);
    rig->scene->lantern_x = x + 1.0f;
    assert_int_equal(rig_poll(rig).step.move_x, 0);
    rig->scene->lantern_x = x;
    rig->scene->lantern_y = y + 8.0f; /* near: slower */
    input = rig_poll(rig);
    assert_true(input.step.move_y < 0 && input.step.move_y > -127);
    push_button(SDL_BUTTON_LEFT, false, 600, 180);
    push_button(SDL_BUTTON_RIGHT, false, 600, 180);
    input = rig_poll(rig);
    assert_int_equal(input.step.move_y, 0);
    assert_false(input.step.glow);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, rig_set_up, rig_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_nothing),       CASE(test_walking),       CASE(test_tap),
        CASE(test_focus_lost),    CASE(test_every_binding), CASE(test_table),
        CASE(test_window_events), CASE(test_pointer),       CASE(test_other_keys),
        CASE(test_alt),           CASE(test_break),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
