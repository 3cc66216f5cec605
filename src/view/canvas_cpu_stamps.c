#include "view/canvas_cpu.h"

#include <stdlib.h>

static void free_stamps(CpuStampSet *set)
{
    for (uint32_t i = 0; i < set->frame_count; i++) {
        free(set->stamps[i].pixels);
        free(set->stamps[i].seen);
    }
    free(set->stamps);
    *set = (CpuStampSet){0};
}

void cpu_stamps_forget(CpuModel *model, const CanvasPicture *picture)
{
    for (uint32_t i = 0; i < CPU_STAMP_SETS; i++) {
        CpuStampSet *set = &model->sets[i];
        if (set->picture && (!picture || set->picture == picture)) {
            free_stamps(set);
        }
    }
}

/* The set with that look, or an empty one in place of the one that was left alone for longest. */
static CpuStampSet *find_set(CpuModel *model, const CpuStampSet *like)
{
    CpuStampSet *oldest = &model->sets[0];
    for (uint32_t i = 0; i < CPU_STAMP_SETS; i++) {
        CpuStampSet *set = &model->sets[i];
        if (set->picture == like->picture && set->frames == like->frames &&
            set->frame_count == like->frame_count && set->zoom == like->zoom &&
            set->color == like->color && set->blend == like->blend) {
            return set;
        }
        if (set->used < oldest->used) {
            oldest = set;
        }
    }
    if (oldest->used == model->flushes) {
        return NULL; /* all of them are wanted in this one record */
    }
    free_stamps(oldest);
    *oldest = *like;
    oldest->stamps = calloc(like->frame_count, sizeof *oldest->stamps);
    if (!oldest->stamps) {
        *oldest = (CpuStampSet){0};
        return NULL;
    }
    return oldest;
}

static void mark_row(CpuStamp *stamp, int y)
{
    const uint32_t *row = stamp->pixels + (size_t)y * (size_t)stamp->width;
    for (int x = 0; x < stamp->width; x++) {
        stamp->opaque += row[x] >> 24 == 255;
        if (stamp->seen) {
            stamp->seen[y] |= (uint64_t)(row[x] != 0) << x;
            stamp->covering[y] |= (uint64_t)(row[x] >> 24 == 255) << x;
        }
    }
}

static bool make_stamp(CpuStamp *stamp, const CpuStampSet *set, const Blit *blit,
                       const SDL_Rect *frame)
{
    const CpuSurface *from = &((CpuPicture *)set->picture->data)->surface;
    bool is_tinted = set->color != UINT32_MAX;
    bool straight = cpu_takes_straight(set->picture, set->blend, is_tinted);
    const uint32_t *pixels = straight ? set->picture->pixels : from->pixels;
    TintFunction *tint = cpu_tint(blit, set->blend, straight);
    int zoom = set->zoom;
    stamp->width = frame->w * zoom;
    stamp->height = frame->h * zoom;
    size_t count = (size_t)stamp->width * (size_t)stamp->height;
    stamp->pixels = malloc((count + 1) * sizeof *stamp->pixels);
    if (!stamp->pixels) {
        return false;
    }
    if (stamp->width <= CPU_BAND) {
        stamp->seen = calloc((size_t)stamp->height * 2 + 1, sizeof *stamp->seen);
        stamp->covering = stamp->seen ? stamp->seen + stamp->height : NULL;
    }
    for (int y = 0; y < stamp->height; y++) {
        const uint32_t *row =
            pixels + (size_t)(frame->y + y / zoom) * from->stride + (size_t)frame->x;
        uint32_t *to = stamp->pixels + (size_t)y * (size_t)stamp->width;
        for (int x = 0; x < stamp->width; x++) {
            to[x] = row[x / zoom];
        }
        if (is_tinted) {
            tint(to, to, (uint32_t)stamp->width, set->color);
        }
        mark_row(stamp, y);
    }
    return true;
}

/* Stamps of all frames where there are few, and else of those that an item has. */
static bool make_missing(CpuStampSet *set, const Blit *blit, const CanvasSprites *sprites)
{
    enum { FEW = 8 };
    if (set->frame_count <= FEW) {
        for (uint32_t i = 0; i < set->frame_count; i++) {
            if (!set->stamps[i].pixels &&
                !make_stamp(&set->stamps[i], set, blit, &set->frames[i])) {
                return false;
            }
        }
        return true;
    }
    for (uint32_t i = 0; i < sprites->count; i++) {
        CpuStamp *stamp = &set->stamps[sprites->items[i].frame];
        if (!stamp->pixels &&
            !make_stamp(stamp, set, blit, &set->frames[sprites->items[i].frame])) {
            return false;
        }
    }
    return true;
}

const CpuStamp *cpu_stamps(CpuModel *model, const CanvasSprites *sprites)
{
    SDL_Color tint = sprites->color;
    uint32_t light =
        (uint32_t)tint.a << 24 | (uint32_t)tint.r << 16 | (uint32_t)tint.g << 8 | tint.b;
    uint32_t color = sprites->blend == CANVAS_LIGHT ? light : cpu_premultiplied(tint);
    CpuStampSet like = {.picture = sprites->picture,
                        .frames = sprites->frames,
                        .frame_count = sprites->frame_count,
                        .zoom = sprites->zoom,
                        .color = sprites->colors ? UINT32_MAX : color,
                        .blend = sprites->blend};
    CpuStampSet *set = find_set(model, &like);
    if (!set) {
        return NULL;
    }
    set->used = model->flushes;
    return make_missing(set, model->blit, sprites) ? set->stamps : NULL;
}
