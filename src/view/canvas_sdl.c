/* SDL's renderer: what there is on a screen, or SDL's software renderer over a picture in memory.
 */
#include "view/canvas_sdl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { GL_RENDERER_NAME = 0x1F01 };

static SDL_Renderer *renderer_of(const Canvas *canvas)
{
    const SdlModel *model = canvas->model;
    return model->renderer;
}

/* ---- Opening --------------------------------------------------------------------------------- */

/* Whether the GL at hand is a processor in disguise: SDL's own renderer is several times as fast
 * as that at copying sprites. */
static bool gl_is_emulated(const SDL_RendererInfo *info)
{
    if (strncmp(info->name, "opengl", 6) != 0) {
        return false;
    }
    const unsigned char *(*get_string)(unsigned int) = NULL;
    void *address = SDL_GL_GetProcAddress("glGetString");
    memcpy(&get_string, &address, sizeof get_string); /* a cast would not be ISO C */
    const char *name = get_string ? (const char *)get_string(GL_RENDERER_NAME) : NULL;
    return name &&
           (strstr(name, "llvmpipe") || strstr(name, "softpipe") || strstr(name, "SwiftShader"));
}

static SDL_Renderer *best_renderer(SDL_Window *handle, bool vsync)
{
    uint32_t flags = vsync ? SDL_RENDERER_PRESENTVSYNC : 0u;
    SDL_Renderer *renderer = SDL_CreateRenderer(handle, -1, flags | SDL_RENDERER_ACCELERATED);
    const char *chosen = SDL_GetHint(SDL_HINT_RENDER_DRIVER);
    bool asked_for = chosen && *chosen;
    SDL_RendererInfo info;
    if (renderer && !asked_for && SDL_GetRendererInfo(renderer, &info) == 0 &&
        gl_is_emulated(&info)) {
        SDL_DestroyRenderer(renderer);
        renderer = NULL;
    }
    return renderer ? renderer : SDL_CreateRenderer(handle, -1, SDL_RENDERER_SOFTWARE);
}

static bool open_in_memory(Canvas *canvas, SdlModel *model, Error *error)
{
    model->surface = SDL_CreateRGBSurfaceWithFormat(0, canvas->width, canvas->height, 32,
                                                    SDL_PIXELFORMAT_RGB888);
    model->renderer = model->surface ? SDL_CreateSoftwareRenderer(model->surface) : NULL;
    return model->renderer || error_set(error, "no picture of %d x %d pixels to draw on: %s",
                                        canvas->width, canvas->height, SDL_GetError());
}

static bool sdl_measure(Canvas *canvas, Error *error)
{
    int width = 0;
    int height = 0;
    (void)error;
    SDL_GetRendererOutputSize(renderer_of(canvas), &width, &height);
    canvas->width = SDL_max(width, 1);
    canvas->height = SDL_max(height, 1);
    return true;
}

static bool sdl_open(Canvas *canvas, Error *error)
{
    SdlModel *model = canvas->model = calloc(1, sizeof *model);
    if (!model) {
        return error_set(error, "no memory for the sprite batch");
    }
    sdl_order_indices(model);
    if (!canvas->window && !open_in_memory(canvas, model, error)) {
        return false;
    }
    if (canvas->window && !(model->renderer = best_renderer(canvas->window, canvas->vsync))) {
        return error_set(error, "no renderer: %s", SDL_GetError());
    }
    SDL_RendererInfo info = {.name = "unknown"};
    SDL_GetRendererInfo(model->renderer, &info);
    snprintf(canvas->name, sizeof canvas->name, "%s", info.name);
    canvas->sparing = (info.flags & SDL_RENDERER_SOFTWARE) != 0;
    /* SDL imitates vsync for its software renderer with a sleep of whole milliseconds, which the
     * loop's own limiter does better. */
    canvas->vsync = !canvas->sparing && (info.flags & SDL_RENDERER_PRESENTVSYNC) != 0;
    return sdl_measure(canvas, error);
}

static void sdl_close(Canvas *canvas)
{
    SdlModel *model = canvas->model;
    if (!model) {
        return;
    }
    if (model->renderer) {
        SDL_DestroyRenderer(model->renderer);
    }
    SDL_FreeSurface(model->surface);
    free(model->stamps);
    free(model);
    canvas->model = NULL;
}

static bool sdl_set_vsync(Canvas *canvas, bool vsync)
{
    return !canvas->sparing && SDL_RenderSetVSync(renderer_of(canvas), vsync) == 0;
}

