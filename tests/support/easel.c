#include "support/easel.h"

#include "support/models.h"
#include "view/canvas_driver.h"
#include "view/image.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { TOLERANCE = 2, TOLERANCE_ROUNDED_DOWN = 6 };

const EaselDriver easel_drivers[] = {
    {"cpu", "cpu", false, false}, {"gl", "gl", true, false},  {"sdl on opengl", "sdl", true, false},
    {"sdl", "sdl", false, true},  {NULL, NULL, false, false},
};

const EaselDriver *easel_find(const char *name)
{
    const EaselDriver *driver = easel_drivers;
    while (strcmp(driver->name, name) != 0) {
        driver++;
    }
    return driver;
}

/* Mesa draws with the processor there, even where it knows of a graphics card. */
void easel_prepare(const EaselDriver *driver)
{
    SDL_setenv("SDL_VIDEODRIVER", driver->on_opengl ? "offscreen" : "dummy", 1);
    SDL_setenv("LIBGL_ALWAYS_SOFTWARE", "1", 1);
    SDL_SetHint(SDL_HINT_RENDER_DRIVER, driver->on_opengl ? "opengl" : "");
    SDL_SetHint(SDL_HINT_RENDER_BATCHING, "1");
}

static SDL_Window *open_window(int width, int height, Error *error)
{
    SDL_Window *window = NULL;
    if (SDL_InitSubSystem(SDL_INIT_VIDEO) == 0) {
        window = SDL_CreateWindow("easel", 0, 0, width, height, SDL_WINDOW_OPENGL);
    }
    if (!window) {
        error_set(error, "%s", SDL_GetError());
    }
    return window;
}

static void close_window(SDL_Window *window)
{
    if (window) {
        SDL_DestroyWindow(window);
    }
    SDL_Quit();
}

/* SDL answers with its software renderer where OpenGL is not to be had. */
static bool is_as_wanted(const EaselDriver *driver, const Canvas *canvas, Error *error)
{
    return !driver->on_opengl || strncmp(canvas_name(canvas), "opengl", 6) == 0 ||
           error_set(error, "it is \"%s\"", canvas_name(canvas));
}

Canvas *easel_open(const EaselDriver *driver, int width, int height, Error *error)
{
    static Log log;
    const CanvasType *type = canvas_find(driver->canvas);
    CanvasConfig config = {.width = width, .height = height};
    log_init(&log, LOG_ERROR);
    if (!type) {
        error_set(error, "there is no such driver");
        return NULL;
    }
    if (driver->on_opengl && models_are_quick()) {
        error_set(error, "the sanitizers would find Mesa's leaks and not ours");
        return NULL;
    }
    easel_prepare(driver);
    if (driver->on_opengl && !(config.window = open_window(width, height, error))) {
        close_window(NULL);
        return NULL;
    }
    Canvas *canvas = canvas_open(type, &config, &log, error);
    if (!canvas) {
        close_window(config.window);
    } else if (!is_as_wanted(driver, canvas, error)) {
        easel_close(canvas);
        canvas = NULL;
    }
    return canvas;
}

void easel_close(Canvas *canvas)
{
    SDL_Window *window = canvas->window;
    canvas_close(canvas);
    close_window(window);
}

bool easel_opens(const EaselDriver *driver)
{
    Error error = {""};
    Canvas *canvas = easel_open(driver, 16, 16, &error);
    if (!canvas) {
        print_message("# %s does not open here: %s\n", driver->name, error.text);
        return false;
    }
    easel_close(canvas);
    return true;
}

static int distance(uint32_t a, uint32_t b)
{
    int worst = 0;
    for (int shift = 0; shift < 24; shift += 8) {
        int difference = (int)(a >> shift & 255) - (int)(b >> shift & 255);
        worst = SDL_max(worst, abs(difference));
    }
    return worst;
}

static void save(const char *name, const char *which, const uint32_t *pixels, int width, int height)
{
    const char *folder = getenv("LAMPYRIS_TEST_PICTURES");
    char path[256];
    if (folder) {
        snprintf(path, sizeof path, "%s/%s-%s.ppm", folder, name, which);
        FILE *file = fopen(path, "wb");
        assert_non_null(file);
        fprintf(file, "P6 %d %d 255\n", width, height);
        for (int i = 0; i < width * height; i++) {
            fputc((int)(pixels[i] >> 16 & 255), file);
            fputc((int)(pixels[i] >> 8 & 255), file);
            fputc((int)(pixels[i] & 255), file);
        }
        fclose(file);
    }
}

void easel_assert_alike(const EaselDriver *driver, const uint32_t *expected, const uint32_t *found,
                        int width, int height)
{
    int tolerance = driver->rounds_down ? TOLERANCE_ROUNDED_DOWN : TOLERANCE;
    int count = 0;
    int worst = 0;
    int first = -1;
    for (int i = 0; i < width * height; i++) {
        int difference = distance(expected[i], found[i]);
        worst = SDL_max(worst, difference);
        if (difference > tolerance) {
            first = first < 0 ? i : first;
            count++;
        }
    }
    if (count > 0) {
        save(driver->name, "expected", expected, width, height);
        save(driver->name, "found", found, width, height);
        fail_msg("%s: %d pixels differ, by up to %d; the first at %d, %d: %08x, not %08x",
                 driver->name, count, worst, first % width, first / width, found[first],
                 expected[first]);
    }
}

void easel_load(const char *path, uint32_t *pixels, int width, int height)
{
    Error error = {""};
    SDL_Surface *picture = image_load(path, &error);
    assert_non_null(picture);
    assert_true(picture->w == width && picture->h == height);
    for (int y = 0; y < height; y++) {
        memcpy(pixels + y * width, image_pixel(picture, 0, y), (size_t)width * sizeof *pixels);
    }
    SDL_FreeSurface(picture);
}
