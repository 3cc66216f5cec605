/* The screens around the game, told key by key under SDL's dummy driver: title, level select,
 * level, menus, the night's end, and what is kept of it. */
#include "app/flow.h"
#include "app/loop_state.h"
#include "support/maps.h"
#include "support/session.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

typedef struct Fixture {
    Session *session;
    Paths paths;
    LevelOrder order;
    char progress[FILES_PATH_SIZE];
    Flow *flow;
} Fixture;

/* A level of the folder, with another goal and length of the night. */
static void write_level(const Fixture *fixture, const char *name, const char *title,
                        const char *goal, const char *dawn_s)
{
    char file[64];
    char path[FILES_PATH_SIZE];
    char *titled = maps_replace(maps_good, "A test", title);
    char *aimed = maps_replace(titled, "\"20\"", goal);
    char *map = maps_replace(aimed, "\"90.5\"", dawn_s);
    snprintf(file, sizeof file, "%s.tmx", name);
    files_write(&fixture->session->folder, file, map, strlen(map), path);
    free(titled);
    free(aimed);
    free(map);
}

/* A flow over the game that the session opened on that level. */
static void open_flow(Fixture *fixture, uint32_t level, bool starts_in_level)
{
    Error error = {""};
    Session *session = fixture->session;
    session_close(session);
    session_open(session, fixture->order.levels[level].path, &(LoopConfig){.unlimited = true});
    loop_destroy(session->loop);
    session->loop = NULL;
    FlowConfig config = {.order = &fixture->order,
                         .progress_path = fixture->progress,
                         .starts_in_level = starts_in_level,
                         .unlimited = true};
    fixture->flow = flow_create(&config, session->game, session->stage, &session->log, &error);
    assert_non_null(fixture->flow);
    SDL_FlushEvents(SDL_FIRSTEVENT, SDL_LASTEVENT);
}

static int set_up(void **state)
{
    static const char ORDER[] = "easy\nsoon\nthird\nlate\nbox\n";
    Fixture *fixture = calloc(1, sizeof *fixture);
    char path[FILES_PATH_SIZE];
    session_set_up((void **)&fixture->session);
    const TestFolder *folder = &fixture->session->folder;
    write_level(fixture, "easy", "Easy", "\"1\"", "\"60\"");
    write_level(fixture, "soon", "Soon", "\"50\"", "\"0.1\"");
    write_level(fixture, "third", "Third", "\"50\"", "\"60\"");
    write_level(fixture, "late", "Late", "\"50\"", "\"60\"");
    write_level(fixture, "box", "Box", "\"0\"", "\"0\"");
    files_write(folder, "order.txt", ORDER, sizeof ORDER - 1, path);
    files_path(folder, "progress.txt", fixture->progress);
    snprintf(fixture->paths.levels, sizeof fixture->paths.levels, "%s", folder->path);
    level_order_read(&fixture->order, &fixture->paths, &fixture->session->log);
    assert_int_equal(fixture->order.count, 5);
    open_flow(fixture, 0, false);
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    Fixture *fixture = *state;
    void *session = fixture->session;
    flow_destroy(fixture->flow);
    session_tear_down(&session);
    free(fixture);
    return 0;
}

static void frames(Fixture *fixture, uint32_t count)
{
    Error error = {""};
    for (uint32_t i = 0; i < count; i++) {
        if (!flow_frame(fixture->flow, &error)) {
            fail_msg("the program ends: %s", error.text);
        }
    }
}

/* Two frames: SDL marks the end of a look at its queue with an event, which ends the next one. */
static void press(Fixture *fixture, SDL_Scancode key)
{
    session_tap(key);
    frames(fixture, 2);
}

static void press_last(Fixture *fixture, SDL_Scancode key)
{
    Error error = {""};
    session_tap(key);
    bool goes_on = flow_frame(fixture->flow, &error) && flow_frame(fixture->flow, &error);
    assert_false(goes_on);
    assert_string_equal(error.text, "");
}

static void click(Fixture *fixture, int x, int y)
{
    SDL_Event event = {.type = SDL_MOUSEBUTTONDOWN};
    event.button.button = SDL_BUTTON_LEFT;
    event.button.state = SDL_PRESSED;
    event.button.x = x;
    event.button.y = y;
    SDL_PushEvent(&event);
    event.type = SDL_MOUSEBUTTONUP;
    event.button.state = SDL_RELEASED;
    SDL_PushEvent(&event);
    frames(fixture, 2);
}

