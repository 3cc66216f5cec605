/* Where the pixels go: a window, or a picture in memory, for which no video driver is opened; and
 * the canvas over it. For the stage. Main thread only. */
#pragma once

#include "base/error.h"
#include "base/log.h"
#include "view/canvas.h"
#include "view/stage.h"

#include <SDL.h>
#include <stdbool.h>

typedef struct Window {
    SDL_Window *handle; /* NULL: headless */
    Canvas *canvas;     /* its output has more pixels than the window has units, with HiDPI */
} Window;

bool window_open(Window *window, const StageConfig *config, Log *log, Error *error);
void window_close(Window *window); /* an opened or a zeroed one */

/* From window units, as in mouse events, to pixels of the output. */
void window_to_pixels(const Window *window, int x, int y, float *pixel_x, float *pixel_y);

void window_toggle_fullscreen(Window *window);

/* What vsync is now. Who draws without a graphics card has none: then it says so in the log. */
bool window_toggle_vsync(Window *window, Log *log);

/* The output as it is drawn so far; the caller frees the surface. */
SDL_Surface *window_read(Window *window, Error *error);
