#include "view/overlay_panel.h"

#include "base/clock.h"
#include "view/overlay_graph.h"
#include "view/overlay_text.h"

enum {
    MARGIN = 4,  /* from the window's edge, units */
    PADDING = 5, /* from the panel's */
    WIDTH_MIN = 80 * TEXT_CELL_WIDTH,
};

#define REFRESH_NS (NS_PER_S / 4)

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

/* As wide as text may be in a window of that paint. */
static int room_of(const Paint *paint)
{
    return SDL_max(paint->width - 2 * (MARGIN + PADDING), WIDTH_MIN);
}

static void format(OverlayPanel *panel, const OverlayInfo *info, int room)
{
    panel->level = info->level;
    panel->has_new_lanes = false;
    overlay_text_write(panel, info, room);
    if (info->level >= OVERLAY_STATISTICS) {
        panel->width = SDL_max(panel->width, WIDTH_MIN);
    }
    if (info->level >= OVERLAY_LANES) {
        panel->width = SDL_max(panel->width, overlay_lanes_width(&panel->lanes));
    }
    for (int stage = 0; stage < STAGE_COUNT; stage++) {
        panel->stages_ms[stage] = info->stages_ms[stage];
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

void overlay_take_lanes(OverlayPanel *panel, const Backend *backend)
{
    if (!panel->has_new_lanes || panel->lanes_of != backend) {
        overlay_lanes_take(&panel->lanes, backend);
        panel->lanes_of = backend;
        panel->has_new_lanes = true;
    }
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
    SDL_Color edge = PALETTE_EDGE;
    edge.a /= 2;
    int width = width_of(panel);
    int height = height_of(panel, info->level);
    paint_rect(paint, x, y, width, height, ground);
    paint_edge(paint, x, y, width, height, edge);
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

enum { PICTURE_STEP = 128 };

static int rounded_up(int size)
{
    return (size + PICTURE_STEP - 1) / PICTURE_STEP * PICTURE_STEP;
}

/* A picture at least that large, pixels, and somewhat larger, so that a figure with a digit more
 * asks for no memory. False: there is none to be had. */
static bool fit_picture(OverlayPanel *panel, Canvas *canvas, int width, int height)
{
    bool fits = panel->picture && canvas_picture_width(panel->picture) >= width &&
                canvas_picture_height(panel->picture) >= height;
    if (!fits) {
        canvas_drop(canvas, panel->picture);
        panel->picture =
            canvas_target(canvas, rounded_up(width), rounded_up(height), false, true, &(Error){""});
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
        format(panel, info, room_of(paint));
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
