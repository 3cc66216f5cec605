#include "view/window.h"

#include "view/draw_path.h"

#include <SDL_image.h>
#include <stdio.h>
#include <string.h>

enum { WIDTH_MIN = 320, HEIGHT_MIN = 180 };

static void set_hints(void)
{
    SDL_SetHint(SDL_HINT_APP_NAME, "Lampyris");
    /* Naming a driver, as tests do, would turn batching off. */
    SDL_SetHint(SDL_HINT_RENDER_BATCHING, "1");
    SDL_SetHint(SDL_HINT_RENDER_SCALE_QUALITY, "nearest");
    /* Otherwise a software window's pixels make a detour through a GL texture. */
    SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
    SDL_SetHint(SDL_HINT_VIDEO_X11_NET_WM_BYPASS_COMPOSITOR, "0");
}

/* Left alone, SDL would open a driver without a screen where there is no display, and the game
 * would play unseen for ever; and Wayland's library complains on stderr where it has no place to
 * look. Whoever names a driver in the environment (SDL_VIDEODRIVER) gets that one. */
static void leave_out_unseen_drivers(void)
{
    char list[256] = "";
    size_t used = 0;
    for (int i = 0; i < SDL_GetNumVideoDrivers(); i++) {
        const char *name = SDL_GetVideoDriver(i);
        bool is_unseen = !strcmp(name, "offscreen") || !strcmp(name, "dummy") ||
                         !strcmp(name, "evdev") ||
                         (!strcmp(name, "wayland") && !SDL_getenv("XDG_RUNTIME_DIR"));
        if (!is_unseen && used + strlen(name) + 2 < sizeof list) {
            used +=
                (size_t)snprintf(list + used, sizeof list - used, "%s%s", used ? "," : "", name);
        }
    }
    SDL_SetHint(SDL_HINT_VIDEODRIVER, list);
}

/* A window for any of the canvas's drivers, so that they can change; where there is no OpenGL, one
 * for all others. */
static SDL_Window *create_window(const StageConfig *config)
{
    uint32_t flags = SDL_WINDOW_RESIZABLE | SDL_WINDOW_ALLOW_HIGHDPI;
    uint32_t wanted = 0;
    flags |= config->fullscreen ? SDL_WINDOW_FULLSCREEN_DESKTOP : 0u;
    for (uint32_t i = 0; i < canvas_type_count(); i++) {
        wanted |= canvas_type_window_flags(canvas_type(i));
    }
    SDL_Window *window =
        SDL_CreateWindow("Lampyris", SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED,
                         (int)config->width, (int)config->height, flags | wanted);
    return window ? window
                  : SDL_CreateWindow("Lampyris", SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED,
                                     (int)config->width, (int)config->height, flags);
}

static bool open_on_screen(Window *window, const StageConfig *config, Error *error)
{
    leave_out_unseen_drivers();
    if (SDL_InitSubSystem(SDL_INIT_VIDEO) != 0) {
        return error_set(error, "no display: %s", SDL_GetError());
    }
    window->handle = create_window(config);
    if (!window->handle) {
        return error_set(error, "no window: %s", SDL_GetError());
    }
    SDL_SetWindowMinimumSize(window->handle, WIDTH_MIN, HEIGHT_MIN);
    return true;
}

bool window_open(Window *window, const StageConfig *config, Log *log, Error *error)
{
    *window = (Window){0};
    set_hints();
    if (config->window && !open_on_screen(window, config, error)) {
        window_close(window);
        return false;
    }
    CanvasConfig canvas = {.window = window->handle,
                           .width = (int)config->width,
                           .height = (int)config->height,
                           .vsync = config->vsync,
                           .isa = config->isa};
    window->canvas = config->canvas ? canvas_open(config->canvas, &canvas, log, error)
                                    : draw_path_open(config->path, &canvas, log, error);
    if (!window->canvas) {
        window_close(window);
        return false;
    }
    log_write(log, LOG_DEBUG, "renderer: %s, %d x %d pixels, vsync %s", canvas_name(window->canvas),
              canvas_width(window->canvas), canvas_height(window->canvas),
              canvas_vsync(window->canvas) ? "on" : "off");
    return true;
}

void window_close(Window *window)
{
    canvas_close(window->canvas);
    if (window->handle) {
        SDL_DestroyWindow(window->handle);
    }
    *window = (Window){0};
    IMG_Quit();
    SDL_Quit();
}

void window_to_pixels(const Window *window, int x, int y, float *pixel_x, float *pixel_y)
{
    int width = 0;
    int height = 0;
    if (window->handle) {
        SDL_GetWindowSize(window->handle, &width, &height);
    }
    *pixel_x = width > 0 ? (float)x * (float)canvas_width(window->canvas) / (float)width : (float)x;
    *pixel_y =
        height > 0 ? (float)y * (float)canvas_height(window->canvas) / (float)height : (float)y;
}

void window_toggle_fullscreen(Window *window)
{
    if (!window->handle) {
        return;
    }
    bool full = (SDL_GetWindowFlags(window->handle) & SDL_WINDOW_FULLSCREEN_DESKTOP) ==
                SDL_WINDOW_FULLSCREEN_DESKTOP;
    SDL_SetWindowFullscreen(window->handle, full ? 0 : SDL_WINDOW_FULLSCREEN_DESKTOP);
}

bool window_toggle_vsync(Window *window, Log *log)
{
    Canvas *canvas = window->canvas;
    bool before = canvas_vsync(canvas);
    if (!canvas_set_vsync(canvas, !before)) {
        log_write(log, LOG_WARNING, "vsync stays %s: %s cannot change it", before ? "on" : "off",
                  canvas_name(canvas));
    }
    return canvas_vsync(canvas);
}

SDL_Surface *window_read(Window *window, Error *error)
{
    SDL_Surface *whole =
        SDL_CreateRGBSurfaceWithFormat(0, canvas_width(window->canvas),
                                       canvas_height(window->canvas), 32, SDL_PIXELFORMAT_ARGB8888);
    SDL_Surface *copy = NULL;
    if (!whole) {
        error_set(error, "no memory for the picture");
    } else if (canvas_read(window->canvas, whole->pixels, error)) {
        copy = SDL_ConvertSurfaceFormat(whole, SDL_PIXELFORMAT_RGB24, 0);
        if (!copy) {
            error_set(error, "no memory for the picture");
        }
    }
    SDL_FreeSurface(whole);
    return copy;
}
