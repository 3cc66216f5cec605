#include "view/pictures.h"

#include "backend/future.h"
#include "view/image.h"

#include <assert.h>
#include <stdlib.h>

typedef struct Decoding {
    Future future;
    const char *path;
    Picture picture;
} Decoding;

struct Pictures {
    FutureGroup group;
    uint32_t count;
    Decoding decodings[LEVEL_TILESETS_MAX];
};

static void decode(Decoding *decoding)
{
    decoding->picture.surface = image_load(decoding->path, &decoding->picture.fault);
}

/* A picture that cannot be shown has a placeholder, so its future has not failed. */
static bool decode_as_future(Lane *lane, void *argument)
{
    bool goes_on = lane_yield(lane);
    if (goes_on) {
        decode(argument);
    }
    return goes_on;
}

static Pictures *create(const Level *level, Error *error)
{
    Pictures *pictures = calloc(1, sizeof *pictures);
    if (!pictures) {
        error_set(error, "no memory for the level's pictures");
        return NULL;
    }
    pictures->count = level->tileset_count;
    for (uint32_t i = 0; i < pictures->count; i++) {
        pictures->decodings[i].path = level->tilesets[i].image;
    }
    return pictures;
}

Pictures *pictures_begin(const Level *level, Backend *backend, Error *error)
{
    Pictures *pictures = create(level, error);
    if (!pictures) {
        return NULL;
    }
    image_prepare();
    future_group_open(&pictures->group, backend);
    for (uint32_t i = 0; i < pictures->count; i++) {
        Decoding *decoding = &pictures->decodings[i];
        future_submit(&decoding->future, backend, decode_as_future, decoding, &pictures->group);
    }
    return pictures;
}

Pictures *pictures_load(const Level *level, Error *error)
{
    Pictures *pictures = create(level, error);
    for (uint32_t i = 0; pictures && i < pictures->count; i++) {
        decode(&pictures->decodings[i]);
    }
    return pictures;
}

bool pictures_step(Pictures *pictures, uint64_t deadline_ns)
{
    if (pictures->group.left > 0) {
        future_group_next(&pictures->group, NULL, deadline_ns);
    }
    return pictures->group.left == 0;
}

uint32_t pictures_done(const Pictures *pictures)
{
    return pictures->count - pictures->group.left;
}

uint32_t pictures_total(const Pictures *pictures)
{
    return pictures->count;
}

const Picture *pictures_of(const Pictures *pictures, uint32_t tileset)
{
    assert(pictures->group.left == 0 && tileset < pictures->count);
    return &pictures->decodings[tileset].picture;
}

void pictures_end(Pictures *pictures)
{
    if (!pictures) {
        return;
    }
    if (pictures->group.left > 0) { /* otherwise the backend may be gone */
        future_group_cancel(&pictures->group, NULL);
    }
    for (uint32_t i = 0; i < pictures->count; i++) {
        SDL_FreeSurface(pictures->decodings[i].picture.surface);
    }
    free(pictures);
}
