/* Headless runs as a process: the state's hash, budgets, and the reports that they write. */
#include "base/clock.h"
#include "support/command.h"
#include "support/files.h"
#include "support/json.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { TEXT_SIZE = 1024, HASH_SIZE = 32, NAMES_MAX = 16 };

#define SMALL "--headless --sprites=300 --ticks=40 "

static void hash_of(const char *words, char hash[HASH_SIZE])
{
    char line[TEXT_SIZE];
    snprintf(line, sizeof line, "%s --print-hash", words);
    char *out = command_output(line);
    if (!command_find_line(out, "hash 0x", hash, HASH_SIZE) || strlen(hash) != 16) {
        fail_msg("there is no hash in:\n%s", out);
    }
    free(out);
}

/* ---- The hash ---------------------------------------------------------------------------------
 */

static bool is_unsafe(const char *row)
{
    return strncmp(row, "racy\t", 5) == 0;
}

static void every_backend_has_the_same_hash(void **state)
{
    (void)state;
    static const char *const shapes[] = {"", "--workers=1 --grain=1", "--workers=5 --grain=7"};
    char first[HASH_SIZE] = "";
    char *list = command_output("--list-backends");
    for (const char *row = list; row && *row; row = strchr(row, '\n') + 1) {
        for (uint32_t i = 0; i < sizeof shapes / sizeof shapes[0] && !is_unsafe(row); i++) {
            char words[TEXT_SIZE];
            char hash[HASH_SIZE];
            snprintf(words, sizeof words, SMALL "%s --backend=%.*s reeds", shapes[i],
                     (int)strcspn(row, "\t"), row);
            hash_of(words, hash);
            if (!first[0]) {
                memcpy(first, hash, sizeof first);
            }
            assert_string_equal(hash, first);
        }
    }
    free(list);
}

static void the_hash_is_alone_on_stdout(void **state)
{
    (void)state;
    char *out = command_output(SMALL "--print-hash");
    assert_int_equal(strlen(out), strlen("hash 0x0123456789abcdef\n"));
    free(out);
    out = command_output(SMALL "--backend=all --print-hash");
    assert_int_equal(command_count(out, "hash 0x"), command_count(out, "\n"));
    command_assert_has(out, " coroutines\n");
    free(out);
}

static void what_is_measured_does_not_change_the_hash(void **state)
{
    (void)state;
    char plain[HASH_SIZE];
    char other[HASH_SIZE];
    hash_of(SMALL, plain);
    hash_of(SMALL "--warmup=10", other);
    assert_string_equal(other, plain);
    hash_of(SMALL "--render=software", other);
    assert_string_equal(other, plain);
    hash_of(SMALL "--seed=2", other);
    assert_string_not_equal(other, plain);
    hash_of("--headless --sprites=300 --ticks=41", other);
    assert_string_not_equal(other, plain);
}

static void an_expected_hash_is_held_against_it(void **state)
{
    (void)state;
    char hash[HASH_SIZE];
    char words[TEXT_SIZE];
    hash_of(SMALL, hash);
    snprintf(words, sizeof words, SMALL "--expect-hash=0x%s", hash);
    free(command_output(words));
    command_expect(SMALL "--expect-hash=1", 1, "0x0000000000000001");
    command_expect(SMALL "--expect-hash=1", 1, hash);
}

static void all_backends_are_verified_in_lockstep(void **state)
{
    (void)state;
    char hash[HASH_SIZE];
    char other[HASH_SIZE];
    hash_of(SMALL "--verify=all", hash);
    hash_of(SMALL, other);
    assert_string_equal(hash, other);
    Command command = command_run(NULL, SMALL "--verify=all");
    command_assert_exit(&command, 0);
    command_assert_has(command.err, "40 ticks");
    command_assert_has(command.out, "coroutines");
    command_release(&command);
}

/* ---- Budgets ----------------------------------------------------------------------------------
 */

static void budgets_pass_and_fail(void **state)
{
    (void)state;
    free(command_output(SMALL "--budget=max:60000 --budget=mean:60000 --budget=p50:60000"));
    command_expect(SMALL "--budget=max:0.000001", 1, "exceeded by");
    command_expect(SMALL "--budget=p50:60000 --budget=mean:0.000001", 1, "budget mean:1e-06");
}

static void a_budget_wants_enough_frames(void **state)
{
    (void)state;
    command_expect(SMALL "--budget=p99:60000", 1, "1000 frames, and 40");
    free(command_output("--headless --sprites=50 --budget=p99:60000")); /* as long as that takes */
}

/* ---- Reports ----------------------------------------------------------------------------------
 */

static void a_report_is_there_whole_or_not_at_all(void **state)
{
    const TestFolder *folder = *state;
    char path[FILES_PATH_SIZE];
    size_t size;
    Command command =
        command_run(&(CommandPlan){.folder = folder->path}, SMALL "--output=report.json");
    command_assert_exit(&command, 0);
    assert_string_equal(command.out, "");
    command_release(&command);
    files_path(folder, "report.json", path);
    char *report = files_read(path, &size);
    assert_true(json_is_valid(report));
    free(report);
    assert_int_equal(files_count(folder), 1);

    /* A run that fails leaves the old report as it is. */
    files_write(folder, "report.json", "old", 3, path);
    char words[TEXT_SIZE];
    snprintf(words, sizeof words, SMALL "-o %s nosuchlevel", path);
    command_expect(words, 3, "nosuchlevel");
    report = files_read(path, &size);
    assert_string_equal(report, "old");
    free(report);
    assert_int_equal(files_count(folder), 1);
}

