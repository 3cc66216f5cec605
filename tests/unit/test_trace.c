/* The trace: what is kept of it, and what its file looks like to those who read such files. And a
 * sleep planted in one slice: everything that measures must name its lane, its stage and its frame.
 */
#include "app/report.h"
#include "app/trace_file.h"
#include "base/clock.h"
#include "sim/step.h"
#include "support/files.h"
#include "support/json.h"
#include "view/overlay_lanes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { VALUE_SIZE = 64, SPRITES = 1024, GRAIN = 64, SLEEPER = 5, SLEEP_MS = 40, LANES = 3 };

static Trace *trace_of(uint32_t capacity)
{
    Error error;
    Trace *trace = trace_create(capacity, &error);
    assert_non_null(trace);
    return trace;
}

/* The caller frees. */
static char *written(Trace *trace, double last_s)
{
    char *text = NULL;
    size_t size = 0;
    FILE *file = open_memstream(&text, &size);
    assert_non_null(file);
    trace_write(trace, file, last_s);
    fclose(file);
    if (!json_is_valid(text)) {
        fail_msg("this is no JSON:\n%s", text);
    }
    return text;
}

static uint32_t count_of(const char *text, const char *part)
{
    uint32_t count = 0;
    for (const char *at = text; (at = strstr(at, part)); at++) {
        count++;
    }
    return count;
}

/* Frames of 10 ms from tick 1 on, a millisecond apart, each with two stages. */
static void add_frames(Trace *trace, uint32_t count)
{
    for (uint32_t i = 1; i <= count; i++) {
        uint64_t start_ns = i * 11 * NS_PER_MS;
        trace_stage(trace, STAGE_DRAW, start_ns, start_ns + 4 * NS_PER_MS, i - 1);
        trace_stage(trace, STAGE_JOIN, start_ns + 4 * NS_PER_MS, start_ns + 10 * NS_PER_MS, 0);
        trace_frame(trace, i, start_ns, start_ns + 10 * NS_PER_MS, 7);
    }
}

static void an_empty_trace_is_one(void **state)
{
    (void)state;
    Trace *trace = trace_of(4);
    char *text = written(trace, 0);
    assert_non_null(strstr(text, "\"traceEvents\":["));
    assert_int_equal(count_of(text, "\"ph\":\"X\""), 0);
    free(text);
    trace_destroy(trace);
    trace_destroy(NULL);
}

static void frames_stages_and_counters_are_there(void **state)
{
    (void)state;
    Trace *trace = trace_of(64);
    add_frames(trace, 3);
    char *text = written(trace, 0);
    assert_int_equal(count_of(text, "\"name\":\"frame\",\"pid\""), 3);
    assert_int_equal(count_of(text, "\"name\":\"draw\""), 3);
    assert_int_equal(count_of(text, "\"name\":\"join\""), 3);
    assert_int_equal(count_of(text, "\"ph\":\"C\",\"name\":\"frame ms\""), 3);
    assert_int_equal(count_of(text, "\"args\":{\"ms\":10.000000}"), 3);
    assert_int_equal(count_of(text, "\"args\":{\"sprites\":7}"), 3);
    assert_non_null(strstr(text, "\"ts\":22000.00000000,\"dur\":10000.00000000"));
    free(text);
    trace_destroy(trace);
}

static void a_full_ring_keeps_the_newest_and_says_so(void **state)
{
    (void)state;
    Trace *trace = trace_of(9);
    add_frames(trace, 5);
    for (int twice = 0; twice < 2; twice++) { /* writing keeps what there is */
        TraceExtent extent = trace_extent(trace);
        assert_int_equal(extent.events, 9);
        assert_int_equal(extent.lost, 6);
        assert_true(extent.seconds > 0.0319 && extent.seconds < 0.0321);
        char *text = written(trace, 0);
        assert_null(strstr(text, "\"args\":{\"frame\":2}"));
        assert_non_null(strstr(text, "\"args\":{\"frame\":3}"));
        assert_non_null(strstr(text, "\"args\":{\"frame\":5}"));
        free(text);
    }
    trace_stage(trace, STAGE_INPUT, 70 * NS_PER_MS, 71 * NS_PER_MS, 0); /* in place of the oldest */
    assert_int_equal(trace_extent(trace).lost, 7);
    char *text = written(trace, 0);
    assert_null(strstr(text, "\"args\":{\"frame\":3}"));
    assert_non_null(strstr(text, "\"args\":{\"frame\":4}"));
    assert_non_null(strstr(text, "\"name\":\"input\""));
    free(text);
    trace_destroy(trace);
}

