/* How bright fireflies may be where they crowd: light adds up, and a few hundred of them on a
 * hand's breadth would be one white patch. The view is cut into cells; in one that gets more light
 * than there is room for, each of them is dimmed by as much as it takes. Alone, none ever is. For
 * the draw list. Any thread; allocates nothing. */
#pragma once

#include "view/camera.h"
#include "view/cast.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    GLARE_CELL = 16,     /* map pixels, a side */
    GLARE_MARGIN = 32,   /* map pixels around the view */
    GLARE_COLUMNS = 104, /* of the widest view, and its margins */
    GLARE_ROWS = 40,
    GLARE_STEPS = 33, /* of dimming: a quarter of a halving each; step 0 is none */
    GLARE_SHADES = 8, /* between two levels, shared out among fireflies by their number */
};

typedef struct Glare {
    /* Of each step and shade, what becomes of a level. */
    uint8_t dimmed[GLARE_STEPS][GLARE_SHADES][CAST_FLASH_LEVELS];
    uint32_t light[GLARE_ROWS][GLARE_COLUMNS]; /* eighths of a pixel of full light */
    uint8_t steps[GLARE_ROWS][GLARE_COLUMNS];
    bool is_bright;    /* somewhere, some are dimmed */
    uint32_t inverse;  /* of a cell's side on the scene, in 2^-20ths */
    int32_t left, top; /* of the first cell, pixels of the scene */
} Glare;

/* Once. */
void glare_init(Glare *glare);

/* A frame: first this; then all lights are added; then it is settled, and each can be asked for. */
void glare_begin(Glare *glare, const Camera *camera);
void glare_add(Glare *glare, int x, int y, uint32_t level);
void glare_settle(Glare *glare);

/* The level that one at (x, y) of the scene may show, at most its own; `shade` is its own for ever,
 * 0 to GLARE_SHADES - 1. */
uint32_t glare_level(const Glare *glare, int x, int y, uint32_t level, uint32_t shade);
