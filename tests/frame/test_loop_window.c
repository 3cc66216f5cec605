/* The game loop and its window: what it shows, the pictures it saves, how it ends, and keys without
 * sense. */
#include "base/random.h"
#include "support/easel.h"
#include "support/play.h"
#include "support/session.h"
#include "view/canvas.h"
#include "view/image.h"
#include "view/input_keys.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void all_that_can_be_shown_is_shown(void **state)
{
    Session *session = *state;
    for (uint32_t i = 0; i < backend_type_count(); i++) {
        session_press(session, SDL_SCANCODE_1 + i);
        session_press(session, SDL_SCANCODE_C);
        for (int level = 0; level < OVERLAY_LEVEL_COUNT; level++) {
            session_press(session, SDL_SCANCODE_F3);
            session_press(session, SDL_SCANCODE_F1);
            session_press(session, SDL_SCANCODE_F2);
            session_frames_until_tick(session, session_tick(session) + 1);
        }
    }
    session_press(session, SDL_SCANCODE_F9);
    assert_int_equal(frame_stats_count(session->loop->meter.window), 0);
}

static void the_window_changes_its_size(void **state)
{
    Session *session = *state;
    static const int sizes[][2] = {{800, 600}, {321, 200}, {1920, 1080}, {400, 1000}};
    for (uint32_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        SDL_Window *window = SDL_GetWindowFromID(1);
        if (window) {
            SDL_SetWindowSize(window, sizes[i][0], sizes[i][1]);
        }
        session_frames(session, 3);
    }
    session_press(session, SDL_SCANCODE_F11);
    session_press(session, SDL_SCANCODE_F11);
    session_press(session, SDL_SCANCODE_V);
    assert_false(session->loop->unlimited);
    session_frames(session, 5);
}

static void f10_saves_pictures_and_overwrites_none(void **state)
{
    Session *session = *state;
    char before[FILES_PATH_SIZE];
    assert_non_null(getcwd(before, sizeof before));
    assert_int_equal(chdir(session->folder.path), 0);
    for (int i = 0; i < 3; i++) {
        session_press(session, SDL_SCANCODE_F10);
        assert_non_null(strstr(session->loop->toast.text, "saved"));
    }
    uint32_t pictures = 0;
    DIR *folder = opendir(".");
    for (const struct dirent *entry; (entry = readdir(folder));) {
        pictures += strstr(entry->d_name, ".png") != NULL;
    }
    closedir(folder);
    assert_int_equal(chdir(before), 0);
    assert_int_equal(pictures, 3);
}

/* ---- The end ----------------------------------------------------------------------------------
 */

static void the_system_may_ask_to_end(void **state)
{
    Session *session = *state;
    SDL_Event event = {.type = SDL_QUIT};
    SDL_PushEvent(&event);
    assert_false(loop_frame(session->loop));
}

static void a_run_ends_by_its_limits(void **state)
{
    Session *session = *state;
    Error error = {""};
    session_close(session);
    session_open(session, session->map, &(LoopConfig){.frames = 7, .unlimited = true});
    assert_true(loop_run(session->loop, &error));
    assert_int_equal(session->loop->frames, 7);
    session_close(session);
    session_open(session, session->map, &(LoopConfig){.ticks = 4, .unlimited = true});
    assert_true(loop_run(session->loop, &error));
    assert_in_range(session_tick(session), 4, 4 + PACE_TICKS_A_FRAME_MAX);
    session_close(session);
    session_open(session, session->map, &(LoopConfig){.duration_s = 0.05});
    assert_true(loop_run(session->loop, &error));
}

static void a_picture_is_written_or_missed_aloud(void **state)
{
    Session *session = *state;
    Error error = {""};
    char path[FILES_PATH_SIZE];
    files_path(&session->folder, "shot.png", path);
    LoopConfig config = {
        .frames = 5, .screenshot_frame = 3, .screenshot_path = path, .unlimited = true};
    session_close(session);
    session_open(session, session->map, &config);
    assert_true(loop_run(session->loop, &error));
    assert_int_equal(access(path, R_OK), 0);
    session_close(session);
    config.screenshot_frame = 9;
    session_open(session, session->map, &config);
    assert_false(loop_run(session->loop, &error));
    assert_non_null(strstr(error.text, "5 frames"));
    session_close(session);
    config.screenshot_frame = 1;
    config.screenshot_path = "/nowhere/at/all.png";
    session_open(session, session->map, &config);
    assert_false(loop_run(session->loop, &error));
    assert_non_null(strstr(error.text, "/nowhere/at/all.png"));
}

/* However long they take, and however slow it is asked to go. */
static void frames_of_a_movie_are_ticks(void **state)
{
    Session *session = *state;
    session_close(session);
    session_open(session, session->map, &(LoopConfig){.movie = session->folder.path});
    session_frames(session, 3);
    uint32_t tick = session_tick(session);
    for (uint32_t i = 1; i <= 5; i++) {
        clock_sleep_ns(i * 10 * NS_PER_MS);
        session_frames(session, 1);
        assert_int_equal(session_tick(session), tick + i);
    }
    assert_int_equal(session->loop->movie.frames, 8);
    session_press(session, SDL_SCANCODE_P);
    uint32_t frames = session->loop->movie.frames;
    session_press(session, SDL_SCANCODE_F3);
    assert_int_equal(session->loop->movie.frames, frames);
}

