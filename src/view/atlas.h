/* The atlas: every sprite's frames in one texture, found by name once and used by number. For the
 * view. A frame that is missing is a checker that one can see, and is named in the log. Main thread
 * only. */
#pragma once

#include "base/error.h"
#include "base/log.h"
#include "view/canvas.h"

#include <SDL.h>
#include <stdint.h>

enum { ATLAS_FRAMES_MAX = 512, ATLAS_NAME_SIZE = 32 };

/* The frame that stands for whatever is missing; the first of every table. */
#define ATLAS_MISSING 0

typedef struct AtlasTable {
    uint32_t count; /* at least 1: ATLAS_MISSING */
    char names[ATLAS_FRAMES_MAX][ATLAS_NAME_SIZE];
    SDL_Rect frames[ATLAS_FRAMES_MAX];
} AtlasTable;

/* Adds the frames of a text whose lines are `name x y w h`; '#' begins a comment. A bad line is
 * passed over, and the log says `path:line: what, and what was expected`. Frames must lie within
 * width x height. Returns the number of bad lines. */
uint32_t atlas_parse(AtlasTable *table, const char *text, const char *path, int width, int height,
                     Log *log);

typedef struct Atlas {
    CanvasPicture *texture;
    int mirror; /* the texture's width: its right half is the left one mirrored */
    AtlasTable table;
    SDL_Surface *icon; /* for the window; NULL where there is none */
} Atlas;

/* Reads atlas.png and atlas.txt of the folder. Only memory or the renderer can make it fail. */
bool atlas_open(Atlas *atlas, Canvas *canvas, const char *folder, Log *log, Error *error);
void atlas_close(Atlas *atlas, Canvas *canvas); /* an opened or a zeroed one */

/* The frame's number; ATLAS_MISSING, and a line in the log, where there is no such name. */
uint16_t atlas_find(const Atlas *atlas, const char *name, Log *log);

/* As atlas_find, for a name that ends with a number: "owl_" and 2 find "owl_2". */
uint16_t atlas_find_numbered(const Atlas *atlas, const char *prefix, uint32_t number, Log *log);

/* The same frame as seen in a mirror. */
static inline SDL_Rect atlas_mirrored(const Atlas *atlas, uint16_t frame)
{
    SDL_Rect at = atlas->table.frames[frame];
    at.x = atlas->mirror - at.x - at.w;
    return at;
}
