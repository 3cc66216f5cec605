/* A level on its way into the window: its pictures, the curtain before it, and those who have
 * enough of waiting. */
#include "app/loading.h"
#include "base/clock.h"
#include "support/maps.h"
#include "support/models.h"
#include "support/session.h"
#include "support/tasks.h"
#include "view/image.h"
#include "view/input.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { LANES = 3, HELPERS = LANES - 1, PICTURE_WIDTH = 64, PICTURE_HEIGHT = 32 };

/* Where the map of the session looks for its picture. */
static void write_picture(Session *session)
{
    char path[FILES_PATH_SIZE];
    files_path(&session->folder, "tiles.png", path);
    SDL_Surface *picture = SDL_CreateRGBSurfaceWithFormat(0, PICTURE_WIDTH, PICTURE_HEIGHT, 32,
                                                          SDL_PIXELFORMAT_ARGB8888);
    assert_non_null(picture);
    for (int i = 0; i < PICTURE_WIDTH * PICTURE_HEIGHT; i++) {
        uint32_t color = 0xff000000u | (uint32_t)i * 2654435761u >> 8;
        *image_pixel(picture, i % PICTURE_WIDTH, i / PICTURE_WIDTH) = color;
    }
    assert_true(image_save(picture, path, NULL));
    SDL_FreeSurface(picture);
}

/* ---- Pictures ---- */

static const Level *level_of_pictures;

static void check_pictures(Backend *backend)
{
    Error fault = {""};
    SDL_Surface *expected = image_load(level_of_pictures->tilesets[0].image, &fault);
    Pictures *pictures = pictures_begin(level_of_pictures, backend, NULL);
    while (!pictures_step(pictures, clock_now_ns() + NS_PER_MS)) {
    }
    assert_int_equal(pictures_done(pictures), pictures_total(pictures));
    const Picture *picture = pictures_of(pictures, 0);
    assert_with(backend, (picture->surface != NULL) == (expected != NULL));
    assert_string_equal(picture->fault.text, fault.text);
    for (int y = 0; expected && y < PICTURE_HEIGHT; y++) {
        assert_memory_equal(image_pixel(picture->surface, 0, y), image_pixel(expected, 0, y),
                            PICTURE_WIDTH * sizeof(uint32_t));
    }
    SDL_FreeSurface(expected);
    pictures_end(pictures);
    pictures_end(pictures_begin(level_of_pictures, backend, NULL)); /* given up at once */
}

static void pictures_are_the_same_with_every_model(void **state)
{
    Session *session = *state;
    level_of_pictures = session->game->level;
    models_each_with(LANES, check_pictures); /* it is not there: the sentence is */
    write_picture(session);
    models_each_with(LANES, check_pictures);
}

/* A picture of what the stage shows, as bytes; the caller frees. */
static char *shown(Session *session, size_t *count)
{
    Error error = {""};
    char path[FILES_PATH_SIZE];
    StageMessages messages = {.log_lines = &session->log};
    files_path(&session->folder, "shown.png", path);
    stage_set_level(session->stage, session->game->level, session->game->world);
    stage_write_list(session->stage, session->game->world, 1.0f, false, NULL);
    stage_draw(session->stage, session->game->world, &messages, NULL);
    assert_true(stage_screenshot(session->stage, path, &error));
    return files_read(path, count);
}

static void given_pictures_are_shown_once(void **state)
{
    Session *session = *state;
    size_t counts[4];
    char *shots[4];
    shots[0] = shown(session, &counts[0]); /* a checker */
    write_picture(session);
    stage_give_pictures(session->stage, pictures_load(session->game->level, NULL));
    char path[FILES_PATH_SIZE];
    files_path(&session->folder, "tiles.png", path);
    assert_int_equal(remove(path), 0);
    shots[1] = shown(session, &counts[1]); /* the file is gone, and the picture was given */
    shots[2] = shown(session, &counts[2]); /* it was given for once */
    write_picture(session);
    shots[3] = shown(session, &counts[3]);
    assert_true(counts[0] != counts[1] || memcmp(shots[0], shots[1], counts[0]) != 0);
    assert_true(counts[0] == counts[2] && memcmp(shots[0], shots[2], counts[0]) == 0);
    assert_true(counts[1] == counts[3] && memcmp(shots[1], shots[3], counts[1]) == 0);
    for (int i = 0; i < 4; i++) {
        free(shots[i]);
    }
}