/* ---- Keys -------------------------------------------------------------------------------------
 */

static void read_picture(const Session *session, uint32_t *pixels)
{
    Error error = {""};
    char path[FILES_PATH_SIZE];
    files_path(&session->folder, "now.png", path);
    assert_true(stage_screenshot(session->stage, path, &error));
    SDL_Surface *picture = image_load(path, &error);
    assert_non_null(picture);
    assert_true(picture->w == SESSION_WIDTH && picture->h == SESSION_HEIGHT);
    for (int y = 0; y < SESSION_HEIGHT; y++) {
        memcpy(pixels + y * SESSION_WIDTH, image_pixel(picture, 0, y),
               SESSION_WIDTH * sizeof *pixels);
    }
    SDL_FreeSurface(picture);
}

/* What the overlay shows measures time, and the toast goes by it: they are looked at elsewhere. */
static void draw_bare(Session *session, uint32_t *pixels)
{
    session->loop->toast.until_ns = 0;
    session_frames(session, 2);
    stage_write_list(session->stage, session->game->world, pace_blend(&session->loop->pace), false,
                     NULL);
    stage_draw(session->stage, session->game->world, &(StageMessages){0}, NULL);
    read_picture(session, pixels);
}

/* Once around the table of those who can draw; SDL's software renderer is spared the dear parts of
 * the picture. */
static void g_changes_who_draws_and_nothing_else(void **state)
{
    static uint32_t expected[SESSION_WIDTH * SESSION_HEIGHT];
    static uint32_t found[SESSION_WIDTH * SESSION_HEIGHT];
    Session *session = *state;
    const EaselDriver *gl = easel_find("gl");
    session_close(session);
    bool has_gl = easel_opens(gl);
    easel_prepare(has_gl ? gl : easel_find("sdl"));
    session_open(session, session->map, &(LoopConfig){.unlimited = true});
    session->loop->overlay = OVERLAY_STATISTICS;
    session_frames_until_tick(session, 20);
    session_press(session, SDL_SCANCODE_P);
    draw_bare(session, expected);
    char first[64];
    char name[64];
    snprintf(first, sizeof first, "%s", loop_overlay_info(session->loop).renderer);
    snprintf(name, sizeof name, "%s", first);
    uint32_t changes = 0;
    do {
        session_press(session, SDL_SCANCODE_G);
        const char *renderer = loop_overlay_info(session->loop).renderer;
        assert_string_not_equal(renderer, name);
        assert_string_equal(renderer, stage_renderer_name(session->stage));
        assert_non_null(strstr(session->loop->toast.text, renderer));
        snprintf(name, sizeof name, "%s", renderer);
        draw_bare(session, found);
        if (strcmp(name, "software") != 0) {
            EaselDriver driver = {.name = name};
            easel_assert_alike(&driver, expected, found, SESSION_WIDTH, SESSION_HEIGHT);
        }
        changes++;
    } while (strcmp(name, first) != 0);
    assert_int_equal(changes, has_gl ? canvas_type_count() : 2);
    session_close(session);
    easel_prepare(easel_find("cpu"));
}

/* All the keys there are, in any order, held and let go, but Escape, which ends, and more sprites,
 * which would double without end. */
static void a_monkey_at_the_keys(void **state)
{
    Session *session = *state;
    char before[FILES_PATH_SIZE];
    assert_non_null(getcwd(before, sizeof before));
    assert_int_equal(chdir(session->folder.path), 0);
    uint32_t count = models_are_quick() ? 300 : 2000;
    for (uint32_t i = 0; i < count; i++) {
        uint64_t number = random_u64(session->game->seed, 0, i, RANDOM_TEST);
        const KeyBinding *binding = input_binding((uint32_t)(number % input_binding_count()));
        Key key = binding->keys[number >> 32 & 1];
        bool is_rare = binding->action == ACTION_SCREENSHOT && i % 16 != 0;
        bool ends = binding->action == ACTION_MENU || binding->action == ACTION_SPRITES_MORE;
        if (key < KEY_ALT && !ends && !is_rare) {
            session_push_key((SDL_Scancode)key, number >> 40 & 1);
        }
        /* A game that rests sleeps, and so does one held to 60 frames: not for long. */
        if (session->loop->paused) {
            session_push_key(SDL_SCANCODE_P, true);
        }
        if (!session->loop->unlimited) {
            session_push_key(SDL_SCANCODE_V, true);
        }
        session_frames(session, 1);
    }
    assert_int_equal(chdir(before), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_SESSION(all_that_can_be_shown_is_shown),
        IN_A_SESSION(the_window_changes_its_size),
        IN_A_SESSION(f10_saves_pictures_and_overwrites_none),
        IN_A_SESSION(the_system_may_ask_to_end),
        IN_A_SESSION(a_run_ends_by_its_limits),
        IN_A_SESSION(a_picture_is_written_or_missed_aloud),
        IN_A_SESSION(frames_of_a_movie_are_ticks),
        IN_A_SESSION(g_changes_who_draws_and_nothing_else),
        IN_A_SESSION(a_monkey_at_the_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
