#include "level/attribute.h"
#include "level/tmx.h"

#include <stdlib.h>
#include <string.h>

/* A bit that Tiled uses on hexagonal maps only, and asks everyone else to clear. */
static const uint32_t hexagonal_turn = 0x10000000u;
static const uint32_t flips = LEVEL_FLIP_X | LEVEL_FLIP_Y | LEVEL_FLIP_DIAGONAL;

bool tmx_read_group(TmxReader *reader, const XmlElement *element, TmxGroup outer, TmxGroup *group)
{
    bool visible = true;
    float opacity = 1;
    bool ok = attribute_optional_bool(element, "visible", &visible, reader->error) &&
              attribute_optional_f32(element, "opacity", (Limits){0, 1}, &opacity, reader->error);
    *group = (TmxGroup){
        .visible = outer.visible && visible,
        .opacity = outer.opacity * opacity,
    };
    return ok;
}

/* Every layer of a finite map is as large as the map; checked before anything is allocated. */
static bool check_size(TmxReader *reader, const XmlElement *layer)
{
    const WorldSpec *spec = &reader->level->spec;
    Limits columns = {spec->tile_columns, spec->tile_columns};
    Limits rows = {spec->tile_rows, spec->tile_rows};
    uint32_t ignored;
    if (!attribute_u32(layer, "width", columns, &ignored, reader->error) ||
        !attribute_u32(layer, "height", rows, &ignored, reader->error)) {
        return false;
    }
    if (reader->level->layer_count == LEVEL_LAYERS_MAX) {
        return place_fail(layer->place, reader->error,
                          "one tile layer too many, expected at most %d", LEVEL_LAYERS_MAX);
    }
    reader->cells_total += (uint64_t)spec->tile_columns * spec->tile_rows;
    if (reader->cells_total > LEVEL_CELLS_MAX) {
        return place_fail(layer->place, reader->error,
                          "the layers have too many cells together, expected at most %d",
                          LEVEL_CELLS_MAX);
    }
    return true;
}

/* The level's number of a tile that the map calls `gid`, plus one; 0: of no tileset. */
static uint32_t cell_of_gid(const TmxReader *reader, uint32_t gid)
{
    for (uint32_t i = 0; i < reader->level->tileset_count; i++) {
        const LevelTileset *tileset = &reader->level->tilesets[i];
        uint32_t first_gid = reader->first_gids[i];
        if (gid >= first_gid && gid - first_gid < tileset->tile_count) {
            return tileset->first + (gid - first_gid) + 1;
        }
    }
    return 0;
}

static uint8_t ground_of(const Level *level, uint32_t tile)
{
    uint32_t local;
    const LevelTileset *tileset = level_tileset_of(level, tile, &local);
    if (!tileset) {
        return GROUND_FREE;
    }
    return (uint8_t)((tileset->tiles[local].solid ? GROUND_WALL : 0) |
                     (tileset->tiles[local].water ? GROUND_WATER : 0));
}

/* Other layers may mark the same cell at the same time, each adding its bits: the order does not
 * matter, and whoever reads them waits for the layers first. */
static void mark_ground(WorldSpec *spec, uint32_t cell, uint8_t ground)
{
    __atomic_fetch_or(&spec->solid[cell], ground, __ATOMIC_RELAXED);
}

/* From the map's tile numbers to the level's, in place, marking what stops whom on the way. */
static bool translate(const TmxReader *reader, const TmxPacked *packed, Error *error)
{
    WorldSpec *spec = &reader->level->spec;
    uint32_t *cells = packed->layer->cells;
    uint32_t count = spec->tile_columns * spec->tile_rows;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t gid = cells[i] & ~(flips | hexagonal_turn);
        if (gid == 0) {
            cells[i] = 0;
            continue;
        }
        uint32_t cell = cell_of_gid(reader, gid);
        if (cell == 0) {
            return place_fail(tmx_cell_place(packed->data, i), error,
                              "tile number %u at column %u, row %u is in no tileset, expected one "
                              "of the map's",
                              gid, i % spec->tile_columns, i / spec->tile_columns);
        }
        uint8_t ground = ground_of(reader->level, cell - 1);
        if (ground != GROUND_FREE) {
            mark_ground(spec, i, ground);
        }
        cells[i] = cell | (cells[i] & flips);
    }
    return true;
}

bool tmx_unpack(const TmxReader *reader, uint32_t index, Error *error)
{
    const TmxPacked *packed = &reader->packed[index];
    const WorldSpec *spec = &reader->level->spec;
    uint32_t count = spec->tile_columns * spec->tile_rows;
    return tmx_read_cells(packed->data, packed->layer->cells, count, error) &&
           translate(reader, packed, error);
}

bool tmx_read_layer(TmxReader *reader, const XmlElement *element, TmxGroup group)
{
    TmxGroup own;
    if (!check_size(reader, element) || !tmx_read_group(reader, element, group, &own)) {
        return false;
    }
    const XmlElement *data = xml_child(element, "data");
    if (!data) {
        return place_fail(element->place, reader->error, "the layer has no <data>, expected one");
    }
    const WorldSpec *spec = &reader->level->spec;
    uint32_t count = spec->tile_columns * spec->tile_rows;
    LevelLayer *layer = &reader->level->layers[reader->level->layer_count++];
    *layer = (LevelLayer){.visible = own.visible, .opacity = own.opacity};
    layer->cells = calloc(count, sizeof *layer->cells);
    if (!layer->cells) {
        return place_fail(element->place, reader->error,
                          "out of memory, expected enough for the layer");
    }
    if (!attribute_optional_string(element, "name", layer->name, sizeof layer->name,
                                   reader->error)) {
        return false;
    }
    layer->above = strcmp(layer->name, "over") == 0;
    reader->packed[reader->packed_count++] = (TmxPacked){data, layer};
    return true;
}
