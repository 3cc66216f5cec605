#include "view/batch.h"

#include <stdlib.h>

/* Small enough to stay in the second cache, large enough that a call's cost does not count. */
enum { BATCH_QUADS = 2048, QUAD_CORNERS = 4, QUAD_INDICES = 6 };

typedef struct Quad {
    SDL_Rect source;
    SDL_FRect place;
    SDL_Color color;
} Quad;

typedef struct Corner {
    float x, y;
    SDL_Color color;
    float u, v;
} Corner;

struct Batch {
    SDL_Renderer *renderer;
    SDL_Texture *texture;
    SDL_BlendMode mode;
    bool software;
    float texel_u, texel_v; /* the size of the texture's pixel, in texture coordinates */
    int count;
    Quad quads[BATCH_QUADS];
    Corner corners[BATCH_QUADS * QUAD_CORNERS];
    uint16_t indices[BATCH_QUADS * QUAD_INDICES];
};

Batch *batch_create(SDL_Renderer *renderer, bool software)
{
    static const uint16_t ORDER[QUAD_INDICES] = {0, 1, 2, 2, 1, 3};
    Batch *batch = calloc(1, sizeof *batch);
    if (!batch) {
        return NULL;
    }
    batch->renderer = renderer;
    batch->software = software;
    for (uint32_t quad = 0; quad < BATCH_QUADS; quad++) {
        for (uint32_t i = 0; i < QUAD_INDICES; i++) {
            batch->indices[quad * QUAD_INDICES + i] = (uint16_t)(quad * QUAD_CORNERS + ORDER[i]);
        }
    }
    return batch;
}

void batch_destroy(Batch *batch)
{
    free(batch);
}

void batch_use(Batch *batch, SDL_Texture *texture, SDL_BlendMode mode)
{
    if (batch->texture == texture && batch->mode == mode) {
        return;
    }
    batch_flush(batch);
    int width = 1;
    int height = 1;
    SDL_QueryTexture(texture, NULL, NULL, &width, &height);
    batch->texture = texture;
    batch->mode = mode;
    batch->texel_u = 1.0f / (float)width;
    batch->texel_v = 1.0f / (float)height;
}

void batch_quad(Batch *batch, const SDL_Rect *source, const SDL_FRect *place, SDL_Color color)
{
    if (batch->count == BATCH_QUADS) {
        batch_flush(batch);
    }
    batch->quads[batch->count++] = (Quad){*source, *place, color};
}

static void write_corners(const Batch *batch, const Quad *quad, Corner *corners)
{
    float left = (float)quad->source.x * batch->texel_u;
    float top = (float)quad->source.y * batch->texel_v;
    float right = (float)(quad->source.x + quad->source.w) * batch->texel_u;
    float bottom = (float)(quad->source.y + quad->source.h) * batch->texel_v;
    const SDL_FRect *at = &quad->place;
    corners[0] = (Corner){at->x, at->y, quad->color, left, top};
    corners[1] = (Corner){at->x + at->w, at->y, quad->color, right, top};
    corners[2] = (Corner){at->x, at->y + at->h, quad->color, left, bottom};
    corners[3] = (Corner){at->x + at->w, at->y + at->h, quad->color, right, bottom};
}

static void submit_triangles(Batch *batch)
{
    for (int i = 0; i < batch->count; i++) {
        write_corners(batch, &batch->quads[i], &batch->corners[i * QUAD_CORNERS]);
    }
    const Corner *first = batch->corners;
    SDL_RenderGeometryRaw(batch->renderer, batch->texture, &first->x, sizeof *first, &first->color,
                          sizeof *first, &first->u, sizeof *first, batch->count * QUAD_CORNERS,
                          batch->indices, batch->count * QUAD_INDICES, sizeof *batch->indices);
}

static bool same_color(SDL_Color a, SDL_Color b)
{
    return a.r == b.r && a.g == b.g && a.b == b.b && a.a == b.a;
}

static void tint(SDL_Texture *texture, SDL_Color color)
{
    SDL_SetTextureColorMod(texture, color.r, color.g, color.b);
    SDL_SetTextureAlphaMod(texture, color.a);
}

static void submit_copies(Batch *batch)
{
    const SDL_Color white = {255, 255, 255, 255};
    SDL_Color now = white;
    for (int i = 0; i < batch->count; i++) {
        const Quad *quad = &batch->quads[i];
        if (!same_color(quad->color, now)) {
            now = quad->color;
            tint(batch->texture, now);
        }
        SDL_RenderCopyF(batch->renderer, batch->texture, &quad->source, &quad->place);
    }
    if (!same_color(now, white)) {
        tint(batch->texture, white);
    }
}

void batch_flush(Batch *batch)
{
    if (batch->count == 0) {
        return;
    }
    SDL_SetTextureBlendMode(batch->texture, batch->mode);
    if (batch->software) {
        submit_copies(batch);
    } else {
        submit_triangles(batch);
    }
    batch->count = 0;
}
