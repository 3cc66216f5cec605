/* The bitmap font: ASCII 32 to 127 in cells of 6 x 10, baked at one integer scale in every ink with
 * its shadow, so that a letter is a plain copy. For paint.c. Main thread only. */
#pragma once

#include "base/error.h"
#include "base/log.h"
#include "view/canvas.h"
#include "view/palette.h"

#include <SDL.h>
#include <stdbool.h>

enum { TEXT_CELL_WIDTH = 6, TEXT_CELL_HEIGHT = 10 };

typedef struct Text {
    Canvas *canvas;
    SDL_Surface *font;    /* the masks, as font.png has them */
    CanvasPicture *sheet; /* the letters at `scale` */
    int scale;
} Text;

/* Reads font.png of the folder; without it every letter is a box, and the log says so. */
bool text_open(Text *text, Canvas *canvas, const char *folder, Log *log, Error *error);
void text_close(Text *text); /* an opened or a zeroed one */

/* Bakes the sheet at that scale (1 to 8) where it is another one. */
bool text_set_scale(Text *text, int scale, Error *error);

/* Where the sheet has a letter, its shadow included: one font pixel wider and higher than a cell.
 * What is not ASCII is a question mark. */
SDL_Rect text_letter(const Text *text, char letter, Ink ink);
