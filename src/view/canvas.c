#include "view/canvas.h"

#include "view/canvas_driver.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Opening --------------------------------------------------------------------------------- */

static void reset_target(Canvas *canvas)
{
    canvas->target = NULL;
    canvas->clip = (SDL_Rect){0, 0, canvas->width, canvas->height};
    canvas->used = NULL;
    canvas->quad_count = 0;
}

Canvas *canvas_open(const CanvasType *type, const CanvasConfig *config, Log *log, Error *error)
{
    Canvas *canvas = calloc(1, sizeof *canvas);
    if (!canvas) {
        error_set(error, "no memory to draw with");
        return NULL;
    }
    canvas->type = type;
    canvas->window = config->window;
    canvas->width = SDL_max(config->width, 1);
    canvas->height = SDL_max(config->height, 1);
    canvas->vsync = config->vsync;
    canvas->isa = config->isa;
    canvas->log = log;
    if (!type->open(canvas, error)) {
        type->close(canvas);
        free(canvas);
        return NULL;
    }
    reset_target(canvas);
    return canvas;
}

static void close_driver(Canvas *canvas)
{
    for (CanvasPicture *picture = canvas->pictures; picture; picture = picture->next) {
        if (picture->data) {
            canvas->type->drop(canvas, picture);
            picture->data = NULL;
        }
    }
    canvas->type->close(canvas);
    canvas->model = NULL;
}

void canvas_close(Canvas *canvas)
{
    if (!canvas) {
        return;
    }
    close_driver(canvas);
    while (canvas->pictures) {
        CanvasPicture *picture = canvas->pictures;
        canvas->pictures = picture->next;
        free(picture->pixels);
        free(picture);
    }
    free(canvas);
}

static bool open_driver(Canvas *canvas, const CanvasType *type, Error *error)
{
    canvas->type = type;
    canvas->sparing = false;
    canvas->emulated = false;
    canvas->lost = false;
    bool opened = type->open(canvas, error);
    for (CanvasPicture *picture = canvas->pictures; opened && picture; picture = picture->next) {
        opened = type->make(canvas, picture, error);
    }
    if (!opened) {
        close_driver(canvas);
    }
    return opened;
}

bool canvas_change(Canvas *canvas, const CanvasType *type, Error *error)
{
    const CanvasType *before = canvas->type;
    Error fault = {""};
    close_driver(canvas);
    canvas->generation++;
    bool changed = open_driver(canvas, type, error);
    if (!changed && !open_driver(canvas, before, &fault)) {
        log_write(canvas->log, LOG_ERROR, "nothing draws any more: %s", fault.text);
        abort(); /* it drew a moment ago: there is nothing left to fall back on */
    }
    reset_target(canvas);
    return changed;
}

uint32_t canvas_generation(const Canvas *canvas)
{
    return canvas->generation;
}

const CanvasType *canvas_type_of(const Canvas *canvas)
{
    return canvas->type;
}

const char *canvas_name(const Canvas *canvas)
{
    return canvas->name;
}

bool canvas_is_sparing(const Canvas *canvas)
{
    return canvas->sparing;
}

bool canvas_is_emulated(const Canvas *canvas)
{
    return canvas->emulated;
}

bool canvas_is_lost(const Canvas *canvas)
{
    return canvas->lost;
}

bool canvas_wants_lanes(const Canvas *canvas)
{
    return canvas->type->wants_lanes;
}

void canvas_set_backend(Canvas *canvas, Backend *backend)
{
    canvas->backend = backend;
}

Backend *canvas_backend(const Canvas *canvas)
{
    return canvas->backend;
}

int canvas_width(const Canvas *canvas)
{
    return canvas->width;
}

int canvas_height(const Canvas *canvas)
{
    return canvas->height;
}

bool canvas_measure(Canvas *canvas, Error *error)
{
    canvas_flush(canvas);
    bool measured = canvas->type->measure(canvas, error);
    reset_target(canvas);
    canvas->type->draw_to(canvas);
    return measured;
}

bool canvas_vsync(const Canvas *canvas)
{
    return canvas->vsync;
}

bool canvas_set_vsync(Canvas *canvas, bool vsync)
{
    if (!canvas->type->set_vsync || !canvas->type->set_vsync(canvas, vsync)) {
        return false;
    }
    canvas->vsync = vsync;
    return true;
}

/* ---- Pictures -------------------------------------------------------------------------------- */

static CanvasPicture *add_picture(Canvas *canvas, const CanvasPicture *like, Error *error)
{
    CanvasPicture *picture = malloc(sizeof *picture);
    if (!picture) {
        free(like->pixels);
        error_set(error, "no memory for a picture");
        return NULL;
    }
    *picture = *like;
    if (!canvas->type->make(canvas, picture, error)) {
        free(picture->pixels);
        free(picture);
        return NULL;
    }
    picture->next = canvas->pictures;
    canvas->pictures = picture;
    return picture;
}

