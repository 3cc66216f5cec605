/* OpenGL 3.3: what a graphics card is drawn with. A context of its own on SDL's window, no library
 * but what SDL finds. All is drawn into a texture of the output's size, which is turned over onto
 * the window when it is shown: so rows count from the top everywhere, and a picture can be read
 * back from a window that is covered. */
#include "view/canvas_gl_pen.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct GlSurface {
    GLuint texture;
    GLuint framebuffer; /* 0: nothing is drawn into it */
} GlSurface;

typedef struct GlModel {
    SDL_GLContext context;
    GlApi gl;
    GlPen pen;
    GlSurface white;  /* a pixel, to fill with */
    GlSurface output; /* of the canvas's size */
    GLint side_max;
} GlModel;

static GlModel *model_of(const Canvas *canvas)
{
    return canvas->model;
}

/* ---- Surfaces -------------------------------------------------------------------------------- */

static void close_surface(const GlApi *gl, GlSurface *surface)
{
    gl->DeleteFramebuffers(1, &surface->framebuffer); /* 0 is left alone */
    gl->DeleteTextures(1, &surface->texture);
    *surface = (GlSurface){0};
}

static void make_texture(GlModel *model, GlSurface *surface, const CanvasPicture *picture)
{
    const GlApi *gl = &model->gl;
    GLint filter = picture->smooth ? GL_LINEAR : GL_NEAREST;
    gl->GenTextures(1, &surface->texture);
    gl->BindTexture(GL_TEXTURE_2D, surface->texture);
    gl->TexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, filter);
    gl->TexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, filter);
    gl->TexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    gl->TexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    if (picture->opaque) {
        gl->TexParameteri(GL_TEXTURE_2D, GL_TEXTURE_SWIZZLE_A, GL_ONE);
    }
    gl->TexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, picture->width, picture->height, 0, GL_BGRA,
                   GL_UNSIGNED_INT_8_8_8_8_REV, picture->pixels);
}

static void bind_target(const Canvas *canvas)
{
    GlModel *model = canvas->model;
    const CanvasPicture *target = canvas->target;
    const GlSurface *surface = target ? target->data : &model->output;
    model->gl.BindFramebuffer(GL_FRAMEBUFFER, surface->framebuffer);
}

/* Transparent black. */
static bool make_framebuffer(const Canvas *canvas, GlSurface *surface)
{
    const GlApi *gl = &model_of(canvas)->gl;
    gl->GenFramebuffers(1, &surface->framebuffer);
    gl->BindFramebuffer(GL_FRAMEBUFFER, surface->framebuffer);
    gl->FramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, surface->texture,
                             0);
    bool whole = gl->CheckFramebufferStatus(GL_FRAMEBUFFER) == GL_FRAMEBUFFER_COMPLETE;
    if (whole) {
        gl->Disable(GL_SCISSOR_TEST);
        gl->ClearColor(0, 0, 0, 0);
        gl->Clear(GL_COLOR_BUFFER_BIT);
        gl->Enable(GL_SCISSOR_TEST);
    }
    return whole;
}

/* What is bound afterwards is what was before, but for the texture. */
static bool make_surface(const Canvas *canvas, GlSurface *surface, const CanvasPicture *picture,
                         Error *error)
{
    GlModel *model = canvas->model;
    const GlApi *gl = &model->gl;
    if (picture->width > model->side_max || picture->height > model->side_max) {
        return error_set(error, "a picture of %d x %d pixels is too large for OpenGL here (%d)",
                         picture->width, picture->height, model->side_max);
    }
    gl_pen_forget(&model->pen);
    make_texture(model, surface, picture);
    bool made = !picture->target || make_framebuffer(canvas, surface);
    made = gl->GetError() == GL_NO_ERROR && made;
    if (!made) {
        close_surface(gl, surface);
        error_set(error, "OpenGL has no room for a picture of %d x %d pixels", picture->width,
                  picture->height);
    }
    if (picture->target && model->output.framebuffer) {
        bind_target(canvas);
    }
    return made;
}

static bool gl_make(Canvas *canvas, CanvasPicture *picture, Error *error)
{
    GlSurface *surface = calloc(1, sizeof *surface);
    if (!surface) {
        return error_set(error, "no memory for a picture");
    }
    if (!make_surface(canvas, surface, picture, error)) {
        free(surface);
        return false;
    }
    picture->data = surface;
    return true;
}

static void gl_drop(Canvas *canvas, CanvasPicture *picture)
{
    GlModel *model = canvas->model;
    gl_pen_forget(&model->pen);
    close_surface(&model->gl, picture->data);
    free(picture->data);
    picture->data = NULL;
}

