/* Keys, mouse, window and gamepads as events that were pushed, and what the loop gets of them. */
#include "view/input.h"
#include "view/input_keys.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef struct Fixture {
    Log log;
    Stage *stage;
    InputDevices *devices;
    Scene *scene;
} Fixture;

static int set_up(void **state)
{
    Error error = {""};
    Fixture *fixture = calloc(1, sizeof *fixture);
    SDL_setenv("SDL_VIDEODRIVER", "dummy", 1);
    SDL_SetHint(SDL_HINT_JOYSTICK_ALLOW_BACKGROUND_EVENTS, "1");
    log_init(&fixture->log, LOG_ERROR);
    StageConfig config = {.assets = "none", .width = 640, .height = 360, .window = true};
    fixture->stage = stage_open(&config, &fixture->log, &error);
    assert_non_null(fixture->stage);
    fixture->devices = input_open(&fixture->log, &error);
    assert_non_null(fixture->devices);
    fixture->scene = calloc(1, sizeof *fixture->scene);
    SDL_FlushEvents(SDL_FIRSTEVENT, SDL_CONTROLLERAXISMOTION - 1); /* of the window's birth */
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    Fixture *fixture = *state;
    input_close(fixture->devices);
    stage_close(fixture->stage);
    free(fixture->scene);
    free(fixture);
    return 0;
}

static Input poll(Fixture *fixture)
{
    return input_poll(fixture->devices, fixture->stage, fixture->scene);
}

static void push_key(SDL_Scancode key, bool down, uint16_t modifiers, bool repeat)
{
    SDL_Event event = {.type = down ? SDL_KEYDOWN : SDL_KEYUP};
    event.key.state = down ? SDL_PRESSED : SDL_RELEASED;
    event.key.repeat = repeat;
    event.key.keysym.scancode = key;
    event.key.keysym.mod = modifiers;
    assert_int_equal(SDL_PushEvent(&event), 1);
}

static void press(SDL_Scancode key)
{
    push_key(key, true, 0, false);
}

static void release(SDL_Scancode key)
{
    push_key(key, false, 0, false);
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
    Input input = poll(*state);
    assert_int_equal(input.actions, 0);
    assert_int_equal(input.backend_slot, -1);
    assert_int_equal(input.step.move_x, 0);
    assert_int_equal(input.step.move_y, 0);
    assert_false(input.step.glow || input.quit || input.resized);
}

static void test_walking(void **state)
{
    Fixture *fixture = *state;
    press(SDL_SCANCODE_LEFT);
    press(SDL_SCANCODE_S);
    press(SDL_SCANCODE_SPACE);
    for (int i = 0; i < 3; i++) {
        Input input = poll(fixture);
        assert_int_equal(input.step.move_x, -127);
        assert_int_equal(input.step.move_y, 127);
        assert_true(input.step.glow);
        assert_int_equal(input.actions, 0);
    }
    /* Two keys for one direction: it ends with the second. Opposite ones stand still. */
    press(SDL_SCANCODE_A);
    release(SDL_SCANCODE_LEFT);
    release(SDL_SCANCODE_SPACE);
    assert_int_equal(poll(fixture).step.move_x, -127);
    press(SDL_SCANCODE_RIGHT);
    poll(fixture);
    assert_int_equal(poll(fixture).step.move_x, 0);
    release(SDL_SCANCODE_A);
    assert_int_equal(poll(fixture).step.move_x, 127);
    assert_false(poll(fixture).step.glow);
}

/* Down and up between two polls: that moves once. */
static void test_tap(void **state)
{
    Fixture *fixture = *state;
    press(SDL_SCANCODE_UP);
    release(SDL_SCANCODE_UP);
    assert_int_equal(poll(fixture).step.move_y, -127);
    assert_int_equal(poll(fixture).step.move_y, 0);
}

static void test_focus_lost(void **state)
{
    Fixture *fixture = *state;
    press(SDL_SCANCODE_D);
    press(SDL_SCANCODE_SPACE);
    push_button(SDL_BUTTON_LEFT, true, 600, 10);
    push_button(SDL_BUTTON_RIGHT, true, 600, 10);
    poll(fixture);
    push_window(SDL_WINDOWEVENT_FOCUS_LOST);
    poll(fixture);
    Input input = poll(fixture);
    assert_int_equal(input.step.move_x, 0);
    assert_false(input.step.glow);
}

static void test_every_binding(void **state)
{
    Fixture *fixture = *state;
    for (uint32_t i = 0; i < input_binding_count(); i++) {
        const KeyBinding *binding = input_binding(i);
        if (binding->action <= ACTION_GLOW) {
            continue;
        }
        for (int k = 0; k < KEYS_A_BINDING && binding->keys[k] != SDL_SCANCODE_UNKNOWN; k++) {
            uint16_t modifiers = binding->with_alt ? KMOD_LALT : 0;
            push_key(binding->keys[k], true, modifiers, false);
            push_key(binding->keys[k], false, modifiers, false);
            Input input = poll(fixture);
            if (binding->action == ACTION_BACKEND) {
                assert_int_equal(input.backend_slot, binding->slot);
                assert_int_equal(input.actions, 0);
            } else {
                assert_int_equal(input.actions, 1u << binding->action);
                assert_true(input_has(&input, binding->action));
            }
            push_key(binding->keys[k], true, modifiers, true);
            input = poll(fixture);
            assert_int_equal(input.actions != 0, binding->repeats);
        }
    }
}

