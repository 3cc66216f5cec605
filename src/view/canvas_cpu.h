/* The CPU path's own state, for the files canvas_cpu*.c alone. What is to be drawn is recorded;
 * flush cuts the target into bands of rows, and each band is a job that draws all of the record, in
 * its order, within its rows. So the pixels do not depend on who draws which band. */
#pragma once

#include "view/blit.h"
#include "view/canvas_driver.h"
#include "view/present_x11.h"

enum {
    CPU_BAND = 64,    /* rows; a word's bits are as many pixels */
    CPU_CHUNK = 8192, /* sprites that are sorted into bands together */
    CPU_STAMP_SETS = 16,
    CPU_TILES_MAX = 256, /* side by side; in a wider target nothing hidden is looked for */
    CPU_ALIGN = 64,
};

typedef struct CpuSurface {
    uint32_t *pixels; /* premultiplied */
    size_t stride;    /* pixels from a row to the next */
    int width, height;
} CpuSurface;

typedef struct CpuPicture {
    CpuSurface surface;
    uint32_t *stretched; /* a smooth picture as it was drawn first; NULL: never */
    SDL_Rect stretched_source;
    int stretched_width, stretched_height;
    CpuSurface zoomed; /* as large as it was first wanted in whole pixels; pixels NULL: never */
    int zoom;
    bool *zoomed_rows; /* [height] of the picture: which are there so far */
} CpuPicture;

/* A frame as sprites are drawn with it: scaled and tinted already. */
typedef struct CpuStamp {
    uint32_t *pixels; /* [height][width]; NULL: not made so far */
    int width, height;
    uint32_t opaque;    /* how many pixels are */
    uint64_t *seen;     /* [height], a bit a pixel that is not wholly transparent; NULL: too wide */
    uint64_t *covering; /* [height], a bit a pixel that is opaque */
} CpuStamp;

typedef struct CpuStampSet {
    const CanvasPicture *picture; /* NULL: free */
    const SDL_Rect *frames;
    uint32_t frame_count;
    int zoom;
    uint32_t color;
    CanvasBlend blend;
    uint64_t used;    /* at which flush, to find the one that was left alone for longest */
    CpuStamp *stamps; /* [frame_count] */
} CpuStampSet;

typedef enum CpuCommandKind { CPU_FILL, CPU_QUAD, CPU_SPRITES } CpuCommandKind;

typedef struct CpuCommand {
    CpuCommandKind kind;
    CanvasBlend blend;
    SDL_Rect clip;  /* what it may touch of the target */
    SDL_Rect cover; /* the pixels of the target that it covers, clipped or not */
    uint32_t color; /* fill: the pixel; else what pixels are multiplied by */
    /* A quad. */
    CpuSurface from;
    SDL_Rect source;
    SDL_FRect place;
    bool scaled, smooth;
    bool straight; /* the pixels of `from`, for CANVAS_LIGHT, and to be tinted; or premultiplied */
    /* Sprites. */
    CanvasSprites sprites;
    const CpuStamp *stamps;
    bool cull;            /* hidden pixels are found first */
    uint32_t first_chunk; /* those before it are not sorted so far */
    uint32_t *offsets;    /* [chunks][bands + 1] in the chunk's places */
    uint32_t *begins;     /* [chunks][bands]: where those that are seen begin; culled ones only */
    uint16_t *places;     /* [chunks][CPU_CHUNK * spans]: which of the chunk's sprites */
    uint32_t spans;       /* bands that a sprite may touch */
} CpuCommand;

/* What a band knows in a flush. */
typedef struct CpuBand {
    bool drawn;
    bool culled;
    uint32_t first; /* command that is not hidden; UINT32_MAX: the sprites did not cover it */
} CpuBand;

/* Rows of pixels, one set a lane. */
typedef struct CpuRows {
    uint32_t *row, *tinted; /* [width] */
    int32_t *columns;       /* [width] */
    uint64_t *covered;      /* [tiles][CPU_BAND] */
} CpuRows;

