/* What the HUD, the messages and the overlay are drawn with: rectangles, panels, text and icons, in
 * units of the interface: a unit is `scale` pixels of the window, and at scale 1 a letter's cell is
 * 6 x 10. For the view. Main thread only. */
#pragma once

#include "view/atlas.h"
#include "view/canvas.h"
#include "view/text.h"

#include <SDL.h>

typedef struct Paint {
    Canvas *canvas;
    const Atlas *atlas;
    const Text *text;
    int scale;
    int width; /* of the window, units, rounded down */
    int height;
} Paint;

/* The scale at which about 360 units are as high as the window. */
int paint_scale_for(int window_height);

/* The same paint with a scale, the given one or smaller, at which that many units fit in. */
Paint paint_fitted(const Paint *paint, int width, int height);

void paint_rect(const Paint *paint, int x, int y, int width, int height, SDL_Color color);

/* A hairline along its inside. */
void paint_edge(const Paint *paint, int x, int y, int width, int height, SDL_Color color);

/* Dark glass with a hairline, for text to be read on. */
void paint_panel(const Paint *paint, int x, int y, int width, int height);

/* The same, `alpha` (0 to 255) of it there, with another hairline. */
void paint_glass(const Paint *paint, int x, int y, int width, int height, SDL_Color edge,
                 uint8_t alpha);

/* A glow of that colour around a rectangle, and a breath of it inside. */
void paint_halo(const Paint *paint, int x, int y, int width, int height, SDL_Color color);

/* From the upper left corner (x, y). Text is UTF-8; what is not ASCII shows as a question mark. */
void paint_text(const Paint *paint, int x, int y, Ink ink, const char *text);
void paint_format(const Paint *paint, int x, int y, Ink ink, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* Ends at x, or has its middle there; `zoom` times as large, `alpha` 0 to 255. */
void paint_text_right(const Paint *paint, int x, int y, Ink ink, const char *text);
void paint_text_centered(const Paint *paint, int x, int y, int zoom, Ink ink, uint8_t alpha,
                         const char *text);

/* Units that the text is wide. */
int paint_text_width(const char *text);

void paint_icon(const Paint *paint, int x, int y, uint16_t frame, uint8_t alpha);

/* Its middle at (x, y), `zoom` times as large. */
void paint_icon_centered(const Paint *paint, int x, int y, int zoom, uint16_t frame, uint8_t alpha);
