#include "view/stage.h"

#include "base/clock.h"
#include "base/hash.h"
#include "view/atlas.h"
#include "view/canvas.h"
#include "view/cast.h"
#include "view/hud.h"
#include "view/image.h"
#include "view/messages.h"
#include "view/overlay_panel.h"
#include "view/paint.h"
#include "view/scenery.h"
#include "view/text.h"
#include "view/window.h"

#include <stdlib.h>

struct Stage {
    Log *log;
    Window window;
    Atlas atlas;
    Cast cast;
    Text text;
    Canvas *canvas; /* the window's */
    Scenery scenery;
    Hud hud;
    OverlayPanel overlay;
    uint64_t overlay_ns;
    const Level *level; /* NULL: none so far */
    Pictures *pictures; /* of the level that is set next; NULL: nobody has given any */
};

/* Everything that depends on the window's size. */
static bool fit_to_window(Stage *stage, Error *error)
{
    return canvas_measure(stage->canvas, error) &&
           scenery_fit(&stage->scenery, stage->canvas, error) &&
           text_set_scale(&stage->text, paint_scale_for(canvas_height(stage->canvas)), error);
}

static bool open_parts(Stage *stage, const StageConfig *config, Error *error)
{
    if (!window_open(&stage->window, config, stage->log, error)) {
        return false;
    }
    stage->canvas = stage->window.canvas;
    if (!atlas_open(&stage->atlas, stage->canvas, config->assets, stage->log, error) ||
        !text_open(&stage->text, stage->canvas, config->assets, stage->log, error)) {
        return false;
    }
    cast_find(&stage->cast, &stage->atlas, stage->log);
    if (stage->window.handle && stage->atlas.icon) {
        SDL_SetWindowIcon(stage->window.handle, stage->atlas.icon);
    }
    return fit_to_window(stage, error);
}

Stage *stage_open(const StageConfig *config, Log *log, Error *error)
{
    Stage *stage = calloc(1, sizeof *stage);
    if (!stage) {
        error_set(error, "no memory for the stage");
        return NULL;
    }
    stage->log = log;
    if (!open_parts(stage, config, error)) {
        stage_close(stage);
        return NULL;
    }
    return stage;
}

void stage_close(Stage *stage)
{
    if (!stage) {
        return;
    }
    pictures_end(stage->pictures);
    scenery_close(&stage->scenery);
    text_close(&stage->text);
    atlas_close(&stage->atlas, stage->canvas);
    window_close(&stage->window);
    free(stage);
}

void stage_give_pictures(Stage *stage, Pictures *pictures)
{
    pictures_end(stage->pictures);
    stage->pictures = pictures;
}

void stage_set_level(Stage *stage, const Level *level, const World *world)
{
    Error fault = {0};
    stage->level = level;
    stage->hud = (Hud){0};
    if (!stage->pictures) {
        stage->pictures = pictures_load(level, &fault);
    }
    if (!stage->pictures ||
        !scenery_set_level(&stage->scenery, level, stage->pictures, world, stage->log, &fault)) {
        log_write(stage->log, LOG_ERROR, "%s: not all of it can be drawn: %s", level->path,
                  fault.text);
    }
    stage_give_pictures(stage, NULL);
}

void stage_write_list(Stage *stage, const World *world, float blend, bool step_running,
                      const uint8_t *lane_of)
{
    scenery_write(&stage->scenery, world, &stage->cast, blend, step_running, lane_of);
}

static Paint paint_of(const Stage *stage)
{
    int scale = stage->text.scale;
    return (Paint){
        .canvas = stage->canvas,
        .atlas = &stage->atlas,
        .text = &stage->text,
        .scale = scale,
        .width = canvas_width(stage->canvas) / scale,
        .height = canvas_height(stage->canvas) / scale,
    };
}

/* The overlay's cost is its own: what was queued before is drawn before its clock starts. */
static void draw_overlay(Stage *stage, const Paint *paint, const OverlayInfo *info)
{
    canvas_flush(stage->canvas);
    uint64_t start_ns = clock_now_ns();
    overlay_draw(&stage->overlay, paint, info);
    canvas_flush(stage->canvas);
    stage->overlay_ns = clock_now_ns() - start_ns;
}

void stage_take_lanes(Stage *stage, const Backend *backend)
{
    overlay_take_lanes(&stage->overlay, backend);
}

void stage_draw(Stage *stage, const World *world, const StageMessages *messages,
                const OverlayInfo *overlay)
{
    SceneryKit kit = {stage->canvas, &stage->atlas, &stage->cast};
    scenery_draw(&stage->scenery, &kit, world, messages->color_by_lane);
    Paint paint = paint_of(stage);
    if (stage->level && !messages->tour) {
        hud_draw(&stage->hud, &paint, &stage->cast, stage->level, world, scenery_night(world));
    }
    stage->overlay_ns = 0;
    if (overlay && overlay->level != OVERLAY_OFF) {
        Paint beside = paint;
        beside.width -= messages->tour ? tour_card_width(&paint) : 0;
        draw_overlay(stage, &beside, overlay);
    }
    if (messages->tour) {
        tour_card_draw(&paint, messages->tour);
    }
    messages_draw(&paint, &stage->cast, messages);
    canvas_flush(stage->canvas);
}

