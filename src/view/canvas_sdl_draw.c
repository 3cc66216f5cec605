#include "view/canvas_sdl.h"

#include <stdlib.h>

SDL_BlendMode sdl_mode_of(CanvasBlend blend)
{
    static const SDL_BlendMode MODES[CANVAS_BLENDS] = {
        [CANVAS_COPY] = SDL_BLENDMODE_NONE,
        [CANVAS_BLEND] = SDL_BLENDMODE_BLEND,
        [CANVAS_ADD] = SDL_BLENDMODE_ADD,
        [CANVAS_LIGHT] = SDL_BLENDMODE_MUL,
    };
    return MODES[blend];
}

void sdl_order_indices(SdlModel *model)
{
    static const uint16_t ORDER[QUAD_INDICES] = {0, 1, 2, 2, 1, 3};
    for (uint32_t quad = 0; quad < CANVAS_BATCH; quad++) {
        for (uint32_t i = 0; i < QUAD_INDICES; i++) {
            model->indices[quad * QUAD_INDICES + i] = (uint16_t)(quad * QUAD_CORNERS + ORDER[i]);
        }
    }
}

static void write_corners(const CanvasPicture *picture, const CanvasQuad *quad, Corner *corners)
{
    float texel_u = 1.0f / (float)picture->width;
    float texel_v = 1.0f / (float)picture->height;
    float left = (float)quad->source.x * texel_u;
    float top = (float)quad->source.y * texel_v;
    float right = (float)(quad->source.x + quad->source.w) * texel_u;
    float bottom = (float)(quad->source.y + quad->source.h) * texel_v;
    const SDL_FRect *at = &quad->place;
    corners[0] = (Corner){at->x, at->y, quad->color, left, top};
    corners[1] = (Corner){at->x + at->w, at->y, quad->color, right, top};
    corners[2] = (Corner){at->x, at->y + at->h, quad->color, left, bottom};
    corners[3] = (Corner){at->x + at->w, at->y + at->h, quad->color, right, bottom};
}

/* SDL makes 120 bytes of each: it hands them on while they are still in the cache, which costs a
 * draw call and saves a sixth. */
static void submit_corners(SdlModel *model, const CanvasPicture *picture, uint32_t count)
{
    const Corner *first = model->corners;
    SDL_RenderGeometryRaw(model->renderer, picture->data, &first->x, sizeof *first, &first->color,
                          sizeof *first, &first->u, sizeof *first, (int)count * QUAD_CORNERS,
                          model->indices, (int)count * QUAD_INDICES, sizeof *model->indices);
    SDL_RenderFlush(model->renderer);
}

static void submit_triangles(SdlModel *model, const CanvasPicture *picture, const CanvasQuad *quads,
                             uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        write_corners(picture, &quads[i], &model->corners[i * QUAD_CORNERS]);
    }
    submit_corners(model, picture, count);
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

static void submit_copies(SdlModel *model, const CanvasPicture *picture, const CanvasQuad *quads,
                          uint32_t count)
{
    const SDL_Color white = {255, 255, 255, 255};
    SDL_Color now = white;
    for (uint32_t i = 0; i < count; i++) {
        const CanvasQuad *quad = &quads[i];
        if (!same_color(quad->color, now)) {
            now = quad->color;
            tint(picture->data, now);
        }
        SDL_RenderCopyF(model->renderer, picture->data, &quad->source, &quad->place);
    }
    if (!same_color(now, white)) {
        tint(picture->data, white);
    }
}

/* The software renderer copies untinted, unscaled quads fastest one by one; any other gets
 * triangles. */
static void submit(Canvas *canvas, const CanvasPicture *picture, CanvasBlend blend,
                   const CanvasQuad *quads, uint32_t count)
{
    SDL_SetTextureBlendMode(picture->data, sdl_mode_of(blend));
    if (canvas->sparing) {
        submit_copies(canvas->model, picture, quads, count);
    } else {
        submit_triangles(canvas->model, picture, quads, count);
    }
}