/* ---- Opening --------------------------------------------------------------------------------- */

static void set_attributes(void)
{
    SDL_GL_ResetAttributes();
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_MAJOR_VERSION, 3);
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_MINOR_VERSION, 3);
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_PROFILE_MASK, SDL_GL_CONTEXT_PROFILE_CORE);
}

/* A context that says when it is lost, or else one that does not. The attributes are as from the
 * start again afterwards: SDL's renderer would make the window anew for others. */
static SDL_GLContext make_context(SDL_Window *window)
{
    set_attributes();
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_RESET_NOTIFICATION, SDL_GL_CONTEXT_RESET_LOSE_CONTEXT);
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_FLAGS, SDL_GL_CONTEXT_ROBUST_ACCESS_FLAG);
    SDL_GLContext context = SDL_GL_CreateContext(window);
    if (!context) {
        set_attributes();
        context = SDL_GL_CreateContext(window);
    }
    SDL_GL_ResetAttributes();
    return context;
}

static bool make_white(const Canvas *canvas, Error *error)
{
    uint32_t pixel = UINT32_MAX;
    CanvasPicture white = {.width = 1, .height = 1, .pixels = &pixel};
    return make_surface(canvas, &model_of(canvas)->white, &white, error);
}

static bool gl_measure(Canvas *canvas, Error *error)
{
    GlModel *model = canvas->model;
    CanvasPicture size = {.target = true, .opaque = true};
    GlSurface output = {0};
    SDL_GL_GetDrawableSize(canvas->window, &size.width, &size.height);
    size.width = SDL_max(size.width, 1);
    size.height = SDL_max(size.height, 1);
    bool is_same = size.width == canvas->width && size.height == canvas->height;
    if (is_same && model->output.framebuffer) {
        return true;
    }
    if (!make_surface(canvas, &output, &size, error)) {
        return false;
    }
    close_surface(&model->gl, &model->output);
    model->output = output;
    canvas->width = size.width;
    canvas->height = size.height;
    return true;
}

static void gl_draw_to(Canvas *canvas)
{
    GlModel *model = canvas->model;
    const SDL_Rect *clip = &canvas->clip;
    int width = canvas->target ? canvas->target->width : canvas->width;
    int height = canvas->target ? canvas->target->height : canvas->height;
    gl_pen_flush(&model->pen);
    gl_pen_aim(&model->pen, width, height);
    bind_target(canvas);
    model->gl.Viewport(0, 0, width, height);
    model->gl.Scissor(clip->x, clip->y, clip->w, clip->h);
}

static bool start(Canvas *canvas, GlModel *model, Error *error)
{
    const GlApi *gl = &model->gl;
    if (!gl_api_load(&model->gl, error) || !gl_pen_open(&model->pen, gl, error)) {
        return false;
    }
    gl->GetIntegerv(GL_MAX_TEXTURE_SIZE, &model->side_max);
    gl->PixelStorei(GL_UNPACK_ALIGNMENT, 4);
    gl->Disable(GL_DITHER);
    gl->Disable(GL_DEPTH_TEST);
    gl->Enable(GL_SCISSOR_TEST);
    if (!make_white(canvas, error) || !gl_measure(canvas, error)) {
        return false;
    }
    canvas->emulated = gl_api_is_emulated(gl);
    canvas->vsync = SDL_GL_SetSwapInterval(canvas->vsync) == 0 && canvas->vsync;
    snprintf(canvas->name, sizeof canvas->name, "%s",
             canvas->emulated ? "opengl (emulated)" : "opengl");
    log_write(canvas->log, LOG_DEBUG, "OpenGL: %s, %s", (const char *)gl->GetString(GL_RENDERER),
              model->pen.stream.mapped ? "mapped" : "orphaned");
    canvas->clip = (SDL_Rect){0, 0, canvas->width, canvas->height};
    canvas->target = NULL;
    gl_draw_to(canvas);
    return true;
}

static bool gl_open(Canvas *canvas, Error *error)
{
    GlModel *model = canvas->model = calloc(1, sizeof *model);
    if (!model) {
        return error_set(error, "no memory to draw with");
    }
    if (!canvas->window) {
        return error_set(error, "OpenGL draws into a window, and there is none");
    }
    model->context = make_context(canvas->window);
    if (!model->context) {
        return error_set(error, "no OpenGL 3.3: %s", SDL_GetError());
    }
    return start(canvas, model, error);
}

