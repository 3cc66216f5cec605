#include "view/tiles.h"

#include "view/palette.h"
#include "view/tile_sheet.h"

#include <stdlib.h>

static const double MS_A_TICK = 1000.0 / 60.0;

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
    uint8_t *water;  /* [rows][columns], 1: open water */
    uint16_t *shown; /* [sheet.count], which slot each one shows now */
    Animation *animations;
    uint32_t animation_count;
    uint16_t *frame_slots;
    uint32_t *frame_ends_ms; /* since the animation's start */
};

void tiles_destroy(Tiles *tiles)
{
    if (!tiles) {
        return;
    }
    for (uint32_t i = 0; i < tiles->layer_count; i++) {
        free(tiles->layers[i].cells);
    }
    tile_sheet_close(&tiles->sheet, tiles->canvas);
    free(tiles->water);
    free(tiles->shown);
    free(tiles->animations);
    free(tiles->frame_slots);
    free(tiles->frame_ends_ms);
    free(tiles);
}

static bool add_layer(Tiles *tiles, const Level *level, const LevelLayer *source)
{
    size_t count = (size_t)tiles->columns * (size_t)tiles->rows;
    TileLayer *layer = &tiles->layers[tiles->layer_count];
    layer->cells = malloc(count * sizeof *layer->cells);
    if (!layer->cells) {
        return false;
    }
    tiles->layer_count++;
    layer->above = source->above;
    layer->alpha = (uint8_t)(SDL_clamp(source->opacity, 0.0f, 1.0f) * 255.0f + 0.5f);
    for (size_t i = 0; i < count; i++) {
        layer->cells[i] = tile_sheet_slot(&tiles->sheet, level, source->cells[i]);
    }
    return true;
}

static const LevelTile *tile_of_slot(const Tiles *tiles, const Level *level, uint32_t slot,
                                     const LevelTileset **set)
{
    uint32_t local;
    *set = level_tileset_of(level, tiles->sheet.slots[slot].tile, &local);
    return *set && (*set)->tiles ? &(*set)->tiles[local] : NULL;
}

/* Counts what the layers' slots need, before their frames add slots of their own. */
static void count_animations(const Tiles *tiles, const Level *level, uint32_t *animations,
                             uint32_t *frames)
{
    *animations = 0;
    *frames = 0;
    for (uint32_t slot = 1; slot < tiles->sheet.count; slot++) {
        const LevelTileset *set;
        const LevelTile *tile = tile_of_slot(tiles, level, slot, &set);
        if (tile && tile->frame_count > 0) {
            *animations += 1;
            *frames += tile->frame_count;
        }
    }
}

static void add_animation(Tiles *tiles, const Level *level, uint32_t slot, uint32_t *frame)
{
    const LevelTileset *set;
    const LevelTile *tile = tile_of_slot(tiles, level, slot, &set);
    if (!tile || tile->frame_count == 0) {
        return;
    }
    uint32_t flips = tiles->sheet.slots[slot].flips;
    uint32_t end_ms = 0;
    tiles->animations[tiles->animation_count++] =
        (Animation){.slot = (uint16_t)slot, .first = *frame, .count = tile->frame_count};
    for (uint32_t i = 0; i < tile->frame_count; i++) {
        uint32_t cell = (set->first + tile->frames[i].tile + 1) | flips << 29;
        end_ms += SDL_max(tile->frames[i].duration_ms, 1u);
        tiles->frame_slots[*frame] = tile_sheet_slot(&tiles->sheet, level, cell);
        tiles->frame_ends_ms[*frame] = end_ms;
        *frame += 1;
    }
}

static bool add_animations(Tiles *tiles, const Level *level)
{
    uint32_t animations;
    uint32_t frames;
    uint32_t used = tiles->sheet.count;
    count_animations(tiles, level, &animations, &frames);
    tiles->animations = calloc(animations + 1u, sizeof *tiles->animations);
    tiles->frame_slots = calloc(frames + 1u, sizeof *tiles->frame_slots);
    tiles->frame_ends_ms = calloc(frames + 1u, sizeof *tiles->frame_ends_ms);
    if (!tiles->animations || !tiles->frame_slots || !tiles->frame_ends_ms) {
        return false;
    }
    uint32_t frame = 0;
    for (uint32_t slot = 1; slot < used; slot++) {
        add_animation(tiles, level, slot, &frame);
    }
    tiles->shown = calloc(tiles->sheet.count, sizeof *tiles->shown);
    for (uint32_t slot = 0; tiles->shown && slot < tiles->sheet.count; slot++) {
        tiles->shown[slot] = (uint16_t)slot;
    }
    return tiles->shown != NULL;
}

/* Marks the cells of a layer whose slots are animated. */
static void mark_animated(const Tiles *tiles, const TileLayer *layer, const uint8_t *is_animated,
                          uint8_t *marks)
{
    size_t count = (size_t)tiles->columns * (size_t)tiles->rows;
    for (size_t i = 0; i < count; i++) {
        marks[i] |= is_animated[layer->cells[i]];
    }
}

/* Writes the inner cells that have at least `least` marked ones at their four sides. */
static void mark_by_sides(const Tiles *tiles, const uint8_t *marks, int least, uint8_t *out)
{
    size_t columns = (size_t)tiles->columns;
    for (size_t row = 1; row + 1 < (size_t)tiles->rows; row++) {
        for (size_t i = row * columns + 1; i + 1 < (row + 1) * columns; i++) {
            int sides = marks[i - 1] + marks[i + 1] + marks[i - columns] + marks[i + columns];
            out[i] = sides >= least;
        }
    }
}

