#include "level/draft.h"

#include "base/hash.h"
#include "level/source.h"

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

void draft_read(LevelDraft *draft, const char *path)
{
    Source source;
    memset(draft, 0, sizeof *draft);
    if (check_path(path, &draft->error) &&
        source_read(path, start_of(path), &source, &draft->error)) {
        draft_read_bytes(draft, path, source.bytes, source.count);
        free(source.bytes);
    }
}

void draft_read_bytes(LevelDraft *draft, const char *path, const char *bytes, size_t count)
{
    memset(draft, 0, sizeof *draft);
    Error *error = &draft->error;
    draft->document = check_path(path, error) ? xml_parse(path, bytes, count, error) : NULL;
    if (!draft->document) {
        return;
    }
    draft->level = level_create(path);
    if (!draft->level) {
        place_fail(start_of(path), error, "out of memory, expected enough for the level");
        return;
    }
    draft->level->content_hash = hash_bytes(HASH_START, bytes, count);
    draft->reader = (TmxReader){.level = draft->level, .error = error};
    tmx_read_map(&draft->reader, xml_root(draft->document));
    draft->layer_count = draft->reader.packed_count;
}

bool draft_unpack(LevelDraft *draft, uint32_t layer)
{
    assert(layer < draft->layer_count);
    return tmx_unpack(&draft->reader, layer, &draft->layer_errors[layer]);
}

/* The layers that were taken note of come before the fault at which the reading ended. */
static const Error *first_fault(const LevelDraft *draft)
{
    for (uint32_t i = 0; i < draft->layer_count; i++) {
        if (draft->layer_errors[i].text[0] != '\0') {
            return &draft->layer_errors[i];
        }
    }
    return draft->error.text[0] != '\0' ? &draft->error : NULL;
}

Level *draft_finish(LevelDraft *draft, Error *error)
{
    const Error *fault = first_fault(draft);
    if (fault) {
        error_set(error, "%s", fault->text);
        draft_drop(draft);
        return NULL;
    }
    Level *level = draft->level;
    draft->level = NULL;
    draft_drop(draft);
    return level;
}

void draft_drop(LevelDraft *draft)
{
    level_destroy(draft->level);
    xml_destroy(draft->document);
    draft->level = NULL;
    draft->document = NULL;
}