static void the_last_seconds_alone(void **state)
{
    (void)state;
    Trace *trace = trace_of(64);
    add_frames(trace, 10); /* the last one ends at 120 ms */
    char *text = written(trace, 0.033);
    assert_null(strstr(text, "\"args\":{\"frame\":7}"));
    assert_non_null(strstr(text, "\"args\":{\"frame\":8}"));
    assert_non_null(strstr(text, "\"args\":{\"frame\":10}"));
    free(text);
    trace_destroy(trace);
}

/* ---- A planted sleep ------------------------------------------------------------------------ */

typedef struct Planted {
    uint32_t lane; /* that it slept on */
} Planted;

static bool do_nothing(Lane *lane, Range slice, void *context)
{
    (void)lane, (void)slice, (void)context;
    return true;
}

static bool sleep_in_one(Lane *lane, Range slice, void *context)
{
    Planted *planted = context;
    if (slice.begin != SLEEPER * GRAIN) {
        return true;
    }
    planted->lane = lane->index;
    return lane_sleep_ns(lane, SLEEP_MS * NS_PER_MS);
}

static uint32_t move_phase(void)
{
    uint32_t phase = 0;
    while (strcmp(step_phase_name(phase), "move") != 0) {
        phase++;
    }
    return phase;
}

/* A step with the phases of a tick, of which one slice of `move` sleeps. */
static void run_planted(Backend *backend, Planted *planted, bool is_asleep)
{
    Phase phases[BACKEND_PHASES_MAX];
    Error error;
    for (uint32_t i = 0; i < step_phase_count(); i++) {
        bool is_move = i == move_phase();
        phases[i] = (Phase){step_phase_name(i), is_move && is_asleep ? sleep_in_one : do_nothing,
                            planted, is_move ? SPRITES : 1, is_move ? GRAIN : 1};
    }
    assert_int_equal(backend_run(backend, phases, step_phase_count(), &error), BACKEND_DONE);
}

/* Three frames, the second of which has the sleep in it. */
static void measure_planted(Backend *backend, Planted *planted, Run *run, Trace *trace)
{
    assert_true(run_reserve(run, 3));
    for (uint32_t tick = 1; tick <= 3; tick++) {
        uint64_t start_ns = clock_now_ns();
        run_planted(backend, planted, tick == 2);
        uint64_t took_ns = clock_now_ns() - start_ns;
        RunFrame frame = {
            .tick = tick, .start_ns = start_ns, .frame_ns = took_ns, .join_ns = took_ns};
        run_frame_look(&frame, backend);
        run_add(run, frame);
        trace_step(trace, backend, tick);
        trace_stage(trace, STAGE_JOIN, start_ns, start_ns + took_ns, 0);
        trace_frame(trace, tick, start_ns, start_ns + took_ns, SPRITES);
    }
}

/* ---- Rows ----------------------------------------------------------------------------------- */

enum { ROWS_MAX = 2048, ROW_FRAMES = 1 };

/* Importers take what overlaps in a row for nested, or throw it away: a row has one thing after the
 * other. Returns how many rows there are beside that of the frames. */
static uint32_t assert_rows_in_order(const char *trace)
{
    double *ends_us = calloc(ROWS_MAX, sizeof *ends_us);
    uint32_t rows = 0;
    for (const char *at = trace; (at = strstr(at, "{\"ph\":\"X\"")); at++) {
        unsigned row = (unsigned)atoi(strstr(at, "\"tid\":") + 6);
        double ts_us = atof(strstr(at, "\"ts\":") + 5);
        double dur_us = atof(strstr(at, "\"dur\":") + 6);
        assert_true(row < ROWS_MAX && ts_us >= 0 && dur_us >= 0);
        if (row != ROW_FRAMES) {
            rows += ends_us[row] == 0.0;
            assert_true(ts_us >= ends_us[row]); /* in doubles, as readers add */
            ends_us[row] = ts_us + dur_us;
        }
    }
    free(ends_us);
    return rows;
}

static bool sleep_in_each(Lane *lane, Range slice, void *context)
{
    (void)slice, (void)context;
    return lane_sleep_ns(lane, 3 * NS_PER_MS);
}

/* Slices that wait beside each other on one lane have a row each, those of two threads one a lane.
 */
static void things_in_a_row_do_not_overlap(void **state)
{
    (void)state;
    static const char *const MODELS[] = {"coroutines", "jobs"};
    static const uint32_t ROWS[] = {8, 2};
    for (int i = 0; i < 2; i++) {
        Error error;
        Trace *trace = trace_of(4096);
        Backend *backend = backend_open(backend_find(MODELS[i]), 2, &error);
        Phase phase = {"move", sleep_in_each, NULL, 8, 1};
        assert_non_null(backend);
        assert_int_equal(backend_run(backend, &phase, 1, &error), BACKEND_DONE);
        trace_step(trace, backend, 1);
        char *text = written(trace, 0);
        assert_in_range(assert_rows_in_order(text), 1, ROWS[i]);
        if (i == 0) {
            assert_int_equal(assert_rows_in_order(text), ROWS[i]);
            assert_non_null(strstr(text, "\"name\":\"lane 0, beside 7\""));
        }
        free(text);
        backend_close(backend);
        trace_destroy(trace);
    }
}

