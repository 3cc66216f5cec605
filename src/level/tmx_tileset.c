#include "level/attribute.h"
#include "level/property.h"
#include "level/source.h"
#include "level/tmx.h"

#include "base/hash.h"

#include <stdlib.h>
#include <string.h>

/* A tile's number in a map has 28 bits beside the flips; none of a tileset may go beyond. */
static const Limits first_gid_limits = {1, 0x0fffffff - LEVEL_TILES_MAX};

enum {
    PIXELS_MAX = 16384, /* a side of a tileset's picture */
    FRAME_MAX_MS = 600000,
};

static uint32_t count_children(const XmlElement *parent, const char *name)
{
    uint32_t count = 0;
    for (const XmlElement *child = xml_child(parent, name); child; child = xml_next(child)) {
        count++;
    }
    return count;
}

static bool read_animation(const XmlElement *animation, const LevelTileset *tileset,
                           LevelTile *tile, Error *error)
{
    uint32_t count = count_children(animation, "frame");
    if (tile->frames || count == 0 || count > LEVEL_FRAMES_MAX) {
        return place_fail(animation->place, error,
                          "%s animation of %u frames, expected one of 1 to %d frames",
                          tile->frames ? "the tile's second" : "an", count, LEVEL_FRAMES_MAX);
    }
    tile->frames = calloc(count, sizeof *tile->frames);
    if (!tile->frames) {
        return place_fail(animation->place, error, "out of memory, expected enough for the frames");
    }
    Limits tiles = {0, tileset->tile_count - 1};
    Limits duration = {1, FRAME_MAX_MS};
    const XmlElement *element = xml_child(animation, "frame");
    for (; element; element = xml_next(element)) {
        LevelFrame *frame = &tile->frames[tile->frame_count++];
        if (!attribute_u32(element, "tileid", tiles, &frame->tile, error) ||
            !attribute_u32(element, "duration", duration, &frame->duration_ms, error)) {
            return false;
        }
    }
    return true;
}

static bool read_tile(const XmlElement *element, const LevelTileset *tileset, Error *error)
{
    uint32_t id;
    if (!attribute_u32(element, "id", (Limits){0, tileset->tile_count - 1}, &id, error)) {
        return false;
    }
    LevelTile *tile = &tileset->tiles[id];
    const XmlElement *animation = xml_child(element, "animation");
    return property_bool(element, "solid", &tile->solid, error) &&
           property_bool(element, "water", &tile->water, error) &&
           (!animation || read_animation(animation, tileset, tile, error));
}

static bool read_tiles(const XmlElement *element, LevelTileset *tileset, Error *error)
{
    tileset->tiles = calloc(tileset->tile_count, sizeof *tileset->tiles);
    if (!tileset->tiles) {
        return place_fail(element->place, error, "out of memory, expected enough for the tiles");
    }
    const XmlElement *tile = xml_child(element, "tile");
    for (; tile; tile = xml_next(tile)) {
        if (!read_tile(tile, tileset, error)) {
            return false;
        }
    }
    return true;
}

/* A tile outside of its picture could not be drawn. Tiled needs no margin to the right and below.
 */
static bool check_picture(const XmlElement *image, const LevelTileset *t, Error *error)
{
    uint64_t rows = (t->tile_count + t->columns - 1) / t->columns;
    uint64_t width = t->margin + t->columns * (uint64_t)(t->tile_width + t->spacing) - t->spacing;
    uint64_t height = t->margin + rows * (t->tile_height + t->spacing) - t->spacing;
    if (width <= t->image_width && height <= t->image_height) {
        return true;
    }
    return place_fail(image->place, error,
                      "the picture is said to be %u x %u pixels, expected at least %ju x %ju for "
                      "its %u tiles",
                      t->image_width, t->image_height, (uintmax_t)width, (uintmax_t)height,
                      t->tile_count);
}

static bool read_picture(const XmlElement *image, LevelTileset *tileset, Error *error)
{
    Limits side = {1, PIXELS_MAX};
    char source[LEVEL_PATH_SIZE];
    return attribute_string(image, "source", source, sizeof source, error) &&
           source_resolve(image->place, source, tileset->image, sizeof tileset->image, error) &&
           attribute_u32(image, "width", side, &tileset->image_width, error) &&
           attribute_u32(image, "height", side, &tileset->image_height, error) &&
           check_picture(image, tileset, error);
}

