/* Comparisons as a process: who takes part, what is written, what it ends with. None of these looks
 * at how long anything took. */
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
#include <time.h>

#include <cmocka.h>

enum { TEXT_SIZE = 1024, PATH_SIZE = 768, HASH_SIZE = 32 };

#define SMALL "--sprites=200 --ticks=3 "

static void write_text(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

static void each_has_a_row(void **state)
{
    (void)state;
    char *out = command_output("--compare=sequential,jobs+lanes=3,sequential+brute+scalar " SMALL);
    command_assert_has(out, "10 rounds of 3 ticks");
    command_assert_has(out, "\nsequential ");
    command_assert_has(out, "\njobs+lanes=3                3     256 ");
    command_assert_has(out, "\nsequential+brute+scalar ");
    command_assert_has(out, "the same bits: 0x");
    command_assert_has(out, " n/a"); /* 30 ticks are too few for a p99 */
    free(out);
}

/* All models run the same ticks, and end where a plain run of so many ticks does. */
static void the_state_is_that_of_a_plain_run(void **state)
{
    (void)state;
    char plain[HASH_SIZE];
    char compared[HASH_SIZE];
    char *out = command_output("--headless --sprites=200 --ticks=45 --print-hash");
    assert_true(command_find_line(out, "hash 0x", plain, sizeof plain));
    free(out);
    /* A warm-up of 5, and 10 rounds of 3 ticks behind one that settles. */
    out = command_output("--compare=jobs,coroutines --warmup=5 --print-hash " SMALL);
    assert_true(command_find_line(out, "hash 0x", compared, sizeof compared));
    assert_string_equal(compared, plain);
    free(out);
    command_expect("--compare=jobs,coroutines --expect-hash=12 -q " SMALL, 1, "expected hash 0x");
}

static void json_has_each_repetition(void **state)
{
    (void)state;
    char *out = command_output("--compare=sequential,jobs+grain=7 -r 11 --format=json " SMALL);
    assert_true(json_is_valid(out));
    assert_int_equal(command_count(out, "\"repetition_index\": 10,"), 2);
    assert_int_equal(command_count(out, "\"run_type\": \"iteration\""), 22);
    assert_int_equal(command_count(out, "\"run_type\": \"aggregate\""), 8);
    assert_int_equal(command_count(out, "\"ratio_low\""), 2);
    command_assert_has(out, "\"name\": \"meadow/jobs+grain=7/lanes:");
    command_assert_has(out, "\"cpu_name\": ");
    free(out);
    out = command_output("--compare=sequential,jobs --format=csv " SMALL);
    assert_int_equal(command_count(out, "\n"), 21);
    command_assert_has(out, "\n10,jobs,");
    free(out);
}

static void bad_words_are_refused(void **state)
{
    (void)state;
    command_expect("--compare=jobs,spells", 2, "--compare=jobs,spells: there is no model 'spells'");
    command_expect("--compare=jobs,jobs", 2, "'jobs' stands there twice");
    command_expect("--compare=jobs+mmx", 2, "behind the +, and got 'mmx'");
    command_expect("--compare=jobs+lanes=0", 2, "lanes=0: expected a whole number from 1 to ");
    command_expect("--compare=", 2, "there is no model ''");
    command_expect("--repeat=9", 2, "--repeat=9: expected a whole number from 10 to 1000");
    command_expect("--compare=jobs --verify=all", 2, "--compare and --verify contradict");
    command_expect("--compare=jobs --duration=3", 2, "--compare and --duration contradict");
    command_expect("--scan-sprites=10:10", 2, "--scan-sprites=10:10: expected LO:HI");
    command_expect("--scan-sprites=10", 2, "--scan-sprites=10: expected LO:HI");
    command_expect("--scan-sprites=1:9 --sprites=4", 2, "--scan-sprites and --sprites contradict");
    command_expect("--max-regression=5", 2, "--max-regression needs --baseline=FILE");
    command_expect("--baseline=x --max-regression=-5", 2, "expected a percentage from 0 to 1000");
    command_expect("--compare=jobs no-such-level", 3, "no-such-level");
}

static void budgets_hold_for_each(void **state)
{
    (void)state;
    command_expect("--compare=sequential,jobs --budget=p50:0.000001 " SMALL, 1, "(jobs)");
    free(command_output("--compare=sequential,jobs --budget=p50:60000 " SMALL));
}

/* ---- Baselines ------------------------------------------------------------------------------- */

/* A report with that many repetitions of the game's first model, each about that long, and beside
 * each what its yardstick took. */
static void write_baseline(const char *path, uint32_t repetitions, const char *time_ms,
                           const char *yardstick_ns, const char *cpu_name)
{
    char text[8192];
    int length = snprintf(text, sizeof text,
                          "{\"context\": {\"cpu_name\": \"%s\", \"num_cpus\": 2},\n"
                          "\"benchmarks\": [\n",
                          cpu_name);
    for (uint32_t i = 0; i < repetitions; i++) {
        length += snprintf(text + length, sizeof text - (size_t)length,
                           "{\"name\": \"meadow/sequential/lanes:1/grain:256/sprites:200\", "
                           "\"run_type\": \"iteration\", \"real_time\": %s%u, \"time_unit\": "
                           "\"ms\", \"yardstick_ns\": %s},\n",
                           time_ms, i, yardstick_ns);
    }
    snprintf(text + length, sizeof text - (size_t)length,
             "{\"name\": \"x_mean\", \"run_type\": \"aggregate\", \"real_time\": 1}]}\n");
    write_text(path, text);
}

#define AGAINST "-q --backend=sequential --baseline=%s " SMALL

static void ended_against(const char *path, int exit_code, const char *part)
{
    char words[TEXT_SIZE];
    snprintf(words, sizeof words, AGAINST, path);
    command_expect(words, exit_code, part);
}

static void a_regression_is_told_from_a_gain(void **state)
{
    const TestFolder *folder = *state;
    char path[PATH_SIZE];
    char words[TEXT_SIZE];
    snprintf(path, sizeof path, "%s/base.json", folder->path);
    write_baseline(path, 10, "0.0000001", "0", "one of another world");
    ended_against(path, 1, "a regression");
    write_baseline(path, 10, "900000.1", "0", "one of another world");
    ended_against(path, 0, "");
    snprintf(words, sizeof words, "--backend=sequential --baseline=%s " SMALL, path);
    command_expect(words, 0, "is another machine's (2 cores of one of another world; here ");
    command_expect(words, 0, ": faster");
}

/* A tick that was long on a processor that was slower still is held against its yardstick. */
static void a_baseline_is_read_by_its_own_clock(void **state)
{
    const TestFolder *folder = *state;
    char path[PATH_SIZE];
    snprintf(path, sizeof path, "%s/base.json", folder->path);
    write_baseline(path, 10, "900000.1", "1e20", "any");
    ended_against(path, 1, "a regression");
    write_baseline(path, 10, "0.0000001", "1e-12", "any");
    ended_against(path, 0, "");
}

static void a_baseline_of_no_use_is_refused(void **state)
{
    const TestFolder *folder = *state;
    char path[PATH_SIZE];
    snprintf(path, sizeof path, "%s/base.json", folder->path);
    ended_against(path, 3, "base.json: No such file");
    write_baseline(path, 1, "0.1", "0", "any");
    ended_against(path, 3, "has 1 repetition of meadow/sequential/lanes:1/grain:256/sprites:200");
    write_text(path, "{\"benchmarks\": [{\"name\": \"other\", \"real_time\": 1}]}");
    ended_against(path, 3,
                  "has no meadow/sequential/lanes:1/grain:256/sprites:200; its first is "
                  "other");
    write_text(path, "{\"benchmarks\": [{\"name\": \"other\"}]}");
    ended_against(path, 3, "base.json: 1:34: expected a benchmark with a name and a real_time");
    write_text(path, "{\"benchmarks\": [{\"name\": ");
    ended_against(path, 3, "base.json: 1:26: it ends where a value should be");
    write_text(path, "{}");
    ended_against(path, 3, "expected a report with \"benchmarks\"");
}

/* What --compare writes is what --baseline reads: with a margin that no noise exceeds. */
static void our_own_report_is_a_baseline(void **state)
{
    const TestFolder *folder = *state;
    char words[TEXT_SIZE];
    snprintf(words, sizeof words, "--compare=jobs,sequential+scalar -o %s/own.json " SMALL,
             folder->path);
    free(command_output(words));
    snprintf(words, sizeof words,
             "--compare=jobs,sequential+scalar --baseline=%s/own.json --max-regression=1000 " SMALL,
             folder->path);
    Command command = command_run(NULL, "%s", words);
    command_assert_exit(&command, 0);
    assert_int_equal(command_count(command.err, "own.json ["), 2);
    assert_int_equal(command_count(command.err, "another machine"), 0);
    command_release(&command);
}

/* ---- Scans, and an end that nobody waits for --------------------------------------------------
 */

static void a_scan_says_who_wins_where(void **state)
{
    (void)state;
    char *out = command_output(
        "--scan-sprites=50:400 --compare=sequential,jobs,sequential+brute --ticks=3");
    command_assert_has(out, "\n       50 ");
    command_assert_has(out, "\n      400 ");
    command_assert_has(out, "\njobs is ");
    command_assert_has(out, "\nsequential+brute is ");
    free(out);
    out = command_output("--scan-sprites=50:100 --compare=sequential,jobs --ticks=3 --format=json");
    assert_true(json_is_valid(out));
    assert_int_equal(command_count(out, "\"real_time\""), 4);
    command_assert_has(out, "\"crossings\": [");
    free(out);
}

static void what_is_cut_short_is_whole(void **state)
{
    (void)state;
    Command command =
        command_start(NULL, "--compare=sequential,jobs --repeat=1000 --sprites=200 --format=json");
    nanosleep(&(struct timespec){.tv_nsec = 400000000}, NULL);
    kill(command.id, SIGINT);
    command_finish(&command);
    assert_in_range(command.exit_code, 0, 1); /* 1: before the first round was over */
    command_assert_has(command.err, "of 1000 rounds are reported");
    assert_true(json_is_valid(command.out));
    command_release(&command);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_has_a_row),
        cmocka_unit_test(the_state_is_that_of_a_plain_run),
        cmocka_unit_test(json_has_each_repetition),
        cmocka_unit_test(bad_words_are_refused),
        cmocka_unit_test(budgets_hold_for_each),
        IN_A_FOLDER(a_regression_is_told_from_a_gain),
        IN_A_FOLDER(a_baseline_is_read_by_its_own_clock),
        IN_A_FOLDER(a_baseline_of_no_use_is_refused),
        IN_A_FOLDER(our_own_report_is_a_baseline),
        cmocka_unit_test(a_scan_says_who_wins_where),
        cmocka_unit_test(what_is_cut_short_is_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
