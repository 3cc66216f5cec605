/* What is so near that it is only a dark shape: grass and reeds along the lower edge of the view,
 * twigs that hang in from above; they pass faster than the meadow and bend in the wind. And the
 * dark around the view. For the scenery. Main thread only. */
#pragma once

#include "base/error.h"
#include "view/brush.h"
#include "view/weather.h"

typedef struct Foreground {
    CanvasPicture *vignette; /* NULL: none, with the software renderer */
} Foreground;

/* Without a texture for it the view has no dark around it, and that is all. */
void foreground_open(Foreground *foreground, Canvas *canvas, bool software);
void foreground_close(Foreground *foreground, Canvas *canvas); /* an opened or a zeroed one */

/* `lantern_y`: of the bearer's feet, map pixels; before him the grass makes room. */
void foreground_draw(const Foreground *foreground, const Weather *weather, float lantern_y,
                     const Brush *brush);
