/* A slice that is made slow from the command line: trace, CSV and JSON name its tick, its phase,
 * its lane and its indices, and the stage that it held up. */
#include "backend/burden.h"
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

/* Which slices are slow follows from seed, tick and indices alone: one, in tick 8, of [64, 80).
 * That tick alone is measured, since on a busy machine anything may take long once. */
#define PLANTED                                                                                    \
    "--headless --sprites=300 --ticks=8 --warmup=7 --seed=2 --backend=jobs --workers=2 "           \
    "--grain=16 --inject=slow:0.001 "

/* It computes for 20 ms of a processor that is all its own when that is measured. */
#define LEAST_MS (BURDEN_SLOW_US / 1000.0 / 4)

enum { TICK = 8, BEGIN = 64, END = 80, VALUE_SIZE = 64, ROW_LANES = 1000, ROWS_A_LANE = 64 };

/* ---- A CSV ---------------------------------------------------------------------------------- */

static const char *field_at(const char *line, uint32_t index)
{
    for (uint32_t i = 0; i < index; i++) {
        line = strchr(line, ',');
        assert_non_null(line);
        line++;
    }
    return line;
}

/* Where the column begins in that row of a line of names. */
static const char *csv_field(const char *names, const char *row, const char *name)
{
    size_t length = strlen(name);
    for (uint32_t i = 0;; i++) {
        const char *at = field_at(names, i);
        if (strncmp(at, name, length) == 0 && strchr(",\n", at[length])) {
            return field_at(row, i);
        }
    }
}

static double csv_value(const char *names, const char *row, const char *name)
{
    return atof(csv_field(names, row, name));
}

/* ---- A trace -------------------------------------------------------------------------------- */

typedef struct Event {
    double begin_us;
    double end_us;
    const char *text;
} Event;

static double number_of(const char *text, const char *key)
{
    char value[VALUE_SIZE];
    assert_true(json_find(text, key, 0, value, sizeof value));
    return atof(value);
}

/* The longest of that name within [begin, end]. */
static Event longest_event(const char *trace, const char *name, double begin_us, double end_us)
{
    char head[VALUE_SIZE];
    Event longest = {0};
    snprintf(head, sizeof head, "{\"ph\":\"X\",\"name\":\"%s\"", name);
    for (const char *at = trace; (at = strstr(at, head)); at++) {
        double ts_us = number_of(at, "ts");
        double dur_us = number_of(at, "dur");
        bool is_within = ts_us >= begin_us && ts_us + dur_us <= end_us;
        if (is_within && dur_us > longest.end_us - longest.begin_us) {
            longest = (Event){ts_us, ts_us + dur_us, at};
        }
    }
    assert_true(longest.end_us - longest.begin_us >= LEAST_MS * 1000);
    return longest;
}

static Event frame_of(const char *trace, uint32_t number)
{
    char args[VALUE_SIZE];
    snprintf(args, sizeof args, "\"args\":{\"frame\":%u}", number);
    const char *at = strstr(trace, args);
    assert_non_null(at);
    while (strncmp(at, "{\"ph\"", 5) != 0) {
        at--;
    }
    double ts_us = number_of(at, "ts");
    return (Event){ts_us, ts_us + number_of(at, "dur"), at};
}

/* ---- The same slice in all of them ---------------------------------------------------------- */

static void assert_in_trace(const char *trace, double lane, double from, double to)
{
    Event frame = frame_of(trace, TICK);
    Event run = longest_event(trace, "move", frame.begin_us, frame.end_us);
    Event join = longest_event(trace, "join", frame.begin_us, frame.end_us);
    assert_true(number_of(run.text, "tid") == ROW_LANES + ROWS_A_LANE * lane);
    assert_true(number_of(run.text, "tick") == TICK);
    assert_true(number_of(run.text, "from") == from && number_of(run.text, "to") == to);
    assert_true(join.begin_us < run.end_us && run.end_us <= join.end_us);
}

static void a_slow_slice_is_named_by_csv_and_trace(void **state)
{
    const TestFolder *folder = *state;
    char path[FILES_PATH_SIZE];
    size_t size;
    Command command = command_run(&(CommandPlan){.folder = folder->path},
                                  PLANTED "--format=csv --trace=run.trace");
    command_assert_exit(&command, 0);
    files_path(folder, "run.trace", path);
    char *trace = files_read(path, &size);

    const char *names = strstr(command.out, "\nfps,") + 1;
    const char *row = strchr(names, '\n') + 1;
    assert_true(csv_value(names, row, "tick") == TICK);
    double from = csv_value(names, row, "slice_from");
    double to = csv_value(names, row, "slice_to");
    assert_true(csv_value(names, row, "slice_ms") >= LEAST_MS);
    assert_true(csv_value(names, row, "join_ms") >= LEAST_MS);
    assert_true(from <= BEGIN && END <= to); /* a run may have its neighbours in it */
    assert_memory_equal(csv_field(names, row, "slice_phase"), "move,", 5);
    assert_in_trace(trace, csv_value(names, row, "slice_lane"), from, to);
    free(trace);
    command_release(&command);
}

static void a_slow_slice_is_named_by_json(void **state)
{
    (void)state;
    char phase[VALUE_SIZE];
    char *json = command_output(PLANTED "--format=json");
    assert_true(number_of(json, "longest_slice_ms") >= LEAST_MS);
    assert_true(number_of(json, "longest_slice_tick") == TICK);
    assert_true(number_of(json, "longest_slice_lane") < 2);
    assert_true(number_of(json, "longest_slice_from") <= BEGIN);
    assert_true(number_of(json, "longest_slice_to") >= END);
    assert_true(json_find(json, "longest_slice_phase", 0, phase, sizeof phase));
    assert_string_equal(phase, "\"move\"");
    free(json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_FOLDER(a_slow_slice_is_named_by_csv_and_trace),
        cmocka_unit_test(a_slow_slice_is_named_by_json),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
