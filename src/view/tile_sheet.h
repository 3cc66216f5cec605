/* The tiles that a level really uses, each already turned the way it is used, in one texture: so a
 * map is drawn without switching pictures and without turning anything. For tiles.c. Main thread
 * only. */
#pragma once

#include "base/error.h"
#include "base/log.h"
#include "level/level.h"
#include "view/canvas.h"
#include "view/pictures.h"

#include <SDL.h>
#include <stdbool.h>
#include <stdint.h>

/* No tile: what an empty cell has. */
#define TILE_SLOT_NONE 0

typedef struct TileSlot {
    uint32_t tile;  /* in the level's numbering */
    uint32_t flips; /* Tiled's three bits, shifted down to 0 to 7 */
    SDL_Rect at;    /* in the sheet, after tile_sheet_paint */
} TileSlot;

typedef struct TileSheet {
    CanvasPicture *texture;
    TileSlot *slots; /* [count]; slot 0 is TILE_SLOT_NONE */
    uint32_t count, capacity;
    uint16_t *slot_of; /* [tile_total * 8], by tile and flips; TILE_SLOT_NONE: not used so far */
    uint32_t tile_total;
    int side_x, side_y; /* the largest tile's size, pixels */
} TileSheet;

/* An empty sheet for the level's tilesets. */
bool tile_sheet_open(TileSheet *sheet, const Level *level, Error *error);
void tile_sheet_close(TileSheet *sheet, Canvas *canvas); /* an opened or a zeroed one */

/* The slot of a layer's cell, a new one where the tile was not used that way before; TILE_SLOT_NONE
 * for empty cells, and where there is no room for more. Before tile_sheet_paint. */
uint16_t tile_sheet_slot(TileSheet *sheet, const Level *level, uint32_t cell);

/* Makes the texture. Pictures that are missing, or smaller than the map claims, become checkers,
 * and the log says which. The level's pictures are all decoded. */
bool tile_sheet_paint(TileSheet *sheet, Canvas *canvas, const Level *level,
                      const Pictures *pictures, Log *log, Error *error);