/* ---- The curtain ---- */

/* Pixels of the colour that the line grows in. */
static uint32_t count_warm(Session *session, const World *world, float part)
{
    Error error = {""};
    char path[FILES_PATH_SIZE];
    files_path(&session->folder, "curtain.png", path);
    Curtain curtain = {.title = "", .part = part};
    stage_draw_curtain(session->stage, world, &curtain);
    assert_true(stage_screenshot(session->stage, path, &error));
    SDL_Surface *picture = image_load(path, &error);
    assert_non_null(picture);
    uint32_t count = 0;
    for (int i = 0; i < picture->w * picture->h; i++) {
        count += *image_pixel(picture, i % picture->w, i / picture->w) == 0xffffd873u;
    }
    SDL_FreeSurface(picture);
    return count;
}

static void the_line_grows(void **state)
{
    Session *session = *state;
    const World *worlds[] = {NULL, session->game->world};
    for (int i = 0; i < 2; i++) {
        uint32_t none = count_warm(session, worlds[i], 0.0f);
        uint32_t half = count_warm(session, worlds[i], 0.5f);
        uint32_t all = count_warm(session, worlds[i], 1.0f);
        assert_true(half > none);
        assert_int_equal(all - none, 2 * (half - none));
        assert_int_equal(count_warm(session, worlds[i], 2.0f), all);
        session_frames(session, 1);
    }
}

/* ---- Waiting for it ---- */

/* Keeps the helpers of a pool busy, so that nothing is loaded meanwhile. One of them sends an event
 * after a time that no loading is patient for. */
typedef struct Holder {
    Future future;
    Gate *gate;
    const SDL_Event *event; /* NULL: none */
} Holder;

static bool hold(Lane *lane, void *argument)
{
    Holder *holder = argument;
    lane_sleep_ns(lane, 3 * LOADING_PATIENCE_NS / 2);
    if (holder->event) {
        SDL_Event event = *holder->event;
        SDL_PushEvent(&event);
    }
    return task_pass_gate(lane, holder->gate);
}

typedef struct Hold {
    Gate gate;
    Holder holders[HELPERS];
} Hold;

static void hold_helpers(Hold *all, Backend *backend, const SDL_Event *event)
{
    assert_int_equal(backend_lane_count(backend), LANES);
    all->gate.open = event == NULL;
    for (int i = 0; i < HELPERS; i++) {
        all->holders[i] = (Holder){.gate = &all->gate, .event = i == 0 ? event : NULL};
        future_submit(&all->holders[i].future, backend, hold, &all->holders[i], NULL);
    }
    for (int i = 0; i < HELPERS; i++) {
        tasks_await_begin(&all->holders[i].future);
    }
}

static void release_helpers(Hold *all)
{
    all->gate.open = true;
    for (int i = 0; i < HELPERS; i++) {
        assert_true(future_wait(&all->holders[i].future, NULL, BACKEND_NO_DEADLINE));
    }
}

static SDL_Event key_event(SDL_Scancode key)
{
    SDL_Event event = {.type = SDL_KEYDOWN};
    event.key.state = SDL_PRESSED;
    event.key.keysym.scancode = key;
    return event;
}

static LoadingEnd show(Session *session, Backend *backend, const SDL_Event *event, Level **level)
{
    Hold all;
    hold_helpers(&all, backend, event);
    Loading *loading = loading_begin(session->map, backend, true, NULL);
    assert_non_null(loading);
    LoadingEnd end = loading_show(loading, session->stage, NULL, "night");
    *level = end == LOADING_DONE ? loading_take_level(loading, NULL) : NULL;
    loading_end(loading);
    release_helpers(&all);
    return end;
}

