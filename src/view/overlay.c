#include "view/overlay_panel.h"

#include "base/clock.h"
#include "view/overlay_graph.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum {
    MARGIN = 4,  /* from the window's edge, units */
    PADDING = 5, /* from the panel's */
    LINE_HEIGHT = 12,
    GAP = 2 * TEXT_CELL_WIDTH,
    CELL_PART = OVERLAY_CELL_SIZE - 1,
    COLUMN_WIDTH = 9 * TEXT_CELL_WIDTH,
    WIDTH_MIN = 80 * TEXT_CELL_WIDTH,
};

#define REFRESH_NS (NS_PER_S / 4)
#define BUDGET_NS  (NS_PER_S / 60 * 103 / 100) /* a frame that waits for vsync hovers around it */

const char *frame_stage_name(FrameStage stage)
{
    static const char *const NAMES[STAGE_COUNT] = {
        [STAGE_INPUT] = "input", [STAGE_LIST] = "list",       [STAGE_STEP] = "step",
        [STAGE_DRAW] = "draw",   [STAGE_JOIN] = "join",       [STAGE_OVERLAY] = "overlay",
        [STAGE_IDLE] = "idle",   [STAGE_PRESENT] = "present", [STAGE_WAIT] = "wait",
    };
    return NAMES[stage];
}

bool frame_stage_waits(FrameStage stage)
{
    return stage == STAGE_WAIT || stage == STAGE_PRESENT || stage == STAGE_IDLE;
}

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
static int add_counted(OverlayPanel *panel, int x, int y, uint32_t value, const char *unit)
{
    char digits[24];
    group_digits(value, digits, sizeof digits);
    x = add(panel, x, y, INK_BRIGHT, "%s", digits) + TEXT_CELL_WIDTH;
    return add(panel, x, y, INK_SOFT, "%s", unit) + GAP;
}

static int add_named(OverlayPanel *panel, int x, int y, const char *name, Ink ink,
                     const char *value)
{
    x = add(panel, x, y, INK_SOFT, "%s", name) + TEXT_CELL_WIDTH;
    return add(panel, x, y, ink, "%s", value) + GAP;
}

static void format_line(OverlayPanel *panel, const OverlayInfo *info)
{
    char digits[24];
    int x = add(panel, 0, 0, INK_WARM, "%s", info->backend) + GAP;
    x = add_counted(panel, x, 0, info->lanes, info->lanes == 1 ? "lane" : "lanes");
    group_digits(info->grain, digits, sizeof digits);
    x = add_named(panel, x, 0, "grain", INK_BRIGHT, digits);
    x = add_counted(panel, x, 0, info->sprites, "sprites");
    x = add(panel, x, 0, INK_BRIGHT, "%s", info->isa) + TEXT_CELL_WIDTH;
    x = add(panel, x, 0, info->brute ? INK_ALERT : INK_SOFT, "%s", info->brute ? "brute" : "grid") +
        GAP;
    if (info->unsafe) {
        x = add(panel, x, 0, INK_ALERT, "UNSAFE") + TEXT_CELL_WIDTH;
        x = add_counted(panel, x, 0, (uint32_t)info->lost, "lost");
        x = add_counted(panel, x, 0, info->differing, "differ");
    }
    if (info->load && strcmp(info->load, "light") != 0) {
        x = add_named(panel, x, 0, "load", INK_ALERT, info->load);
    }
    group_digits(info->tick, digits, sizeof digits);
    x = add_named(panel, x, 0, "tick", INK_BRIGHT, digits);
    snprintf(digits, sizeof digits, "%016llx", (unsigned long long)info->hash);
    x = add_named(panel, x, 0, "hash", info->hash_is_fresh ? INK_GREEN : INK_FAINT, digits);
    if (info->level == OVERLAY_LINE) {
        add(panel, x, 0, INK_BRIGHT, "%.1f ms", clock_ms(info->frame_ns));
    }
}

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
    char text[24];
    int right = (column + 1) * COLUMN_WIDTH;
    add(panel, right - paint_text_width(name), y, INK_FAINT, "%s", name);
    format_ms(value, decimals, text, sizeof text);
    add(panel, right - paint_text_width(text), y + LINE_HEIGHT - 1,
        isfinite(value) ? INK_BRIGHT : INK_FAINT, "%s", text);
}

