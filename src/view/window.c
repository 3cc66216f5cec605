#include "view/window.h"

#include <SDL_image.h>
#include <stdio.h>
#include <string.h>

enum { WIDTH_MIN = 320, HEIGHT_MIN = 180, GL_RENDERER_NAME = 0x1F01 };

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

static SDL_Renderer *create_best_renderer(SDL_Window *handle, bool vsync)
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

static bool open_on_screen(Window *window, const StageConfig *config, Error *error)
{
    leave_out_unseen_drivers();
    if (SDL_InitSubSystem(SDL_INIT_VIDEO) != 0) {
        return error_set(error, "no display: %s", SDL_GetError());
    }
    uint32_t flags = SDL_WINDOW_RESIZABLE | SDL_WINDOW_ALLOW_HIGHDPI;
    flags |= config->fullscreen ? SDL_WINDOW_FULLSCREEN_DESKTOP : 0u;
    window->handle = SDL_CreateWindow("Lampyris", SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED,
                                      (int)config->width, (int)config->height, flags);
    if (!window->handle) {
        return error_set(error, "no window: %s", SDL_GetError());
    }
    SDL_SetWindowMinimumSize(window->handle, WIDTH_MIN, HEIGHT_MIN);
    window->renderer = create_best_renderer(window->handle, config->vsync);
    return window->renderer || error_set(error, "no renderer: %s", SDL_GetError());
}

static bool open_in_memory(Window *window, const StageConfig *config, Error *error)
{
    window->picture = SDL_CreateRGBSurfaceWithFormat(0, (int)config->width, (int)config->height, 32,
                                                     SDL_PIXELFORMAT_RGB888);
    window->renderer = window->picture ? SDL_CreateSoftwareRenderer(window->picture) : NULL;
    return window->renderer || error_set(error, "no picture of %u x %u pixels to draw on: %s",
                                         config->width, config->height, SDL_GetError());
}

bool window_open(Window *window, const StageConfig *config, Log *log, Error *error)
{
    *window = (Window){0};
    set_hints();
    if (!(config->window ? open_on_screen(window, config, error)
                         : open_in_memory(window, config, error))) {
        window_close(window);
        return false;
    }
    SDL_RendererInfo info = {.name = "unknown"};
    SDL_GetRendererInfo(window->renderer, &info);
    snprintf(window->name, sizeof window->name, "%s", info.name);
    window->software = (info.flags & SDL_RENDERER_SOFTWARE) != 0;
    /* SDL imitates vsync for its software renderer with a sleep of whole milliseconds, which the
     * loop's own limiter does better. */
    window->vsync = !window->software && (info.flags & SDL_RENDERER_PRESENTVSYNC) != 0;
    window_measure(window);
    log_write(log, LOG_DEBUG, "renderer: %s, %d x %d pixels, vsync %s", window->name, window->width,
              window->height, window->vsync ? "on" : "off");
    return true;
}

void window_close(Window *window)
{
    if (window->renderer) {
        SDL_DestroyRenderer(window->renderer);
    }
    if (window->handle) {
        SDL_DestroyWindow(window->handle);
    }
    SDL_FreeSurface(window->picture);
    *window = (Window){0};
    IMG_Quit();
    SDL_Quit();
}

void window_measure(Window *window)
{
    int width = 0;
    int height = 0;
    SDL_GetRendererOutputSize(window->renderer, &width, &height);
    window->width = SDL_max(width, 1);
    window->height = SDL_max(height, 1);
}

void window_to_pixels(const Window *window, int x, int y, float *pixel_x, float *pixel_y)
{
    int width = 0;
    int height = 0;
    if (window->handle) {
        SDL_GetWindowSize(window->handle, &width, &height);
    }
    *pixel_x = width > 0 ? (float)x * (float)window->width / (float)width : (float)x;
    *pixel_y = height > 0 ? (float)y * (float)window->height / (float)height : (float)y;
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
    if (window->software) {
        log_write(log, LOG_INFO, "the %s renderer has no vsync", window->name);
    } else if (SDL_RenderSetVSync(window->renderer, !window->vsync) == 0) {
        window->vsync = !window->vsync;
    } else {
        log_write(log, LOG_WARNING, "vsync stays %s: %s", window->vsync ? "on" : "off",
                  SDL_GetError());
    }
    return window->vsync;
}

uint32_t window_target_format(const Window *window)
{
    return window->software ? SDL_PIXELFORMAT_RGB888 : SDL_PIXELFORMAT_ARGB8888;
}

SDL_Surface *window_read(const Window *window, Error *error)
{
    SDL_Surface *copy =
        SDL_CreateRGBSurfaceWithFormat(0, window->width, window->height, 24, SDL_PIXELFORMAT_RGB24);
    if (copy && SDL_RenderReadPixels(window->renderer, NULL, copy->format->format, copy->pixels,
                                     copy->pitch) == 0) {
        return copy;
    }
    error_set(error, "the picture cannot be read back: %s", SDL_GetError());
    SDL_FreeSurface(copy);
    return NULL;
}
