/* What the overlay says: that all of it can be read whatever the model and its load, that a model's
 * reason and its lock are told, and that a known record of the lanes is told alike by the overlay,
 * the trace and the reports. */
#include "app/report.h"
#include "app/trace.h"
#include "backend/model.h"
#include "base/clock.h"
#include "support/json.h"
#include "support/models.h"
#include "view/overlay_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum {
    ROOM = 1280 / 2 - 18, /* of a window of 1280 x 720 at scale 2, without its margins */
    LANES = 2,
    TEXT_SIZE = 1024,
    HEIGHT_MAX = 130, /* of the text: what then follows, with eight lanes, ends in that window */
};

#define LONG_REASON                                                                                \
    "processes: 1234.567 ms a step, coroutines 2345.678, and were that not enough then there "     \
    "would be more words yet than a line has room for"

/* ---- Can it be read? ------------------------------------------------------------------------ */

typedef struct Fixture {
    FrameStats *stats;
    FrameHistogram all;
    OverlayPanel panel;
} Fixture;

static int set_up(void **state)
{
    Fixture *fixture = calloc(1, sizeof *fixture);
    fixture->stats = frame_stats_create(2048);
    frame_histogram_reset(&fixture->all);
    for (uint32_t i = 0; i < 2048; i++) {
        frame_stats_add(fixture->stats, (1000 + i) * NS_PER_MS);
        frame_histogram_add(&fixture->all, (1000 + i) * NS_PER_MS);
    }
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    Fixture *fixture = *state;
    frame_stats_destroy(fixture->stats);
    free(fixture);
    return 0;
}

/* With figures as wide as they become. */
static OverlayInfo info_of(const Fixture *fixture, const BackendType *type, LoadKind load)
{
    return (OverlayInfo){.backend = type->name,
                         .lanes = BACKEND_LANES_MAX,
                         .grain = 1000000,
                         .sprites = 1000000,
                         .tick = 12345678,
                         .isa = "avx512",
                         .unsafe = type->unsafe,
                         .lost = 1000000,
                         .differing = 1000000,
                         .load = load_name(load),
                         .stats = fixture->stats,
                         .all = &fixture->all,
                         .frame_ns = 1234 * NS_PER_MS,
                         .speed = 0.125,
                         .dropped_ticks = 12345,
                         .renderer = "opengles2 (SDL)"};
}

static bool overlap(const OverlayCell *a, const OverlayCell *b)
{
    return a->y == b->y && a->x < b->x + paint_text_width(b->text) &&
           b->x < a->x + paint_text_width(a->text);
}

static void assert_readable(const OverlayPanel *panel)
{
    assert_in_range(panel->width, 1, ROOM);
    assert_in_range(panel->height, 1, HEIGHT_MAX);
    assert_in_range(panel->cell_count, 1, OVERLAY_CELLS_MAX - 1);
    for (uint32_t i = 0; i < panel->cell_count; i++) {
        for (uint32_t k = i + 1; k < panel->cell_count; k++) {
            assert_false(overlap(&panel->cells[i], &panel->cells[k]));
        }
    }
}

static void lines_end_in_the_window(void **state)
{
    Fixture *fixture = *state;
    for (uint32_t type = 0; type < backend_type_count(); type++) {
        for (int load = 0; load < LOAD_COUNT; load++) {
            for (OverlayLevel level = OVERLAY_LINE; level < OVERLAY_LEVEL_COUNT; level++) {
                OverlayInfo info = info_of(fixture, backend_type(type), (LoadKind)load);
                info.level = level;
                overlay_text_write(&fixture->panel, &info, ROOM);
                assert_readable(&fixture->panel);
            }
        }
    }
}

/* The cells one after the other, with a blank between. */
static void join_cells(const OverlayPanel *panel, char text[TEXT_SIZE])
{
    size_t length = 0;
    for (uint32_t i = 0; i < panel->cell_count; i++) {
        length += (size_t)snprintf(text + length, TEXT_SIZE - length, "%s ", panel->cells[i].text);
        assert_true(length < TEXT_SIZE);
    }
}

static void a_reason_is_told_in_whole_words(void **state)
{
    Fixture *fixture = *state;
    OverlayInfo info = info_of(fixture, backend_find("auto"), LOAD_LIGHT);
    char text[TEXT_SIZE];
    info.reason = LONG_REASON;
    info.proof = LONG_REASON;
    for (OverlayLevel level = OVERLAY_LINE; level < OVERLAY_LEVEL_COUNT; level++) {
        info.level = level;
        overlay_text_write(&fixture->panel, &info, ROOM);
        assert_in_range(fixture->panel.width, 1, ROOM);
        join_cells(&fixture->panel, text);
        const char *reason = strstr(text, "auto " LONG_REASON);
        assert_int_equal(reason != NULL, level >= OVERLAY_STATISTICS);
        assert_non_null(strstr(text, "= verified " LONG_REASON));
    }
    info.reason = "";
    overlay_text_write(&fixture->panel, &info, ROOM);
    join_cells(&fixture->panel, text);
    assert_ptr_equal(strstr(text, "auto"), text); /* in line 1 alone */
    assert_null(strstr(text + 1, "auto"));
}

/* ---- A known record ------------------------------------------------------------------------- */

