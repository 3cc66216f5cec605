#include "app/loading.h"

#include "app/interrupt.h"
#include "level/level_loading.h"
#include "view/input.h"

#include <stdlib.h>

#define FRAME_NS (NS_PER_S / 60)

struct Loading {
    Backend *backend;
    LevelLoading *level;
    Pictures *pictures; /* NULL: not wanted, not known of as yet, or no memory for them */
    bool wants_pictures;
    float part;
    uint64_t start_ns;
};

Loading *loading_begin(const char *path, Backend *backend, bool with_pictures, Error *error)
{
    Loading *loading = calloc(1, sizeof *loading);
    if (!loading) {
        error_set(error, "%s: no memory to load it", path);
        return NULL;
    }
    loading->backend = backend;
    loading->wants_pictures = with_pictures;
    loading->start_ns = clock_now_ns();
    loading->level = level_loading_begin(path, backend, error);
    if (!loading->level) {
        free(loading);
        return NULL;
    }
    return loading;
}

/* As soon as the map says which there are. Without memory for them now the stage will ask for them
 * again, and say so. */
static void begin_pictures(Loading *loading)
{
    const Level *outline = level_loading_outline(loading->level);
    if (loading->wants_pictures && outline) {
        loading->wants_pictures = false;
        loading->pictures = pictures_begin(outline, loading->backend, NULL);
    }
}

/* Pieces that become known on the way would make the bar fall back. */
static void update_part(Loading *loading)
{
    uint32_t done = level_loading_done(loading->level);
    uint32_t total = level_loading_total(loading->level);
    if (loading->pictures) {
        done += pictures_done(loading->pictures);
        total += pictures_total(loading->pictures);
    }
    float part = total > 0 ? (float)done / (float)total : 0.0f;
    loading->part = part > loading->part ? part : loading->part;
}

static bool step(Loading *loading, uint64_t deadline_ns)
{
    bool level_is_done = level_loading_step(loading->level, deadline_ns);
    begin_pictures(loading);
    bool is_done =
        level_is_done && (!loading->pictures || pictures_step(loading->pictures, deadline_ns));
    update_part(loading);
    return is_done;
}

bool loading_poll(Loading *loading, uint64_t deadline_ns)
{
    bool is_done;
    do {
        is_done = step(loading, deadline_ns);
    } while (!is_done && clock_now_ns() < deadline_ns);
    return is_done;
}

float loading_part(const Loading *loading)
{
    return loading->part;
}

static void draw(const Loading *loading, Stage *stage, const World *world, const char *name)
{
    const Level *outline = level_loading_outline(loading->level);
    Curtain curtain = {
        .title = outline ? outline->spec.title : name,
        .part = loading->part,
        .age_ms = (uint32_t)((clock_now_ns() - loading->start_ns) / NS_PER_MS),
    };
    stage_draw_curtain(stage, world, &curtain);
    stage_present(stage);
}

LoadingEnd loading_show(Loading *loading, Stage *stage, const World *world, const char *name)
{
    uint64_t deadline_ns = loading->start_ns + LOADING_PATIENCE_NS;
    while (!loading_poll(loading, deadline_ns)) {
        InputBreak wish = input_poll_break();
        if (wish.quit || interrupt_requested()) {
            return LOADING_CLOSED;
        }
        if (wish.escape) {
            return LOADING_LEFT;
        }
        if (wish.resized) {
            stage_resized(stage);
        }
        draw(loading, stage, world, name);
        deadline_ns = clock_now_ns() + FRAME_NS;
    }
    return LOADING_DONE;
}

Level *loading_take_level(Loading *loading, Error *error)
{
    return level_loading_take(loading->level, error);
}

Pictures *loading_take_pictures(Loading *loading)
{
    Pictures *pictures = loading->pictures;
    loading->pictures = NULL;
    return pictures;
}

void loading_end(Loading *loading)
{
    if (!loading) {
        return;
    }
    pictures_end(loading->pictures); /* they read the level's outline */
    level_loading_end(loading->level);
    free(loading);
}
