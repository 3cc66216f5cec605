/* The program as a process: what it lists, refuses and finds, and what it does where there is no
 * display. Reports are test_reports.c's. */
#include "support/command.h"
#include "support/files.h"
#include "support/maps.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { TEXT_SIZE = 1024 };

/* Ends with that code, with one line on stderr that has the part in it, and nothing on stdout. */
static void assert_refused(const char *words, int exit_code, const char *part)
{
    Command command = command_run(NULL, "%s", words);
    command_assert_exit(&command, exit_code);
    command_assert_has(command.err, part);
    assert_int_equal(command_count(command.err, "\n"), 1);
    assert_string_equal(command.out, "");
    command_release(&command);
}

/* ---- Looking around ---------------------------------------------------------------------------
 */

static void help_is_on_stdout(void **state)
{
    (void)state;
    Command command = command_run(NULL, "--help");
    command_assert_exit(&command, 0);
    command_assert_has(command.out, "Usage: lampyris [OPTIONS] [LEVEL]");
    command_assert_has(command.out, "--expect-hash=HEX");
    assert_string_equal(command.err, "");
    command_release(&command);
}

static void the_version_is_one_line(void **state)
{
    (void)state;
    Command command = command_run(NULL, "--version");
    command_assert_exit(&command, 0);
    assert_int_equal(strncmp(command.out, "lampyris ", 9), 0);
    assert_int_equal(command_count(command.out, "\n"), 1);
    command_release(&command);
}

static void backends_are_listed_the_reference_first(void **state)
{
    (void)state;
    Command command = command_run(NULL, "--list-backends");
    command_assert_exit(&command, 0);
    assert_int_equal(strncmp(command.out, "sequential\t", 11), 0);
    command_assert_has(command.out, "\njobs\t");
    command_assert_has(command.out, "\ncoroutines\t");
    command_release(&command);
}

static void levels_are_listed_with_their_titles(void **state)
{
    (void)state;
    Command command = command_run(NULL, "--list-levels");
    command_assert_exit(&command, 0);
    char title[TEXT_SIZE];
    assert_true(command_find_line(command.out, "meadow\t", title, sizeof title));
    assert_true(strlen(title) > 0);
    command_assert_has(command.out, "reeds\t");
    command_assert_has(command.out, "bounce\t");
    command_release(&command);
}

/* ---- What is refused --------------------------------------------------------------------------
 */

static void the_command_line_is_refused_by_name(void **state)
{
    (void)state;
    assert_refused("--wrokers=2", 2, "--wrokers");
    assert_refused("--workers=0 --headless", 2, "--workers=0");
    assert_refused("--sprites=-1 --headless", 2, "--sprites=-1");
    assert_refused("--headless --ticks=1e9", 2, "--ticks=1e9");
    assert_refused("--headless --seed=abc", 2, "--seed=abc");
    assert_refused("--headless --backend=gpu", 2, "--backend=gpu");
    assert_refused("--headless --ticks", 2, "--ticks");
    assert_refused("--headless a.tmx b.tmx", 2, "b.tmx");
    assert_refused("--print-hash", 2, "--headless");
}

static void levels_that_are_not_there_are_named(void **state)
{
    (void)state;
    assert_refused("--check-level nosuchlevel", 3, "nosuchlevel");
    assert_refused("--headless nosuchlevel", 3, "--list-levels");
    assert_refused("--headless /nowhere/at.tmx", 3, "/nowhere/at.tmx");
    assert_refused("nosuchlevel", 3, "nosuchlevel");
}

static void a_bad_level_is_told_with_its_place(void **state)
{
    char path[FILES_PATH_SIZE];
    char words[TEXT_SIZE];
    const char *map = "<map>\n  <nonsense\n";
    files_write(*state, "bad.tmx", map, strlen(map), path);
    static const char *const commands[] = {"--check-level", "--headless", "--verbose"};
    for (uint32_t i = 0; i < 3; i++) {
        snprintf(words, sizeof words, "%s %s", commands[i], path);
        assert_refused(words, 3, "bad.tmx:");
    }
}

static void a_good_level_is_described(void **state)
{
    char path[FILES_PATH_SIZE];
    files_write(*state, "night.tmx", maps_good, strlen(maps_good), path);
    Command command = command_run(NULL, "--check-level %s", path);
    command_assert_exit(&command, 0);
    command_assert_has(command.out, "A test");
    command_assert_has(command.out, "4x3 tiles of 16 pixels");
    command_assert_has(command.out, "jars     2");
    command_release(&command);
    command = command_run(NULL, "--check-level --quiet %s", path);
    command_assert_exit(&command, 0);
    assert_string_equal(command.out, "");
    command_release(&command);
}

/* ---- Where it is started ----------------------------------------------------------------------
 */

static void it_finds_its_data_from_anywhere(void **state)
{
    const TestFolder *folder = *state;
    char path[FILES_PATH_SIZE];
    files_write(folder, "night.tmx", maps_good, strlen(maps_good), path);
    CommandPlan plan = {.folder = folder->path};
    Command command = command_run(&plan, "--check-level reeds");
    command_assert_exit(&command, 0);
    command_release(&command);
    command = command_run(&plan, "--check-level night.tmx");
    command_assert_exit(&command, 0);
    command_assert_has(command.out, "A test");
    command_release(&command);
    command = command_run(&(CommandPlan){.folder = "/"}, "--headless --ticks=3 meadow");
    command_assert_exit(&command, 0);
    command_release(&command);
}

