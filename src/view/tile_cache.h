/* The ground as it was drawn before: a picture of a little more than the view, in chunks, each of
 * which keeps its place while the view moves over the map, and is taken by another one when it is
 * out of sight. For tiles.c. Main thread only.
 *
 * The picture is rolled up in both directions: a chunk's place in it is its place on the map,
 * modulo the picture's size. So what the view shows is four rectangles of it at most. */
#pragma once

#include "view/camera.h"
#include "view/canvas.h"

#include <SDL.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct TileChunk {
    int column, row;  /* of the map, in chunks */
    bool is_drawn;    /* false: its place shows something else */
    uint32_t version; /* its owner's, as it was drawn last */
} TileChunk;

typedef struct TileCache {
    CanvasPicture *picture; /* NULL: none, or there was no memory for one */
    uint32_t generation;    /* the canvas's, when it was drawn */
    int side;               /* of a chunk, pixels of the scene */
    int columns, rows;      /* chunks */
    TileChunk *chunks;      /* [rows][columns] */
} TileCache;

/* As large as that view needs; nothing is drawn then where it was another size before, or the
 * canvas has forgotten it. False: there is no memory, until the size changes. */
bool tile_cache_fit(TileCache *cache, Canvas *canvas, const Camera *camera, int side);
void tile_cache_close(TileCache *cache, Canvas *canvas); /* takes a zeroed one */

/* The chunk that has the place of (column, row), whichever it is, and the place. */
TileChunk *tile_cache_at(TileCache *cache, int column, int row, SDL_Rect *place);

/* The view, from chunks that are all drawn. */
void tile_cache_draw(const TileCache *cache, Canvas *canvas, const Camera *camera);