static char *reported(const Run *run, ReportFormat format)
{
    char *text = NULL;
    size_t size = 0;
    FILE *file = open_memstream(&text, &size);
    report_write(file, &(Options){.format = format}, run, 1);
    fclose(file);
    return text;
}

static void assert_in_trace(Trace *trace, const Planted *planted)
{
    char *text = written(trace, 0);
    char lane[VALUE_SIZE];
    uint32_t found = 0;
    snprintf(lane, sizeof lane, "\"name\":\"move\",\"pid\":1,\"tid\":%u",
             1000 + 64 * planted->lane);
    for (const char *at = text; (at = strstr(at, lane)); at++) {
        double dur_us = atof(strstr(at, "\"dur\":") + 6);
        if (dur_us >= SLEEP_MS * 1000) {
            char tick[VALUE_SIZE];
            assert_true(json_find(at, "tick", 0, tick, sizeof tick));
            assert_string_equal(tick, "2");
            found++;
        }
    }
    assert_int_equal(found, 1);
    free(text);
}

static void assert_in_reports(Run *run, const Planted *planted)
{
    char wanted[VALUE_SIZE];
    char *csv = reported(run, FORMAT_CSV);
    const char *row = strstr(csv, ",2,2,"); /* frame, tick */
    assert_non_null(row);
    snprintf(wanted, sizeof wanted, ",%u,move,", planted->lane);
    const char *name = strstr(row, wanted);
    assert_non_null(name);
    assert_true(name < strchr(row, '\n'));
    assert_int_equal(count_of(csv, "\n"), 6);
    free(csv);

    FrameStats *stats = run_stats(run);
    run_summarize(run, stats, 16.7);
    frame_stats_destroy(stats);
    char *json = reported(run, FORMAT_JSON);
    const char *const keys[] = {"longest_slice_tick", "longest_slice_lane", "longest_slice_phase"};
    char lane[VALUE_SIZE];
    snprintf(lane, sizeof lane, "%u", planted->lane);
    const char *const values[] = {"2", lane, "\"move\""};
    for (int i = 0; i < 3; i++) {
        char value[VALUE_SIZE];
        assert_true(json_find(json, keys[i], 0, value, sizeof value));
        assert_string_equal(value, values[i]);
    }
    assert_true(run->summary.slowest.slice_ns >= SLEEP_MS * NS_PER_MS);
    free(json);
}

static void assert_in_overlay(Backend *backend, Planted *planted)
{
    OverlayLanes *lanes = calloc(1, sizeof *lanes);
    run_planted(backend, planted, true);
    overlay_lanes_take(lanes, backend);
    for (uint32_t i = 0; i < lanes->lane_count; i++) {
        uint32_t longest = 0;
        for (uint32_t k = 0; k < lanes->rows[i].box_count; k++) {
            const OverlayBox *box = &lanes->rows[i].boxes[k];
            bool is_long = (box->end - box->begin) * lanes->step_ms / 65535 > 0.9 * SLEEP_MS;
            longest += is_long;
            assert_true(!is_long || box->phase == move_phase());
        }
        assert_int_equal(longest, i == planted->lane);
    }
    free(lanes);
}

static void a_planted_sleep_is_seen_everywhere(void **state)
{
    (void)state;
    static const char *const MODELS[] = {"sequential", "jobs", "coroutines"};
    for (int i = 0; i < 3; i++) {
        Error error;
        Planted planted = {0};
        Run run = {.backend = MODELS[i], .isa = "scalar", .load = "none", .level = "night"};
        Trace *trace = trace_of(4096);
        Backend *backend = backend_open(backend_find(MODELS[i]), LANES, &error);
        assert_non_null(backend);
        measure_planted(backend, &planted, &run, trace);
        assert_in_trace(trace, &planted);
        assert_in_reports(&run, &planted);
        assert_in_overlay(backend, &planted);
        backend_close(backend);
        run_release(&run);
        trace_destroy(trace);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_trace_is_one),
        cmocka_unit_test(frames_stages_and_counters_are_there),
        cmocka_unit_test(a_full_ring_keeps_the_newest_and_says_so),
        cmocka_unit_test(the_last_seconds_alone),
        cmocka_unit_test(things_in_a_row_do_not_overlap),
        cmocka_unit_test(a_planted_sleep_is_seen_everywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