static void assert_screen(const Fixture *fixture, FlowScreen expected)
{
    assert_int_equal(flow_screen(fixture->flow), expected);
}

static void assert_level(const Fixture *fixture, const char *name)
{
    assert_screen(fixture, FLOW_LEVEL);
    assert_string_equal(fixture->session->game->level_name, name);
}

/* Frames until the menu of the night's end takes choices. */
static void frames_until_verdict(Fixture *fixture)
{
    Menu menu = {.light = 0.0f};
    for (uint32_t i = 0; !flow_loop(fixture->flow)->verdict ||
                         !loop_menu_picture(flow_loop(fixture->flow), &menu) || menu.light < 1.0f;
         i++) {
        assert_in_range(i, 0, 10000000);
        frames(fixture, 1);
    }
}

/* From the title into a level of the order. */
static void enter(Fixture *fixture, uint32_t level)
{
    press(fixture, SDL_SCANCODE_SPACE);
    assert_screen(fixture, FLOW_SELECT);
    for (uint32_t i = 0; i < level; i++) {
        press(fixture, SDL_SCANCODE_RIGHT);
    }
    assert_int_equal(flow_chosen(fixture->flow), level);
    press(fixture, SDL_SCANCODE_RETURN);
}

/* ---- From screen to screen -------------------------------------------------------------------*/

static void key_by_key(void **state)
{
    Fixture *fixture = *state;
    frames(fixture, 3);
    assert_screen(fixture, FLOW_TITLE);
    press(fixture, SDL_SCANCODE_SPACE);
    assert_screen(fixture, FLOW_SELECT);
    press(fixture, SDL_SCANCODE_RIGHT);
    press(fixture, SDL_SCANCODE_D);
    assert_int_equal(flow_chosen(fixture->flow), 2);
    press(fixture, SDL_SCANCODE_RETURN);
    assert_level(fixture, "third");
    press(fixture, SDL_SCANCODE_ESCAPE);
    assert_true(flow_loop(fixture->flow)->menu);
    press(fixture, SDL_SCANCODE_DOWN);
    press(fixture, SDL_SCANCODE_DOWN); /* Resume, Restart, Levels */
    press(fixture, SDL_SCANCODE_SPACE);
    assert_screen(fixture, FLOW_SELECT);
    assert_int_equal(flow_chosen(fixture->flow), 2);
    press(fixture, SDL_SCANCODE_ESCAPE);
    assert_screen(fixture, FLOW_TITLE);
    press_last(fixture, SDL_SCANCODE_ESCAPE);
}

static void escape_goes_one_step_back(void **state)
{
    Fixture *fixture = *state;
    enter(fixture, 1);
    press(fixture, SDL_SCANCODE_ESCAPE);
    press(fixture, SDL_SCANCODE_ESCAPE);
    assert_screen(fixture, FLOW_SELECT);
    flow_destroy(fixture->flow);
    open_flow(fixture, 1, true); /* as LEVEL on the command line has it */
    assert_level(fixture, "soon");
    press(fixture, SDL_SCANCODE_ESCAPE);
    press_last(fixture, SDL_SCANCODE_ESCAPE);
}

static void every_choice_of_the_menu(void **state)
{
    Fixture *fixture = *state;
    enter(fixture, 2);
    const Loop *loop = flow_loop(fixture->flow);
    press(fixture, SDL_SCANCODE_ESCAPE);
    press(fixture, SDL_SCANCODE_RETURN);
    assert_false(loop->menu);
    uint32_t generation = fixture->session->game->generation;
    press(fixture, SDL_SCANCODE_ESCAPE);
    press(fixture, SDL_SCANCODE_S);
    press(fixture, SDL_SCANCODE_RETURN);
    assert_false(loop->menu);
    assert_int_equal(fixture->session->game->generation, generation + 1);
    press(fixture, SDL_SCANCODE_ESCAPE);
    press(fixture, SDL_SCANCODE_UP);
    press(fixture, SDL_SCANCODE_UP); /* over the end: Quit, Help */
    press(fixture, SDL_SCANCODE_RETURN);
    assert_true(loop->menu && loop->help);
    press(fixture, SDL_SCANCODE_ESCAPE);
    assert_true(loop->menu && !loop->help);
    press(fixture, SDL_SCANCODE_DOWN);
    press_last(fixture, SDL_SCANCODE_RETURN);
}

