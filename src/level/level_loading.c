#include "level/level_loading.h"

#include "backend/future.h"
#include "level/draft.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

typedef struct Unpacking {
    Future future;
    LevelLoading *loading;
    uint32_t layer;
} Unpacking;

struct LevelLoading {
    LevelDraft draft;
    FutureGroup group; /* the reading, then the layers */
    Future reading;
    Unpacking layers[LEVEL_LAYERS_MAX];
    bool is_read;
    uint32_t done;
    char path[]; /* a path may be longer than a level's */
};

static bool read_file(Lane *lane, void *argument)
{
    (void)lane;
    LevelLoading *loading = argument;
    draft_read(&loading->draft, loading->path);
    return true;
}

static bool unpack(Lane *lane, void *argument)
{
    Unpacking *layer = argument;
    return lane_yield(lane) && draft_unpack(&layer->loading->draft, layer->layer);
}

LevelLoading *level_loading_begin(const char *path, Backend *backend, Error *error)
{
    size_t size = strlen(path) + 1;
    LevelLoading *loading = calloc(1, sizeof *loading + size);
    if (!loading) {
        error_set(error, "%s: no memory to load it", path);
        return NULL;
    }
    memcpy(loading->path, path, size);
    future_group_open(&loading->group, backend);
    future_submit(&loading->reading, backend, read_file, loading, &loading->group);
    return loading;
}

static void begin_layers(LevelLoading *loading)
{
    loading->is_read = true;
    for (uint32_t i = 0; i < loading->draft.layer_count; i++) {
        Unpacking *layer = &loading->layers[i];
        *layer = (Unpacking){.loading = loading, .layer = i};
        future_submit(&layer->future, loading->group.backend, unpack, layer, &loading->group);
    }
}

/* A bad layer is the one that is told of, unless an earlier one is bad too. */
static void give_up_later_ones(LevelLoading *loading, const Future *bad)
{
    const Unpacking *layer = bad->argument;
    for (uint32_t i = layer->layer + 1; i < loading->draft.layer_count; i++) {
        future_cancel(&loading->layers[i].future);
    }
}

bool level_loading_step(LevelLoading *loading, uint64_t deadline_ns)
{
    Future *future = future_group_next(&loading->group, NULL, deadline_ns);
    loading->done += future != NULL;
    if (future == &loading->reading) {
        begin_layers(loading);
    } else if (future && future_state(future) == FUTURE_FAILED) {
        give_up_later_ones(loading, future);
    }
    return loading->group.left == 0;
}

uint32_t level_loading_done(const LevelLoading *loading)
{
    return loading->done;
}

uint32_t level_loading_total(const LevelLoading *loading)
{
    return loading->done + loading->group.left;
}

const Level *level_loading_outline(const LevelLoading *loading)
{
    bool is_good = loading->is_read && loading->draft.error.text[0] == '\0';
    return is_good ? loading->draft.level : NULL;
}

Level *level_loading_take(LevelLoading *loading, Error *error)
{
    assert(loading->group.left == 0);
    return draft_finish(&loading->draft, error);
}

void level_loading_end(LevelLoading *loading)
{
    if (!loading) {
        return;
    }
    if (loading->group.left > 0) { /* otherwise the backend may be gone */
        future_group_cancel(&loading->group, NULL);
    }
    draft_drop(&loading->draft);
    free(loading);
}