typedef struct CpuModel {
    const Blit *blit;
    PresentX11 *x11;    /* shows the output; NULL: the surface does */
    SDL_Surface *shown; /* the window's, where that shows it */
    CpuSurface output;
    bool is_shown;    /* by x11: what is drawn next goes to another place */
    uint32_t *memory; /* of the output, where it is not the window's */
    CpuCommand *commands;
    uint32_t command_count, command_capacity;
    CpuStampSet sets[CPU_STAMP_SETS];
    uint64_t flushes;
    CpuBand *bands; /* of this flush */
    uint32_t band_count, band_capacity;
    CpuSurface target;
    CpuRows rows[BACKEND_LANES_MAX];
    int row_width; /* that they have room for */
    uint8_t *bins; /* memory for the commands' offsets, begins and places */
    size_t bin_capacity;
    bool *chunk_done;
    uint32_t chunk_count, chunk_capacity;
    uint32_t culled; /* the command that is; UINT32_MAX: none */
} CpuModel;

static inline CpuModel *cpu_model(const Canvas *canvas)
{
    return canvas->model;
}

/* A color as a premultiplied pixel. */
uint32_t cpu_premultiplied(SDL_Color color);

/* Whether to begin with the picture's straight pixels: light wants them so, and what is tinted is
 * rounded once then, and is what a graphics card makes of it. */
static inline bool cpu_takes_straight(const CanvasPicture *picture, CanvasBlend blend,
                                      bool is_tinted)
{
    return picture->pixels && (blend == CANVAS_LIGHT || is_tinted);
}

/* With what to tint straight pixels, or premultiplied ones, to lay them on with that mode. */
static inline TintFunction *cpu_tint(const Blit *blit, CanvasBlend blend, bool straight)
{
    return straight && blend != CANVAS_LIGHT ? blit->tint_straight : blit->tint;
}

/* ---- canvas_cpu_record.c --------------------------------------------------------------------- */

void cpu_clear(Canvas *canvas, SDL_Color color);
void cpu_fill(Canvas *canvas, const SDL_Rect *place, SDL_Color color, CanvasBlend blend);
void cpu_draw_quads(Canvas *canvas, const CanvasQuad *quads, uint32_t count);
void cpu_draw_sprites(Canvas *canvas, const CanvasSprites *sprites);

/* Frees what a picture keeps of itself in other sizes. */
void cpu_sizes_forget(CpuPicture *picture);

/* Of a smooth picture, four neighbours mixed; (u, v): 0 to 1 of the source. */
uint32_t cpu_sample(const CpuSurface *from, const SDL_Rect *source, float u, float v);

/* ---- canvas_cpu_stamps.c --------------------------------------------------------------------- */

/* The stamps for these sprites, those that are used made; NULL: no memory. */
const CpuStamp *cpu_stamps(CpuModel *model, const CanvasSprites *sprites);
void cpu_stamps_forget(CpuModel *model, const CanvasPicture *picture); /* NULL: all of them */

/* ---- canvas_cpu_bins.c ----------------------------------------------------------------------- */

/* Memory for sorting all sprites of the record; false: there is none. */
bool cpu_bins_reserve(CpuModel *model);

/* Sorts one chunk of one command into the bands. Chunks are counted through all commands. */
void cpu_bin_chunk(CpuModel *model, uint32_t chunk);

/* Finds, front to back, which of the culled command's sorted sprites show in the band; says in the
 * band where drawing may begin. */
void cpu_cull_band(CpuModel *model, uint32_t band, CpuRows *rows);

static inline uint32_t cpu_chunks(const CpuCommand *command)
{
    return (command->sprites.count + CPU_CHUNK - 1) / CPU_CHUNK;
}

/* ---- canvas_cpu_rows.c ----------------------------------------------------------------------- */

void cpu_draw_band(const CpuModel *model, uint32_t band, CpuRows *rows);

/* ---- canvas_cpu_flush.c ---------------------------------------------------------------------- */

void cpu_flush(Canvas *canvas);
