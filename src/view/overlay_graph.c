#include "view/overlay_graph.h"

#include "view/palette.h"

#include <math.h>

enum {
    BARS_MAX = 640,
    STAGES_A_LINE = 5,
    STAGES_BAR_HEIGHT = 8,
    STAGE_NAME_WIDTH = 7 * TEXT_CELL_WIDTH,
    KEY_SIZE = 6,
    LABEL_WIDTH = 5 * TEXT_CELL_WIDTH,
};

static const double FLOOR_MS = 0.25; /* what is shorter shows as one line of pixels */
static const double CEILING_MS = 64.0;
static const double BUDGETS_MS[] = {1000.0 / 60.0, 1000.0 / 30.0};
static const double LINES_MS[] = {1.0, 4.0, 1000.0 / 60.0, 1000.0 / 30.0};
static const char *const LINE_NAMES[] = {"1 ms", "4", "16.7", "33.3"};
static const double TOLERANCE = 1.03; /* a frame that waits for vsync hovers around the line */

/* ---- Bars ----------------------------------------------------------------------------------- */

/* By the logarithm: each doubling is as high as any other. */
static int bar_height(double ms, int height)
{
    double part = log(SDL_max(ms, FLOOR_MS) / FLOOR_MS) / log(CEILING_MS / FLOOR_MS);
    return SDL_max((int)lrint(SDL_min(part, 1.0) * height), 1);
}

static int bar_kind(double ms)
{
    return ms <= BUDGETS_MS[0] * TOLERANCE ? 0 : (ms <= BUDGETS_MS[1] * TOLERANCE ? 1 : 2);
}

typedef struct Bar {
    int tall; /* pixels */
    int kind;
} Bar;

static Bar bar_of(const FrameStats *stats, int age, int height)
{
    double ms = (double)frame_stats_recent_ns(stats, (uint32_t)age) / 1e6;
    return (Bar){bar_height(ms, height), bar_kind(ms)};
}

/* Neighbours that are alike. Within the first budget, within the second, beyond: by colour, by
 * height, and by shape, which is a notch below the top, and a white cap. */
static void draw_bars(const Paint *paint, int left, int right, int bottom, Bar like)
{
    static const uint32_t CATEGORIES[] = {0, 1, 5};
    int scale = paint->scale;
    int top = bottom - like.tall;
    SDL_Rect bar = {left, top, right - left, like.tall};
    canvas_fill(paint->canvas, &bar, palette_category(CATEGORIES[like.kind]), CANVAS_COPY);
    if (like.kind >= 1) {
        SDL_Rect notch = {left, top + 2 * scale, right - left, scale};
        canvas_fill(paint->canvas, &notch, PALETTE_TROUGH, CANVAS_COPY);
    }
    if (like.kind == 2) {
        SDL_Rect cap = {left, top, right - left, 2 * scale};
        canvas_fill(paint->canvas, &cap, PALETTE_WHITE, CANVAS_COPY);
    }
}

static void draw_frames(const FrameStats *stats, const Paint *paint, int right, int bottom,
                        int count)
{
    int height = OVERLAY_GRAPH_HEIGHT * paint->scale;
    int age = 0;
    while (age < count) {
        Bar like = bar_of(stats, age, height);
        int end = age + 1;
        for (; end < count; end++) {
            Bar next = bar_of(stats, end, height);
            if (next.tall != like.tall || next.kind != like.kind) {
                break;
            }
        }
        draw_bars(paint, (right - end) * paint->scale, (right - age) * paint->scale,
                  bottom * paint->scale, like);
        age = end;
    }
}

void overlay_graph_draw(const FrameStats *stats, const Paint *paint, int x, int y, int width)
{
    int bottom = y + OVERLAY_GRAPH_HEIGHT;
    int left = x + LABEL_WIDTH;
    width -= LABEL_WIDTH;
    paint_rect(paint, left, y, width, OVERLAY_GRAPH_HEIGHT, PALETTE_TROUGH);
    int count = SDL_min((int)frame_stats_count(stats), SDL_min(width, BARS_MAX));
    draw_frames(stats, paint, left + width, bottom, count);
    for (uint32_t i = 0; i < sizeof LINES_MS / sizeof LINES_MS[0]; i++) {
        bool is_budget = LINES_MS[i] > 10;
        int tall = bar_height(LINES_MS[i], OVERLAY_GRAPH_HEIGHT);
        paint_rect(paint, left, bottom - tall, width, 1,
                   (SDL_Color){255, 255, 255, is_budget ? 0x80 : 0x28});
        paint_text(paint, x, bottom - tall - 4, is_budget ? INK_SOFT : INK_FAINT, LINE_NAMES[i]);
    }
}

/* ---- Stages --------------------------------------------------------------------------------- */

static double sum_of(const double *stages_ms, bool waiting)
{
    double sum = 0.0;
    for (int stage = 0; stage < STAGE_COUNT; stage++) {
        sum += frame_stage_waits((FrameStage)stage) == waiting ? stages_ms[stage] : 0.0;
    }
    return sum;
}

/* Work is solid; waiting is striped, and what is only left over is dark. */
static void draw_part(const Paint *paint, FrameStage stage, int x, int y, int width, int height)
{
    SDL_Color color = palette_category((uint32_t)stage);
    if (stage == STAGE_IDLE) {
        paint_rect(paint, x, y, width, height, PALETTE_TROUGH);
    } else if (!frame_stage_waits(stage)) {
        paint_rect(paint, x, y, width, height, color);
    } else {
        for (int at = 0; at < width; at += 3) {
            paint_rect(paint, x + at, y, 1, height, color);
        }
    }
}

static void draw_stages_bar(const double *stages_ms, const Paint *paint, int x, int y, int width)
{
    double sum = SDL_max(sum_of(stages_ms, false) + sum_of(stages_ms, true), 1e-6);
    double before = 0.0;
    paint_rect(paint, x, y, width, STAGES_BAR_HEIGHT, PALETTE_TROUGH);
    for (int stage = 0; stage < STAGE_COUNT; stage++) {
        int begin = (int)lrint(before / sum * width);
        before += stages_ms[stage];
        int end = (int)lrint(before / sum * width);
        if (end > begin) {
            draw_part(paint, (FrameStage)stage, x + begin, y, end - begin, STAGES_BAR_HEIGHT);
        }
    }
}

void overlay_stages_draw(const double *stages_ms, const Paint *paint, int x, int y, int width)
{
    draw_stages_bar(stages_ms, paint, x, y, width);
    int column = width / STAGES_A_LINE;
    int at = x;
    int line = y + STAGES_BAR_HEIGHT + 3;
    for (int stage = 0; stage < STAGE_COUNT; stage++) {
        at = x + stage % STAGES_A_LINE * column;
        line = y + STAGES_BAR_HEIGHT + 3 + stage / STAGES_A_LINE * 12;
        draw_part(paint, (FrameStage)stage, at, line + 2, KEY_SIZE, KEY_SIZE);
        paint_text(paint, at + KEY_SIZE + 3, line, INK_SOFT, frame_stage_name((FrameStage)stage));
        paint_format(paint, at + KEY_SIZE + 3 + STAGE_NAME_WIDTH, line, INK_BRIGHT, "%6.3f",
                     stages_ms[stage]);
    }
    line += 12;
    paint_format(paint, x, line, INK_BRIGHT, "work %.3f ms", sum_of(stages_ms, false));
    paint_format(paint, x + column, line, INK_SOFT, "waiting %.3f ms (striped)",
                 sum_of(stages_ms, true));
}
