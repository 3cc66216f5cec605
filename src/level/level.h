/* A level: a Tiled map read from a file, checked, and laid out for the two floors that use it: a
 * WorldSpec for the simulation, tile layers and tilesets for the picture. See levels/README.md for
 * what a map may say. */
#pragma once

#include "base/error.h"
#include "sim/spec.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    LEVEL_LAYERS_MAX = 16,
    LEVEL_CELLS_MAX = 64 * 1024 * 1024, /* in all layers together: 256 MiB */
    LEVEL_TILESETS_MAX = 16,
    LEVEL_TILES_MAX = 65536, /* a tileset */
    LEVEL_FRAMES_MAX = 1024, /* a tile's animation */
    LEVEL_PATH_SIZE = 1024,
};

/* A layer's cell: 0 for empty, otherwise (index into the level's tiles) + 1, with Tiled's three
 * flip bits on top. */
#define LEVEL_FLIP_X        0x80000000u
#define LEVEL_FLIP_Y        0x40000000u
#define LEVEL_FLIP_DIAGONAL 0x20000000u
#define LEVEL_TILE_MASK     0x1fffffffu

typedef struct LevelLayer {
    char name[SPEC_NAME_SIZE];
    uint32_t *cells; /* [rows][columns] */
    bool visible;    /* it and every group around it */
    bool above;      /* drawn over the sprites: the layer's name is "over" */
    float opacity;   /* 0 to 1, that of the groups around it multiplied in */
} LevelLayer;

typedef struct LevelFrame {
    uint32_t tile; /* local tile of the same tileset */
    uint32_t duration_ms;
} LevelFrame;

typedef struct LevelTile {
    bool solid;         /* nobody gets through */
    bool water;         /* whoever flies does, and nobody on foot */
    LevelFrame *frames; /* NULL: not animated */
    uint32_t frame_count;
} LevelTile;

typedef struct LevelTileset {
    char name[SPEC_NAME_SIZE];
    char image[LEVEL_PATH_SIZE]; /* resolved: opens from the working directory */
    uint32_t first;              /* index of its first tile in the level's numbering */
    uint32_t tile_count;
    uint32_t columns;                                  /* tiles a row in the picture */
    uint32_t tile_width, tile_height, margin, spacing; /* pixels */
    uint32_t image_width, image_height;                /* pixels, as the map claims */
    LevelTile *tiles;                                  /* [tile_count] */
} LevelTileset;

typedef struct Level {
    char path[LEVEL_PATH_SIZE]; /* as it was opened */
    uint64_t content_hash;      /* of all files read (map and tilesets), not of pictures */
    WorldSpec spec;
    uint32_t background_rgb;             /* 0xRRGGBB; black where the map has none */
    LevelLayer layers[LEVEL_LAYERS_MAX]; /* in the map's order */
    uint32_t layer_count;
    LevelTileset tilesets[LEVEL_TILESETS_MAX]; /* ascending by `first` */
    uint32_t tileset_count;
} Level;

/* Reads a .tmx file. NULL, with "file:line:column: what, and what was expected", where anything in
 * it (or in a tileset it names) is wrong. Reads no picture. Any thread, as long as no other one
 * changes the working directory. */
Level *level_load(const char *path, Error *error);

/* The same for a map that is in memory already; tilesets are looked for beside `path`. */
Level *level_parse(const char *path, const char *bytes, size_t count, Error *error);

/* Takes NULL. */
void level_destroy(Level *level);

/* The tileset that holds the tile, and its number in that tileset; NULL for a tile of none. */
const LevelTileset *level_tileset_of(const Level *level, uint32_t tile, uint32_t *local);
