/* What keys, gamepads and the pointer mean in a menu. */
#include "support/rig.h"

#include <SDL.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

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
    Rig *rig = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        rig_push_key(rows[i].key, true, 0, false);
        assert_int_equal(rig_poll(rig).menu, 1u << rows[i].press);
        rig_poll(rig);
        rig_push_key(rows[i].key, true, 0, true);
        assert_int_equal(rig_poll(rig).menu, rows[i].repeats ? 1u << rows[i].press : 0u);
        rig_push_key(rows[i].key, false, 0, false);
        assert_int_equal(rig_poll(rig).menu, 0);
        rig_poll(rig);
    }
    rig_push_key(SDL_SCANCODE_RETURN, true, KMOD_LALT, false); /* full screen, and nothing else */
    assert_int_equal(rig_poll(rig).menu, 0);
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
    Rig *rig = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        SDL_Event event = {.type = SDL_CONTROLLERAXISMOTION};
        event.caxis.axis = SDL_CONTROLLER_AXIS_LEFTY;
        event.caxis.value = rows[i].value;
        SDL_PushEvent(&event);
        assert_int_equal(rig_poll(rig).menu, rows[i].menu);
        rig_poll(rig);
    }
}

static void the_pointer_clicks(void **state)
{
    Rig *rig = *state;
    SDL_Event event = {.type = SDL_MOUSEMOTION};
    event.motion.x = 12;
    event.motion.y = 34;
    SDL_PushEvent(&event);
    Input input = rig_poll(rig);
    assert_true(input.pointer_moved && !input.clicked);
    assert_int_equal(input.pointer_x, 12);
    assert_int_equal(input.pointer_y, 34);
    rig_poll(rig);
    event = (SDL_Event){.type = SDL_MOUSEBUTTONDOWN};
    event.button.button = SDL_BUTTON_LEFT;
    event.button.state = SDL_PRESSED;
    SDL_PushEvent(&event);
    assert_true(rig_poll(rig).clicked);
    rig_poll(rig);
    assert_false(rig_poll(rig).clicked);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, rig_set_up, rig_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(keys_press),
        CASE(a_stick_presses),
        CASE(the_pointer_clicks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