static void the_pointer_chooses_too(void **state)
{
    Fixture *fixture = *state;
    Session *session = fixture->session;
    click(fixture, 5, 5);
    assert_screen(fixture, FLOW_SELECT);
    click(fixture, 2, 2); /* beside all cards */
    assert_screen(fixture, FLOW_SELECT);
    click(fixture, 160, 80);
    assert_level(fixture, "easy");
    press(fixture, SDL_SCANCODE_ESCAPE);
    Menu menu;
    assert_true(loop_menu_picture(flow_loop(fixture->flow), &menu));
    int y = 0;
    while (y < 180 && stage_menu_at(session->stage, &menu, 160, y) != 2) {
        y++;
    }
    assert_in_range(y, 1, 179);
    click(fixture, 160, y);
    assert_screen(fixture, FLOW_SELECT);
}

static void a_gamepad_chooses_too(void **state)
{
    static const uint8_t buttons[] = {SDL_CONTROLLER_BUTTON_A, SDL_CONTROLLER_BUTTON_DPAD_RIGHT,
                                      SDL_CONTROLLER_BUTTON_A, SDL_CONTROLLER_BUTTON_BACK,
                                      SDL_CONTROLLER_BUTTON_B, SDL_CONTROLLER_BUTTON_B};
    static const FlowScreen screens[] = {FLOW_SELECT, FLOW_SELECT, FLOW_LEVEL,
                                         FLOW_LEVEL,  FLOW_SELECT, FLOW_TITLE};
    Fixture *fixture = *state;
    if (!SDL_WasInit(SDL_INIT_GAMECONTROLLER)) {
        skip();
    }
    for (int i = 0; i < 6; i++) {
        SDL_Event event = {.type = SDL_CONTROLLERBUTTONDOWN};
        event.cbutton.button = buttons[i];
        event.cbutton.state = SDL_PRESSED;
        SDL_PushEvent(&event);
        frames(fixture, 2);
        assert_screen(fixture, screens[i]);
    }
    assert_string_equal(fixture->session->game->level_name, "soon");
}

static void what_is_locked_stays_shut(void **state)
{
    Fixture *fixture = *state;
    enter(fixture, 3);
    assert_screen(fixture, FLOW_SELECT);
    press(fixture, SDL_SCANCODE_RIGHT);
    press(fixture, SDL_SCANCODE_RETURN); /* the sandbox is open always */
    assert_level(fixture, "box");
}

static void a_level_that_turned_bad_is_told(void **state)
{
    Fixture *fixture = *state;
    Session *session = fixture->session;
    char path[FILES_PATH_SIZE];
    session->log.shown = LOG_ERROR;
    files_write(&session->folder, "soon.tmx", "<map", 4, path);
    enter(fixture, 1);
    assert_screen(fixture, FLOW_SELECT);
    assert_non_null(strstr(log_recent(&session->log, 0), "soon.tmx:1"));
    press(fixture, SDL_SCANCODE_LEFT);
    press(fixture, SDL_SCANCODE_RETURN);
    assert_level(fixture, "easy");
}

static void each_level_has_its_own_population(void **state)
{
    Fixture *fixture = *state;
    enter(fixture, 0);
    uint32_t sprites = game_sprite_count(fixture->session->game);
    press(fixture, SDL_SCANCODE_EQUALS);
    assert_int_equal(game_sprite_count(fixture->session->game), 2 * sprites);
    press(fixture, SDL_SCANCODE_ESCAPE);
    press(fixture, SDL_SCANCODE_ESCAPE);
    press(fixture, SDL_SCANCODE_RETURN);
    assert_level(fixture, "easy");
    assert_int_equal(game_sprite_count(fixture->session->game), sprites);
}

static void the_window_may_be_closed_anywhere(void **state)
{
    Fixture *fixture = *state;
    Error error = {""};
    SDL_Event event = {.type = SDL_QUIT};
    SDL_PushEvent(&event);
    assert_false(flow_frame(fixture->flow, &error));
    press(fixture, SDL_SCANCODE_SPACE);
    SDL_PushEvent(&event);
    assert_false(flow_frame(fixture->flow, &error));
    press(fixture, SDL_SCANCODE_RETURN);
    SDL_PushEvent(&event);
    assert_true(flow_run(fixture->flow, &error));
}

