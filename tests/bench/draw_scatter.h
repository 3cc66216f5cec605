/* Sprites all over a screen, for bench_draw: the pictures, and where they lie. */
#pragma once

#include "view/canvas.h"

#include <SDL.h>
#include <stdint.h>

enum { SCATTER_WIDTH = 1280, SCATTER_HEIGHT = 720, SCATTER_FRAMES = 4 };

/* No ratio is told of one of them alone. */
typedef enum ScatterKind {
    SCATTER_DISCS,       /* 70% of a frame's pixels opaque, a soft edge around them */
    SCATTER_TRANSLUCENT, /* the same discs, nowhere opaque */
    SCATTER_ADDITIVE,    /* a glow, fading outwards */
    SCATTER_KINDS,
} ScatterKind;

const char *scatter_kind_name(ScatterKind kind);

typedef struct Scatter {
    ScatterKind kind;
    int side;             /* of a frame, pixels */
    SDL_Surface *picture; /* ARGB8888, straight: frames of different colours beside each other */
    SDL_Rect frames[SCATTER_FRAMES];
    CanvasSprite *items; /* [count] */
    uint32_t count;
} Scatter;

/* The middles lie evenly on the screen, in no order. Ends the program where there is no memory. */
Scatter *scatter_open(ScatterKind kind, int side, uint32_t count);
void scatter_close(Scatter *scatter);

CanvasBlend scatter_blend(const Scatter *scatter);
SDL_BlendMode scatter_sdl_blend(const Scatter *scatter);