static void a_wrong_data_folder_is_named(void **state)
{
    const TestFolder *folder = *state;
    char environment[TEXT_SIZE];
    snprintf(environment, sizeof environment, "LAMPYRIS_DATA=%s", folder->path);
    Command command = command_run(&(CommandPlan){.environment = environment}, "--list-levels");
    command_assert_exit(&command, 3);
    command_assert_has(command.err, folder->path);
    command_release(&command);
}

static void without_a_display_it_plays_the_demo(void **state)
{
    const TestFolder *folder = *state;
    char path[FILES_PATH_SIZE];
    CommandPlan plan = {.folder = folder->path,
                        .environment = "SDL_VIDEODRIVER=nonsense -DISPLAY -WAYLAND_DISPLAY"};
    Command command = command_run(&plan, "--sprites=200");
    command_assert_exit(&command, 0);
    assert_int_equal(command_count(command.err, "\n"), 1);
    command_assert_has(command.err, "no display");
    command_assert_has(command.out, "mean");
    command_release(&command);
    files_path(folder, "lampyris-demo.png", path);
    size_t size;
    char *picture = files_read(path, &size);
    assert_true(size > 1000);
    assert_memory_equal(picture, "\x89PNG\r\n\x1a\n", 8);
    free(picture);

    command = command_run(&plan, "--screenshot=5:five.png --frames=5");
    command_assert_exit(&command, 0);
    command_release(&command);
    files_path(folder, "five.png", path);
    assert_int_equal(access(path, R_OK), 0);
}

/* SDL takes a driver without a screen where it finds no other; the game must not play on it. */
static void without_a_display_or_a_word_about_it_too(void **state)
{
    const TestFolder *folder = *state;
    CommandPlan plan = {.folder = folder->path,
                        .environment = "-SDL_VIDEODRIVER -DISPLAY -WAYLAND_DISPLAY "
                                       "-XDG_RUNTIME_DIR"};
    if (access("/dev/dri", F_OK) == 0) {
        skip(); /* there may be a display after all */
    }
    Command command = command_run(&plan, "--sprites=200");
    command_assert_exit(&command, 0);
    assert_int_equal(command_count(command.err, "\n"), 1);
    command_assert_has(command.err, "no display");
    command_release(&command);
}

static void headless_opens_no_video(void **state)
{
    (void)state;
    CommandPlan plan = {.environment = "SDL_VIDEODRIVER=nonsense -DISPLAY"};
    Command command = command_run(&plan, "--headless --ticks=3 --render=software");
    command_assert_exit(&command, 0);
    assert_string_equal(command.err, "");
    command_release(&command);
}

static void a_window_ends_by_its_limits(void **state)
{
    const TestFolder *folder = *state;
    CommandPlan plan = {.folder = folder->path, .environment = "SDL_VIDEODRIVER=dummy"};
    Command command = command_run(&plan, "--frames=10 --screenshot=10:ten.png bounce");
    command_assert_exit(&command, 0);
    bool is_deaf =
        strncmp(command.err, "lampyris: no sound", 18) == 0; /* the machine, not the game */
    assert_string_equal(is_deaf ? strchr(command.err, '\n') : "\n", "\n");
    assert_true(is_deaf || command.err[0] == '\0');
    command_release(&command);
    char path[FILES_PATH_SIZE];
    files_path(folder, "ten.png", path);
    assert_int_equal(access(path, R_OK), 0);
    command = command_run(&plan, "--duration=0.2 -b coroutines");
    command_assert_exit(&command, 0);
    command_release(&command);
}

/* ---- Where it prints --------------------------------------------------------------------------
 */

static void a_reader_who_left_is_no_fault(void **state)
{
    (void)state;
    CommandPlan plan = {.closed_stdout = true};
    static const char *const commands[] = {"--help", "--list-levels", "--headless --ticks=5"};
    for (uint32_t i = 0; i < 3; i++) {
        Command command = command_run(&plan, "%s", commands[i]);
        command_assert_exit(&command, 0);
        assert_string_equal(command.err, "");
        command_release(&command);
    }
}

static void a_full_disk_is_a_fault(void **state)
{
    (void)state;
    CommandPlan plan = {.stdout_path = "/dev/full"};
    static const char *const commands[] = {"--help", "--list-backends", "--headless --ticks=5",
                                           "--headless --ticks=5 --print-hash"};
    for (uint32_t i = 0; i < 4; i++) {
        Command command = command_run(&plan, "%s", commands[i]);
        command_assert_exit(&command, 3);
        command_assert_has(command.err, "stdout");
        assert_int_equal(command_count(command.err, "\n"), 1);
        command_release(&command);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_FOLDER(help_is_on_stdout),
        IN_A_FOLDER(the_version_is_one_line),
        IN_A_FOLDER(backends_are_listed_the_reference_first),
        IN_A_FOLDER(levels_are_listed_with_their_titles),
        IN_A_FOLDER(the_command_line_is_refused_by_name),
        IN_A_FOLDER(levels_that_are_not_there_are_named),
        IN_A_FOLDER(a_bad_level_is_told_with_its_place),
        IN_A_FOLDER(a_good_level_is_described),
        IN_A_FOLDER(it_finds_its_data_from_anywhere),
        IN_A_FOLDER(a_wrong_data_folder_is_named),
        IN_A_FOLDER(without_a_display_it_plays_the_demo),
        IN_A_FOLDER(without_a_display_or_a_word_about_it_too),
        IN_A_FOLDER(headless_opens_no_video),
        IN_A_FOLDER(a_window_ends_by_its_limits),
        IN_A_FOLDER(a_reader_who_left_is_no_fault),
        IN_A_FOLDER(a_full_disk_is_a_fault),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
