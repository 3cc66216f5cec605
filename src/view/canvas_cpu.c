/* The processor's own path: pictures in memory, and a frame that is the window's memory where that
 * can be: an image shared with the X server, or else SDL's surface. */
#include "view/canvas_cpu.h"

#include "base/align.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* round(a * b / 255) for bytes */
static uint32_t times(uint32_t a, uint32_t b)
{
    uint32_t product = a * b + 128;
    return (product + (product >> 8)) >> 8;
}

uint32_t cpu_premultiplied(SDL_Color color)
{
    return (uint32_t)color.a << 24 | times(color.r, color.a) << 16 | times(color.g, color.a) << 8 |
           times(color.b, color.a);
}

static void premultiply(uint32_t *to, const uint32_t *from, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        to[i] = cpu_premultiplied((SDL_Color){(uint8_t)(from[i] >> 16), (uint8_t)(from[i] >> 8),
                                              (uint8_t)from[i], (uint8_t)(from[i] >> 24)});
    }
}

static bool make_surface(CpuSurface *surface, int width, int height)
{
    size_t count = (size_t)width * (size_t)height;
    size_t size = round_up(count * 4, CPU_ALIGN);
    *surface = (CpuSurface){aligned_alloc(CPU_ALIGN, size), (size_t)width, width, height};
    if (surface->pixels) {
        memset(surface->pixels, 0, size);
    }
    return surface->pixels != NULL;
}

/* ---- The output ------------------------------------------------------------------------------ */

static bool is_plain(const SDL_Surface *surface)
{
    const SDL_PixelFormat *format = surface->format;
    return format->BytesPerPixel == 4 && format->Rmask == 0xff0000u && format->Gmask == 0xff00u &&
           format->Bmask == 0xffu && surface->pitch % 4 == 0;
}

/* Where a window's surface has to go through a texture (Wayland), asking for none fails. */
static SDL_Surface *window_surface(SDL_Window *window)
{
    SDL_Surface *surface = SDL_GetWindowSurface(window);
    if (!surface) {
        SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, NULL);
        surface = SDL_GetWindowSurface(window);
    }
    return surface;
}

static void name_by(Canvas *canvas, const char *presenter)
{
    snprintf(canvas->name, sizeof canvas->name, "cpu %s%s", cpu_model(canvas)->blit->name,
             presenter);
}

/* The frame lies where what shows it wants it, or in memory of its own, from where it is copied. */
static bool take_output(Canvas *canvas, CpuSurface output, Error *error)
{
    CpuModel *model = cpu_model(canvas);
    uint32_t *memory = NULL;
    if (!output.pixels) {
        if (!make_surface(&output, canvas->width, canvas->height)) {
            return error_set(error, "no memory for a picture of %d x %d pixels", canvas->width,
                             canvas->height);
        }
        memory = output.pixels;
    }
    free(model->memory);
    model->memory = memory;
    model->output = output;
    model->is_shown = false;
    return true;
}

static bool fit_to_surface(Canvas *canvas, Error *error)
{
    SDL_Surface *shown = window_surface(canvas->window);
    if (!shown) {
        return error_set(error, "the window has no surface: %s", SDL_GetError());
    }
    cpu_model(canvas)->shown = shown;
    canvas->width = SDL_max(shown->w, 1);
    canvas->height = SDL_max(shown->h, 1);
    CpuSurface output = {NULL, (size_t)shown->pitch / 4, shown->w, shown->h};
    output.pixels = is_plain(shown) ? shown->pixels : NULL;
    name_by(canvas, ", surface");
    return take_output(canvas, output, error);
}

/* X11's windows have as many pixels as units. False: they are shown through SDL's surface, from now
 * on. */
static bool fit_to_x11(Canvas *canvas, Error *error)
{
    CpuModel *model = cpu_model(canvas);
    int width = 0;
    int height = 0;
    SDL_GetWindowSize(canvas->window, &width, &height);
    if (!model->x11 || !present_x11_fit(model->x11, width, height)) {
        present_x11_close(model->x11);
        model->x11 = NULL;
        return false;
    }
    canvas->width = width;
    canvas->height = height;
    name_by(canvas, ", x11");
    CpuSurface output = {present_x11_pixels(model->x11), (size_t)width, width, height};
    return take_output(canvas, output, error);
}

static bool cpu_measure(Canvas *canvas, Error *error)
{
    for (CanvasPicture *picture = canvas->pictures; picture; picture = picture->next) {
        if (picture->data) {
            cpu_sizes_forget(picture->data); /* in another window they are drawn in other sizes */
        }
    }
    if (!canvas->window) {
        return take_output(canvas, (CpuSurface){.pixels = NULL}, error);
    }
    return fit_to_x11(canvas, error) || fit_to_surface(canvas, error);
}