/* What the figures are of: the rule, the window, and all frames since the reset. */
static void format_samples(OverlayPanel *panel, const OverlayInfo *info, const FrameSummary *of,
                           int y)
{
    char text[CELL_PART];
    uint32_t over = frame_stats_over(info->stats, BUDGET_NS);
    int x = add_counted(panel, 0, y, of->count, "frames, nearest rank");
    snprintf(text, sizeof text, "%u", of->stutters);
    x = add_named(panel, x, y, "stutters", of->stutters > 0 ? INK_ALERT : INK_BRIGHT, text);
    snprintf(text, sizeof text, "%u", over);
    add_named(panel, x, y, "over 16.7 ms", over > 0 ? INK_ALERT : INK_BRIGHT, text);
    if (!info->all) {
        return;
    }
    y += LINE_HEIGHT;
    x = add_counted(panel, 0, y, (uint32_t)SDL_min(info->all->count, UINT32_MAX), "since F9");
    static const double PERCENTS[] = {50, 95, 99, 99.9};
    for (int i = 0; i < 4; i++) {
        double ms = frame_histogram_percentile_ms(info->all, PERCENTS[i]);
        char name[24];
        snprintf(name, sizeof name, "p%g", PERCENTS[i]);
        format_ms(ms, 2, text, sizeof text);
        x = add_named(panel, x, y, name, isfinite(ms) ? INK_BRIGHT : INK_FAINT, text);
    }
    add(panel, x, y, INK_FAINT, "(within %.1f%%)", 100 * FRAME_HISTOGRAM_ERROR);
}

static void format_heap(OverlayPanel *panel, const OverlayInfo *info, int x, int y)
{
    char text[24];
    bool is_known = info->heap_bytes != INT64_MAX;
    if (is_known) {
        snprintf(text, sizeof text, "%+lld B", (long long)info->heap_bytes);
    } else {
        snprintf(text, sizeof text, "n/a");
    }
    add_named(panel, x, y, "heap", is_known && info->heap_bytes != 0 ? INK_ALERT : INK_BRIGHT,
              text);
}

static void format_statistics(OverlayPanel *panel, const OverlayInfo *info)
{
    FrameSummary of = frame_stats_summary(info->stats);
    bool any = of.count > 0;
    int y = LINE_HEIGHT + 3;
    add_figure(panel, 0, y, "frame ms", clock_ms(info->frame_ns), 2);
    add_figure(panel, 1, y, "mean", any ? of.mean_ms : (double)NAN, 2);
    add_figure(panel, 2, y, "p50", of.p50_ms, 2);
    add_figure(panel, 3, y, "p95", of.p95_ms, 2);
    add_figure(panel, 4, y, "p99", of.p99_ms, 2);
    add_figure(panel, 5, y, "max", any ? of.max_ms : (double)NAN, 2);
    add_figure(panel, 6, y, "FPS", any ? 1000.0 / of.mean_ms : (double)NAN, 1);
    add_figure(panel, 7, y, "1% low", 1000.0 / of.p99_ms, 1);
    format_samples(panel, info, &of, y + 2 * LINE_HEIGHT + 2);
    y += 4 * LINE_HEIGHT + 4;
    char text[24];
    int x = add_named(panel, 0, y, "renderer", INK_BRIGHT, info->renderer);
    snprintf(text, sizeof text, "%.2f ms", info->stages_ms[STAGE_DRAW]);
    x = add_named(panel, x, y, "draws in", INK_BRIGHT, text);
    x = add_named(panel, x, y, "vsync", INK_BRIGHT, info->vsync ? "on" : "off");
    snprintf(text, sizeof text, "%gx", info->speed);
    x = add_named(panel, x, y, "speed", INK_BRIGHT, text);
    snprintf(text, sizeof text, "%.2f", info->order);
    x = add_named(panel, x, y, "order", INK_BRIGHT, text);
    snprintf(text, sizeof text, "%u", info->dropped_ticks);
    x = add_named(panel, x, y, "ticks dropped", info->dropped_ticks > 0 ? INK_ALERT : INK_BRIGHT,
                  text);
    format_heap(panel, info, x, y);
}

/* A line of its own below all the others. */
static void format_proof(OverlayPanel *panel, const OverlayInfo *info)
{
    int y = panel->height + 1;
    int x = add(panel, 0, y, info->proof_differs ? INK_ALERT : INK_GREEN, "%s",
                info->proof_differs ? "x DIFFERS" : "= verified") +
            GAP;
    const char *text = info->proof;
    while (*text != '\0') { /* a cell holds a part of it */
        x = add(panel, x, y, info->proof_differs ? INK_ALERT : INK_BRIGHT, "%.*s", CELL_PART, text);
        text += SDL_min(strlen(text), (size_t)CELL_PART);
    }
}

static void format(OverlayPanel *panel, const OverlayInfo *info)
{
    panel->cell_count = 0;
    panel->width = 0;
    panel->height = 0;
    panel->level = info->level;
    format_line(panel, info);
    if (info->level >= OVERLAY_STATISTICS) {
        panel->width = SDL_max(panel->width, WIDTH_MIN);
        panel->width = info->level < OVERLAY_LANES ? panel->width
                                                   : SDL_max(panel->width, overlay_lanes_width());
        format_statistics(panel, info);
    }
    if (info->proof) {
        format_proof(panel, info);
    }
    for (int stage = 0; stage < STAGE_COUNT; stage++) {
        panel->stages_ms[stage] = info->stages_ms[stage];
    }
    if (info->lanes_of) {
        overlay_lanes_take(&panel->lanes, info->lanes_of);
    }
}

