/* Shows frames in an X11 window without waiting for the server, which copies the one while the next
 * is drawn: two images in memory that is shared with it take turns. For canvas_cpu.c; SDL's own way
 * puts an image and waits until it is copied. It has a connection of its own, so that SDL never
 * sees what the server answers. Main thread only.
 *
 *     PresentX11 *present = present_x11_open(window);            NULL: take SDL's surface
 *     present_x11_fit(present, width, height);
 *     draw into present_x11_pixels(present), all of it; present_x11_show(present); ...
 *     present_x11_close(present);                                before the window goes */
#pragma once

#include <SDL.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct PresentX11 PresentX11;

#ifdef HAS_X11

/* NULL: the window is none of X11's, the server shares no memory (it is on another machine), or the
 * window's pixels are not 32 bits with red, green and blue as in 0x00RRGGBB. */
PresentX11 *present_x11_open(SDL_Window *window);
void present_x11_close(PresentX11 *present); /* takes NULL */

/* Makes images of that size, in pixels, black, unless they are there. False: they are not to be
 * had, and then it can only be closed. */
bool present_x11_fit(PresentX11 *present, int width, int height);

/* Where the next frame goes, [height][width]; another place after each present_x11_show. What it
 * has in it is some earlier frame. */
uint32_t *present_x11_pixels(const PresentX11 *present);

/* Hands that frame to the server; then waits until the one before is copied, so that never more
 * than one is on its way. False: the server refuses, and does so from now on. */
bool present_x11_show(PresentX11 *present);

#else /* built without X11's headers: whoever asks is told to take SDL's surface */

static inline PresentX11 *present_x11_open(SDL_Window *window)
{
    (void)window;
    return NULL;
}

static inline void present_x11_close(PresentX11 *present)
{
    (void)present;
}

static inline bool present_x11_fit(PresentX11 *present, int width, int height)
{
    (void)present;
    (void)width;
    (void)height;
    return false;
}

static inline uint32_t *present_x11_pixels(const PresentX11 *present)
{
    (void)present;
    return NULL;
}

static inline bool present_x11_show(PresentX11 *present)
{
    (void)present;
    return false;
}

#endif
