#include "level/level.h"

#include "level/draft.h"

#include <stdlib.h>

/* One layer after the other, up to the first that is bad. */
static Level *finish(LevelDraft *draft, Error *error)
{
    for (uint32_t i = 0; i < draft->layer_count && draft_unpack(draft, i); i++) {
    }
    return draft_finish(draft, error);
}

Level *level_load(const char *path, Error *error)
{
    LevelDraft draft;
    draft_read(&draft, path);
    return finish(&draft, error);
}

Level *level_parse(const char *path, const char *bytes, size_t count, Error *error)
{
    LevelDraft draft;
    draft_read_bytes(&draft, path, bytes, count);
    return finish(&draft, error);
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
