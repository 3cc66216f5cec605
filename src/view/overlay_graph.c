#include "view/overlay_graph.h"

#include "view/palette.h"

#include <math.h>

enum {
    BARS_MAX = 640,
    BAR_KINDS = 3,
    STAGES_A_LINE = 4,
    STAGES_BAR_HEIGHT = 8,
    LABEL_WIDTH = 5 * TEXT_CELL_WIDTH
};

static const double CEILING_MS = 40.0;
static const double BUDGETS_MS[] = {1000.0 / 60.0, 1000.0 / 30.0};
static const char *const BUDGET_NAMES[] = {"16.7", "33.3"};
static const double TOLERANCE = 1.03; /* a frame that waits for vsync hovers around the line */

/* Within the first budget, within the second, beyond: by colour, and by height as well. */
static SDL_Color bar_color(int kind)
{
    static const uint32_t CATEGORIES[BAR_KINDS] = {0, 1, 5};
    return palette_category(CATEGORIES[kind]);
}

static int bar_height(double ms, int height)
{
    double part = sqrt(SDL_min(ms / CEILING_MS, 1.0));
    return SDL_max((int)lrint(part * height), 1);
}

static int bar_kind(double ms)
{
    return ms <= BUDGETS_MS[0] * TOLERANCE ? 0 : (ms <= BUDGETS_MS[1] * TOLERANCE ? 1 : 2);
}

static void draw_bars(const FrameStats *stats, const Paint *paint, int right, int bottom, int count)
{
    SDL_Rect bars[BAR_KINDS][BARS_MAX];
    int counts[BAR_KINDS] = {0};
    int height = OVERLAY_GRAPH_HEIGHT * paint->scale;
    for (int age = 0; age < count; age++) {
        double ms = (double)frame_stats_recent_ns(stats, (uint32_t)age) / 1e6;
        int kind = bar_kind(ms);
        int tall = bar_height(ms, height);
        bars[kind][counts[kind]++] = (SDL_Rect){(right - age - 1) * paint->scale,
                                                bottom * paint->scale - tall, paint->scale, tall};
    }
    for (int kind = 0; kind < BAR_KINDS; kind++) {
        SDL_Color color = bar_color(kind);
        for (int i = 0; i < counts[kind]; i++) {
            canvas_fill(paint->canvas, &bars[kind][i], color, CANVAS_COPY);
        }
    }
}

void overlay_graph_draw(const FrameStats *stats, const Paint *paint, int x, int y, int width)
{
    int bottom = y + OVERLAY_GRAPH_HEIGHT;
    int left = x + LABEL_WIDTH;
    width -= LABEL_WIDTH;
    int count = SDL_min((int)frame_stats_count(stats), SDL_min(width, BARS_MAX));
    paint_rect(paint, left, y, width, OVERLAY_GRAPH_HEIGHT, PALETTE_TROUGH);
    draw_bars(stats, paint, left + width, bottom, count);
    for (int i = 0; i < 2; i++) {
        int tall = bar_height(BUDGETS_MS[i], OVERLAY_GRAPH_HEIGHT);
        paint_rect(paint, left, bottom - tall, width, 1, (SDL_Color){255, 255, 255, 0x60});
        paint_text(paint, x, bottom - tall - 4, INK_SOFT, BUDGET_NAMES[i]);
    }
}

static double sum_of(const double *stages_ms)
{
    double sum = 0.0;
    for (int stage = 0; stage < STAGE_COUNT; stage++) {
        sum += stages_ms[stage];
    }
    return sum;
}

void overlay_stages_draw(const double *stages_ms, const Paint *paint, int x, int y, int width)
{
    double sum = SDL_max(sum_of(stages_ms), 1e-6);
    double before = 0.0;
    paint_rect(paint, x, y, width, STAGES_BAR_HEIGHT, PALETTE_TROUGH);
    for (int stage = 0; stage < STAGE_COUNT; stage++) {
        int begin = (int)lrint(before / sum * width);
        before += stages_ms[stage];
        int end = (int)lrint(before / sum * width);
        if (stage != STAGE_IDLE && end > begin) { /* idle is what is left dark */
            paint_rect(paint, x + begin, y, end - begin, STAGES_BAR_HEIGHT,
                       palette_category((uint32_t)stage));
        }
        int column = x + stage % STAGES_A_LINE * (width / STAGES_A_LINE);
        int line = y + STAGES_BAR_HEIGHT + 3 + stage / STAGES_A_LINE * 12;
        SDL_Color key = stage == STAGE_IDLE ? PALETTE_TROUGH : palette_category((uint32_t)stage);
        paint_rect(paint, column, line + 2, 6, 6, key);
        paint_text(paint, column + 9, line, INK_SOFT, frame_stage_name((FrameStage)stage));
        paint_format(paint, column + 9 + 7 * TEXT_CELL_WIDTH, line, INK_BRIGHT, "%7.3f",
                     stages_ms[stage]);
    }
}
