/* What keys, gamepads and the pointer mean in a menu. */
#include "view/input.h"

#include <SDL.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

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
    log_init(&fixture->log, LOG_ERROR);
    StageConfig config = {.assets = "none", .width = 640, .height = 360, .window = true};
    fixture->stage = stage_open(&config, &fixture->log, &error);
    assert_non_null(fixture->stage);
    fixture->devices = input_open(NULL, &fixture->log, &error);
    assert_non_null(fixture->devices);
    fixture->scene = calloc(1, sizeof *fixture->scene);
    SDL_FlushEvents(SDL_FIRSTEVENT, SDL_LASTEVENT); /* of the window's birth */
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

static void keys_press(void **state)
{
    static const struct {
        SDL_Scancode key;
        MenuPress press;
        bool repeats;
    } rows[] = {
        {SDL_SCANCODE_LEFT, MENU_LEFT, true},
        {SDL_SCANCODE_D, MENU_RIGHT, true},
        {SDL_SCANCODE_UP, MENU_UP, true},
        {SDL_SCANCODE_S, MENU_DOWN, true},
        {SDL_SCANCODE_SPACE, MENU_CHOOSE, false},
        {SDL_SCANCODE_RETURN, MENU_CHOOSE, false},
        {SDL_SCANCODE_KP_ENTER, MENU_CHOOSE, false},
        {SDL_SCANCODE_ESCAPE, MENU_BACK, false},
    };
    Fixture *fixture = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        push_key(rows[i].key, true, 0, false);
        assert_int_equal(poll(fixture).menu, 1u << rows[i].press);
        poll(fixture);
        push_key(rows[i].key, true, 0, true);
        assert_int_equal(poll(fixture).menu, rows[i].repeats ? 1u << rows[i].press : 0u);
        push_key(rows[i].key, false, 0, false);
        assert_int_equal(poll(fixture).menu, 0);
        poll(fixture);
    }
    push_key(SDL_SCANCODE_RETURN, true, KMOD_LALT, false); /* full screen, and nothing else */
    assert_int_equal(poll(fixture).menu, 0);
}

/* A stick presses when it is pushed, and again when it has come back in between. */
static void a_stick_presses(void **state)
{
    static const struct {
        int16_t value;
        uint32_t menu;
    } rows[] = {{10000, 0},
                {30000, 1u << MENU_DOWN},
                {32000, 0},
                {15000, 0},
                {25000, 0},
                {5000, 0},
                {25000, 1u << MENU_DOWN},
                {-30000, 1u << MENU_UP},
                {0, 0}};
    Fixture *fixture = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        SDL_Event event = {.type = SDL_CONTROLLERAXISMOTION};
        event.caxis.axis = SDL_CONTROLLER_AXIS_LEFTY;
        event.caxis.value = rows[i].value;
        SDL_PushEvent(&event);
        assert_int_equal(poll(fixture).menu, rows[i].menu);
        poll(fixture);
    }
}

static void the_pointer_clicks(void **state)
{
    Fixture *fixture = *state;
    SDL_Event event = {.type = SDL_MOUSEMOTION};
    event.motion.x = 12;
    event.motion.y = 34;
    SDL_PushEvent(&event);
    Input input = poll(fixture);
    assert_true(input.pointer_moved && !input.clicked);
    assert_int_equal(input.pointer_x, 12);
    assert_int_equal(input.pointer_y, 34);
    poll(fixture);
    event = (SDL_Event){.type = SDL_MOUSEBUTTONDOWN};
    event.button.button = SDL_BUTTON_LEFT;
    event.button.state = SDL_PRESSED;
    SDL_PushEvent(&event);
    assert_true(poll(fixture).clicked);
    poll(fixture);
    assert_false(poll(fixture).clicked);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(keys_press),
        CASE(a_stick_presses),
        CASE(the_pointer_clicks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
