/* What headless runs write, format by format: what those who read such files expect to find. */
#include "support/command.h"
#include "support/files.h"
#include "support/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { TEXT_SIZE = 1024, HASH_SIZE = 32 };

#define SMALL "--headless --sprites=300 --ticks=40 "

static void assert_value(const char *json, const char *key, const char *expected)
{
    char value[TEXT_SIZE];
    if (!json_find(json, key, 0, value, sizeof value)) {
        fail_msg("there is no \"%s\" in:\n%s", key, json);
    }
    if (expected) {
        assert_string_equal(value, expected);
    }
}

static void json_is_google_benchmarks(void **state)
{
    (void)state;
    char *out =
        command_output(SMALL "--format=json --backend=sequential --grain=64 --budget=max:60000");
    assert_true(json_is_valid(out));
    command_assert_has(out, "\"context\": {");
    assert_value(out, "name", "\"meadow/sequential/lanes:1/grain:64/sprites:300\"");
    assert_value(out, "run_type", "\"iteration\"");
    assert_value(out, "time_unit", "\"ms\"");
    assert_value(out, "iterations", "40");
    assert_value(out, "ticks", "40");
    assert_value(out, "p95_ms", "null"); /* 40 frames are enough for a p50 alone */
    assert_value(out, "p99_ms", "null");
    assert_value(out, "over_budget", "0");
    assert_value(out, "budget_ms", "60000.000000");
    static const char *const others[] = {
        "date",
        "host_name",
        "num_cpus",
        "library_build_type",
        "lampyris_version",
        "seed",
        "level",
        "compiler",
        "threads",
        "real_time",
        "cpu_time",
        "mean_ms",
        "p50_ms",
        "max_ms",
        "step_ms",
        "draw_ms",
        "hash",
    };
    for (uint32_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        assert_value(out, others[i], NULL);
    }
    free(out);
}

static void json_has_an_entry_a_run(void **state)
{
    (void)state;
    char *list = command_output("--list-backends");
    static const char *const modes[] = {"--backend=all", "--verify=all"};
    for (uint32_t i = 0; i < 2; i++) {
        char words[TEXT_SIZE];
        snprintf(words, sizeof words, SMALL "%s --format=json", modes[i]);
        char *out = command_output(words);
        assert_true(json_is_valid(out));
        assert_int_equal(command_count(out, "\"run_type\""),
                         command_count(list, "\n") - 1); /* without racy */
        char first[HASH_SIZE];
        char second[HASH_SIZE];
        assert_true(json_find(out, "hash", 0, first, sizeof first));
        assert_true(json_find(out, "hash", 1, second, sizeof second));
        assert_string_equal(first, second);
        free(out);
    }
    free(list);
}

static void csv_has_a_row_a_frame(void **state)
{
    (void)state;
    char *out = command_output(SMALL "--format=csv --warmup=10 --render=software");
    const char *machine = "os,cpu,gpu,ram,kernel,driver,cpuscheduler\nLinux,";
    assert_int_equal(strncmp(out, machine, strlen(machine)), 0);
    command_assert_has(out, "\nfps,frametime,cpu_load,cpu_power,gpu_load,cpu_temp,");
    command_assert_has(out, ",process_rss,cpu_mhz,elapsed,frame,tick,frame_ms,list_ms,begin_ms,");
    command_assert_has(out, ",1,11,");
    command_assert_has(out, ",30,40,");
    assert_int_equal(command_count(out, "\n"), 3 + 30);
    assert_int_equal(command_count(out, ","), 12 + 31 * 30); /* as many columns in each row */
    free(out);
}

static void tap_has_a_point_a_judgement(void **state)
{
    (void)state;
    char *out = command_output(SMALL "--format=tap --budget=max:60000 --verify=all");
    assert_int_equal(strncmp(out, "TAP version 13\nok 1 - meadow/sequential/", 40), 0);
    assert_int_equal(command_count(out, "not ok"), 0);
    char plan[HASH_SIZE];
    snprintf(plan, sizeof plan, "\n1..%u\n", command_count(out, "\nok "));
    command_assert_has(out, plan);
    free(out);
    Command command =
        command_run(NULL, SMALL "--format=tap -b sequential --budget=max:0.000001 --expect-hash=1");
    command_assert_exit(&command, 1);
    command_assert_has(command.out, "\nok 1 - ");
    command_assert_has(command.out, "\nnot ok 2 - ");
    command_assert_has(command.out, "\nnot ok 3 - ");
    command_assert_has(command.out, "0x0000000000000001 is expected\n1..3\n");
    command_release(&command);
}

static void a_trace_has_frames_lanes_and_arrows(void **state)
{
    const TestFolder *folder = *state;
    Command command = command_run(&(CommandPlan){.folder = folder->path}, SMALL
                                  "--trace=run.trace --render=software -b jobs -w 2 --grain=16");
    command_assert_exit(&command, 0);
    command_assert_has(command.err, "run.trace: all of it");
    command_release(&command);
    char path[FILES_PATH_SIZE];
    size_t size;
    files_path(folder, "run.trace", path);
    char *trace = files_read(path, &size);
    assert_true(json_is_valid(trace));
    assert_int_equal(command_count(trace, "\"name\":\"frame\",\"pid\""), 40);
    assert_int_equal(command_count(trace, "\"name\":\"draw\""), 40);
    assert_int_equal(command_count(trace, "\"name\":\"settle\""), 40);
    command_assert_has(trace, "{\"name\":\"lane ");             /* which lanes found work is luck */
    assert_int_equal(command_count(trace, "\"ph\":\"s\""), 39); /* the last state is not drawn */
    assert_int_equal(command_count(trace, "\"ph\":\"f\""), 39);
    assert_int_equal(command_count(trace, "\"id\":17,\"bp\""), 1);
    assert_int_equal(command_count(trace, "\"id\":17}"), 1);
    free(trace);
    command_expect(SMALL "--trace=/dev/full", 3, "/dev/full");
    command_expect(SMALL "--trace=/nowhere/at/all", 3, "/nowhere/at/all");
    command_expect(SMALL "--trace=a --verify=all", 2, "--trace takes a run of one backend");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_FOLDER(json_is_google_benchmarks),
        IN_A_FOLDER(json_has_an_entry_a_run),
        IN_A_FOLDER(csv_has_a_row_a_frame),
        IN_A_FOLDER(tap_has_a_point_a_judgement),
        IN_A_FOLDER(a_trace_has_frames_lanes_and_arrows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
