/* The screens around the game, told key by key: title, level select, level, menu, and back. */
#include "app/loop_state.h"
#include "support/screens.h"
#include "support/told.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void key_by_key(void **state)
{
    Screens *screens = *state;
    screens_frames(screens, 3);
    screens_assert_shown(screens, FLOW_TITLE);
    screens_press(screens, SDL_SCANCODE_SPACE);
    screens_assert_shown(screens, FLOW_SELECT);
    screens_press(screens, SDL_SCANCODE_RIGHT);
    screens_press(screens, SDL_SCANCODE_D);
    assert_int_equal(flow_chosen(screens->flow), 2);
    screens_press(screens, SDL_SCANCODE_RETURN);
    screens_assert_level(screens, "third");
    screens_press(screens, SDL_SCANCODE_ESCAPE);
    assert_true(flow_loop(screens->flow)->menu);
    screens_press(screens, SDL_SCANCODE_DOWN);
    screens_press(screens, SDL_SCANCODE_DOWN); /* Resume, Restart, Levels */
    screens_press(screens, SDL_SCANCODE_SPACE);
    screens_assert_shown(screens, FLOW_SELECT);
    assert_int_equal(flow_chosen(screens->flow), 2);
    screens_press(screens, SDL_SCANCODE_ESCAPE);
    screens_assert_shown(screens, FLOW_TITLE);
    screens_press_last(screens, SDL_SCANCODE_ESCAPE);
}

static void escape_goes_one_step_back(void **state)
{
    Screens *screens = *state;
    screens_enter(screens, 1);
    screens_press(screens, SDL_SCANCODE_ESCAPE);
    screens_press(screens, SDL_SCANCODE_ESCAPE);
    screens_assert_shown(screens, FLOW_SELECT);
    flow_destroy(screens->flow);
    screens_open(screens, 1, true); /* as LEVEL on the command line has it */
    screens_assert_level(screens, "soon");
    screens_press(screens, SDL_SCANCODE_ESCAPE);
    screens_press_last(screens, SDL_SCANCODE_ESCAPE);
}

static void every_choice_of_the_menu(void **state)
{
    Screens *screens = *state;
    screens_enter(screens, 2);
    const Loop *loop = flow_loop(screens->flow);
    screens_press(screens, SDL_SCANCODE_ESCAPE);
    screens_press(screens, SDL_SCANCODE_RETURN);
    assert_false(loop->menu);
    uint32_t generation = screens->session->game->generation;
    screens_press(screens, SDL_SCANCODE_ESCAPE);
    screens_press(screens, SDL_SCANCODE_S);
    screens_press(screens, SDL_SCANCODE_RETURN);
    assert_false(loop->menu);
    assert_int_equal(screens->session->game->generation, generation + 1);
    screens_press(screens, SDL_SCANCODE_ESCAPE);
    screens_press(screens, SDL_SCANCODE_UP);
    screens_press(screens, SDL_SCANCODE_UP); /* over the end: Quit, Help */
    screens_press(screens, SDL_SCANCODE_RETURN);
    assert_true(loop->menu && loop->help);
    screens_press(screens, SDL_SCANCODE_ESCAPE);
    assert_true(loop->menu && !loop->help);
    screens_press(screens, SDL_SCANCODE_DOWN);
    screens_press_last(screens, SDL_SCANCODE_RETURN);
}

static void the_pointer_chooses_too(void **state)
{
    Screens *screens = *state;
    Session *session = screens->session;
    screens_click(screens, 5, 5);
    screens_assert_shown(screens, FLOW_SELECT);
    screens_click(screens, 2, 2); /* beside all cards */
    screens_assert_shown(screens, FLOW_SELECT);
    screens_click(screens, 160, 80);
    screens_assert_level(screens, "easy");
    screens_press(screens, SDL_SCANCODE_ESCAPE);
    Menu menu;
    assert_true(loop_menu_picture(flow_loop(screens->flow), &menu));
    int y = 0;
    while (y < 180 && stage_menu_at(session->stage, &menu, 160, y) != 2) {
        y++;
    }
    assert_in_range(y, 1, 179);
    screens_click(screens, 160, y);
    screens_assert_shown(screens, FLOW_SELECT);
}

