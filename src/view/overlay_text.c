#include "view/overlay_text.h"

#include "base/clock.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum {
    LINE_HEIGHT = 12,
    GAP = 2 * TEXT_CELL_WIDTH,
    CELL_PART = OVERLAY_CELL_SIZE - 1,
    COLUMN_WIDTH = 9 * TEXT_CELL_WIDTH,
    FIGURE_SIZE = 32,
};

#define BUDGET_NS (NS_PER_S / 60 * 103 / 100) /* a frame that waits for vsync hovers around it */

/* Adds text at (x, y) and returns where it ends. */
static int add(OverlayPanel *panel, int x, int y, Ink ink, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

static int add(OverlayPanel *panel, int x, int y, Ink ink, const char *format, ...)
{
    if (panel->cell_count == OVERLAY_CELLS_MAX) {
        return x;
    }
    OverlayCell *cell = &panel->cells[panel->cell_count++];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(cell->text, sizeof cell->text, format, arguments);
    va_end(arguments);
    cell->x = x;
    cell->y = y;
    cell->ink = ink;
    int end = x + paint_text_width(cell->text);
    panel->width = SDL_max(panel->width, end);
    panel->height = SDL_max(panel->height, y + LINE_HEIGHT);
    return end;
}

/* ---- Lines that flow ------------------------------------------------------------------------ */

typedef struct Flow {
    OverlayPanel *panel;
    int room; /* as wide a line may be */
    int x, y; /* of what comes next */
} Flow;

/* A line of its own, below all that there is. */
static Flow flow_below(OverlayPanel *panel, int room)
{
    return (Flow){.panel = panel, .room = room, .y = panel->height + 1};
}

static void flow_break(Flow *flow)
{
    flow->x = 0;
    flow->y += LINE_HEIGHT;
}

/* Two texts that stay together: a name and its value, or a figure and its unit. */
static void flow_pair(Flow *flow, Ink ink, const char *text, Ink second_ink, const char *second)
{
    int width = paint_text_width(text) + TEXT_CELL_WIDTH + paint_text_width(second);
    if (flow->x > 0 && flow->x + width > flow->room) {
        flow_break(flow);
    }
    int x = add(flow->panel, flow->x, flow->y, ink, "%s", text) + TEXT_CELL_WIDTH;
    flow->x = add(flow->panel, x, flow->y, second_ink, "%s", second) + GAP;
}

static void flow_text(Flow *flow, Ink ink, const char *text)
{
    if (flow->x > 0 && flow->x + paint_text_width(text) > flow->room) {
        flow_break(flow);
    }
    flow->x = add(flow->panel, flow->x, flow->y, ink, "%s", text) + GAP;
}

/* How much of the text's beginning is at most so many letters, in whole words. 0: not one. */
static size_t whole_words(const char *text, size_t most)
{
    size_t length = strlen(text);
    if (length <= most) {
        return length;
    }
    while (most > 0 && text[most] != ' ') {
        most--;
    }
    return most;
}

/* A sentence, broken between words; a cell holds a part of it. */
static void flow_sentence(Flow *flow, Ink ink, const char *text)
{
    while (*text != '\0') {
        size_t room = (size_t)SDL_max(flow->room - flow->x, 0) / TEXT_CELL_WIDTH;
        size_t most = SDL_min(room, (size_t)CELL_PART);
        size_t length = whole_words(text, most);
        if (length == 0 && flow->x > 0) {
            flow_break(flow);
            continue;
        }
        length = length > 0 ? length : most; /* a word longer than a line */
        flow->x = add(flow->panel, flow->x, flow->y, ink, "%.*s", (int)length, text);
        text += length;
        if (*text == ' ') {
            flow->x += TEXT_CELL_WIDTH;
            text++;
        }
    }
}

/* 1234567 as "1,234,567". */
static void group_digits(uint32_t value, char *text, size_t size)
{
    if (value < 1000) {
        snprintf(text, size, "%u", value);
    } else if (value < 1000000) {
        snprintf(text, size, "%u,%03u", value / 1000, value % 1000);
    } else {
        snprintf(text, size, "%u,%03u,%03u", value / 1000000, value / 1000 % 1000, value % 1000);
    }
}

/* A figure and what it is of: "2 lanes". */
static void flow_counted(Flow *flow, uint32_t value, const char *unit)
{
    char digits[FIGURE_SIZE];
    group_digits(value, digits, sizeof digits);
    flow_pair(flow, INK_BRIGHT, digits, INK_SOFT, unit);
}

static void flow_named(Flow *flow, const char *name, Ink ink, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

static void flow_named(Flow *flow, const char *name, Ink ink, const char *format, ...)
{
    char value[CELL_PART];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(value, sizeof value, format, arguments);
    va_end(arguments);
    flow_pair(flow, INK_SOFT, name, ink, value);
}

/* ---- Line 1 --------------------------------------------------------------------------------- */

static void write_line(OverlayPanel *panel, const OverlayInfo *info, int room)
{
    Flow flow = {.panel = panel, .room = room};
    char digits[FIGURE_SIZE];
    flow_text(&flow, INK_WARM, info->backend);
    flow_counted(&flow, info->lanes, info->lanes == 1 ? "lane" : "lanes");
    group_digits(info->grain, digits, sizeof digits);
    flow_named(&flow, "grain", INK_BRIGHT, "%s", digits);
    flow_counted(&flow, info->sprites, "sprites");
    flow_pair(&flow, INK_BRIGHT, info->isa, info->brute ? INK_ALERT : INK_SOFT,
              info->brute ? "brute" : "grid");
    if (info->load && strcmp(info->load, "light") != 0) {
        flow_named(&flow, "load", INK_ALERT, "%s", info->load);
    }
    group_digits(info->tick, digits, sizeof digits);
    flow_named(&flow, "tick", INK_BRIGHT, "%s", digits);
    flow_named(&flow, "hash", info->hash_is_fresh ? INK_GREEN : INK_FAINT, "%016llx",
               (unsigned long long)info->hash);
    if (info->level == OVERLAY_LINE) {
        snprintf(digits, sizeof digits, "%.1f ms", clock_ms(info->frame_ns));
        flow_text(&flow, INK_BRIGHT, digits);
    }
    if (info->unsafe) {
        flow_text(&flow, INK_ALERT, "UNSAFE");
        flow_counted(&flow, (uint32_t)info->lost, "lost");
        flow_counted(&flow, info->differing, "differ");
    }
}

/* ---- Statistics ----------------------------------------------------------------------------- */

static void format_ms(double value, int decimals, char *text, size_t size)
{
    if (isfinite(value)) {
        snprintf(text, size, "%.*f", decimals, value);
    } else {
        snprintf(text, size, "n/a");
    }
}

static void add_figure(OverlayPanel *panel, int column, int y, const char *name, double value,
                       int decimals)
{
    char text[FIGURE_SIZE];
    int right = (column + 1) * COLUMN_WIDTH;
    add(panel, right - paint_text_width(name), y, INK_FAINT, "%s", name);
    format_ms(value, decimals, text, sizeof text);
    add(panel, right - paint_text_width(text), y + LINE_HEIGHT - 1,
        isfinite(value) ? INK_BRIGHT : INK_FAINT, "%s", text);
}

static void write_figures(OverlayPanel *panel, const OverlayInfo *info, const FrameSummary *of)
{
    bool any = of->count > 0;
    int y = panel->height + 3;
    add_figure(panel, 0, y, "frame ms", clock_ms(info->frame_ns), 2);
    add_figure(panel, 1, y, "mean", any ? of->mean_ms : (double)NAN, 2);
    add_figure(panel, 2, y, "p50", of->p50_ms, 2);
    add_figure(panel, 3, y, "p95", of->p95_ms, 2);
    add_figure(panel, 4, y, "p99", of->p99_ms, 2);
    add_figure(panel, 5, y, "max", any ? of->max_ms : (double)NAN, 2);
    add_figure(panel, 6, y, "FPS", any ? 1000.0 / of->mean_ms : (double)NAN, 1);
    add_figure(panel, 7, y, "1% low", 1000.0 / of->p99_ms, 1);
}

static void write_heap(Flow *flow, int64_t bytes)
{
    if (bytes != INT64_MAX) {
        flow_named(flow, "heap growth", bytes != 0 ? INK_ALERT : INK_BRIGHT, "%+lld B",
                   (long long)bytes);
    } else {
        flow_named(flow, "heap growth", INK_BRIGHT, "n/a");
    }
}

/* What the figures are of: the rule, the window, and all frames since the reset. */
static void write_samples(OverlayPanel *panel, const OverlayInfo *info, const FrameSummary *of,
                          int room)
{
    uint32_t over = frame_stats_over(info->stats, BUDGET_NS);
    Flow flow = flow_below(panel, room);
    flow_counted(&flow, of->count, "frames, nearest rank");
    flow_named(&flow, "stutters", of->stutters > 0 ? INK_ALERT : INK_BRIGHT, "%u", of->stutters);
    flow_named(&flow, "over 16.7 ms", over > 0 ? INK_ALERT : INK_BRIGHT, "%u", over);
    write_heap(&flow, info->heap_bytes);
    if (!info->all) {
        return;
    }
    flow_break(&flow);
    flow_counted(&flow, (uint32_t)SDL_min(info->all->count, UINT32_MAX), "since F9");
    static const double PERCENTS[] = {50, 95, 99, 99.9};
    for (int i = 0; i < 4; i++) {
        double ms = frame_histogram_percentile_ms(info->all, PERCENTS[i]);
        char name[FIGURE_SIZE];
        char text[FIGURE_SIZE];
        snprintf(name, sizeof name, "p%g", PERCENTS[i]);
        format_ms(ms, 2, text, sizeof text);
        flow_named(&flow, name, isfinite(ms) ? INK_BRIGHT : INK_FAINT, "%s", text);
    }
    char text[FIGURE_SIZE];
    snprintf(text, sizeof text, "(within %.1f%%)", 100 * FRAME_HISTOGRAM_ERROR);
    flow_text(&flow, INK_FAINT, text);
}

static void write_game(OverlayPanel *panel, const OverlayInfo *info, int room)
{
    Flow flow = flow_below(panel, room);
    flow_named(&flow, "renderer", INK_BRIGHT, "%s", info->renderer);
    flow_named(&flow, "draws in", INK_BRIGHT, "%.2f ms", info->stages_ms[STAGE_DRAW]);
    flow_named(&flow, "vsync", INK_BRIGHT, "%s", info->vsync ? "on" : "off");
    flow_named(&flow, "speed", INK_BRIGHT, "%gx", info->speed);
    flow_named(&flow, "order", INK_BRIGHT, "%.2f", info->order);
    flow_named(&flow, "ticks dropped", info->dropped_ticks > 0 ? INK_ALERT : INK_BRIGHT, "%u",
               info->dropped_ticks);
}

/* Lines of their own, of a model that has something to say. */
static void write_model(OverlayPanel *panel, const OverlayInfo *info, int room)
{
    if (info->reason && info->reason[0] != '\0') {
        Flow flow = flow_below(panel, room);
        flow_text(&flow, INK_WARM, info->backend);
        flow_sentence(&flow, INK_BRIGHT, info->reason);
    }
    if (overlay_lanes_have_lock(&panel->lanes)) {
        Flow flow = flow_below(panel, room);
        flow_named(&flow, "lock held", INK_BRIGHT, "%.3f ms", clock_ms(panel->lanes.held_ns));
        flow_named(&flow, "waited for", INK_BRIGHT, "%.3f ms", clock_ms(panel->lanes.wait_ns));
        flow_named(&flow, "by all lanes, of a step of", INK_BRIGHT, "%.3f ms",
                   panel->lanes.step_ms);
    }
}

static void write_proof(OverlayPanel *panel, const OverlayInfo *info, int room)
{
    Flow flow = flow_below(panel, room);
    flow_text(&flow, info->proof_differs ? INK_ALERT : INK_GREEN,
              info->proof_differs ? "x DIFFERS" : "= verified");
    flow_sentence(&flow, info->proof_differs ? INK_ALERT : INK_BRIGHT, info->proof);
}

void overlay_text_write(OverlayPanel *panel, const OverlayInfo *info, int room)
{
    panel->cell_count = 0;
    panel->width = 0;
    panel->height = 0;
    write_line(panel, info, room);
    if (info->level >= OVERLAY_STATISTICS) {
        FrameSummary of = frame_stats_summary(info->stats);
        write_figures(panel, info, &of);
        write_samples(panel, info, &of, room);
        write_game(panel, info, room);
        write_model(panel, info, room);
    }
    if (info->proof) {
        write_proof(panel, info, room);
    }
}