static void places_that_take_no_report_are_named(void **state)
{
    const TestFolder *folder = *state;
    char words[TEXT_SIZE];
    command_expect(SMALL "-o /dev/full --format=json", 3, "/dev/full");
    command_expect(SMALL "-o /nowhere/at/all.json", 3, "/nowhere/at/all.json");
    snprintf(words, sizeof words, SMALL "-o %s", folder->path); /* a folder */
    command_expect(words, 3, folder->path);
    command_expect(SMALL "--screenshot=3:/nowhere/at/all.png", 3, "/nowhere/at/all.png");
    assert_int_equal(access("/dev/full", F_OK), 0); /* not replaced by a file */
}

static void screenshots_are_the_same_twice(void **state)
{
    const TestFolder *folder = *state;
    size_t sizes[2];
    char *pictures[2];
    for (int i = 0; i < 2; i++) {
        char path[FILES_PATH_SIZE];
        char words[TEXT_SIZE];
        files_path(folder, "shot.png", path);
        snprintf(words, sizeof words, SMALL "--quiet --screenshot=40:%s -b %s", path,
                 i == 0 ? "sequential" : "jobs");
        free(command_output(words));
        pictures[i] = files_read(path, &sizes[i]);
    }
    assert_int_equal(sizes[0], sizes[1]);
    assert_memory_equal(pictures[0], pictures[1], sizes[0]);
    free(pictures[0]);
    free(pictures[1]);
}

/* ---- How long ---------------------------------------------------------------------------------
 */

static void a_duration_ends_it(void **state)
{
    (void)state;
    uint64_t start_ns = clock_now_ns();
    char *out = command_output("--headless --sprites=100 --duration=0.3 --format=json");
    assert_in_range((clock_now_ns() - start_ns) / NS_PER_MS, 300, 60000);
    assert_true(json_is_valid(out));
    free(out);
}

/* One format after the other: what was measured until Ctrl-C is a whole file of its kind. */
static void interrupt_run(const TestFolder *folder, const char *words, uint32_t files)
{
    CommandPlan plan = {.folder = folder->path};
    Command command = command_start(&plan, words);
    uint32_t before = files - 1;
    /* The report's file, under its first name, says that the run has begun. */
    for (int i = 0; i < 3000 && files_count(folder) == before; i++) {
        clock_sleep_ns(10 * NS_PER_MS);
    }
    clock_sleep_ns(200 * NS_PER_MS);
    kill(command.id, SIGINT);
    command_finish(&command);
    command_assert_exit(&command, 0);
    command_assert_has(command.err, "interrupted");
    command_release(&command);
    assert_int_equal(files_count(folder), files);
}

static char *file_of(const TestFolder *folder, const char *name)
{
    char path[FILES_PATH_SIZE];
    size_t size;
    files_path(folder, name, path);
    return files_read(path, &size);
}

static void ctrl_c_ends_it_with_what_there_is(void **state)
{
    const TestFolder *folder = *state;
    interrupt_run(folder, "--headless --sprites=100 --duration=600 -o run.json", 1);
    char *report = file_of(folder, "run.json");
    assert_true(json_is_valid(report));
    free(report);
    interrupt_run(folder, "--headless --sprites=100 --duration=600 -o run.csv", 2);
    report = file_of(folder, "run.csv");
    assert_true(report[strlen(report) - 1] == '\n');
    assert_int_equal(command_count(report, ",") % 30, 12);
    free(report);
    interrupt_run(folder, "--headless --sprites=100 --duration=600 -o run.tap", 3);
    report = file_of(folder, "run.tap");
    command_assert_has(report, "\n1..1\n");
    free(report);
    interrupt_run(folder, "--headless --sprites=100 --duration=600 --trace=run.trace", 4);
    report = file_of(folder, "run.trace");
    assert_true(json_is_valid(report));
    free(report);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_FOLDER(every_backend_has_the_same_hash),
        IN_A_FOLDER(the_hash_is_alone_on_stdout),
        IN_A_FOLDER(what_is_measured_does_not_change_the_hash),
        IN_A_FOLDER(an_expected_hash_is_held_against_it),
        IN_A_FOLDER(all_backends_are_verified_in_lockstep),
        IN_A_FOLDER(budgets_pass_and_fail),
        IN_A_FOLDER(a_budget_wants_enough_frames),
        IN_A_FOLDER(a_report_is_there_whole_or_not_at_all),
        IN_A_FOLDER(places_that_take_no_report_are_named),
        IN_A_FOLDER(screenshots_are_the_same_twice),
        IN_A_FOLDER(a_duration_ends_it),
        IN_A_FOLDER(ctrl_c_ends_it_with_what_there_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