static void push_button(Screens *screens, uint8_t button)
{
    SDL_Event event = {.type = SDL_CONTROLLERBUTTONDOWN};
    event.cbutton.button = button;
    event.cbutton.state = SDL_PRESSED;
    SDL_PushEvent(&event);
    screens_frames(screens, 2);
}

static void a_gamepad_chooses_too(void **state)
{
    Screens *screens = *state;
    push_button(screens, SDL_CONTROLLER_BUTTON_A);
    screens_assert_shown(screens, FLOW_SELECT);
    push_button(screens, SDL_CONTROLLER_BUTTON_DPAD_RIGHT);
    push_button(screens, SDL_CONTROLLER_BUTTON_A);
    screens_assert_level(screens, "soon");
    screens_press(screens, SDL_SCANCODE_ESCAPE);
    push_button(screens, SDL_CONTROLLER_BUTTON_B);
    screens_assert_shown(screens, FLOW_SELECT);
    push_button(screens, SDL_CONTROLLER_BUTTON_B);
    screens_assert_shown(screens, FLOW_TITLE);
}

static void what_is_locked_stays_shut(void **state)
{
    Screens *screens = *state;
    screens_enter(screens, 3);
    screens_assert_shown(screens, FLOW_SELECT);
    screens_press(screens, SDL_SCANCODE_RIGHT);
    screens_press(screens, SDL_SCANCODE_RETURN); /* the sandbox is open always */
    screens_assert_level(screens, "box");
}

static void a_level_that_turned_bad_is_told(void **state)
{
    Screens *screens = *state;
    Session *session = screens->session;
    char path[FILES_PATH_SIZE];
    session->log.shown = LOG_ERROR;
    files_write(&session->folder, "soon.tmx", "<map", 4, path);
    screens_enter(screens, 1);
    screens_assert_shown(screens, FLOW_SELECT);
    assert_true(told(&session->log, "soon.tmx:1"));
    screens_press(screens, SDL_SCANCODE_LEFT);
    screens_press(screens, SDL_SCANCODE_RETURN);
    screens_assert_level(screens, "easy");
}

static void each_level_has_its_own_population(void **state)
{
    Screens *screens = *state;
    screens_enter(screens, 0);
    uint32_t sprites = game_sprite_count(screens->session->game);
    screens_press(screens, SDL_SCANCODE_EQUALS);
    assert_int_equal(game_sprite_count(screens->session->game), 2 * sprites);
    screens_press(screens, SDL_SCANCODE_ESCAPE);
    screens_press(screens, SDL_SCANCODE_ESCAPE);
    screens_press(screens, SDL_SCANCODE_RETURN);
    screens_assert_level(screens, "easy");
    assert_int_equal(game_sprite_count(screens->session->game), sprites);
}

static void the_window_may_be_closed_anywhere(void **state)
{
    Screens *screens = *state;
    Error error = {""};
    SDL_Event event = {.type = SDL_QUIT};
    SDL_PushEvent(&event);
    assert_false(flow_frame(screens->flow, &error));
    screens_press(screens, SDL_SCANCODE_SPACE);
    SDL_PushEvent(&event);
    assert_false(flow_frame(screens->flow, &error));
    screens_press(screens, SDL_SCANCODE_RETURN);
    SDL_PushEvent(&event);
    assert_true(flow_run(screens->flow, &error));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_THE_TITLE(key_by_key),
        ON_THE_TITLE(escape_goes_one_step_back),
        ON_THE_TITLE(every_choice_of_the_menu),
        ON_THE_TITLE(the_pointer_chooses_too),
        ON_THE_TITLE(a_gamepad_chooses_too),
        ON_THE_TITLE(what_is_locked_stays_shut),
        ON_THE_TITLE(a_level_that_turned_bad_is_told),
        ON_THE_TITLE(each_level_has_its_own_population),
        ON_THE_TITLE(the_window_may_be_closed_anywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
