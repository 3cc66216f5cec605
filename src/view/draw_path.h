/* Who draws, as people say it: the best there is, the graphics card, the processor. Chooses rows of
 * the canvas's table by it. For the window, and for options. Main thread only. */
#pragma once

#include "view/canvas.h"

#include <stdbool.h>

typedef enum DrawPath {
    DRAW_AUTO,     /* the card, unless it is a processor in disguise */
    DRAW_GPU,      /* OpenGL 3.3, or what SDL's renderer finds else */
    DRAW_CPU,      /* the lanes of this processor */
    DRAW_SOFTWARE, /* SDL's software renderer: what there was before, to compare with */
    DRAW_PATHS,
} DrawPath;

const char *draw_path_name(DrawPath path);

/* False: there is none of that name. */
bool draw_path_find(const char *name, DrawPath *path);

/* What that comes to here. A graphics card that is missing is named in the log, and the processor
 * draws. NULL, with a sentence: nothing draws at all. */
Canvas *draw_path_open(DrawPath path, const CanvasConfig *config, Log *log, Error *error);

/* Goes on with the next row of the canvas's table that opens here; false: there is no other. */
bool draw_path_next(Canvas *canvas, Log *log);

/* Goes on with the processor after the graphics card has lost everything (canvas_is_lost). False:
 * that is not to be had. */
bool draw_path_recover(Canvas *canvas, Log *log);
