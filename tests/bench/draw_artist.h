/* One way of drawing a scatter, over a picture in memory or in a window of its own: SDL's calls as
 * one would write them, or the canvas. For bench_draw. Main thread only. */
#pragma once

#include "base/error.h"
#include "bench/draw_scatter.h"

#include <stdbool.h>
#include <stdint.h>

typedef enum ArtistWay {
    ARTIST_COPY,      /* SDL_RenderCopy a sprite */
    ARTIST_UNBATCHED, /* the same, each sent at once */
    ARTIST_GEOMETRY,  /* SDL_RenderGeometryRaw for all */
    ARTIST_CANVAS,    /* ours */
} ArtistWay;

typedef struct ArtistPlan {
    const char *name;
    ArtistWay way;
    const char *canvas; /* the driver's name, of ARTIST_CANVAS */
    uint32_t lanes;     /* of it; 1: no backend */
    bool window;        /* and OpenGL; false: in memory, and SDL's software renderer */
} ArtistPlan;

typedef struct Artist Artist;

/* The scatter outlives it. NULL, with a sentence: it is not to be had here. */
Artist *artist_open(const ArtistPlan *plan, const Scatter *scatter, Error *error);
void artist_close(Artist *artist); /* takes NULL */

/* Clears, and draws the scatter, all of it: in memory, the pixels are there then; in a window, all
 * is handed to the driver. */
void artist_draw(Artist *artist);
void artist_present(Artist *artist);

/* [SCATTER_HEIGHT][SCATTER_WIDTH], ARGB. */
bool artist_read(Artist *artist, uint32_t *pixels, Error *error);

/* The GL's own name, such as "NOOP"; empty: none is in use. */
const char *artist_gl_name(void);
