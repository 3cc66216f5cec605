/* What everything in the view draws with: pictures, quads of them, filled rectangles, and sprites
 * by the hundred thousand. A table of drivers, as SDL has them, says who does the drawing: the
 * processor's lanes, SDL's renderer, a graphics card. For the stage and its parts, and for tests
 * and benchmarks that have no world. Main thread only.
 *
 *     Canvas *canvas = canvas_open(canvas_find("cpu"), &config, log, &error);
 *     CanvasPicture *atlas = canvas_picture(canvas, pixels, width, height, false, &error);
 *     canvas_clear(canvas, color);
 *     canvas_use(canvas, atlas, CANVAS_BLEND);
 *     canvas_quad(canvas, &source, &place, color); ...
 *     canvas_sprites(canvas, &sprites);
 *     canvas_flush(canvas);      here a driver that draws with the backend's lanes draws
 *     canvas_present(canvas);
 *
 * What is drawn later lies over what was drawn before. Pixels are ARGB, straight alpha, 0xAARRGGBB;
 * what a driver keeps of them inside is its own affair. */
#pragma once

#include "backend/backend.h"
#include "base/error.h"
#include "base/log.h"

#include <SDL.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct Canvas Canvas;
typedef struct CanvasPicture CanvasPicture;
typedef struct CanvasType CanvasType;

/* How pixels are laid on, s being the picture's times the color, straight, and d what is there. */
typedef enum CanvasBlend {
    CANVAS_COPY,  /* s */
    CANVAS_BLEND, /* s * s.alpha + d * (1 - s.alpha) */
    CANVAS_ADD,   /* s * s.alpha + d, at most white */
    CANVAS_LIGHT, /* d * (s + 1 - s.alpha), at most white: darkens and brightens */
    CANVAS_BLENDS,
} CanvasBlend;

/* ---- Opening --------------------------------------------------------------------------------- */

/* The table. */
uint32_t canvas_type_count(void);
const CanvasType *canvas_type(uint32_t index);
const CanvasType *canvas_find(const char *name); /* NULL: no such row */
const char *canvas_type_name(const CanvasType *type);
const char *canvas_type_summary(const CanvasType *type);

/* SDL_WindowFlags that a window for it is created with. */
uint32_t canvas_type_window_flags(const CanvasType *type);

typedef struct CanvasConfig {
    SDL_Window *window; /* stays the caller's; NULL: a picture in memory */
    int width, height;  /* of that picture; with a window, its output's size holds */
    bool vsync;
    const char *isa; /* of who draws with the processor, as kernel_find takes it; NULL: the best */
} CanvasConfig;

/* NULL, with a sentence, where the driver is not to be had here. */
Canvas *canvas_open(const CanvasType *type, const CanvasConfig *config, Log *log, Error *error);
void canvas_close(Canvas *canvas); /* its pictures too; takes NULL */

/* Goes on with another driver, to which all pictures are handed over. What was drawn is lost, and
 * what was drawn into targets: canvas_generation becomes another. On false the old one goes on. */
bool canvas_change(Canvas *canvas, const CanvasType *type, Error *error);
uint32_t canvas_generation(const Canvas *canvas);

const CanvasType *canvas_type_of(const Canvas *canvas);

/* As the driver calls itself, such as "cpu avx512" or "opengl"; SDL_GetRendererInfo's name for
 * SDL's. Until the canvas changes. */
const char *canvas_name(const Canvas *canvas);

/* Every tinted, scaled or large additive quad is dear: SDL's software renderer. */
bool canvas_is_sparing(const Canvas *canvas);

/* It draws with OpenGL, but a processor does what a graphics card should: dearer than drawing with
 * the processor at once. */
bool canvas_is_emulated(const Canvas *canvas);

/* The graphics card has forgotten everything, found by canvas_present: canvas_change is what
 * helps, to the same driver or another one. */
bool canvas_is_lost(const Canvas *canvas);

/* Its flush draws on the backend's lanes, if it has any: begin the step after it, not before. */
bool canvas_wants_lanes(const Canvas *canvas);

