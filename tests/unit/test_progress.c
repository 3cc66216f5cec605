/* The best results: what is taken in, what the file says, and what becomes of files that lie. */
#include "app/progress.h"
#include "support/files.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

typedef struct Fixture {
    Log log;
    TestFolder folder;
    char path[FILES_PATH_SIZE];
    Progress progress;
} Fixture;

static int set_up(void **state)
{
    Fixture *fixture = calloc(1, sizeof *fixture);
    log_init(&fixture->log, LOG_ERROR);
    fixture->folder = files_folder_create();
    files_path(&fixture->folder, "progress.txt", fixture->path);
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    Fixture *fixture = *state;
    files_folder_destroy(&fixture->folder);
    free(fixture);
    return 0;
}

static Progress *open_progress(Fixture *fixture)
{
    progress_open(&fixture->progress, fixture->path, &fixture->log);
    return &fixture->progress;
}

static Progress *open_text(Fixture *fixture, const char *text)
{
    files_write(&fixture->folder, "progress.txt", text, strlen(text), fixture->path);
    return open_progress(fixture);
}

static void assert_best(const Progress *progress, const char *level, Best expected)
{
    const Best *best = progress_find(progress, level);
    assert_non_null(best);
    assert_int_equal(best->won, expected.won);
    assert_int_equal(best->ticks, expected.ticks);
    assert_int_equal(best->jarred, expected.jarred);
    assert_int_equal(best->eaten, expected.eaten);
}

/* Whether a file of that name is there, and says that. */
static void assert_file(const Fixture *fixture, const char *name, const char *expected)
{
    char path[FILES_PATH_SIZE];
    size_t size;
    files_path(&fixture->folder, name, path);
    char *text = files_read(path, &size);
    assert_string_equal(text, expected);
    free(text);
}

static bool is_there(const Fixture *fixture, const char *name)
{
    char path[FILES_PATH_SIZE];
    files_path(&fixture->folder, name, path);
    return access(path, F_OK) == 0;
}

static const NightResult WON = {.won = true, .ticks = 5400, .jarred = 820, .eaten = 12};
static const NightResult LOST = {.ticks = 900, .jarred = 300, .eaten = 400};

#define HEAD "lampyris-progress 1\n"

/* ---- Results ---------------------------------------------------------------------------------*/

static void the_first_player_has_no_results(void **state)
{
    Fixture *fixture = *state;
    Progress *progress = open_progress(fixture);
    assert_null(progress_find(progress, "meadow"));
    assert_int_equal(log_kept(&fixture->log), 0);
    assert_false(is_there(fixture, "progress.txt"));
}

static void what_was_reached_is_read_again(void **state)
{
    Fixture *fixture = *state;
    Progress *progress = open_progress(fixture);
    progress_add(progress, "meadow", &WON);
    progress_add(progress, "reeds", &LOST);
    progress = open_progress(fixture);
    assert_int_equal(progress->count, 2);
    assert_best(progress, "meadow", (Best){.won = true, .ticks = 5400, .jarred = 820, .eaten = 12});
    assert_best(progress, "reeds",
                (Best){.ticks = PROGRESS_NONE, .jarred = 300, .eaten = PROGRESS_NONE});
    assert_int_equal(log_kept(&fixture->log), 0);
}

static void each_figure_is_the_best_of_its_kind(void **state)
{
    Progress *progress = open_progress(*state);
    assert_int_equal(progress_add(progress, "meadow", &LOST), 0);
    assert_int_equal(progress_add(progress, "meadow", &WON), PROGRESS_FIRST_WIN | PROGRESS_FASTER |
                                                                 PROGRESS_MORE_JARRED |
                                                                 PROGRESS_FEWER_EATEN);
    NightResult quick = {.won = true, .ticks = 3000, .jarred = 700, .eaten = 50};
    assert_int_equal(progress_add(progress, "meadow", &quick), PROGRESS_FASTER);
    NightResult careful = {.won = true, .ticks = 9000, .jarred = 700, .eaten = 0};
    assert_int_equal(progress_add(progress, "meadow", &careful), PROGRESS_FEWER_EATEN);
    NightResult rich = {.won = false, .ticks = 10, .jarred = 900, .eaten = 0};
    assert_int_equal(progress_add(progress, "meadow", &rich), PROGRESS_MORE_JARRED);
    assert_int_equal(progress_add(progress, "meadow", &WON), 0);
    assert_best(progress, "meadow", (Best){.won = true, .ticks = 3000, .jarred = 900, .eaten = 0});
}

