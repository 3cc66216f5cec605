#include "view/tiles_state.h"

#include "view/palette.h"

#include <stdlib.h>

static const double MS_A_TICK = 1000.0 / 60.0;

void tiles_destroy(Tiles *tiles)
{
    if (!tiles) {
        return;
    }
    for (uint32_t i = 0; i < tiles->layer_count; i++) {
        free(tiles->layers[i].cells);
    }
    tile_cache_close(&tiles->ground, tiles->canvas);
    tile_sheet_close(&tiles->sheet, tiles->canvas);
    free(tiles->water);
    free(tiles->shown);
    free(tiles->changed_at);
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
    tiles->changed_at = calloc(tiles->sheet.count, sizeof *tiles->changed_at);
    return tiles->shown && tiles->changed_at;
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
    uint32_t version = tiles->version + 1;
    for (uint32_t i = 0; i < tiles->animation_count; i++) {
        const Animation *animation = &tiles->animations[i];
        const uint32_t *ends_ms = &tiles->frame_ends_ms[animation->first];
        uint64_t at_ms = now_ms % ends_ms[animation->count - 1];
        uint32_t frame = 0;
        while (at_ms >= ends_ms[frame]) {
            frame++;
        }
        uint16_t shown = tiles->frame_slots[animation->first + frame];
        if (tiles->shown[animation->slot] != shown) {
            tiles->shown[animation->slot] = shown;
            tiles->changed_at[animation->slot] = version;
            tiles->version = version;
        }
    }
}
