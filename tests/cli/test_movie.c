/* --movie and --screenshot as a process: numbered pictures of every tick, with every way of
 * drawing, and what is said where there is no place for them. */
#include "support/command.h"
#include "support/files.h"
#include "view/image.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

enum { FRAMES = 4, WIDTH = 1280, HEIGHT = 720, SMALL_DISK = 16384 };

static void run(const CommandPlan *plan, const char *words, int exit_code, const char *part)
{
    Command command = command_run(plan, "%s", words);
    command_assert_exit(&command, exit_code);
    if (part) {
        command_assert_has(command.err, part);
    }
    command_release(&command);
}

static void assert_is_there(const TestFolder *folder, const char *name, bool there)
{
    char path[FILES_PATH_SIZE];
    files_path(folder, name, path);
    assert_int_equal(access(path, F_OK) == 0, there);
}

/* The caller frees it. */
static SDL_Surface *load(const TestFolder *folder, const char *name)
{
    Error error = {""};
    char path[FILES_PATH_SIZE];
    files_path(folder, name, path);
    SDL_Surface *picture = image_load(path, &error);
    if (!picture) {
        fail_msg("%s", error.text);
        abort();
    }
    assert_int_equal(picture->w, WIDTH);
    assert_int_equal(picture->h, HEIGHT);
    return picture;
}

static uint32_t count_unlike(const SDL_Surface *a, const SDL_Surface *b)
{
    uint32_t count = 0;
    for (int y = 0; y < HEIGHT; y++) {
        for (int x = 0; x < WIDTH; x++) {
            count += *image_pixel(a, x, y) != *image_pixel(b, x, y);
        }
    }
    return count;
}

/* FRAMES of them, no two the same: a frame is a tick. */
static void assert_movie(const TestFolder *folder, const char *where)
{
    SDL_Surface *before = NULL;
    char name[64];
    for (uint32_t i = 1; i <= FRAMES; i++) {
        snprintf(name, sizeof name, "%sframe-%06u.png", where, i);
        SDL_Surface *picture = load(folder, name);
        assert_true(!before || count_unlike(before, picture) > 0);
        SDL_FreeSurface(before);
        before = picture;
    }
    SDL_FreeSurface(before);
    snprintf(name, sizeof name, "%sframe-%06d.png", where, FRAMES + 1);
    assert_is_there(folder, name, false);
}

static void a_headless_run_leaves_its_frames(void **state)
{
    const TestFolder *folder = *state;
    CommandPlan plan = {.folder = folder->path, .environment = "SDL_VIDEODRIVER=nonsense -DISPLAY"};
    run(&plan, "--headless -q --ticks=4 --movie=. --screenshot=3:third.png meadow", 0, NULL);
    assert_movie(folder, "");
    SDL_Surface *shot = load(folder, "third.png");
    SDL_Surface *frame = load(folder, "frame-000003.png");
    assert_int_equal(count_unlike(shot, frame), 0);
    SDL_FreeSurface(shot);
    SDL_FreeSurface(frame);
}

static void a_window_leaves_its_frames(void **state)
{
    const TestFolder *folder = *state;
    CommandPlan plan = {.folder = folder->path, .environment = "SDL_VIDEODRIVER=dummy"};
    run(&plan, "--mute -q --frames=4 --movie=. -b coroutines meadow", 0, NULL);
    assert_movie(folder, "");
}

static void without_a_display_too(void **state)
{
    const TestFolder *folder = *state;
    CommandPlan plan = {.folder = folder->path,
                        .environment = "SDL_VIDEODRIVER=nonsense -DISPLAY -WAYLAND_DISPLAY"};
    run(&plan, "--mute -q --frames=4 --movie=. meadow", 0, NULL);
    assert_movie(folder, "");
}

static void a_folder_is_made(void **state)
{
    const TestFolder *folder = *state;
    CommandPlan plan = {.folder = folder->path};
    run(&plan, "--headless -q --ticks=4 --movie=film meadow", 0, NULL);
    assert_movie(folder, "film/");
}

static void a_movie_has_its_place(void **state)
{
    const TestFolder *folder = *state;
    char path[FILES_PATH_SIZE];
    CommandPlan plan = {.folder = folder->path, .environment = "SDL_VIDEODRIVER=dummy"};
    files_write(folder, "file", "mine", 4, path);
    run(&plan, "--headless -q --ticks=2 --movie=no/such meadow", 3,
        "--movie=no/such: the folder cannot be made: No such file");
    run(&plan, "--headless -q --ticks=2 --movie=file meadow", 3, "--movie=file: that is no folder");
    run(&plan, "--mute -q --frames=2 --movie=file meadow", 3, "--movie=file: that is no folder");
    files_write(folder, "frame-000001.png", "mine", 4, path);
    run(&plan, "--headless -q --ticks=2 --movie=. meadow", 3, "a movie is in it already");
    size_t size;
    char *kept = files_read(path, &size);
    assert_string_equal(kept, "mine");
    free(kept);
    run(&plan, "--headless --ticks=2 --movie= meadow", 2, "--movie=");
    run(&plan, "--headless --ticks=2 --movie=. -b all meadow", 2, "--backend=all");
    run(&plan, "--headless --ticks=2 --movie=. --render=none meadow", 2, "--render=none");
}

/* As far as a program can tell: a limit on the size of files. */
static void a_full_disk_ends_it_with_a_sentence(void **state)
{
    const TestFolder *folder = *state;
    CommandPlan plan = {.folder = folder->path, .environment = "SDL_VIDEODRIVER=dummy"};
    static const char *const runs[] = {"--headless -q --ticks=2 --movie=. meadow",
                                       "--mute -q --frames=2 --movie=. meadow"};
    for (uint32_t i = 0; i < sizeof runs / sizeof *runs; i++) {
        struct rlimit before;
        assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
        signal(SIGXFSZ, SIG_IGN);
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &(struct rlimit){SMALL_DISK, before.rlim_max}), 0);
        Command command = command_run(&plan, "%s", runs[i]);
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
        signal(SIGXFSZ, SIG_DFL);
        command_assert_exit(&command, 3);
        command_assert_has(command.err, "frame-000001.png");
        command_release(&command);
        assert_is_there(folder, "frame-000001.png", false);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_FOLDER(a_headless_run_leaves_its_frames),
        IN_A_FOLDER(a_window_leaves_its_frames),
        IN_A_FOLDER(without_a_display_too),
        IN_A_FOLDER(a_folder_is_made),
        IN_A_FOLDER(a_movie_has_its_place),
        IN_A_FOLDER(a_full_disk_ends_it_with_a_sentence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