static void stars_are_earned(void **state)
{
    (void)state;
    Best best = {.won = false, .ticks = PROGRESS_NONE, .eaten = PROGRESS_NONE};
    assert_int_equal(progress_stars(NULL, 100, 1000), 0);
    assert_int_equal(progress_stars(&best, 100, 1000), 0);
    best = (Best){.won = true, .ticks = 501, .eaten = 11};
    assert_int_equal(progress_stars(&best, 100, 1000), 1);
    best.eaten = 10;
    assert_int_equal(progress_stars(&best, 100, 1000), 2);
    best.ticks = 500;
    assert_int_equal(progress_stars(&best, 100, 1000), 3);
    assert_int_equal(progress_stars(&best, 100, 0), 2); /* a night without end has no half */
    best.eaten = 0;
    assert_int_equal(progress_stars(&best, 100, 0), 3);
}

/* ---- Files that lie --------------------------------------------------------------------------*/

static void a_damaged_line_costs_that_line_alone(void **state)
{
    static const char *const bad_lines[] = {
        "reeds won 1 2",     /* a word short */
        "reeds won 1 2 3 4", /* a word long */
        "reeds maybe 1 2 3", /* neither */
        "reeds won -1 2 3",  /* no figure */
        "reeds won 1 - 3",   /* that one is always there */
        "reeds won 99999999999 2 3",
        "reeds won - 2 3", /* won, and no time */
        "reeds not 5 2 -", /* not won, and a time */
        "reeds won 4294967295 2 3",
        "meadow won 1 2 3", /* twice */
        "\x01\x02\xff",
    };
    Fixture *fixture = *state;
    for (size_t i = 0; i < sizeof bad_lines / sizeof *bad_lines; i++) {
        char text[512];
        char aside[FILES_PATH_SIZE];
        snprintf(text, sizeof text, HEAD "meadow won 5400 820 12\n%s\nbridge not - 7 -\n",
                 bad_lines[i]);
        uint32_t said = fixture->log.written;
        Progress *progress = open_text(fixture, text);
        assert_int_equal(progress->count, 2);
        assert_best(progress, "meadow",
                    (Best){.won = true, .ticks = 5400, .jarred = 820, .eaten = 12});
        assert_non_null(progress_find(progress, "bridge"));
        assert_int_equal(fixture->log.written, said + 1);
        assert_non_null(strstr(log_recent(&fixture->log, 0), "line 3"));
        assert_file(fixture, "progress.txt.damaged", text);
        /* What could be read is in its place again, and nothing is said any more. */
        assert_int_equal(open_progress(fixture)->count, 2);
        assert_int_equal(fixture->log.written, said + 1);
        files_path(&fixture->folder, "progress.txt.damaged", aside);
        assert_int_equal(unlink(aside), 0);
    }
}

static void what_is_no_file_of_ours_is_set_aside_whole(void **state)
{
    static const char *const texts[] = {"", "\n", "lampyris-progress 0\nmeadow won 1 2 3\n",
                                        "lampyris-progress 2\nmeadow won 1 2 3 4\n",
                                        "meadow won 1 2 3\n"};
    Fixture *fixture = *state;
    char name[64] = "progress.txt.damaged";
    for (int i = 0; i < 5; i++) {
        Progress *progress = open_text(fixture, texts[i]);
        assert_int_equal(progress->count, 0);
        assert_non_null(strstr(log_recent(&fixture->log, 0), "set aside"));
        if (i > 0) { /* the ones before are still there */
            snprintf(name, sizeof name, "progress.txt.damaged-%d", i + 1);
        }
        assert_file(fixture, name, texts[i]);
        assert_false(is_there(fixture, "progress.txt"));
    }
}

static void a_line_that_was_cut_off_is_none(void **state)
{
    Fixture *fixture = *state;
    Progress *progress = open_text(fixture, HEAD "meadow won 5400 820 12\nreeds won 54");
    assert_int_equal(progress->count, 1);
    assert_true(is_there(fixture, "progress.txt.damaged"));
}