static void a_loading_is_waited_for_or_left(void **state)
{
    Session *session = *state;
    Level *level;
    Backend *jobs = models_open("jobs", LANES);
    SDL_Event escape = key_event(SDL_SCANCODE_ESCAPE);
    SDL_Event close = {.type = SDL_QUIT};
    assert_int_equal(show(session, jobs, &escape, &level), LOADING_LEFT);
    assert_int_equal(show(session, jobs, &close, &level), LOADING_CLOSED);
    /* Helpers who come back from elsewhere at last, behind the curtain. */
    assert_int_equal(show(session, jobs, NULL, &level), LOADING_DONE);
    assert_non_null(level);
    level_destroy(level);
    backend_close(jobs);
}

static void check_loading(Backend *backend)
{
    const Level *expected = level_of_pictures;
    Loading *loading = loading_begin(expected->path, backend, true, NULL);
    float part = loading_part(loading);
    while (!loading_poll(loading, clock_now_ns())) {
        assert_with(backend, loading_part(loading) >= part);
        part = loading_part(loading);
    }
    assert_with(backend, loading_part(loading) >= 1.0f);
    Level *level = loading_take_level(loading, NULL);
    Pictures *pictures = loading_take_pictures(loading);
    loading_end(loading);
    assert_with(backend, level->content_hash == expected->content_hash);
    assert_with(backend, pictures_of(pictures, 0)->surface != NULL);
    pictures_end(pictures);
    level_destroy(level);
}

static void the_part_grows_to_the_whole(void **state)
{
    Session *session = *state;
    write_picture(session);
    level_of_pictures = session->game->level;
    models_each_with(1, check_loading);
    models_each_with(LANES, check_loading);
}

static void other_keys_wait_for_the_game(void **state)
{
    (void)state;
    session_tap(SDL_SCANCODE_P);
    session_tap(SDL_SCANCODE_ESCAPE);
    InputBreak wish = input_poll_break();
    assert_true(wish.escape && !wish.quit && !wish.resized);
    assert_false(input_poll_break().escape);
    SDL_Event event;
    assert_int_equal(SDL_PeepEvents(&event, 1, SDL_GETEVENT, SDL_KEYDOWN, SDL_KEYDOWN), 1);
    assert_int_equal(event.key.keysym.scancode, SDL_SCANCODE_P);
}

/* ---- In the game ---- */

/* F5, and then that event behind the curtain. False: the game is to end. */
static bool reload(Session *session, const SDL_Event *event)
{
    Hold all;
    hold_helpers(&all, session->game->backend, event);
    session_tap(SDL_SCANCODE_F5);
    bool goes_on = loop_frame(session->loop);
    release_helpers(&all);
    return goes_on;
}

static void a_reload_may_be_left(void **state)
{
    Session *session = *state;
    assert_true(game_set_backend(session->game, backend_find("jobs"), LANES, NULL));
    session_frames(session, 3);
    uint32_t generation = session->game->generation;
    SDL_Event escape = key_event(SDL_SCANCODE_ESCAPE);
    assert_true(reload(session, &escape));
    assert_non_null(strstr(session->loop->toast.text, "not read again"));
    assert_int_equal(session->game->generation, generation);
    assert_false(session->loop->menu); /* Esc was for the loading */

    assert_true(reload(session, NULL));
    assert_int_equal(session->game->generation, generation + 1);

    SDL_Event close = {.type = SDL_QUIT};
    assert_false(reload(session, &close));
    assert_int_equal(session->game->generation, generation + 1);
    session_assert_reference_bits(session);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_SESSION(pictures_are_the_same_with_every_model),
        IN_A_SESSION(given_pictures_are_shown_once),
        IN_A_SESSION(the_line_grows),
        IN_A_SESSION(a_loading_is_waited_for_or_left),
        IN_A_SESSION(the_part_grows_to_the_whole),
        IN_A_SESSION(other_keys_wait_for_the_game),
        IN_A_SESSION(a_reload_may_be_left),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