static int height_of(const OverlayPanel *panel, OverlayLevel level)
{
    int height = panel->height - 2;
    if (level >= OVERLAY_GRAPH) {
        height += OVERLAY_STAGES_HEIGHT + OVERLAY_GRAPH_HEIGHT + 10;
    }
    if (level >= OVERLAY_LANES) {
        height += overlay_lanes_height(&panel->lanes) + 4;
    }
    return height + 2 * PADDING;
}

/* ---- The picture ---------------------------------------------------------------------------- */

static int width_of(const OverlayPanel *panel)
{
    return panel->width + 2 * PADDING;
}

/* With its left upper corner at (x, y). It covers what is below: a glass pane would have to be
 * mixed with the picture in each frame, which costs more than all the rest. */
static void draw_panel(const OverlayPanel *panel, const Paint *paint, const OverlayInfo *info,
                       int x, int y)
{
    SDL_Color ground = info->proof_differs ? PALETTE_FAULT : PALETTE_GROUND;
    int width = width_of(panel);
    int height = height_of(panel, info->level);
    paint_rect(paint, x, y, width, height, ground);
    paint_glass(paint, x, y, width, height, PALETTE_EDGE, 128);
    x += PADDING;
    y += PADDING;
    for (uint32_t i = 0; i < panel->cell_count; i++) {
        const OverlayCell *cell = &panel->cells[i];
        paint_text(paint, x + cell->x, y + cell->y - 1, cell->ink, cell->text);
    }
    y += panel->height + 3;
    if (info->level >= OVERLAY_GRAPH) {
        overlay_stages_draw(panel->stages_ms, paint, x, y, panel->width);
        y += OVERLAY_STAGES_HEIGHT + 2;
        overlay_graph_draw(info->stats, paint, x, y, panel->width);
        y += OVERLAY_GRAPH_HEIGHT + 5;
    }
    if (info->level >= OVERLAY_LANES) {
        overlay_lanes_draw(&panel->lanes, paint, x, y, panel->width);
    }
}

/* A picture at least that large, pixels. False: there is none to be had. */
static bool fit_picture(OverlayPanel *panel, Canvas *canvas, int width, int height)
{
    bool fits = panel->picture && canvas_picture_width(panel->picture) >= width &&
                canvas_picture_height(panel->picture) >= height;
    if (!fits) {
        canvas_drop(canvas, panel->picture);
        panel->picture = canvas_target(canvas, width, height, false, true, &(Error){""});
        panel->is_drawn = false;
    }
    if (panel->generation != canvas_generation(canvas)) {
        panel->generation = canvas_generation(canvas);
        panel->is_drawn = false;
    }
    return panel->picture != NULL;
}

static void show_picture(const OverlayPanel *panel, const Paint *paint, int width, int height)
{
    int margin = MARGIN * paint->scale;
    SDL_Rect source = {0, 0, width, height};
    SDL_FRect place = {(float)margin, (float)margin, (float)width, (float)height};
    canvas_use(paint->canvas, panel->picture, CANVAS_COPY);
    canvas_quad(paint->canvas, &source, &place, PALETTE_WHITE);
}

void overlay_draw(OverlayPanel *panel, const Paint *paint, const OverlayInfo *info)
{
    if (info->level == OVERLAY_OFF) {
        return;
    }
    uint64_t now_ns = clock_now_ns();
    bool is_other = panel->level != info->level || panel->differs != info->proof_differs;
    if (panel->formatted_ns == 0 || is_other || now_ns - panel->formatted_ns >= REFRESH_NS) {
        panel->differs = info->proof_differs;
        format(panel, info);
        panel->formatted_ns = now_ns;
        panel->is_drawn = false;
    }
    Paint fitted = paint_fitted(paint, width_of(panel) + 2 * MARGIN,
                                height_of(panel, info->level) + 2 * MARGIN);
    int width = width_of(panel) * fitted.scale;
    int height = height_of(panel, info->level) * fitted.scale;
    if (!fit_picture(panel, paint->canvas, width, height)) {
        draw_panel(panel, &fitted, info, MARGIN, MARGIN);
        return;
    }
    if (!panel->is_drawn) {
        canvas_draw_to(paint->canvas, panel->picture);
        draw_panel(panel, &fitted, info, 0, 0);
        canvas_draw_to(paint->canvas, NULL);
        panel->is_drawn = true;
    }
    show_picture(panel, &fitted, width, height);
}