static void bytes_behind_a_nul_are_damage(void **state)
{
    static const char TEXT[] = HEAD "meadow won 5400 820 12\n\0reeds won 1 2 3\n";
    Fixture *fixture = *state;
    files_write(&fixture->folder, "progress.txt", TEXT, sizeof TEXT - 1, fixture->path);
    Progress *progress = open_progress(fixture);
    assert_int_equal(progress->count, 1);
    assert_true(is_there(fixture, "progress.txt.damaged"));
}

static void comments_and_blank_lines_say_nothing(void **state)
{
    Fixture *fixture = *state;
    Progress *progress = open_text(fixture, HEAD "\n# a word\n\tmeadow  won 1 2 3 # mine\r\n");
    assert_best(progress, "meadow", (Best){.won = true, .ticks = 1, .jarred = 2, .eaten = 3});
    assert_int_equal(log_kept(&fixture->log), 0);
}

/* ---- Disks that do not take it ---------------------------------------------------------------*/

static void assert_kept_and_told_once(Fixture *fixture, Progress *progress)
{
    progress_add(progress, "meadow", &LOST);
    assert_int_equal(fixture->log.written, 1);
    progress_add(progress, "meadow", &WON);
    assert_int_equal(fixture->log.written, 1);
    assert_true(progress_find(progress, "meadow")->won);
}

static void a_folder_that_is_not_there(void **state)
{
    Fixture *fixture = *state;
    files_path(&fixture->folder, "nowhere/progress.txt", fixture->path);
    assert_kept_and_told_once(fixture, open_progress(fixture));
    assert_non_null(strstr(log_recent(&fixture->log, 0), "nowhere/progress.txt"));
}

static void a_folder_that_takes_nothing(void **state)
{
    Fixture *fixture = *state;
    if (geteuid() == 0) {
        skip(); /* who may everything may this too */
    }
    assert_int_equal(chmod(fixture->folder.path, 0500), 0);
    assert_kept_and_told_once(fixture, open_progress(fixture));
    assert_int_equal(chmod(fixture->folder.path, 0700), 0);
}

/* A file that is no file is read as a fault and never written over; a full disk shows at the write.
 */
static void a_full_disk(void **state)
{
    Fixture *fixture = *state;
    Progress *progress = open_progress(fixture);
    snprintf(progress->path, sizeof progress->path, "/dev/full");
    assert_kept_and_told_once(fixture, progress);
    assert_non_null(strstr(log_recent(&fixture->log, 0), "/dev/full"));
}

static void what_cannot_be_read_is_not_replaced(void **state)
{
    Fixture *fixture = *state;
    assert_int_equal(mkdir(fixture->path, 0700), 0);
    Progress *progress = open_progress(fixture);
    assert_int_equal(fixture->log.written, 1);
    progress_add(progress, "meadow", &WON);
    struct stat status;
    assert_int_equal(stat(fixture->path, &status), 0);
    assert_true(S_ISDIR(status.st_mode));
    assert_int_equal(fixture->log.written, 1);
}

static void without_a_path_it_lives_in_memory(void **state)
{
    Fixture *fixture = *state;
    progress_open(&fixture->progress, NULL, &fixture->log);
    progress_add(&fixture->progress, "meadow", &WON);
    assert_true(progress_find(&fixture->progress, "meadow")->won);
    assert_int_equal(log_kept(&fixture->log), 0);
}

static void there_is_an_end_to_levels(void **state)
{
    Fixture *fixture = *state;
    progress_open(&fixture->progress, NULL, &fixture->log);
    for (int i = 0; i < PROGRESS_LEVELS_MAX + 10; i++) {
        char name[32];
        snprintf(name, sizeof name, "level%d", i);
        progress_add(&fixture->progress, name, &WON);
    }
    assert_int_equal(fixture->progress.count, PROGRESS_LEVELS_MAX);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(the_first_player_has_no_results),
        CASE(what_was_reached_is_read_again),
        CASE(each_figure_is_the_best_of_its_kind),
        CASE(stars_are_earned),
        CASE(a_damaged_line_costs_that_line_alone),
        CASE(what_is_no_file_of_ours_is_set_aside_whole),
        CASE(a_line_that_was_cut_off_is_none),
        CASE(bytes_behind_a_nul_are_damage),
        CASE(comments_and_blank_lines_say_nothing),
        CASE(a_folder_that_is_not_there),
        CASE(a_folder_that_takes_nothing),
        CASE(a_full_disk),
        CASE(what_cannot_be_read_is_not_replaced),
        CASE(without_a_path_it_lives_in_memory),
        CASE(there_is_an_end_to_levels),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
