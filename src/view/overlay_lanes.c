#include "view/overlay_lanes.h"

#include "backend/thread_time.h"
#include "base/clock.h"
#include "sim/step.h"
#include "view/palette.h"

#include <stdio.h>

enum {
    ROW_HEIGHT = 11,
    BOX_HEIGHT = 9,
    LABEL_WIDTH = 8 * TEXT_CELL_WIDTH,
    FIGURES_CELLS = 48,
    LOCK_CELLS = 16, /* more, where there is a lock */
    BAR_LEAST = 150,
    HEAD_HEIGHT = 25,
    KEY_SIZE = 7,
    FULL = 65535,
};

/* The figures' columns: names and values have the same widths. */
static const char *const HEADINGS = " busy  cpu  slices steals  parks switches     id";
static const char *const LOCK_HEADINGS = " held ms wait ms";

static int figures_width(const OverlayLanes *lanes)
{
    int cells = FIGURES_CELLS + (overlay_lanes_have_lock(lanes) ? LOCK_CELLS : 0);
    return cells * TEXT_CELL_WIDTH;
}

/* A phase is told by its shape too: how much of the row's height its boxes fill, from where. */
typedef struct Shape {
    int top; /* ninths */
    int height;
} Shape;

static Shape phase_shape(uint32_t phase)
{
    static const Shape SHAPES[] = {{6, 3}, {3, 3}, {0, 6}, {0, 9}, {3, 6}};
    return SHAPES[phase % (sizeof SHAPES / sizeof SHAPES[0])];
}

/* ---- Taking it down ------------------------------------------------------------------------- */

/* When the step's first slice began and its last one ended. */
static void find_span(const Backend *backend, uint64_t *start_ns, uint64_t *end_ns)
{
    *start_ns = UINT64_MAX;
    *end_ns = 0;
    for (uint32_t i = 0; i < backend_lane_count(backend); i++) {
        const LaneRecord *record = &backend_lane(backend, i)->record;
        for (uint32_t k = 0; k < record->run_count; k++) {
            *start_ns = SDL_min(*start_ns, record->runs[k].start_ns);
            *end_ns = SDL_max(*end_ns, record->runs[k].end_ns);
        }
    }
}

static uint16_t part_of(uint64_t at_ns, uint64_t start_ns, uint64_t span_ns)
{
    return (uint16_t)((at_ns - start_ns) * FULL / span_ns);
}

/* "  84%": of one processor, since it was last taken down; "n/a" where that was another thread. */
static void format_share(OverlayLaneRow *row, const LaneRecord *record, char share[8])
{
    uint64_t now_ns = clock_now_ns();
    uint64_t time_ns = 0;
    bool is_known = thread_time_ns(record->thread, &time_ns);
    snprintf(share, 8, "n/a");
    if (is_known && row->thread == record->thread && now_ns > row->taken_ns) {
        uint64_t percent = (time_ns - row->thread_ns) * 100 / (now_ns - row->taken_ns);
        snprintf(share, 8, "%u%%", (unsigned)SDL_min(percent, 100));
    }
    row->thread = is_known ? record->thread : 0;
    row->thread_ns = time_ns;
    row->taken_ns = now_ns;
}

/* A lane that did nothing has no id, and its place is kept where something follows. */
static void format_figures(OverlayLaneRow *row, const LaneRecord *record, uint64_t span_ns,
                           bool has_lock)
{
    char share[8];
    char id[16] = "";
    char lock[32] = "";
    uint64_t busy_percent = SDL_min(record->busy_ns, span_ns) * 100 / span_ns;
    format_share(row, record, share);
    if (record->thread != 0) {
        snprintf(id, sizeof id, "%u", record->thread);
    }
    if (has_lock) {
        snprintf(lock, sizeof lock, " %7.3f %7.3f", clock_ms(record->lock_held_ns),
                 clock_ms(record->lock_wait_ns));
    }
    snprintf(row->figures, sizeof row->figures, "%4u%% %4s %7u %6u %6u %8u %6s%s",
             (unsigned)busy_percent, share, record->slices, record->steals, record->parks,
             record->switches, id, lock);
}

static void take_boxes(OverlayLaneRow *row, const LaneRecord *record, uint64_t start_ns,
                       uint64_t span_ns)
{
    row->box_count = min_u32(record->run_count, LANE_RUNS_MAX);
    for (uint32_t k = 0; k < row->box_count; k++) {
        const LaneRun *run = &record->runs[k];
        row->boxes[k] = (OverlayBox){part_of(run->start_ns, start_ns, span_ns),
                                     part_of(run->end_ns, start_ns, span_ns), run->phase};
    }
}

static void note_longest(OverlayLanes *lanes, uint32_t lane, const LaneRecord *record)
{
    for (uint32_t k = 0; k < record->run_count; k++) {
        double ms = clock_ms(record->runs[k].end_ns - record->runs[k].start_ns);
        if (ms > lanes->longest_ms) {
            lanes->longest_ms = ms;
            lanes->longest_lane = lane;
            lanes->longest_phase = record->runs[k].phase;
        }
    }
}

