/* What is shown while a level is loaded: its name, and a row of fireflies that light up one after
 * the other. For the stage. Main thread only. */
#pragma once

#include "view/cast.h"
#include "view/paint.h"

#include <stdint.h>

typedef struct Curtain {
    const char *title;
    float part;      /* of the loading that is done: 0 to 1 */
    uint32_t age_ms; /* since the loading began: the firefly that comes next flickers by it */
} Curtain;

/* An empty night over the whole window, for where there is no world to be seen. */
void curtain_draw_night(const Paint *window, const Cast *cast);

void curtain_draw(const Paint *window, const Cast *cast, const Curtain *curtain);