static void gl_close(Canvas *canvas)
{
    GlModel *model = canvas->model;
    if (!model) {
        return;
    }
    if (model->context) {
        if (model->gl.GetError) { /* it was loaded */
            close_surface(&model->gl, &model->white);
            close_surface(&model->gl, &model->output);
        }
        gl_pen_close(&model->pen);
        SDL_GL_DeleteContext(model->context);
    }
    free(model);
    canvas->model = NULL;
}

static bool gl_set_vsync(Canvas *canvas, bool vsync)
{
    (void)canvas;
    return SDL_GL_SetSwapInterval(vsync) == 0;
}

/* ---- Drawing --------------------------------------------------------------------------------- */

static GlInk ink_of(const CanvasPicture *picture)
{
    const GlSurface *surface = picture->data;
    return (GlInk){surface->texture, picture->target};
}

static void gl_clear(Canvas *canvas, SDL_Color color)
{
    GlModel *model = canvas->model;
    float alpha = (float)color.a / 255.0f;
    float part = alpha / 255.0f;
    gl_pen_flush(&model->pen);
    model->gl.ClearColor((float)color.r * part, (float)color.g * part, (float)color.b * part,
                         alpha);
    model->gl.Clear(GL_COLOR_BUFFER_BIT);
}

static void gl_fill(Canvas *canvas, const SDL_Rect *place, SDL_Color color, CanvasBlend blend)
{
    GlModel *model = canvas->model;
    CanvasQuad quad = {
        {0, 0, 1, 1}, {(float)place->x, (float)place->y, (float)place->w, (float)place->h}, color};
    gl_pen_quads(&model->pen, (GlInk){model->white.texture, false}, blend, &quad, 1);
}

static void gl_draw_quads(Canvas *canvas, const CanvasQuad *quads, uint32_t count)
{
    gl_pen_quads(&model_of(canvas)->pen, ink_of(canvas->used), canvas->blend, quads, count);
}

static void gl_draw_sprites(Canvas *canvas, const CanvasSprites *sprites)
{
    gl_pen_sprites(&model_of(canvas)->pen, ink_of(sprites->picture), sprites);
}

static void gl_flush(Canvas *canvas)
{
    gl_pen_flush(&model_of(canvas)->pen);
}

static bool gl_read(Canvas *canvas, uint32_t *pixels, Error *error)
{
    GlModel *model = canvas->model;
    const GlApi *gl = &model->gl;
    gl->BindFramebuffer(GL_FRAMEBUFFER, model->output.framebuffer);
    gl->ReadPixels(0, 0, canvas->width, canvas->height, GL_BGRA, GL_UNSIGNED_INT_8_8_8_8_REV,
                   pixels);
    bind_target(canvas);
    size_t count = (size_t)canvas->width * (size_t)canvas->height;
    for (size_t i = 0; i < count; i++) {
        pixels[i] |= 0xff000000u;
    }
    return gl->GetError() == GL_NO_ERROR ||
           error_set(error, "the picture cannot be read back from OpenGL");
}

static void gl_present(Canvas *canvas)
{
    GlModel *model = canvas->model;
    const GlApi *gl = &model->gl;
    int width = canvas->width;
    int height = canvas->height;
    gl->BindFramebuffer(GL_READ_FRAMEBUFFER, model->output.framebuffer);
    gl->BindFramebuffer(GL_DRAW_FRAMEBUFFER, 0);
    gl->Disable(GL_SCISSOR_TEST);
    gl->BlitFramebuffer(0, 0, width, height, 0, height, width, 0, GL_COLOR_BUFFER_BIT, GL_NEAREST);
    gl->Enable(GL_SCISSOR_TEST);
    SDL_GL_SwapWindow(canvas->window);
    bind_target(canvas);
    canvas->lost = gl->GetGraphicsResetStatus && gl->GetGraphicsResetStatus() != GL_NO_ERROR;
}

const CanvasType canvas_gl = {
    .name = "gl",
    .summary = "OpenGL 3.3: a graphics card, sprites in 8 bytes each",
    .window_flags = SDL_WINDOW_OPENGL,
    .open = gl_open,
    .close = gl_close,
    .measure = gl_measure,
    .set_vsync = gl_set_vsync,
    .make = gl_make,
    .drop = gl_drop,
    .draw_to = gl_draw_to,
    .clear = gl_clear,
    .fill = gl_fill,
    .draw_quads = gl_draw_quads,
    .draw_sprites = gl_draw_sprites,
    .flush = gl_flush,
    .read = gl_read,
    .present = gl_present,
};
