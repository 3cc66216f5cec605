#include "view/draw_path.h"

#include <string.h>

static const char *const NAMES[DRAW_PATHS] = {"auto", "gpu", "cpu", "software"};

const char *draw_path_name(DrawPath path)
{
    return NAMES[path];
}

bool draw_path_find(const char *name, DrawPath *path)
{
    for (uint32_t i = 0; i < DRAW_PATHS; i++) {
        if (strcmp(NAMES[i], name) == 0) {
            *path = (DrawPath)i;
            return true;
        }
    }
    return false;
}

/* ---- Opening --------------------------------------------------------------------------------- */

/* OpenGL, where it is there and, with `only_real`, a graphics card stands behind it. */
static Canvas *open_gl(const CanvasConfig *config, bool only_real, Log *log, Error *error)
{
    Canvas *canvas = canvas_open(canvas_find("gl"), config, log, error);
    if (canvas && only_real && canvas_is_emulated(canvas)) {
        error_set(error, "OpenGL is a processor in disguise here");
        canvas_close(canvas);
        return NULL;
    }
    return canvas;
}

/* SDL's renderer, where it has a card: Direct3D, Metal, an older OpenGL. */
static Canvas *open_sdl_on_card(const CanvasConfig *config, Log *log)
{
    Error fault = {""};
    Canvas *canvas = canvas_open(canvas_find("sdl"), config, log, &fault);
    if (canvas && canvas_is_sparing(canvas)) {
        canvas_close(canvas);
        return NULL;
    }
    return canvas;
}

static Canvas *open_cpu(const CanvasConfig *config, Log *log, Error *error)
{
    const CanvasType *cpu = canvas_find("cpu");
    Canvas *canvas = cpu ? canvas_open(cpu, config, log, error) : NULL;
    return canvas ? canvas : canvas_open(canvas_find("sdl"), config, log, error);
}

static Canvas *open_software(const CanvasConfig *config, Log *log, Error *error)
{
    SDL_SetHint(SDL_HINT_RENDER_DRIVER, "software");
    return canvas_open(canvas_find("sdl"), config, log, error);
}

/* Whoever names a driver of SDL's in the environment gets that one. */
static bool is_sdl_asked_for(void)
{
    const char *driver = SDL_GetHint(SDL_HINT_RENDER_DRIVER);
    return driver && *driver;
}

Canvas *draw_path_open(DrawPath path, const CanvasConfig *config, Log *log, Error *error)
{
    Error no_gl = {""};
    if (path == DRAW_SOFTWARE) {
        return open_software(config, log, error);
    }
    if (path == DRAW_CPU || !config->window) {
        return open_cpu(config, log, error);
    }
    if (path == DRAW_AUTO && is_sdl_asked_for()) {
        return canvas_open(canvas_find("sdl"), config, log, error);
    }
    Canvas *canvas = open_gl(config, path == DRAW_AUTO, log, &no_gl);
    canvas = canvas ? canvas : open_sdl_on_card(config, log);
    if (!canvas) {
        log_write(log, path == DRAW_GPU ? LOG_WARNING : LOG_DEBUG,
                  "no graphics card draws here: %s; the processor does", no_gl.text);
        canvas = open_cpu(config, log, error);
    }
    return canvas;
}

/* ---- Changing -------------------------------------------------------------------------------- */

static uint32_t index_of(const CanvasType *type)
{
    uint32_t index = 0;
    while (canvas_type(index) != type) {
        index++;
    }
    return index;
}

bool draw_path_next(Canvas *canvas, Log *log)
{
    uint32_t count = canvas_type_count();
    uint32_t now = index_of(canvas_type_of(canvas));
    for (uint32_t i = 1; i < count; i++) {
        const CanvasType *type = canvas_type((now + i) % count);
        Error fault = {""};
        if (canvas_change(canvas, type, &fault)) {
            return true;
        }
        log_write(log, LOG_INFO, "not drawn with %s: %s", canvas_type_name(type), fault.text);
    }
    return false;
}

bool draw_path_recover(Canvas *canvas, Log *log)
{
    const CanvasType *cpu = canvas_find("cpu");
    Error fault = {""};
    if (!canvas_change(canvas, cpu ? cpu : canvas_find("sdl"), &fault)) {
        log_write(log, LOG_ERROR, "the graphics card has lost its pictures: %s", fault.text);
        return false;
    }
    log_write(log, LOG_WARNING, "the graphics card has lost its pictures: the processor draws on");
    return true;
}