/* What a <tileset> holds, in the map or in a file of its own. */
static bool read_body(const XmlElement *element, LevelTileset *tileset, Error *error)
{
    const XmlElement *image = xml_child(element, "image");
    if (!image) {
        return place_fail(element->place, error,
                          "the tileset has no picture of its own (Tiled's \"Collection of "
                          "Images\"), expected one \"Based on Tileset Image\"");
    }
    Limits side = {1, 1024};
    Limits gap = {0, 1024};
    Limits count = {1, LEVEL_TILES_MAX};
    return attribute_optional_string(element, "name", tileset->name, sizeof tileset->name, error) &&
           attribute_u32(element, "tilewidth", side, &tileset->tile_width, error) &&
           attribute_u32(element, "tileheight", side, &tileset->tile_height, error) &&
           attribute_u32(element, "tilecount", count, &tileset->tile_count, error) &&
           attribute_u32(element, "columns", count, &tileset->columns, error) &&
           attribute_optional_u32(element, "margin", gap, &tileset->margin, error) &&
           attribute_optional_u32(element, "spacing", gap, &tileset->spacing, error) &&
           read_picture(image, tileset, error) && read_tiles(element, tileset, error);
}

static bool read_tsx(const XmlElement *root, LevelTileset *tileset, Error *error)
{
    if (strcmp(root->name, "tileset") != 0) {
        return place_fail(root->place, error, "the file holds a <%.40s>, expected a <tileset>",
                          root->name);
    }
    if (xml_attribute(root, "source")) {
        return place_fail(root->place, error,
                          "the tileset file names another one, expected the tileset itself");
    }
    return read_body(root, tileset, error);
}

static bool read_external(TmxReader *reader, const XmlElement *element, LevelTileset *tileset)
{
    Error *error = reader->error;
    char name[LEVEL_PATH_SIZE];
    char path[LEVEL_PATH_SIZE];
    Source source = {0};
    if (!attribute_string(element, "source", name, sizeof name, error) ||
        !source_resolve(element->place, name, path, sizeof path, error) ||
        !source_read(path, element->place, &source, error)) {
        return false;
    }
    reader->level->content_hash =
        hash_bytes(reader->level->content_hash, source.bytes, source.count);
    XmlDocument *document = xml_parse(path, source.bytes, source.count, error);
    bool ok = document && read_tsx(xml_root(document), tileset, error);
    xml_destroy(document);
    free(source.bytes);
    return ok;
}

static bool check_order(TmxReader *reader, const XmlElement *element, uint32_t first_gid)
{
    uint32_t count = reader->level->tileset_count;
    if (count == 0) {
        return true;
    }
    const LevelTileset *before = &reader->level->tilesets[count - 1];
    uint32_t end = reader->first_gids[count - 1] + before->tile_count;
    if (first_gid >= end) {
        return true;
    }
    return place_fail(element->place, reader->error,
                      "the tileset starts at %u, but the one before it ends at %u, expected no "
                      "overlap",
                      first_gid, end - 1);
}

static bool read_tileset(TmxReader *reader, const XmlElement *element)
{
    Level *level = reader->level;
    uint32_t first_gid;
    if (!attribute_u32(element, "firstgid", first_gid_limits, &first_gid, reader->error) ||
        !check_order(reader, element, first_gid)) {
        return false;
    }
    uint32_t index = level->tileset_count;
    if (index == LEVEL_TILESETS_MAX) {
        return place_fail(element->place, reader->error,
                          "one tileset too many, expected at most %d", LEVEL_TILESETS_MAX);
    }
    const LevelTileset *before = index > 0 ? &level->tilesets[index - 1] : NULL;
    LevelTileset *tileset = &level->tilesets[index];
    tileset->first = before ? before->first + before->tile_count : 0;
    reader->first_gids[index] = first_gid;
    level->tileset_count++;
    return xml_attribute(element, "source") ? read_external(reader, element, tileset)
                                            : read_body(element, tileset, reader->error);
}

bool tmx_read_tilesets(TmxReader *reader, const XmlElement *map)
{
    const XmlElement *element = xml_child(map, "tileset");
    for (; element; element = xml_next(element)) {
        if (!read_tileset(reader, element)) {
            return false;
        }
    }
    return true;
}
