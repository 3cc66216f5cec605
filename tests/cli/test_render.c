/* --render as a process: a picture by everyone who can draw, without a window and in one of each
 * kind that there is here, all alike; and --print-frame-hash, which says that they are. */
#include "support/command.h"
#include "support/display.h"
#include "support/easel.h"
#include "support/files.h"
#include "support/models.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { WIDTH = 1280, HEIGHT = 720, HASH_SIZE = 64, WORDS_SIZE = 256 };

/* Rows at the top that the overlay's line may take, which tells how long frames take. */
enum { OVERLAY_ROWS = 60, BELOW_OVERLAY = OVERLAY_ROWS * WIDTH };

/* ---- Hashes ---------------------------------------------------------------------------------- */

static void frame_hash(const char *words, char hash[HASH_SIZE])
{
    Command command =
        command_run(NULL, "--headless --ticks=2 --sprites=300 --print-frame-hash %s", words);
    command_assert_exit(&command, 0);
    assert_int_equal(command_count(command.out, "\n"), 1);
    assert_true(command_find_line(command.out, "frame-hash 0x", hash, HASH_SIZE));
    assert_int_equal(strlen(hash), 16);
    command_release(&command);
}

static void the_frame_hash_is_that_of_the_picture(void **state)
{
    (void)state;
    static const char *const alike[] = {"-b jobs -w 2", "-b coroutines -w 5 -g 7",
                                        "-b processes -w 3", "--isa=scalar", "--isa=auto"};
    static const char *const others[] = {"--seed=2", "--ticks=3", "glade"};
    char expected[HASH_SIZE];
    char found[HASH_SIZE];
    frame_hash("-b sequential", expected);
    for (uint32_t i = 0; i < sizeof alike / sizeof *alike; i++) {
        frame_hash(alike[i], found);
        assert_string_equal(found, expected);
    }
    for (uint32_t i = 0; i < sizeof others / sizeof *others; i++) {
        frame_hash(others[i], found);
        assert_string_not_equal(found, expected);
    }
}

static void every_model_has_its_line(void **state)
{
    (void)state;
    char part[HASH_SIZE + 32];
    char *all = command_output("--headless -b all -w 3 --ticks=1 -n 100 --print-frame-hash");
    for (uint32_t i = 0; i < backend_type_count(); i++) {
        if (backend_type(i)->unsafe) {
            continue;
        }
        snprintf(part, sizeof part, "%.29s %s\n", all, backend_type(i)->name);
        command_assert_has(all, part);
    }
    free(all);
}

/* ---- Pictures -------------------------------------------------------------------------------- */

/* Frames of a movie are ticks, however long they take: all draw the same one. */
static void take(const TestFolder *folder, const char *words, const char *environment,
                 uint32_t *pixels)
{
    char path[FILES_PATH_SIZE];
    CommandPlan plan = {.folder = folder->path, .environment = environment};
    Command command = command_run(&plan, "-q --screenshot=2:shot.png %s meadow", words);
    command_assert_exit(&command, 0);
    command_release(&command);
    files_path(folder, "shot.png", path);
    easel_load(path, pixels, WIDTH, HEIGHT);
}

static uint32_t expected[WIDTH * HEIGHT];
static uint32_t found[WIDTH * HEIGHT];

static void assert_night(const uint32_t *pixels)
{
    uint32_t changes = 0;
    for (uint32_t i = 1; i < WIDTH * HEIGHT; i++) {
        changes += pixels[i] != pixels[i - 1];
    }
    assert_in_range(changes, WIDTH * HEIGHT / 50, WIDTH * HEIGHT);
}

static void without_a_window(void **state)
{
    const TestFolder *folder = *state;
    const char *environment = "SDL_VIDEODRIVER=nonsense -DISPLAY";
    take(folder, "--headless --ticks=2 --render=cpu", environment, expected);
    assert_night(expected);
    take(folder, "--headless --ticks=2 --render=auto", environment, found);
    assert_memory_equal(expected, found, sizeof expected);
    take(folder, "--headless --ticks=2 --render=software", environment, found);
    assert_night(found);
    command_expect("--headless --ticks=2 --screenshot=2:a.png --render=none", 2, "--render=none");
    command_expect("--headless --ticks=2 --screenshot=2:a.png --render=gpu", 2, "--render=gpu");
    free(command_output("--headless -q --ticks=2 --render=none"));
}

/* Sanitizers would find Mesa's leaks, and not ours. */
static void in_windows(const TestFolder *folder, const char *environment, uint32_t number)
{
    static const char *const paths[] = {"cpu", "auto", "gpu", "software"};
    char words[WORDS_SIZE];
    for (uint32_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        bool is_gpu = strcmp(paths[i], "gpu") == 0;
        if (is_gpu && models_are_quick()) {
            continue;
        }
        snprintf(words, sizeof words, "--mute --frames=2 --movie=%u-%s --render=%s", number,
                 paths[i], paths[i]);
        take(folder, words, environment, i == 0 ? expected : found);
        assert_night(i == 0 ? expected : found);
        if (i == 1 || is_gpu) {
            EaselDriver driver = {.name = paths[i], .on_opengl = is_gpu};
            easel_assert_alike(&driver, expected + BELOW_OVERLAY, found + BELOW_OVERLAY, WIDTH,
                               HEIGHT - OVERLAY_ROWS);
        }
    }
}

static void in_a_window(void **state)
{
    const TestFolder *folder = *state;
    in_windows(folder, "SDL_VIDEODRIVER=dummy -DISPLAY", 1);
    if (!models_are_quick()) {
        in_windows(folder, "SDL_VIDEODRIVER=offscreen LIBGL_ALWAYS_SOFTWARE=1 -DISPLAY", 2);
    }
    command_expect("--mute --frames=2 --screenshot=2:a.png --render=none", 2, "--render=none");
}

static void in_a_window_of_x11(void **state)
{
    const TestFolder *folder = *state;
    Error error = {""};
    if (!display_find(&error)) {
        print_message("skipped: %s\n", error.text);
        skip();
    }
    in_windows(folder, "SDL_VIDEODRIVER=x11 LIBGL_ALWAYS_SOFTWARE=1", 3);
    display_close();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_FOLDER(the_frame_hash_is_that_of_the_picture),
        IN_A_FOLDER(every_model_has_its_line),
        IN_A_FOLDER(without_a_window),
        IN_A_FOLDER(in_a_window),
        IN_A_FOLDER(in_a_window_of_x11),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
