/* What the tile layers keep, for the files tiles*.c alone. */
#pragma once

#include "view/tile_cache.h"
#include "view/tile_sheet.h"
#include "view/tiles.h"

typedef struct TileLayer {
    uint16_t *cells; /* [rows][columns], slots of the sheet */
    bool above;
    uint8_t alpha;
} TileLayer;

/* A slot that changes: its frames are others of the same tileset, turned the same way. */
typedef struct Animation {
    uint16_t slot;
    uint32_t first; /* in frame_slots and frame_ends */
    uint32_t count;
} Animation;

struct Tiles {
    Canvas *canvas;
    TileSheet sheet;
    TileLayer layers[LEVEL_LAYERS_MAX];
    uint32_t layer_count;
    int columns, rows, tile_size;
    uint8_t *water;       /* [rows][columns], 1: open water */
    uint16_t *shown;      /* [sheet.count], which slot each one shows now */
    uint32_t version;     /* one more whenever an animation goes on */
    uint32_t *changed_at; /* [sheet.count], the version since which a slot shows what it does */
    TileCache ground;     /* what lies below the sprites */
    bool has_ground;      /* for the next tiles_draw: it is up to date */
    Animation *animations;
    uint32_t animation_count;
    uint16_t *frame_slots;
    uint32_t *frame_ends_ms; /* since the animation's start */
};
