/* The screen that the game opens on: its name, large, over a night that plays by itself. For the
 * stage. Main thread only. */
#pragma once

#include "view/cast.h"
#include "view/paint.h"

#include <stdint.h>

typedef struct Title {
    uint32_t age_ms; /* what invites to press a key breathes by it */
    float night;     /* how much of the picture behind it is dark, 0 to 1 */
} Title;

void title_draw(const Paint *window, const Cast *cast, const Title *title);

/* Darkens the picture: all of it by `night` (0 to 1), and always its upper and lower ends. For what
 * is written there to be read. */
void title_draw_dusk(const Paint *window, float night);