static bool cpu_open(Canvas *canvas, Error *error)
{
    CpuModel *model = canvas->model = calloc(1, sizeof *model);
    if (!model) {
        return error_set(error, "no memory to draw with");
    }
    const Kernel *kernel = canvas->isa ? kernel_find(canvas->isa) : kernel_best();
    if (!kernel) {
        return error_set(error, "this processor has no %s", canvas->isa);
    }
    model->blit = blit_for(kernel);
    model->flushes = 1; /* sets that were never used have 0 */
    canvas->vsync = false;
    name_by(canvas, "");
    model->x11 = canvas->window ? present_x11_open(canvas->window) : NULL;
    return cpu_measure(canvas, error);
}

static void cpu_close(Canvas *canvas)
{
    CpuModel *model = cpu_model(canvas);
    if (!model) {
        return;
    }
    cpu_stamps_forget(model, NULL);
    for (uint32_t i = 0; i < BACKEND_LANES_MAX; i++) {
        free(model->rows[i].row);
        free(model->rows[i].tinted);
        free(model->rows[i].columns);
        free(model->rows[i].covered);
    }
    present_x11_close(model->x11);
    free(model->memory);
    free(model->commands);
    free(model->bands);
    free(model->bins);
    free(model->chunk_done);
    free(model);
    canvas->model = NULL;
}

static bool cpu_read(Canvas *canvas, uint32_t *pixels, Error *error)
{
    const CpuSurface *output = &cpu_model(canvas)->output;
    (void)error;
    size_t width = (size_t)canvas->width;
    for (int y = 0; y < canvas->height; y++) {
        const uint32_t *from = output->pixels + (size_t)y * output->stride;
        for (size_t x = 0; x < width; x++) {
            pixels[(size_t)y * width + x] = from[x] | 0xff000000u;
        }
    }
    return true;
}

/* ---- Pictures -------------------------------------------------------------------------------- */

static void cpu_drop(Canvas *canvas, CanvasPicture *picture)
{
    CpuPicture *data = picture->data;
    cpu_stamps_forget(cpu_model(canvas), picture);
    cpu_sizes_forget(data);
    free(data->surface.pixels);
    free(data);
}

static bool cpu_make(Canvas *canvas, CanvasPicture *picture, Error *error)
{
    (void)canvas;
    CpuPicture *data = calloc(1, sizeof *data);
    if (!data || !make_surface(&data->surface, picture->width, picture->height)) {
        free(data);
        return error_set(error, "no memory for a picture of %d x %d pixels", picture->width,
                         picture->height);
    }
    if (picture->pixels) {
        premultiply(data->surface.pixels, picture->pixels,
                    (size_t)picture->width * (size_t)picture->height);
    }
    picture->data = data;
    return true;
}

/* ---- Drawing --------------------------------------------------------------------------------- */

/* What is recorded is for one target: it is drawn before another one is taken. */
static void cpu_draw_to(Canvas *canvas)
{
    CpuModel *model = cpu_model(canvas);
    const CanvasPicture *target = canvas->target;
    CpuSurface surface = target ? ((CpuPicture *)target->data)->surface : model->output;
    if (surface.pixels != model->target.pixels) {
        cpu_flush(canvas);
        model->target = surface;
    }
}

/* ---- Presenting ------------------------------------------------------------------------------ */

/* The frame's place is another one after it: see cpu_flush. A window that has just changed is shown
 * next time, when it is measured. */
static void present_x11(Canvas *canvas)
{
    CpuModel *model = cpu_model(canvas);
    Error error = {""};
    int width = 0;
    int height = 0;
    SDL_GetWindowSize(canvas->window, &width, &height);
    if (width != canvas->width || height != canvas->height) {
        return;
    }
    model->is_shown = true;
    if (present_x11_show(model->x11)) {
        return;
    }
    if (!fit_to_surface(canvas, &error)) {
        canvas->lost = true;
        return;
    }
    log_write(canvas->log, LOG_WARNING, "the X server takes no images any more: SDL shows them");
    present_x11_close(model->x11);
    model->x11 = NULL;
    cpu_draw_to(canvas);
}

static void present_surface(Canvas *canvas)
{
    const CpuModel *model = cpu_model(canvas);
    if (model->memory) {
        SDL_ConvertPixels(canvas->width, canvas->height, SDL_PIXELFORMAT_RGB888, model->memory,
                          canvas->width * 4, model->shown->format->format, model->shown->pixels,
                          model->shown->pitch);
    }
    SDL_UpdateWindowSurface(canvas->window); /* a window that has just changed is shown next time */
}

static void cpu_present(Canvas *canvas)
{
    if (!canvas->window) {
        return;
    }
    if (cpu_model(canvas)->x11) {
        present_x11(canvas);
    } else {
        present_surface(canvas);
    }
}

const CanvasType canvas_cpu = {
    .name = "cpu",
    .summary = "the processor's vector units, on the lanes of the backend",
    .wants_lanes = true,
    .open = cpu_open,
    .close = cpu_close,
    .measure = cpu_measure,
    .make = cpu_make,
    .drop = cpu_drop,
    .draw_to = cpu_draw_to,
    .clear = cpu_clear,
    .fill = cpu_fill,
    .draw_quads = cpu_draw_quads,
    .draw_sprites = cpu_draw_sprites,
    .flush = cpu_flush,
    .read = cpu_read,
    .present = cpu_present,
};