/* No key means two things, every row of F1 says what it does, every action has a key. */
static void test_table(void **state)
{
    (void)state;
    bool seen[ACTION_COUNT] = {[ACTION_NONE] = true};
    for (uint32_t i = 0; i < input_binding_count(); i++) {
        const KeyBinding *one = input_binding(i);
        seen[one->action] = true;
        assert_int_equal(one->name != NULL, one->does != NULL);
        for (uint32_t j = 0; j < i * KEYS_A_BINDING; j++) {
            const KeyBinding *other = input_binding(j / KEYS_A_BINDING);
            SDL_Scancode key = other->keys[j % KEYS_A_BINDING];
            for (int k = 0; k < KEYS_A_BINDING; k++) {
                bool same = key != SDL_SCANCODE_UNKNOWN && one->keys[k] == key;
                assert_false(same && one->with_alt == other->with_alt);
            }
        }
    }
    for (Action action = 0; action < ACTION_COUNT; action++) {
        assert_true(seen[action]);
    }
}

static void test_window_events(void **state)
{
    Fixture *fixture = *state;
    push_window(SDL_WINDOWEVENT_SIZE_CHANGED);
    assert_true(poll(fixture).resized);
    assert_false(poll(fixture).resized);
    push_window(SDL_WINDOWEVENT_CLOSE);
    assert_true(poll(fixture).quit);
    SDL_Event event = {.type = SDL_QUIT};
    SDL_PushEvent(&event);
    assert_true(poll(fixture).quit);
    press((SDL_Scancode)9999);
    release((SDL_Scancode)9999);
    assert_int_equal(poll(fixture).actions, 0);
}

/* Holding the left button walks to the pointer and stops there; the right one glows. */
static void test_pointer(void **state)
{
    Fixture *fixture = *state;
    float x;
    float y;
    stage_to_world(fixture->stage, 600, 180, &x, &y);
    fixture->scene->lantern_x = x - 200.0f;
    fixture->scene->lantern_y = y;
    push_button(SDL_BUTTON_LEFT, true, 600, 180);
    push_button(SDL_BUTTON_RIGHT, true, 600, 180);
    Input input = poll(fixture);
    assert_int_equal(input.step.move_x, 127);
    assert_int_equal(input.step.move_y, 0);
    assert_true(input.step.glow);
    fixture->scene->lantern_x = x + 1.0f;
    assert_int_equal(poll(fixture).step.move_x, 0);
    fixture->scene->lantern_x = x;
    fixture->scene->lantern_y = y + 8.0f; /* near: slower */
    input = poll(fixture);
    assert_true(input.step.move_y < 0 && input.step.move_y > -127);
    push_button(SDL_BUTTON_LEFT, false, 600, 180);
    push_button(SDL_BUTTON_RIGHT, false, 600, 180);
    input = poll(fixture);
    assert_int_equal(input.step.move_y, 0);
    assert_false(input.step.glow);
}

/* A pad comes, plays, and is pulled out while its stick is held. */
static void test_gamepad(void **state)
{
    Fixture *fixture = *state;
    int device = SDL_JoystickAttachVirtual(SDL_JOYSTICK_TYPE_GAMECONTROLLER,
                                           SDL_CONTROLLER_AXIS_MAX, SDL_CONTROLLER_BUTTON_MAX, 0);
    if (device < 0 || !SDL_IsGameController(device)) {
        skip();
    }
    SDL_JoystickID id = SDL_JoystickGetDeviceInstanceID(device);
    poll(fixture);
    assert_non_null(strstr(log_recent(&fixture->log, 0), "gamepad"));
    SDL_Joystick *stick = SDL_JoystickFromInstanceID(id);
    assert_non_null(stick);
    SDL_JoystickSetVirtualAxis(stick, SDL_CONTROLLER_AXIS_LEFTX, -32768);
    SDL_JoystickSetVirtualAxis(stick, SDL_CONTROLLER_AXIS_LEFTY, 3000); /* in the dead zone */
    SDL_JoystickSetVirtualButton(stick, SDL_CONTROLLER_BUTTON_A, 1);
    SDL_JoystickSetVirtualButton(stick, SDL_CONTROLLER_BUTTON_START, 1);
    SDL_JoystickUpdate();
    Input input = poll(fixture);
    assert_int_equal(input.step.move_x, -127);
    assert_int_equal(input.step.move_y, 0);
    assert_true(input.step.glow);
    assert_true(input_has(&input, ACTION_PAUSE));
    assert_int_equal(SDL_JoystickDetachVirtual(device), 0);
    poll(fixture);
    input = poll(fixture);
    assert_int_equal(input.step.move_x, 0);
    assert_false(input.step.glow);
    assert_non_null(strstr(log_recent(&fixture->log, 0), "unplugged"));
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_nothing),       CASE(test_walking),       CASE(test_tap),
        CASE(test_focus_lost),    CASE(test_every_binding), CASE(test_table),
        CASE(test_window_events), CASE(test_pointer),       CASE(test_gamepad),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
