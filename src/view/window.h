/* Where the pixels go: a window with the best renderer there is, or a picture in memory with SDL's
 * software renderer, for which no video driver is opened. For the stage. Main thread only. */
#pragma once

#include "base/error.h"
#include "base/log.h"
#include "view/stage.h"

#include <SDL.h>
#include <stdbool.h>

typedef struct Window {
    SDL_Window *handle;   /* NULL: headless */
    SDL_Surface *picture; /* headless: what is drawn on */
    SDL_Renderer *renderer;
    bool software; /* SDL's own renderer: untinted and unscaled copies are what it is good at */
    bool vsync;
    int width, height; /* pixels of the output, which HiDPI makes more than the window's units */
    char name[64];     /* the renderer's */
} Window;

bool window_open(Window *window, const StageConfig *config, Log *log, Error *error);
void window_close(Window *window); /* an opened or a zeroed one */

/* Takes the output's size anew; it is at least 1 x 1. */
void window_measure(Window *window);

/* From window units, as in mouse events, to pixels of the output. */
void window_to_pixels(const Window *window, int x, int y, float *pixel_x, float *pixel_y);

void window_toggle_fullscreen(Window *window);

/* What vsync is now. The software renderer has none: then it says so in the log. */
bool window_toggle_vsync(Window *window, Log *log);

/* What a texture that the renderer draws into should be made of, so that copying it is fast. */
uint32_t window_target_format(const Window *window);

/* The output as it is drawn so far; the caller frees the surface. */
SDL_Surface *window_read(const Window *window, Error *error);
