#include "view/tile_sheet.h"

#include "view/image.h"

#include <stdlib.h>

enum {
    FLIPS = 8,
    FLIP_DIAGONAL = 1, /* LEVEL_FLIP_* shifted down by FLIP_SHIFT */
    FLIP_Y = 2,
    FLIP_X = 4,
    FLIP_SHIFT = 29,
    SHEET_WIDTH = 2048,
    SHEET_HEIGHT_MAX = 8192,
    SLOTS_MAX = 65535,
    CHECKER_SQUARE = 4,
};

bool tile_sheet_open(TileSheet *sheet, const Level *level, Error *error)
{
    *sheet = (TileSheet){.count = 1, .side_x = 1, .side_y = 1, .capacity = 64};
    for (uint32_t i = 0; i < level->tileset_count; i++) {
        const LevelTileset *set = &level->tilesets[i];
        int side_x = (int)set->tile_width;
        int side_y = (int)set->tile_height;
        sheet->side_x = SDL_max(sheet->side_x, SDL_max(side_x, side_y));
        sheet->side_y = sheet->side_x; /* a diagonal flip exchanges the two */
        sheet->tile_total = SDL_max(sheet->tile_total, set->first + set->tile_count);
    }
    sheet->slots = calloc(sheet->capacity, sizeof *sheet->slots);
    sheet->slot_of = calloc((size_t)sheet->tile_total * FLIPS + 1, sizeof *sheet->slot_of);
    if (!sheet->slots || !sheet->slot_of) {
        tile_sheet_close(sheet, NULL);
        return error_set(error, "no memory for the level's tiles");
    }
    return true;
}

void tile_sheet_close(TileSheet *sheet, Canvas *canvas)
{
    canvas_drop(canvas, sheet->texture);
    free(sheet->slots);
    free(sheet->slot_of);
    *sheet = (TileSheet){0};
}

static int columns_of(const TileSheet *sheet)
{
    return SDL_max(SHEET_WIDTH / sheet->side_x, 1);
}

/* How many slots the largest sheet has room for. */
static uint32_t slots_max(const TileSheet *sheet)
{
    int room = columns_of(sheet) * SDL_max(SHEET_HEIGHT_MAX / sheet->side_y, 1);
    return (uint32_t)SDL_min(room, SLOTS_MAX);
}

static bool grow(TileSheet *sheet)
{
    if (sheet->count < sheet->capacity) {
        return true;
    }
    uint32_t capacity = SDL_max(sheet->capacity * 2, 64u);
    TileSlot *larger = realloc(sheet->slots, capacity * sizeof *larger);
    if (!larger) {
        return false;
    }
    sheet->slots = larger;
    sheet->capacity = capacity;
    return true;
}

uint16_t tile_sheet_slot(TileSheet *sheet, const Level *level, uint32_t cell)
{
    uint32_t tile = (cell & LEVEL_TILE_MASK) - 1;
    uint32_t flips = cell >> FLIP_SHIFT;
    uint32_t local;
    if ((cell & LEVEL_TILE_MASK) == 0 || tile >= sheet->tile_total) {
        return TILE_SLOT_NONE;
    }
    uint16_t *slot = &sheet->slot_of[tile * FLIPS + flips];
    const LevelTileset *set = level_tileset_of(level, tile, &local);
    if (*slot != TILE_SLOT_NONE || !set) {
        return *slot;
    }
    if (sheet->count >= slots_max(sheet) || !grow(sheet)) {
        return TILE_SLOT_NONE;
    }
    int columns = columns_of(sheet);
    int place = (int)sheet->count;
    SDL_Rect at = {place % columns * sheet->side_x, place / columns * sheet->side_y,
                   (int)set->tile_width, (int)set->tile_height};
    if (flips & FLIP_DIAGONAL) {
        at.w = (int)set->tile_height;
        at.h = (int)set->tile_width;
    }
    sheet->slots[sheet->count] = (TileSlot){tile, flips, at};
    *slot = (uint16_t)sheet->count++;
    return *slot;
}

