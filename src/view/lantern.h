/* The lantern's light: a warm pool that breathes, what it does to the grass and the trees around,
 * and the moths that it draws. For the scenery. Main thread only. */
#pragma once

#include "view/brush.h"

typedef struct Lantern {
    float x, y;  /* of the flame, map pixels */
    float glow;  /* 0 (shut) to 1 */
    double tick; /* the world's time, with fractions */
} Lantern;

/* Laid on the ground before anyone stands on it. */
void lantern_draw_pool(const Lantern *lantern, const Brush *brush);

/* Over all that stands: it lights what is there, and adds nothing where there is nothing. */
void lantern_draw_lit(const Lantern *lantern, const Brush *brush);

/* For show: they are no sprites of the world. */
void lantern_draw_moths(const Lantern *lantern, const Brush *brush);
