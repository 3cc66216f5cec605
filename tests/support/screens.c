#include "support/screens.h"

#include "app/loop_state.h"
#include "support/maps.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A level of the folder, with another goal and length of the night. */
static void write_level(const Screens *screens, const char *name, const char *title,
                        const char *goal, const char *dawn_s)
{
    char file[64];
    char path[FILES_PATH_SIZE];
    char *titled = maps_replace(maps_good, "A test", title);
    char *aimed = maps_replace(titled, "\"20\"", goal);
    char *map = maps_replace(aimed, "\"90.5\"", dawn_s);
    snprintf(file, sizeof file, "%s.tmx", name);
    files_write(&screens->session->folder, file, map, strlen(map), path);
    free(titled);
    free(aimed);
    free(map);
}

/* A flow over the game that the session opened on that level. */
void screens_open(Screens *screens, uint32_t level, bool starts_in_level)
{
    Error error = {""};
    Session *session = screens->session;
    session_close(session);
    session_open(session, screens->order.levels[level].path, &(LoopConfig){.unlimited = true});
    loop_destroy(session->loop);
    session->loop = NULL;
    FlowConfig config = {.order = &screens->order,
                         .progress_path = screens->progress,
                         .starts_in_level = starts_in_level,
                         .unlimited = true};
    screens->flow = flow_create(&config, session->game, session->stage, &session->log, &error);
    assert_non_null(screens->flow);
    SDL_FlushEvents(SDL_FIRSTEVENT, SDL_LASTEVENT);
}

int screens_set_up(void **state)
{
    static const char ORDER[] = "easy\nsoon\nthird\nlate\nbox\n";
    Screens *screens = calloc(1, sizeof *screens);
    char path[FILES_PATH_SIZE];
    session_set_up((void **)&screens->session);
    const TestFolder *folder = &screens->session->folder;
    write_level(screens, "easy", "Easy", "\"1\"", "\"60\"");
    write_level(screens, "soon", "Soon", "\"50\"", "\"0.1\"");
    write_level(screens, "third", "Third", "\"50\"", "\"60\"");
    write_level(screens, "late", "Late", "\"50\"", "\"60\"");
    write_level(screens, "box", "Box", "\"0\"", "\"0\"");
    files_write(folder, "order.txt", ORDER, sizeof ORDER - 1, path);
    files_path(folder, "progress.txt", screens->progress);
    snprintf(screens->paths.levels, sizeof screens->paths.levels, "%s", folder->path);
    level_order_read(&screens->order, &screens->paths, &screens->session->log);
    assert_int_equal(screens->order.count, 5);
    screens_open(screens, 0, false);
    *state = screens;
    return 0;
}

int screens_tear_down(void **state)
{
    Screens *screens = *state;
    void *session = screens->session;
    flow_destroy(screens->flow);
    session_tear_down(&session);
    free(screens);
    return 0;
}

void screens_frames(Screens *screens, uint32_t count)
{
    Error error = {""};
    for (uint32_t i = 0; i < count; i++) {
        if (!flow_frame(screens->flow, &error)) {
            fail_msg("the program ends: %s", error.text);
        }
    }
}

/* Two frames: SDL marks the end of a look at its queue with an event, which ends the next one. */
void screens_press(Screens *screens, SDL_Scancode key)
{
    session_tap(key);
    screens_frames(screens, 2);
}

void screens_press_last(Screens *screens, SDL_Scancode key)
{
    Error error = {""};
    session_tap(key);
    bool goes_on = flow_frame(screens->flow, &error) && flow_frame(screens->flow, &error);
    assert_false(goes_on);
    assert_string_equal(error.text, "");
}

void screens_click(Screens *screens, int x, int y)
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
    screens_frames(screens, 2);
}

void screens_assert_shown(const Screens *screens, FlowScreen expected)
{
    assert_int_equal(flow_screen(screens->flow), expected);
}

void screens_assert_level(const Screens *screens, const char *name)
{
    screens_assert_shown(screens, FLOW_LEVEL);
    assert_string_equal(screens->session->game->level_name, name);
}

/* Frames until the menu of the night's end takes choices. */
void screens_until_verdict(Screens *screens)
{
    Menu menu = {.light = 0.0f};
    for (uint32_t i = 0; !flow_loop(screens->flow)->verdict ||
                         !loop_menu_picture(flow_loop(screens->flow), &menu) || menu.light < 1.0f;
         i++) {
        assert_in_range(i, 0, 10000000);
        screens_frames(screens, 1);
    }
}

/* From the title into a level of the order. */
void screens_enter(Screens *screens, uint32_t level)
{
    screens_press(screens, SDL_SCANCODE_SPACE);
    screens_assert_shown(screens, FLOW_SELECT);
    for (uint32_t i = 0; i < level; i++) {
        screens_press(screens, SDL_SCANCODE_RIGHT);
    }
    assert_int_equal(flow_chosen(screens->flow), level);
    screens_press(screens, SDL_SCANCODE_RETURN);
}
