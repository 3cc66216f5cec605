#include "level/attribute.h"
#include "level/property.h"
#include "level/tmx.h"
#include "sim/script.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A day: no night is longer. */
enum { DAWN_MAX_S = 24 * 60 * 60 };

static bool read_kind(TmxReader *reader, const XmlElement *map)
{
    char orientation[SPEC_NAME_SIZE];
    bool infinite = false;
    if (!attribute_string(map, "orientation", orientation, sizeof orientation, reader->error) ||
        !attribute_optional_bool(map, "infinite", &infinite, reader->error)) {
        return false;
    }
    if (strcmp(orientation, "orthogonal") != 0) {
        return place_fail(map->place, reader->error, "the map is %s, expected an orthogonal one",
                          orientation);
    }
    if (infinite) {
        return place_fail(map->place, reader->error,
                          "the map is infinite, expected a finite one (in Tiled: Map Properties, "
                          "Infinite off)");
    }
    return true;
}

static bool read_size(TmxReader *reader, const XmlElement *map)
{
    WorldSpec *spec = &reader->level->spec;
    Limits side = {1, SPEC_TILES_MAX};
    Limits pixels = {4, 256};
    uint32_t tile_height;
    if (!attribute_u32(map, "width", side, &spec->tile_columns, reader->error) ||
        !attribute_u32(map, "height", side, &spec->tile_rows, reader->error) ||
        !attribute_u32(map, "tilewidth", pixels, &spec->tile_size, reader->error) ||
        !attribute_u32(map, "tileheight", pixels, &tile_height, reader->error)) {
        return false;
    }
    if (tile_height != spec->tile_size) {
        return place_fail(map->place, reader->error,
                          "the map's tiles are %u x %u pixels, expected square ones",
                          spec->tile_size, tile_height);
    }
    spec->solid = calloc((size_t)spec->tile_columns * spec->tile_rows, sizeof *spec->solid);
    if (!spec->solid) {
        return place_fail(map->place, reader->error, "out of memory, expected enough for the map");
    }
    return true;
}

/* The file's name without its folder and ending, for a map that has no title. */
static void title_from_path(const char *path, char *title, size_t size)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    size_t length = strcspn(name, ".");
    length = length < size ? length : size - 1;
    memcpy(title, name, length);
    title[length] = '\0';
}

static bool fail_script(TmxReader *reader, const XmlElement *map)
{
    char names[2 * SPEC_NAME_SIZE] = "";
    size_t used = 0;
    for (uint32_t i = 0; i < script_count() && used < sizeof names; i++) {
        used += (size_t)snprintf(names + used, sizeof names - used, "%s%s", used ? ", " : "",
                                 script_at(i)->name);
    }
    return place_fail(property_find(map, "script")->place, reader->error,
                      "property \"script\" is \"%.40s\", expected one of %s",
                      reader->level->spec.script, names);
}

/* A script has its words from the map, so that the map's language is the level's. */
static bool check_hints(TmxReader *reader, const XmlElement *map, const ScriptRow *script)
{
    for (uint32_t i = 0; i < script->hints; i++) {
        if (reader->level->spec.hints[i][0] == '\0') {
            return place_fail(property_find(map, "script")->place, reader->error,
                              "script %.40s shows hint %u, and the map has none, expected a "
                              "property \"hint_%u\"",
                              script->name, i + 1, i + 1);
        }
    }
    return true;
}

static bool read_script(TmxReader *reader, const XmlElement *map)
{
    WorldSpec *spec = &reader->level->spec;
    for (unsigned i = 0; i < SPEC_HINTS_MAX; i++) {
        char name[16];
        snprintf(name, sizeof name, "hint_%u", i + 1);
        if (!property_string(map, name, spec->hints[i], sizeof spec->hints[i], reader->error)) {
            return false;
        }
    }
    if (!property_string(map, "script", spec->script, sizeof spec->script, reader->error)) {
        return false;
    }
    if (spec->script[0] == '\0') {
        return true;
    }
    const ScriptRow *script = script_find(spec->script);
    return script ? check_hints(reader, map, script) : fail_script(reader, map);
}

static bool read_rules(TmxReader *reader, const XmlElement *map)
{
    Error *error = reader->error;
    WorldSpec *spec = &reader->level->spec;
    float dawn_s = 0;
    title_from_path(reader->level->path, spec->title, sizeof spec->title);
    bool ok =
        attribute_optional_rgb(map, "backgroundcolor", &reader->level->background_rgb, error) &&
        property_string(map, "title", spec->title, sizeof spec->title, error) &&
        property_string(map, "hint", spec->hint, sizeof spec->hint, error) &&
        property_u32(map, "goal", (Limits){0, SPEC_SPRITES_MAX}, &spec->goal, error) &&
        property_f32(map, "dawn_s", (Limits){0, DAWN_MAX_S}, &dawn_s, error);
    spec->dawn_ticks = (uint32_t)(dawn_s * TICKS_PER_S + 0.5f);
    return ok && read_script(reader, map);
}

/* The game draws a layer where its cells are, and an object is where it says. */
static bool refuse_offset(TmxReader *reader, const XmlElement *layer)
{
    Limits any = {-1e9, 1e9};
    float x = 0;
    float y = 0;
    if (!attribute_optional_f32(layer, "offsetx", any, &x, reader->error) ||
        !attribute_optional_f32(layer, "offsety", any, &y, reader->error)) {
        return false;
    }
    if (x < 0 || x > 0 || y < 0 || y > 0) {
        return place_fail(layer->place, reader->error,
                          "the layer is moved by (%g, %g) pixels, expected an offset of 0",
                          (double)x, (double)y);
    }
    return true;
}

/* XML_DEPTH_MAX bounds how deep groups lie in groups. */
static bool read_layers(TmxReader *reader, const XmlElement *parent, TmxGroup outer)
{
    for (const XmlElement *child = parent->first; child; child = child->next) {
        bool ok = true;
        if (strcmp(child->name, "layer") == 0) {
            ok = refuse_offset(reader, child) && tmx_read_layer(reader, child, outer);
        } else if (strcmp(child->name, "objectgroup") == 0) {
            ok = refuse_offset(reader, child) && tmx_read_objects(reader, child);
        } else if (strcmp(child->name, "group") == 0) {
            TmxGroup group;
            ok = refuse_offset(reader, child) && tmx_read_group(reader, child, outer, &group) &&
                 read_layers(reader, child, group);
        }
        if (!ok) {
            return false;
        }
    }
    return true;
}

bool tmx_read_map(TmxReader *reader, const XmlElement *map)
{
    if (strcmp(map->name, "map") != 0) {
        return place_fail(map->place, reader->error,
                          "the file holds a <%.40s>, expected a Tiled <map>", map->name);
    }
    TmxGroup outermost = {.visible = true, .opacity = 1};
    return read_kind(reader, map) && read_size(reader, map) && read_rules(reader, map) &&
           tmx_read_tilesets(reader, map) && read_layers(reader, map, outermost) &&
           tmx_finish_objects(reader, map);
}