/* The lanes that canvas_flush may use from now on; NULL: the calling thread alone. No step may be
 * running on it in canvas_flush. */
void canvas_set_backend(Canvas *canvas, Backend *backend);
Backend *canvas_backend(const Canvas *canvas);

/* Of the output, pixels; at least 1 x 1. `canvas_measure` takes the window's size anew. */
int canvas_width(const Canvas *canvas);
int canvas_height(const Canvas *canvas);
bool canvas_measure(Canvas *canvas, Error *error);

bool canvas_vsync(const Canvas *canvas);
bool canvas_set_vsync(Canvas *canvas, bool vsync); /* false: it cannot */

/* ---- Pictures -------------------------------------------------------------------------------- */

/* Takes a copy of the pixels, [height][width]. `smooth`: stretched, neighbours are mixed. NULL,
 * with a sentence. */
CanvasPicture *canvas_picture(Canvas *canvas, const uint32_t *pixels, int width, int height,
                              bool smooth, Error *error);
CanvasPicture *canvas_picture_of(Canvas *canvas, const SDL_Surface *argb8888, Error *error);

/* One to draw into, transparent black at first. `opaque`: it is covered before it is drawn
 * anywhere, and has no alpha to be minded. */
CanvasPicture *canvas_target(Canvas *canvas, int width, int height, bool smooth, bool opaque,
                             Error *error);

void canvas_drop(Canvas *canvas, CanvasPicture *picture); /* takes NULL */
int canvas_picture_width(const CanvasPicture *picture);
int canvas_picture_height(const CanvasPicture *picture);

/* ---- Drawing --------------------------------------------------------------------------------- */

/* Where the following goes: a target, or the output (NULL). The clip is the whole of it again. */
void canvas_draw_to(Canvas *canvas, CanvasPicture *target);

/* Nothing outside of it is drawn, canvas_clear too; NULL: everything is. */
void canvas_clip(Canvas *canvas, const SDL_Rect *clip);

/* All of the target, or of the clip, alpha too. */
void canvas_clear(Canvas *canvas, SDL_Color color);

/* NULL: everywhere. CANVAS_COPY takes the color as it is. */
void canvas_fill(Canvas *canvas, const SDL_Rect *place, SDL_Color color, CanvasBlend blend);

/* What the following quads are drawn with. */
void canvas_use(Canvas *canvas, CanvasPicture *picture, CanvasBlend blend);

/* `place` in pixels of the target; a pixel belongs to it when its middle lies within. White, opaque
 * `color` leaves the picture as it is. `source` lies within the picture. */
void canvas_quad(Canvas *canvas, const SDL_Rect *source, const SDL_FRect *place, SDL_Color color);

/* 8 bytes: (x, y) is the middle of a frame of width w, its left side being x - w * zoom / 2. */
typedef struct CanvasSprite {
    int16_t x, y; /* pixels of the target */
    uint16_t frame;
    uint8_t lane; /* with `colors`: which of them */
    uint8_t spare;
} CanvasSprite;

typedef struct CanvasSprites {
    CanvasPicture *picture;
    const SDL_Rect *frames; /* [frame_count] of the picture */
    uint32_t frame_count;
    const CanvasSprite *items; /* [count], the later over the earlier */
    uint32_t count;
    int zoom; /* pixels of the target a pixel of the picture, at least 1 */
    CanvasBlend blend;
    SDL_Color color;         /* of all of them */
    const SDL_Color *colors; /* [256], by an item's lane, in place of `color`; NULL: none */
} CanvasSprites;

/* The fast way. The arrays stay as they are until the next flush, read or present. */
void canvas_sprites(Canvas *canvas, const CanvasSprites *sprites);

/* Draws whatever is not drawn so far: on the backend's lanes, where canvas_wants_lanes. The other
 * functions do this by themselves where it has to be. */
void canvas_flush(Canvas *canvas);

/* The output as it is drawn so far, opaque: [height][width] pixels, to be filled. */
bool canvas_read(Canvas *canvas, uint32_t *pixels, Error *error);

/* Shows the output. Its pixels are undefined then: clear or cover them. */
void canvas_present(Canvas *canvas);