/* Two lanes that share a lock for two milliseconds. */
static void record_lock(Backend *backend)
{
    static const uint64_t HELD_NS[LANES] = {1250000, 625000};
    static const uint64_t WAIT_NS[LANES] = {125000, 1375000};
    for (uint32_t i = 0; i < LANES; i++) {
        LaneRecord *record = &backend->lanes[i].record;
        *record = (LaneRecord){.slices = 1 + i,
                               .busy_ns = 1500000,
                               .lock_held_ns = HELD_NS[i],
                               .lock_wait_ns = WAIT_NS[i],
                               .run_count = 1};
        record->runs[0] = (LaneRun){10 * NS_PER_MS, 12 * NS_PER_MS, {i, i + 1}, 0};
    }
}

static void the_overlay_has_the_lock(void **state)
{
    Fixture *fixture = *state;
    OverlayLanes *lanes = &fixture->panel.lanes;
    OverlayInfo info = info_of(fixture, backend_find("gil"), LOAD_MIXED);
    Backend *backend = models_open("gil", LANES);
    char text[TEXT_SIZE];
    record_lock(backend);
    overlay_lanes_take(lanes, backend);
    info.level = OVERLAY_STATISTICS;
    overlay_text_write(&fixture->panel, &info, ROOM);
    assert_readable(&fixture->panel);
    join_cells(&fixture->panel, text);
    assert_non_null(strstr(text, "lock held 1.875 ms waited for 1.500 ms "));
    assert_string_equal(lanes->rows[0].figures,
                        "  75%  n/a       1      0      0        0          1.250   0.125");
    assert_string_equal(lanes->rows[1].figures,
                        "  75%  n/a       2      0      0        0          0.625   1.375");
    assert_in_range(overlay_lanes_width(lanes), 1, ROOM);

    int width = overlay_lanes_width(lanes);
    for (uint32_t i = 0; i < LANES; i++) { /* and of a model without one nothing is said of it */
        backend->lanes[i].record.lock_held_ns = backend->lanes[i].record.lock_wait_ns = 0;
    }
    overlay_lanes_take(lanes, backend);
    overlay_text_write(&fixture->panel, &info, ROOM);
    join_cells(&fixture->panel, text);
    assert_null(strstr(text, "lock"));
    assert_true(overlay_lanes_width(lanes) < width);
    backend_close(backend);
}

static void assert_value(const char *json, const char *key, const char *expected)
{
    char value[TEXT_SIZE];
    assert_true(json_find(json, key, 0, value, sizeof value));
    assert_string_equal(value, expected);
}

static void assert_written(const char *text, const char *part)
{
    if (!strstr(text, part)) {
        fail_msg("there is no %s in:\n%s", part, text);
    }
}

/* Two frames, of which the first has the record: the means are half of it. */
static void the_reports_have_the_lock(void **state)
{
    Fixture *fixture = *state;
    Run run = {.backend = "gil", .isa = "scalar", .load = "light", .reason = "a \"lock\""};
    char *text = NULL;
    size_t size = 0;
    Backend *backend = models_open("gil", LANES);
    record_lock(backend);
    RunFrame frame = {.tick = 1, .start_ns = 10 * NS_PER_MS, .frame_ns = 2 * NS_PER_MS};
    assert_true(run_reserve(&run, 2));
    run_frame_look(&frame, backend);
    run_add(&run, frame);
    run_add(&run, (RunFrame){.tick = 2, .start_ns = 12 * NS_PER_MS, .frame_ns = 2 * NS_PER_MS});
    run_summarize(&run, fixture->stats, 16.7);

    FILE *file = open_memstream(&text, &size);
    report_write(file, &(Options){.format = FORMAT_JSON}, &run, 1);
    fclose(file);
    assert_true(json_is_valid(text));
    assert_value(text, "lock_held_ms", "0.937500");
    assert_value(text, "lock_wait_ms", "0.750000");
    assert_value(text, "backend_reason", "\"a \\\"lock\\\"\"");
    free(text);

    file = open_memstream(&text, &size);
    report_write(file, &(Options){.format = FORMAT_CSV}, &run, 1);
    fclose(file);
    assert_written(text, ",busy_ms,lock_held_ms,lock_wait_ms,slice_ms,");
    assert_written(text, ",3.000000,1.875000,1.500000,2.000000,0,");
    assert_written(text, ",0.000000,0.000000,0.000000,0.000000,0,");
    free(text);
    backend_close(backend);
    run_release(&run);
}

static void the_trace_has_the_lock(void **state)
{
    (void)state;
    Error error;
    char *text = NULL;
    size_t size = 0;
    Trace *trace = trace_create(16, &error);
    Backend *backend = models_open("gil", LANES);
    assert_non_null(trace);
    record_lock(backend);
    trace_step(trace, backend, 1);
    FILE *file = open_memstream(&text, &size);
    trace_write(trace, file, 0);
    fclose(file);
    assert_true(json_is_valid(text));
    assert_written(text, "\"ph\":\"C\",\"name\":\"lane 0 lock us\"");
    assert_written(text, "\"args\":{\"lane 0 held\":1250,\"lane 0 waited\":125}");
    assert_written(text, "\"ph\":\"C\",\"name\":\"lane 1 lock us\"");
    assert_written(text, "\"args\":{\"lane 1 held\":625,\"lane 1 waited\":1375}");
    free(text);
    backend_close(backend);
    trace_destroy(trace);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_end_in_the_window),
        cmocka_unit_test(a_reason_is_told_in_whole_words),
        cmocka_unit_test(the_overlay_has_the_lock),
        cmocka_unit_test(the_reports_have_the_lock),
        cmocka_unit_test(the_trace_has_the_lock),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