/* ---- The night's end -------------------------------------------------------------------------*/

static void a_lost_night_is_told(void **state)
{
    Fixture *fixture = *state;
    enter(fixture, 1);
    const Loop *loop = flow_loop(fixture->flow);
    frames_until_verdict(fixture);
    assert_int_equal(loop->night.outcome, OUTCOME_LOST_DAWN);
    assert_non_null(strstr(loop->night.line, "of 50 fireflies"));
    const Best *best = progress_find(flow_progress(fixture->flow), "soon");
    assert_non_null(best);
    assert_false(best->won);
    uint32_t tick = session_tick(fixture->session);
    frames(fixture, 20);
    while (session_tick(fixture->session) == tick) { /* the world goes on moving behind it */
        frames(fixture, 1);
    }
    uint32_t generation = fixture->session->game->generation;
    press(fixture, SDL_SCANCODE_RETURN); /* the third is open: Next level, Again; that one is lit */
    assert_level(fixture, "soon");
    assert_int_equal(fixture->session->game->generation, generation + 1);
    assert_false(loop->verdict);
}

static void a_won_night_leads_to_the_next(void **state)
{
    Fixture *fixture = *state;
    enter(fixture, 0);
    const Loop *loop = flow_loop(fixture->flow);
    session_push_key(SDL_SCANCODE_SPACE, true);
    frames_until_verdict(fixture);
    session_push_key(SDL_SCANCODE_SPACE, false);
    assert_int_equal(loop->night.outcome, OUTCOME_WON);
    assert_string_equal(loop->night.news, "Won for the first time.");
    assert_true(progress_find(flow_progress(fixture->flow), "easy")->won);
    assert_int_equal(access(fixture->progress, R_OK), 0);
    press(fixture, SDL_SCANCODE_RETURN);
    assert_level(fixture, "soon");
    assert_false(loop->verdict);
    press(fixture, SDL_SCANCODE_ESCAPE);
    press(fixture, SDL_SCANCODE_ESCAPE);
    assert_screen(fixture, FLOW_SELECT);
    assert_int_equal(flow_chosen(fixture->flow), 1);
}

/* Each of these, done once, makes the night a practice; a new start is honest again. */
static void tricks_make_a_practice(void **state)
{
    static const SDL_Scancode tricks[] = {SDL_SCANCODE_PERIOD, SDL_SCANCODE_COMMA, SDL_SCANCODE_O,
                                          SDL_SCANCODE_EQUALS};
    static const SDL_Scancode undone[] = {SDL_SCANCODE_COMMA, SDL_SCANCODE_PERIOD, SDL_SCANCODE_P,
                                          SDL_SCANCODE_MINUS};
    Fixture *fixture = *state;
    enter(fixture, 2);
    const Loop *loop = flow_loop(fixture->flow);
    for (int i = 0; i < 4; i++) {
        assert_false(loop->night.practised);
        press(fixture, tricks[i]);
        assert_true(loop->night.practised);
        press(fixture, undone[i]);
        assert_int_equal(loop->night.practised, i < 3); /* another swarm is another night */
        press(fixture, SDL_SCANCODE_R);
    }
}

static void a_practice_does_not_count(void **state)
{
    Fixture *fixture = *state;
    flow_destroy(fixture->flow);
    open_flow(fixture, 1, true);
    session_tap(SDL_SCANCODE_EQUALS);
    frames_until_verdict(fixture);
    assert_non_null(strstr(flow_loop(fixture->flow)->night.news, "does not count"));
    assert_null(progress_find(flow_progress(fixture->flow), "soon"));
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(key_by_key),
        CASE(escape_goes_one_step_back),
        CASE(every_choice_of_the_menu),
        CASE(the_pointer_chooses_too),
        CASE(a_gamepad_chooses_too),
        CASE(what_is_locked_stays_shut),
        CASE(a_level_that_turned_bad_is_told),
        CASE(each_level_has_its_own_population),
        CASE(the_window_may_be_closed_anywhere),
        CASE(a_lost_night_is_told),
        CASE(a_won_night_leads_to_the_next),
        CASE(tricks_make_a_practice),
        CASE(a_practice_does_not_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
