#include "level/level.h"

#include "base/hash.h"
#include "level/source.h"
#include "level/tmx.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* The lists of objects are small at their largest, so they are as large from the start. */
static Level *level_create(const char *path)
{
    assert(strlen(path) < LEVEL_PATH_SIZE);
    Level *level = calloc(1, sizeof *level);
    if (!level) {
        return NULL;
    }
    memcpy(level->path, path, strlen(path) + 1);
    WorldSpec *spec = &level->spec;
    spec->swarms = calloc(SPEC_SWARMS_MAX, sizeof *spec->swarms);
    spec->jars = calloc(SPEC_JARS_MAX, sizeof *spec->jars);
    spec->paths = calloc(SPEC_PATHS_MAX, sizeof *spec->paths);
    spec->owls = calloc(SPEC_OWLS_MAX, sizeof *spec->owls);
    if (!spec->swarms || !spec->jars || !spec->paths || !spec->owls) {
        level_destroy(level);
        return NULL;
    }
    return level;
}

static Place start_of(const char *path)
{
    return (Place){path, 1, 1};
}

static bool check_path(const char *path, Error *error)
{
    size_t length = strlen(path);
    if (length < LEVEL_PATH_SIZE) {
        return true;
    }
    return place_fail(start_of(path), error, "the path has %zu bytes, expected at most %d", length,
                      LEVEL_PATH_SIZE - 1);
}

Level *level_load(const char *path, Error *error)
{
    Source source;
    if (!check_path(path, error) || !source_read(path, start_of(path), &source, error)) {
        return NULL;
    }
    Level *level = level_parse(path, source.bytes, source.count, error);
    free(source.bytes);
    return level;
}

Level *level_parse(const char *path, const char *bytes, size_t count, Error *error)
{
    XmlDocument *document = check_path(path, error) ? xml_parse(path, bytes, count, error) : NULL;
    if (!document) {
        return NULL;
    }
    Level *level = level_create(path);
    if (!level) {
        place_fail(start_of(path), error, "out of memory, expected enough for the level");
        xml_destroy(document);
        return NULL;
    }
    level->content_hash = hash_bytes(HASH_START, bytes, count);
    TmxReader reader = {.level = level, .error = error};
    bool ok = tmx_read_map(&reader, xml_root(document));
    xml_destroy(document);
    if (!ok) {
        level_destroy(level);
        return NULL;
    }
    return level;
}

static void tileset_destroy(LevelTileset *tileset)
{
    for (uint32_t i = 0; tileset->tiles && i < tileset->tile_count; i++) {
        free(tileset->tiles[i].frames);
    }
    free(tileset->tiles);
}

void level_destroy(Level *level)
{
    if (!level) {
        return;
    }
    for (uint32_t i = 0; i < level->layer_count; i++) {
        free(level->layers[i].cells);
    }
    for (uint32_t i = 0; i < level->tileset_count; i++) {
        tileset_destroy(&level->tilesets[i]);
    }
    WorldSpec *spec = &level->spec;
    for (uint32_t i = 0; spec->paths && i < spec->path_count; i++) {
        free(spec->paths[i].points);
    }
    free(spec->solid);
    free(spec->swarms);
    free(spec->jars);
    free(spec->paths);
    free(spec->owls);
    free(level);
}

const LevelTileset *level_tileset_of(const Level *level, uint32_t tile, uint32_t *local)
{
    for (uint32_t i = 0; i < level->tileset_count; i++) {
        const LevelTileset *tileset = &level->tilesets[i];
        if (tile >= tileset->first && tile - tileset->first < tileset->tile_count) {
            *local = tile - tileset->first;
            return tileset;
        }
    }
    return NULL;
}
