#include "view/overlay_lanes.h"

#include "base/clock.h"
#include "sim/step.h"
#include "view/palette.h"

enum {
    ROW_HEIGHT = 11,
    BOX_HEIGHT = 9,
    LABEL_WIDTH = 8 * TEXT_CELL_WIDTH,
    FIGURES_WIDTH = 35 * TEXT_CELL_WIDTH,
    HEAD_HEIGHT = 13,
    FULL = 65535,
};

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

static void take_row(OverlayLaneRow *row, const LaneRecord *record, uint64_t start_ns,
                     uint64_t span_ns)
{
    row->slices = record->slices;
    row->steals = record->steals;
    row->switches = record->switches;
    row->busy_percent = (uint32_t)(SDL_min(record->busy_ns, span_ns) * 100 / span_ns);
    row->box_count = min_u32(record->run_count, LANE_RUNS_MAX);
    for (uint32_t k = 0; k < row->box_count; k++) {
        const LaneRun *run = &record->runs[k];
        row->boxes[k] = (OverlayBox){part_of(run->start_ns, start_ns, span_ns),
                                     part_of(run->end_ns, start_ns, span_ns), run->phase};
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
    lanes->slices = 0;
    for (uint32_t i = 0; i < lanes->lane_count; i++) {
        const LaneRecord *record = &backend_lane(backend, i)->record;
        lanes->slices += record->slices;
        if (i < OVERLAY_LANES_SHOWN) {
            take_row(&lanes->rows[i], record, start_ns, end_ns - start_ns);
        }
    }
}

int overlay_lanes_height(const OverlayLanes *lanes)
{
    uint32_t rows = min_u32(lanes->lane_count, OVERLAY_LANES_SHOWN);
    return HEAD_HEIGHT + (int)rows * ROW_HEIGHT;
}

/* In pixels, not units: a slice may be far thinner than a letter's line. */
static void draw_box(const Paint *paint, const OverlayBox *box, int left, int top, int width)
{
    int begin = box->begin * width / FULL;
    int end = SDL_max(box->end * width / FULL, begin + 1);
    if (end - begin > 2) {
        end--; /* a gap between neighbours shows where one ends */
    }
    SDL_Color color = palette_category(box->phase);
    SDL_Rect at = {left + begin, top, end - begin, (BOX_HEIGHT - 2) * paint->scale};
    canvas_fill(paint->canvas, &at, color, CANVAS_COPY);
}

static void draw_row(const OverlayLaneRow *row, const Paint *paint, int x, int y, int width)
{
    int left = (x + LABEL_WIDTH) * paint->scale;
    int bar = width - LABEL_WIDTH - FIGURES_WIDTH;
    paint_rect(paint, x + LABEL_WIDTH, y, bar, BOX_HEIGHT, PALETTE_TROUGH);
    for (uint32_t k = 0; k < row->box_count; k++) {
        draw_box(paint, &row->boxes[k], left, (y + 1) * paint->scale, bar * paint->scale);
    }
    paint_format(paint, x + width - FIGURES_WIDTH + TEXT_CELL_WIDTH, y, INK_SOFT,
                 "%3u%% %6u slices %5u %s", row->busy_percent, row->slices,
                 row->switches > 0 ? row->switches : row->steals,
                 row->switches > 0 ? "switches" : "steals");
}

static void draw_head(const OverlayLanes *lanes, const Paint *paint, int x, int y)
{
    paint_format(paint, x, y, INK_SOFT, "step %.3f ms", lanes->step_ms);
    x += 17 * TEXT_CELL_WIDTH;
    for (uint32_t phase = 0; phase < step_phase_count(); phase++) {
        const char *name = step_phase_name(phase);
        paint_rect(paint, x, y + 2, 6, 6, palette_category(phase));
        paint_text(paint, x + 9, y, INK_SOFT, name);
        x += 9 + paint_text_width(name) + 2 * TEXT_CELL_WIDTH;
    }
    if (lanes->lane_count > OVERLAY_LANES_SHOWN) {
        paint_format(paint, x, y, INK_FAINT, "and %u more lanes",
                     lanes->lane_count - OVERLAY_LANES_SHOWN);
    }
}

void overlay_lanes_draw(const OverlayLanes *lanes, const Paint *paint, int x, int y, int width)
{
    draw_head(lanes, paint, x, y);
    uint32_t rows = min_u32(lanes->lane_count, OVERLAY_LANES_SHOWN);
    for (uint32_t i = 0; i < rows; i++) {
        int top = y + HEAD_HEIGHT + (int)i * ROW_HEIGHT;
        paint_format(paint, x, top, INK_SOFT, "lane %u", i);
        draw_row(&lanes->rows[i], paint, x, top, width);
    }
}