CanvasPicture *canvas_picture(Canvas *canvas, const uint32_t *pixels, int width, int height,
                              bool smooth, Error *error)
{
    size_t size = (size_t)width * (size_t)height * sizeof *pixels;
    CanvasPicture picture = {
        .width = width, .height = height, .smooth = smooth, .pixels = malloc(size)};
    if (!picture.pixels) {
        error_set(error, "no memory for a picture of %d x %d pixels", width, height);
        return NULL;
    }
    memcpy(picture.pixels, pixels, size);
    return add_picture(canvas, &picture, error);
}

CanvasPicture *canvas_picture_of(Canvas *canvas, const SDL_Surface *argb8888, Error *error)
{
    assert(argb8888->pitch == argb8888->w * 4);
    return canvas_picture(canvas, argb8888->pixels, argb8888->w, argb8888->h, false, error);
}

CanvasPicture *canvas_target(Canvas *canvas, int width, int height, bool smooth, bool opaque,
                             Error *error)
{
    CanvasPicture picture = {
        .width = width, .height = height, .smooth = smooth, .target = true, .opaque = opaque};
    return add_picture(canvas, &picture, error);
}

void canvas_drop(Canvas *canvas, CanvasPicture *picture)
{
    if (!picture) {
        return;
    }
    canvas_flush(canvas);
    canvas->used = canvas->used == picture ? NULL : canvas->used;
    if (canvas->target == picture) {
        canvas_draw_to(canvas, NULL);
    }
    CanvasPicture **link = &canvas->pictures;
    while (*link != picture) {
        link = &(*link)->next;
    }
    *link = picture->next;
    canvas->type->drop(canvas, picture);
    free(picture->pixels);
    free(picture);
}

int canvas_picture_width(const CanvasPicture *picture)
{
    return picture->width;
}

int canvas_picture_height(const CanvasPicture *picture)
{
    return picture->height;
}

/* ---- Drawing --------------------------------------------------------------------------------- */

/* Hands the quads that wait over to the driver. */
static void hand_over(Canvas *canvas)
{
    if (canvas->quad_count > 0) {
        canvas->type->draw_quads(canvas, canvas->quads, canvas->quad_count);
        canvas->quad_count = 0;
    }
}

static SDL_Rect whole_target(const Canvas *canvas)
{
    const CanvasPicture *target = canvas->target;
    return target ? (SDL_Rect){0, 0, target->width, target->height}
                  : (SDL_Rect){0, 0, canvas->width, canvas->height};
}

void canvas_draw_to(Canvas *canvas, CanvasPicture *target)
{
    assert(!target || target->target);
    hand_over(canvas);
    canvas->target = target;
    canvas->clip = whole_target(canvas);
    canvas->type->draw_to(canvas);
}

void canvas_clip(Canvas *canvas, const SDL_Rect *clip)
{
    SDL_Rect whole = whole_target(canvas);
    SDL_Rect within = whole;
    if (clip && !SDL_IntersectRect(clip, &whole, &within)) {
        within = (SDL_Rect){0, 0, 0, 0};
    }
    hand_over(canvas);
    canvas->clip = within;
    canvas->type->draw_to(canvas);
}

void canvas_clear(Canvas *canvas, SDL_Color color)
{
    hand_over(canvas);
    canvas->type->clear(canvas, color);
}

void canvas_fill(Canvas *canvas, const SDL_Rect *place, SDL_Color color, CanvasBlend blend)
{
    SDL_Rect whole = whole_target(canvas);
    hand_over(canvas);
    canvas->type->fill(canvas, place ? place : &whole, color, blend);
}

void canvas_use(Canvas *canvas, CanvasPicture *picture, CanvasBlend blend)
{
    if (canvas->used != picture || canvas->blend != blend) {
        hand_over(canvas);
        canvas->used = picture;
        canvas->blend = blend;
    }
}

void canvas_quad(Canvas *canvas, const SDL_Rect *source, const SDL_FRect *place, SDL_Color color)
{
    assert(canvas->used);
    if (canvas->quad_count == CANVAS_BATCH) {
        hand_over(canvas);
    }
    canvas->quads[canvas->quad_count++] = (CanvasQuad){*source, *place, color};
}

void canvas_sprites(Canvas *canvas, const CanvasSprites *sprites)
{
    hand_over(canvas);
    if (sprites->count > 0) {
        canvas->type->draw_sprites(canvas, sprites);
    }
}

void canvas_flush(Canvas *canvas)
{
    hand_over(canvas);
    canvas->type->flush(canvas);
}

bool canvas_read(Canvas *canvas, uint32_t *pixels, Error *error)
{
    canvas_flush(canvas);
    return canvas->type->read(canvas, pixels, error);
}

void canvas_present(Canvas *canvas)
{
    canvas_flush(canvas);
    canvas->type->present(canvas);
}