/* The world, or an empty night (NULL); returns what to draw over it with. */
static Paint draw_backdrop(Stage *stage, const World *world)
{
    SceneryKit kit = {stage->canvas, &stage->atlas, &stage->cast};
    Paint paint = paint_of(stage);
    if (world && stage->level) {
        scenery_draw(&stage->scenery, &kit, world, false);
    } else {
        curtain_draw_night(&paint, &stage->cast);
    }
    return paint;
}

void stage_draw_curtain(Stage *stage, const World *world, const Curtain *curtain)
{
    Paint paint = draw_backdrop(stage, world);
    curtain_draw(&paint, &stage->cast, curtain);
    canvas_flush(stage->canvas);
}

void stage_draw_title(Stage *stage, const World *world, const Title *title)
{
    Paint paint = draw_backdrop(stage, world);
    title_draw(&paint, &stage->cast, title);
    canvas_flush(stage->canvas);
}

void stage_draw_select(Stage *stage, const World *world, const Select *select)
{
    Paint paint = draw_backdrop(stage, world);
    select_draw(&paint, &stage->cast, select);
    canvas_flush(stage->canvas);
}

int stage_menu_at(const Stage *stage, const Menu *menu, int window_x, int window_y)
{
    float x;
    float y;
    Paint paint = paint_of(stage);
    window_to_pixels(&stage->window, window_x, window_y, &x, &y);
    return menu_at(&paint, menu, x, y);
}

int stage_select_at(const Stage *stage, const Select *select, int window_x, int window_y)
{
    float x;
    float y;
    Paint paint = paint_of(stage);
    window_to_pixels(&stage->window, window_x, window_y, &x, &y);
    return select_at(&paint, select, x, y);
}

uint32_t stage_select_columns(const Stage *stage)
{
    Paint paint = paint_of(stage);
    return select_columns(&paint);
}

bool stage_wants_lanes(const Stage *stage)
{
    return canvas_wants_lanes(stage->canvas);
}

void stage_set_backend(Stage *stage, Backend *backend)
{
    canvas_set_backend(stage->canvas, backend);
}

void stage_present(Stage *stage)
{
    canvas_set_backend(stage->canvas, NULL);
    canvas_present(stage->canvas);
    if (canvas_is_lost(stage->canvas) && draw_path_recover(stage->canvas, stage->log)) {
        stage_resized(stage);
    }
}

bool stage_screenshot(Stage *stage, const char *path, Error *error)
{
    SDL_Surface *picture = window_read(&stage->window, error);
    bool saved = picture && image_save(picture, path, error);
    SDL_FreeSurface(picture);
    return saved;
}

bool stage_hash(Stage *stage, uint64_t *hash, Error *error)
{
    size_t count = (size_t)canvas_width(stage->canvas) * (size_t)canvas_height(stage->canvas);
    uint32_t *pixels = malloc(count * sizeof *pixels);
    if (!pixels) {
        return error_set(error, "no memory for a copy of the picture");
    }
    bool has_read = canvas_read(stage->canvas, pixels, error);
    *hash = hash_u64(HASH_START, count);
    for (size_t i = 0; has_read && i < count; i++) {
        *hash = hash_u64(*hash, pixels[i]);
    }
    free(pixels);
    return has_read;
}

void stage_to_world(const Stage *stage, int window_x, int window_y, float *x, float *y)
{
    const Camera *camera = &stage->scenery.camera;
    float pixel_x;
    float pixel_y;
    window_to_pixels(&stage->window, window_x, window_y, &pixel_x, &pixel_y);
    *x = pixel_x / camera->window_scale + (float)camera->left / (float)camera->zoom;
    *y = pixel_y / camera->window_scale + (float)camera->top / (float)camera->zoom;
}

void stage_toggle_fullscreen(Stage *stage)
{
    window_toggle_fullscreen(&stage->window);
}

bool stage_toggle_vsync(Stage *stage)
{
    return window_toggle_vsync(&stage->window, stage->log);
}

bool stage_next_drawing(Stage *stage, bool vsync)
{
    bool changed = stage->window.handle && draw_path_next(stage->canvas, stage->log);
    canvas_set_vsync(stage->canvas, vsync);
    stage_resized(stage);
    return changed;
}

bool stage_has_vsync(const Stage *stage)
{
    return canvas_vsync(stage->canvas);
}

bool stage_is_hidden(const Stage *stage)
{
    SDL_Window *window = stage->window.handle;
    return window && (SDL_GetWindowFlags(window) & (SDL_WINDOW_HIDDEN | SDL_WINDOW_MINIMIZED)) != 0;
}

const char *stage_renderer_name(const Stage *stage)
{
    return canvas_name(stage->canvas);
}

uint64_t stage_overlay_ns(const Stage *stage)
{
    return stage->overlay_ns;
}

void stage_resized(Stage *stage)
{
    Error fault = {0};
    if (!fit_to_window(stage, &fault)) {
        log_write(stage->log, LOG_ERROR, "the old size stays: %s", fault.text);
    }
}
