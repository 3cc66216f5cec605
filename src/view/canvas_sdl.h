/* The state of SDL's driver of the canvas, and how it draws quads and sprites, for the files
 * canvas_sdl*.c alone. */
#pragma once

#include "view/canvas_driver.h"

enum { QUAD_CORNERS = 4, QUAD_INDICES = 6 };

typedef struct Corner {
    float x, y;
    SDL_Color color;
    float u, v;
} Corner;

/* A frame as sprites are drawn with it. */
typedef struct Stamp {
    float left, top, width, height; /* pixels of the target, from a sprite's middle */
    float u0, v0, u1, v1;
} Stamp;

typedef struct SdlModel {
    SDL_Renderer *renderer;
    SDL_Surface *surface; /* headless: what is drawn on */
    Stamp *stamps;        /* of the frames in use */
    uint32_t stamp_capacity;
    CanvasQuad quads[CANVAS_BATCH]; /* of sprites */
    Corner corners[CANVAS_BATCH * QUAD_CORNERS];
    uint16_t indices[CANVAS_BATCH * QUAD_INDICES];
} SdlModel;

SDL_BlendMode sdl_mode_of(CanvasBlend blend);

/* Once, before anything is drawn. */
void sdl_order_indices(SdlModel *model);

/* Functions of the driver. */
void sdl_draw_quads(Canvas *canvas, const CanvasQuad *quads, uint32_t count);
void sdl_draw_sprites(Canvas *canvas, const CanvasSprites *sprites);