void overlay_lanes_take(OverlayLanes *lanes, const Backend *backend)
{
    uint64_t start_ns;
    uint64_t end_ns;
    find_span(backend, &start_ns, &end_ns);
    if (end_ns <= start_ns) {
        return; /* nothing ran: the picture of the last step stays */
    }
    lanes->lane_count = backend_lane_count(backend);
    lanes->step_ms = clock_ms(end_ns - start_ns);
    lanes->longest_ms = 0;
    lanes->held_ns = lanes->wait_ns = 0;
    lanes->deaths = 0;
    for (uint32_t i = 0; i < lanes->lane_count; i++) {
        const LaneRecord *record = &backend_lane(backend, i)->record;
        note_longest(lanes, i, record);
        lanes->held_ns += record->lock_held_ns;
        lanes->wait_ns += record->lock_wait_ns;
        lanes->deaths += backend_lane(backend, i)->deaths;
    }
    uint32_t rows = min_u32(lanes->lane_count, OVERLAY_LANES_SHOWN);
    for (uint32_t i = 0; i < rows; i++) {
        const LaneRecord *record = &backend_lane(backend, i)->record;
        format_figures(&lanes->rows[i], record, end_ns - start_ns, overlay_lanes_have_lock(lanes));
        take_boxes(&lanes->rows[i], record, start_ns, end_ns - start_ns);
    }
}

/* ---- Drawing -------------------------------------------------------------------------------- */

int overlay_lanes_height(const OverlayLanes *lanes)
{
    uint32_t rows = min_u32(lanes->lane_count, OVERLAY_LANES_SHOWN);
    return HEAD_HEIGHT + (int)rows * ROW_HEIGHT;
}

int overlay_lanes_width(const OverlayLanes *lanes)
{
    return LABEL_WIDTH + BAR_LEAST + TEXT_CELL_WIDTH + figures_width(lanes);
}

/* In pixels, not units: a slice may be far thinner than a letter's line. */
static void draw_box(const Paint *paint, const OverlayBox *box, int left, int top, int width)
{
    Shape shape = phase_shape(box->phase);
    int begin = box->begin * width / FULL;
    int end = SDL_max(box->end * width / FULL, begin + 1);
    if (end - begin > 2) {
        end--; /* a gap between neighbours shows where one ends */
    }
    SDL_Rect at = {left + begin, top + shape.top * paint->scale, end - begin,
                   shape.height * paint->scale};
    canvas_fill(paint->canvas, &at, palette_category(box->phase), CANVAS_COPY);
}

static void draw_row(const OverlayLaneRow *row, const Paint *paint, int x, int y, int width,
                     int figures)
{
    int left = (x + LABEL_WIDTH) * paint->scale;
    int bar = width - LABEL_WIDTH - TEXT_CELL_WIDTH - figures;
    paint_rect(paint, x + LABEL_WIDTH, y, bar, BOX_HEIGHT, PALETTE_TROUGH);
    for (uint32_t k = 0; k < row->box_count; k++) {
        draw_box(paint, &row->boxes[k], left, y * paint->scale, bar * paint->scale);
    }
    paint_text(paint, x + width - figures, y, INK_SOFT, row->figures);
}

static void draw_head(const OverlayLanes *lanes, const Paint *paint, int x, int y, int width)
{
    paint_format(paint, x, y, INK_SOFT, "step %.3f ms", lanes->step_ms);
    int at = x + 18 * TEXT_CELL_WIDTH;
    for (uint32_t phase = 0; phase < step_phase_count(); phase++) {
        const char *name = step_phase_name(phase);
        Shape shape = phase_shape(phase);
        paint_rect(paint, at, y + shape.top, KEY_SIZE, shape.height, palette_category(phase));
        paint_text(paint, at + KEY_SIZE + 3, y, INK_SOFT, name);
        at += KEY_SIZE + 3 + paint_text_width(name) + 2 * TEXT_CELL_WIDTH;
    }
    if (lanes->lane_count > OVERLAY_LANES_SHOWN) {
        paint_format(paint, at, y, INK_FAINT, "%d of %u lanes", OVERLAY_LANES_SHOWN,
                     lanes->lane_count);
    }
    if (lanes->deaths > 0) {
        paint_format(paint, at + 12 * TEXT_CELL_WIDTH, y, INK_ALERT, "%u died", lanes->deaths);
    }
    y += HEAD_HEIGHT / 2;
    if (lanes->longest_ms > 0) {
        paint_format(paint, x, y, INK_SOFT, "longest %.3f ms: %s, lane %u", lanes->longest_ms,
                     step_phase_name(lanes->longest_phase), lanes->longest_lane);
    }
    paint_format(paint, x + width - figures_width(lanes), y, INK_FAINT, "%s%s", HEADINGS,
                 overlay_lanes_have_lock(lanes) ? LOCK_HEADINGS : "");
}

void overlay_lanes_draw(const OverlayLanes *lanes, const Paint *paint, int x, int y, int width)
{
    draw_head(lanes, paint, x, y, width);
    uint32_t rows = min_u32(lanes->lane_count, OVERLAY_LANES_SHOWN);
    for (uint32_t i = 0; i < rows; i++) {
        int top = y + HEAD_HEIGHT + (int)i * ROW_HEIGHT;
        paint_format(paint, x, top, INK_SOFT, "lane %u", i);
        draw_row(&lanes->rows[i], paint, x, top, width, figures_width(lanes));
    }
}
