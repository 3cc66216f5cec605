/* What the things of the meadow are drawn with: frames of the atlas at places of the map or of the
 * scene. A map pixel is `zoom` scene pixels. For the parts of the scenery. Main thread only. */
#pragma once

#include "view/atlas.h"
#include "view/canvas.h"
#include "view/camera.h"
#include "view/cast.h"

#include <math.h>

typedef struct Brush {
    Canvas *canvas;
    const Atlas *atlas;
    const Cast *cast;
    const Camera *camera;
    bool software; /* tinted, scaled and large additive quads are dear: draw fewer of them */
} Brush;

/* From pixels of the map to pixels of the scene. */
static inline int brush_x(const Brush *brush, float x)
{
    return (int)floorf(x * (float)brush->camera->zoom) - brush->camera->left;
}

static inline int brush_y(const Brush *brush, float y)
{
    return (int)floorf(y * (float)brush->camera->zoom) - brush->camera->top;
}

/* How the following frames are laid on; of the atlas. */
void brush_use(const Brush *brush, CanvasBlend blend);

/* A frame with its middle at a place of the scene, as it is or tinted. */
void brush_frame(const Brush *brush, uint16_t frame, int x, int y);
void brush_tinted(const Brush *brush, uint16_t frame, int x, int y, SDL_Color color);

/* White with an alpha of `strength` (0 to 1, and what lies outside is cut off), for glows. */
SDL_Color brush_strength(float strength);

/* A number in [0, 1) that depends on nothing but its arguments: where decoration is strewn. */
float brush_chance(uint32_t index, uint32_t salt);

/* The value in [0, period). */
float brush_wrap(double value, float period);