/* ---- Pictures -------------------------------------------------------------------------------- */

/* A target without alpha is copied faster by the software renderer. */
static uint32_t format_of(const Canvas *canvas, const CanvasPicture *picture)
{
    return canvas->sparing && picture->opaque ? SDL_PIXELFORMAT_RGB888 : SDL_PIXELFORMAT_ARGB8888;
}

static void clear_target(Canvas *canvas, SDL_Texture *texture)
{
    SDL_Renderer *renderer = renderer_of(canvas);
    SDL_Texture *before = SDL_GetRenderTarget(renderer);
    SDL_SetRenderTarget(renderer, texture);
    SDL_SetRenderDrawColor(renderer, 0, 0, 0, 0);
    SDL_RenderClear(renderer);
    SDL_SetRenderTarget(renderer, before);
}

static bool sdl_make(Canvas *canvas, CanvasPicture *picture, Error *error)
{
    SDL_Texture *texture =
        SDL_CreateTexture(renderer_of(canvas), format_of(canvas, picture),
                          picture->target ? SDL_TEXTUREACCESS_TARGET : SDL_TEXTUREACCESS_STATIC,
                          picture->width, picture->height);
    if (!texture || (picture->pixels &&
                     SDL_UpdateTexture(texture, NULL, picture->pixels, picture->width * 4) != 0)) {
        SDL_DestroyTexture(texture);
        return error_set(error, "no texture of %d x %d pixels: %s", picture->width, picture->height,
                         SDL_GetError());
    }
    SDL_SetTextureScaleMode(texture, picture->smooth ? SDL_ScaleModeLinear : SDL_ScaleModeNearest);
    if (picture->target && !picture->opaque) {
        clear_target(canvas, texture);
    }
    picture->data = texture;
    return true;
}

static void sdl_drop(Canvas *canvas, CanvasPicture *picture)
{
    (void)canvas;
    SDL_DestroyTexture(picture->data);
}

/* ---- Drawing --------------------------------------------------------------------------------- */

static void sdl_draw_to(Canvas *canvas)
{
    const SDL_Rect *clip = &canvas->clip;
    int width = canvas->target ? canvas->target->width : canvas->width;
    int height = canvas->target ? canvas->target->height : canvas->height;
    bool whole = clip->w == width && clip->h == height;
    SDL_SetRenderTarget(renderer_of(canvas), canvas->target ? canvas->target->data : NULL);
    SDL_RenderSetClipRect(renderer_of(canvas), whole ? NULL : clip);
}

static void sdl_fill(Canvas *canvas, const SDL_Rect *place, SDL_Color color, CanvasBlend blend)
{
    SDL_Renderer *renderer = renderer_of(canvas);
    SDL_SetRenderDrawBlendMode(renderer, sdl_mode_of(blend));
    SDL_SetRenderDrawColor(renderer, color.r, color.g, color.b, color.a);
    SDL_RenderFillRect(renderer, place);
}

/* SDL's own clear leaves the clip out of account. */
static void sdl_clear(Canvas *canvas, SDL_Color color)
{
    sdl_fill(canvas, &canvas->clip, color, CANVAS_COPY);
}

static void sdl_flush(Canvas *canvas)
{
    SDL_RenderFlush(renderer_of(canvas));
}

static bool sdl_read(Canvas *canvas, uint32_t *pixels, Error *error)
{
    if (SDL_RenderReadPixels(renderer_of(canvas), NULL, SDL_PIXELFORMAT_ARGB8888, pixels,
                             canvas->width * 4) != 0) {
        return error_set(error, "the picture cannot be read back: %s", SDL_GetError());
    }
    size_t count = (size_t)canvas->width * (size_t)canvas->height;
    for (size_t i = 0; i < count; i++) {
        pixels[i] |= 0xff000000u;
    }
    return true;
}

static void sdl_present(Canvas *canvas)
{
    SDL_RenderPresent(renderer_of(canvas));
}

const CanvasType canvas_sdl = {
    .name = "sdl",
    .summary = "SDL's renderer: a graphics card where there is one, else SDL's software",
    .open = sdl_open,
    .close = sdl_close,
    .measure = sdl_measure,
    .set_vsync = sdl_set_vsync,
    .make = sdl_make,
    .drop = sdl_drop,
    .draw_to = sdl_draw_to,
    .clear = sdl_clear,
    .fill = sdl_fill,
    .draw_quads = sdl_draw_quads,
    .draw_sprites = sdl_draw_sprites,
    .flush = sdl_flush,
    .read = sdl_read,
    .present = sdl_present,
};