static void paint_checker(SDL_Surface *surface, const SDL_Rect *at)
{
    for (int i = 0; i < at->w * at->h; i++) {
        int x = i % at->w;
        int y = i / at->w;
        bool odd = (x / CHECKER_SQUARE + y / CHECKER_SQUARE) % 2 != 0;
        *image_pixel(surface, at->x + x, at->y + y) = odd ? 0xffff00ffu : 0xff000000u;
    }
}

/* Copies the tile whose upper left corner is (left, top), turned as the slot says: Tiled exchanges
 * x and y first and mirrors then, so going back from the target mirrors first. */
static void paint_turned(SDL_Surface *surface, const TileSlot *slot, const SDL_Surface *picture,
                         int left, int top)
{
    const SDL_Rect *at = &slot->at;
    for (int i = 0; i < at->w * at->h; i++) {
        int x = i % at->w;
        int y = i / at->w;
        int from_x = slot->flips & FLIP_X ? at->w - 1 - x : x;
        int from_y = slot->flips & FLIP_Y ? at->h - 1 - y : y;
        bool exchange = (slot->flips & FLIP_DIAGONAL) != 0;
        uint32_t pixel = *image_pixel(picture, left + (exchange ? from_y : from_x),
                                      top + (exchange ? from_x : from_y));
        *image_pixel(surface, at->x + x, at->y + y) = pixel;
    }
}

/* False where the picture has no such tile. */
static bool paint_slot(SDL_Surface *surface, const TileSlot *slot, const LevelTileset *set,
                       const SDL_Surface *picture)
{
    uint32_t local = slot->tile - set->first;
    uint32_t columns = SDL_max(set->columns, 1u);
    uint32_t left = set->margin + local % columns * (set->tile_width + set->spacing);
    uint32_t top = set->margin + local / columns * (set->tile_height + set->spacing);
    if (!picture || left + set->tile_width > (uint32_t)picture->w ||
        top + set->tile_height > (uint32_t)picture->h) {
        paint_checker(surface, &slot->at);
        return false;
    }
    paint_turned(surface, slot, picture, (int)left, (int)top);
    return true;
}

static void paint_tileset(const TileSheet *sheet, SDL_Surface *surface, const LevelTileset *set,
                          const Picture *source, Log *log)
{
    bool whole = true;
    const SDL_Surface *picture = source->surface;
    if (!picture) {
        log_write(log, LOG_WARNING, "%s; checkers stand for its tiles", source->fault.text);
    }
    for (uint32_t i = 1; i < sheet->count; i++) {
        const TileSlot *slot = &sheet->slots[i];
        if (slot->tile - set->first < set->tile_count) {
            whole &= paint_slot(surface, slot, set, picture);
        }
    }
    if (picture && !whole) {
        log_write(log, LOG_WARNING,
                  "%s: smaller than the map claims (%u x %u pixels); checkers "
                  "stand for the missing tiles",
                  set->image, set->image_width, set->image_height);
    }
}

bool tile_sheet_paint(TileSheet *sheet, Canvas *canvas, const Level *level,
                      const Pictures *pictures, Log *log, Error *error)
{
    int columns = columns_of(sheet);
    int rows = ((int)sheet->count + columns - 1) / columns;
    SDL_Surface *surface = SDL_CreateRGBSurfaceWithFormat(
        0, columns * sheet->side_x, rows * sheet->side_y, 32, SDL_PIXELFORMAT_ARGB8888);
    if (!surface) {
        return error_set(error, "no memory for the level's tiles: %s", SDL_GetError());
    }
    for (uint32_t i = 0; i < level->tileset_count; i++) {
        paint_tileset(sheet, surface, &level->tilesets[i], pictures_of(pictures, i), log);
    }
    if (sheet->count >= slots_max(sheet)) {
        log_write(log, LOG_WARNING, "%s: too many different tiles; some are not drawn",
                  level->path);
    }
    sheet->texture = canvas_picture_of(canvas, surface, error);
    SDL_FreeSurface(surface);
    return sheet->texture || error_prefix(error, "no picture of the level's tiles");
}