static bool find_water(Tiles *tiles)
{
    size_t count = (size_t)tiles->columns * (size_t)tiles->rows;
    uint8_t *is_animated = calloc(tiles->sheet.count + 1u, 1);
    uint8_t *marks = calloc(count, 1);
    tiles->water = calloc(count, 1);
    /* Water is what is animated; open is what has water on all sides. */
    bool has_memory = is_animated && marks && tiles->water;
    for (uint32_t i = 0; has_memory && i < tiles->animation_count; i++) {
        is_animated[tiles->animations[i].slot] = 1;
    }
    for (uint32_t i = 0; has_memory && i < tiles->layer_count; i++) {
        if (!tiles->layers[i].above) {
            mark_animated(tiles, &tiles->layers[i], is_animated, marks);
        }
    }
    if (has_memory) {
        mark_by_sides(tiles, marks, 3, tiles->water); /* water lilies, which do not move */
        for (size_t i = 0; i < count; i++) {
            marks[i] |= tiles->water[i];
        }
        mark_by_sides(tiles, marks, 4, tiles->water);
    }
    free(is_animated);
    free(marks);
    return has_memory;
}

Tiles *tiles_create(Canvas *canvas, const Level *level, const Pictures *pictures, Log *log,
                    Error *error)
{
    Tiles *tiles = calloc(1, sizeof *tiles);
    if (!tiles) {
        error_set(error, "no memory for the level's tiles");
        return NULL;
    }
    tiles->canvas = canvas;
    tiles->columns = (int)level->spec.tile_columns;
    tiles->rows = (int)level->spec.tile_rows;
    tiles->tile_size = (int)level->spec.tile_size;
    bool made = tile_sheet_open(&tiles->sheet, level, error);
    for (uint32_t i = 0; made && i < level->layer_count; i++) {
        const LevelLayer *layer = &level->layers[i];
        made = !layer->visible || add_layer(tiles, level, layer) ||
               error_set(error, "no memory for the level's tiles");
    }
    made = made && ((add_animations(tiles, level) && find_water(tiles)) ||
                    error_set(error, "no memory for the level's tiles"));
    if (!made || !tile_sheet_paint(&tiles->sheet, canvas, level, pictures, log, error)) {
        tiles_destroy(tiles);
        return NULL;
    }
    return tiles;
}

bool tiles_is_water(const Tiles *tiles, float x, float y)
{
    float side = (float)tiles->tile_size;
    if (!(x >= 0.0f && y >= 0.0f && x < (float)tiles->columns * side &&
          y < (float)tiles->rows * side)) {
        return false;
    }
    size_t row = (size_t)(y / side);
    return tiles->water[row * (size_t)tiles->columns + (size_t)(x / side)] != 0;
}

int tiles_cell(const Tiles *tiles)
{
    return tiles->tile_size;
}

void tiles_set_time(Tiles *tiles, double tick)
{
    uint64_t now_ms = (uint64_t)(tick * MS_A_TICK);
    for (uint32_t i = 0; i < tiles->animation_count; i++) {
        const Animation *animation = &tiles->animations[i];
        const uint32_t *ends_ms = &tiles->frame_ends_ms[animation->first];
        uint64_t at_ms = now_ms % ends_ms[animation->count - 1];
        uint32_t frame = 0;
        while (at_ms >= ends_ms[frame]) {
            frame++;
        }
        tiles->shown[animation->slot] = tiles->frame_slots[animation->first + frame];
    }
}

/* The cells from `begin` to `end` that a view touches; tiles larger than a cell reach further up
 * and to the right of theirs. */
typedef struct Span {
    int begin;
    int end;
} Span;

static Span seen(int view_start, int view_size, int cell, int count, int before, int after)
{
    int begin = (int)SDL_floor((double)view_start / cell) - before;
    int end = (int)SDL_ceil((double)(view_start + view_size) / cell) + after;
    return (Span){SDL_max(begin, 0), SDL_min(end, count)};
}

static void draw_layer(const Tiles *tiles, const TileLayer *layer, Canvas *canvas,
                       const Camera *camera)
{
    int zoom = camera->zoom;
    int cell = tiles->tile_size * zoom;
    int beyond_x = (tiles->sheet.side_x - 1) / tiles->tile_size;
    int beyond_y = (tiles->sheet.side_y - 1) / tiles->tile_size;
    Span columns = seen(camera->left, camera->view_width * zoom, cell, tiles->columns, beyond_x, 0);
    Span rows = seen(camera->top, camera->view_height * zoom, cell, tiles->rows, 0, beyond_y);
    SDL_Color color = {255, 255, 255, layer->alpha};
    for (int row = rows.begin; row < rows.end; row++) {
        const uint16_t *cells = layer->cells + (size_t)row * (size_t)tiles->columns;
        int bottom = (row + 1) * cell - camera->top;
        for (int column = columns.begin; column < columns.end; column++) {
            if (cells[column] == TILE_SLOT_NONE) {
                continue;
            }
            const SDL_Rect *at = &tiles->sheet.slots[tiles->shown[cells[column]]].at;
            SDL_FRect place = {(float)(column * cell - camera->left),
                               (float)(bottom - at->h * zoom), (float)(at->w * zoom),
                               (float)(at->h * zoom)};
            canvas_quad(canvas, at, &place, color);
        }
    }
}

void tiles_draw(const Tiles *tiles, Canvas *canvas, const Camera *camera, bool above)
{
    canvas_use(canvas, tiles->sheet.texture, CANVAS_BLEND);
    for (uint32_t i = 0; i < tiles->layer_count; i++) {
        if (tiles->layers[i].above == above) {
            draw_layer(tiles, &tiles->layers[i], canvas, camera);
        }
    }
}