void sdl_draw_quads(Canvas *canvas, const CanvasQuad *quads, uint32_t count)
{
    submit(canvas, canvas->used, canvas->blend, quads, count);
}

/* False: no memory. */
static bool write_stamps(SdlModel *model, const CanvasSprites *sprites)
{
    if (sprites->frame_count > model->stamp_capacity) {
        Stamp *more = realloc(model->stamps, sprites->frame_count * sizeof *more);
        if (!more) {
            return false;
        }
        model->stamps = more;
        model->stamp_capacity = sprites->frame_count;
    }
    float texel_u = 1.0f / (float)sprites->picture->width;
    float texel_v = 1.0f / (float)sprites->picture->height;
    for (uint32_t i = 0; i < sprites->frame_count; i++) {
        const SDL_Rect *frame = &sprites->frames[i];
        int width = frame->w * sprites->zoom;
        int height = frame->h * sprites->zoom;
        model->stamps[i] = (Stamp){(float)(-(width / 2)),
                                   (float)(-(height / 2)),
                                   (float)width,
                                   (float)height,
                                   (float)frame->x * texel_u,
                                   (float)frame->y * texel_v,
                                   (float)(frame->x + frame->w) * texel_u,
                                   (float)(frame->y + frame->h) * texel_v};
    }
    return true;
}

/* Straight from the list to the corners. */
static void draw_stamps(SdlModel *model, const CanvasSprites *sprites)
{
    SDL_SetTextureBlendMode(sprites->picture->data, sdl_mode_of(sprites->blend));
    for (uint32_t begin = 0; begin < sprites->count; begin += CANVAS_BATCH) {
        uint32_t count = SDL_min(sprites->count - begin, (uint32_t)CANVAS_BATCH);
        Corner *corner = model->corners;
        for (const CanvasSprite *item = sprites->items + begin, *end = item + count; item < end;
             item++, corner += QUAD_CORNERS) {
            const Stamp *stamp = &model->stamps[item->frame];
            SDL_Color color = sprites->colors ? sprites->colors[item->lane] : sprites->color;
            float left = (float)item->x + stamp->left;
            float top = (float)item->y + stamp->top;
            float right = left + stamp->width;
            float bottom = top + stamp->height;
            corner[0] = (Corner){left, top, color, stamp->u0, stamp->v0};
            corner[1] = (Corner){right, top, color, stamp->u1, stamp->v0};
            corner[2] = (Corner){left, bottom, color, stamp->u0, stamp->v1};
            corner[3] = (Corner){right, bottom, color, stamp->u1, stamp->v1};
        }
        submit_corners(model, sprites->picture, count);
    }
}

void sdl_draw_sprites(Canvas *canvas, const CanvasSprites *sprites)
{
    SdlModel *model = canvas->model;
    if (!canvas->sparing && write_stamps(model, sprites)) {
        draw_stamps(model, sprites);
        return;
    }
    int zoom = sprites->zoom;
    for (uint32_t begin = 0; begin < sprites->count; begin += CANVAS_BATCH) {
        uint32_t count = SDL_min(sprites->count - begin, (uint32_t)CANVAS_BATCH);
        for (uint32_t i = 0; i < count; i++) {
            const CanvasSprite *item = &sprites->items[begin + i];
            const SDL_Rect *frame = &sprites->frames[item->frame];
            SDL_FRect at = {(float)(item->x - frame->w * zoom / 2),
                            (float)(item->y - frame->h * zoom / 2), (float)(frame->w * zoom),
                            (float)(frame->h * zoom)};
            SDL_Color color = sprites->colors ? sprites->colors[item->lane] : sprites->color;
            model->quads[i] = (CanvasQuad){*frame, at, color};
        }
        submit(canvas, sprites->picture, sprites->blend, model->quads, count);
    }
}
