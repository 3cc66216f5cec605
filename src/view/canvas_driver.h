/* What a driver of the canvas is, for those who write one: a row of functions, and what the canvas
 * keeps for it. A driver file exports its row alone; canvas_types.c has the table. Main thread
 * only. */
#pragma once

#include "view/canvas.h"

enum { CANVAS_BATCH = 2048, CANVAS_NAME_SIZE = 64 };

typedef struct CanvasQuad {
    SDL_Rect source;
    SDL_FRect place;
    SDL_Color color;
} CanvasQuad;

struct CanvasPicture {
    int width, height;
    bool smooth;
    bool target;
    bool opaque;
    uint32_t *pixels; /* straight, [height][width]; NULL: a target */
    void *data;       /* the driver's */
    CanvasPicture *next;
};

struct Canvas {
    const CanvasType *type;
    SDL_Window *window; /* NULL: in memory */
    int width, height;
    const char *isa; /* instruction set, as kernel_find takes it; NULL: the best */
    bool vsync;
    bool sparing;  /* set by the driver's open */
    bool emulated; /* that too: the graphics card is a processor in disguise */
    bool lost;     /* set by the driver's present: it draws no more */
    uint32_t generation;
    char name[CANVAS_NAME_SIZE];
    Log *log;
    Backend *backend; /* NULL: none */
    CanvasPicture *pictures;
    CanvasPicture *target; /* NULL: the output */
    SDL_Rect clip;         /* within the target */
    CanvasPicture *used;   /* of the quads that wait */
    CanvasBlend blend;
    uint32_t quad_count;
    CanvasQuad quads[CANVAS_BATCH];
    void *model; /* the driver's */
};

struct CanvasType {
    const char *name;    /* one word, as canvas_find takes it */
    const char *summary; /* one line for people */
    uint32_t window_flags;
    bool wants_lanes;
    /* Sets model and name, sparing, emulated, vsync to what it got, width and height to the
     * output's size. close takes one that failed half way. */
    bool (*open)(Canvas *canvas, Error *error);
    void (*close)(Canvas *canvas); /* after drop for every picture */
    bool (*measure)(Canvas *canvas, Error *error);
    bool (*set_vsync)(Canvas *canvas, bool vsync);
    bool (*make)(Canvas *canvas, CanvasPicture *picture, Error *error); /* sets data */
    void (*drop)(Canvas *canvas, CanvasPicture *picture);
    void (*draw_to)(Canvas *canvas); /* target or clip is another one from now on */
    void (*clear)(Canvas *canvas, SDL_Color color);
    void (*fill)(Canvas *canvas, const SDL_Rect *place, SDL_Color color, CanvasBlend blend);
    /* Of the picture `used`, with `blend`. The array is free again afterwards. */
    void (*draw_quads)(Canvas *canvas, const CanvasQuad *quads, uint32_t count);
    void (*draw_sprites)(Canvas *canvas, const CanvasSprites *sprites); /* count is above 0 */
    void (*flush)(Canvas *canvas);
    bool (*read)(Canvas *canvas, uint32_t *pixels, Error *error);
    void (*present)(Canvas *canvas);
};

extern const CanvasType canvas_gl;
extern const CanvasType canvas_cpu;
extern const CanvasType canvas_sdl;
