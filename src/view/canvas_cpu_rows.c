#include "view/canvas_cpu.h"

#include <math.h>
#include <string.h>

static void copy(uint32_t *to, size_t to_stride, const uint32_t *from, size_t from_stride,
                 uint32_t width, uint32_t height)
{
    for (uint32_t y = 0; y < height; y++) {
        memcpy(to + y * to_stride, from + y * from_stride, width * sizeof *to);
    }
}

static BlitFunction *function_of(const Blit *blit, CanvasBlend blend)
{
    switch (blend) {
    case CANVAS_BLEND: return blit->blend;
    case CANVAS_ADD: return blit->add;
    case CANVAS_LIGHT: return blit->light;
    default: return copy;
    }
}

static uint32_t *at(const CpuSurface *surface, int x, int y)
{
    return surface->pixels + (size_t)y * surface->stride + (size_t)x;
}

/* ---- Fills ----------------------------------------------------------------------------------- */

static void draw_fill(const CpuModel *model, const CpuCommand *command, const SDL_Rect *here,
                      CpuRows *rows)
{
    uint32_t *to = at(&model->target, here->x, here->y);
    size_t stride = model->target.stride;
    uint32_t width = (uint32_t)here->w;
    uint32_t height = (uint32_t)here->h;
    if (command->blend == CANVAS_COPY) {
        model->blit->fill(to, stride, command->color, width, height);
        return;
    }
    model->blit->fill(rows->row, 0, command->color, width, 1);
    function_of(model->blit, command->blend)(to, stride, rows->row, 0, width, height);
}

/* ---- Quads ----------------------------------------------------------------------------------- */

static int source_of(int pixel, float place, float size, int first, int count)
{
    float part = ((float)pixel + 0.5f - place) / size;
    return first + SDL_clamp((int)(part * (float)count), 0, count - 1);
}

/* Which column of the picture each pixel of a row comes from. */
static void find_columns(const CpuCommand *command, const SDL_Rect *here, int32_t *columns)
{
    for (int x = 0; x < here->w; x++) {
        columns[x] = source_of(here->x + x, command->place.x, command->place.w, command->source.x,
                               command->source.w);
    }
}

static void gather_smooth(const CpuCommand *command, const SDL_Rect *here, int y, uint32_t *row)
{
    float v = ((float)y + 0.5f - command->place.y) / command->place.h;
    for (int x = 0; x < here->w; x++) {
        float u = ((float)(here->x + x) + 0.5f - command->place.x) / command->place.w;
        row[x] = cpu_sample(&command->from, &command->source, u, v);
    }
}

/* A row of the picture as it is laid on, scaled and tinted, row by row: those that come from the
 * same one are made once. */
static void draw_made_rows(const CpuModel *model, const CpuCommand *command, const SDL_Rect *here,
                           CpuRows *rows)
{
    BlitFunction *lay = function_of(model->blit, command->blend);
    TintFunction *tint = cpu_tint(model->blit, command->blend, command->straight);
    bool tinted = command->color != UINT32_MAX;
    int before = -1;
    const uint32_t *row = NULL;
    if (command->scaled) {
        find_columns(command, here, rows->columns);
    }
    for (int y = here->y; y < here->y + here->h; y++) {
        int from_y = command->scaled ? source_of(y, command->place.y, command->place.h,
                                                 command->source.y, command->source.h)
                                     : command->source.y + y - command->cover.y;
        if (command->smooth && command->scaled) {
            gather_smooth(command, here, y, rows->row);
            row = rows->row;
        } else if (from_y == before) {
            lay(at(&model->target, here->x, y), 0, row, 0, (uint32_t)here->w, 1);
            continue;
        } else if (command->scaled) {
            const uint32_t *from = at(&command->from, 0, from_y);
            for (int x = 0; x < here->w; x++) {
                rows->row[x] = from[rows->columns[x]];
            }
            row = rows->row;
        } else {
            row = at(&command->from, command->source.x + here->x - command->cover.x, from_y);
        }
        before = from_y;
        if (tinted) {
            tint(rows->tinted, row, (uint32_t)here->w, command->color);
            row = rows->tinted;
        }
        lay(at(&model->target, here->x, y), 0, row, 0, (uint32_t)here->w, 1);
    }
}

static void draw_quad(const CpuModel *model, const CpuCommand *command, const SDL_Rect *here,
                      CpuRows *rows)
{
    if (command->scaled || command->color != UINT32_MAX) {
        draw_made_rows(model, command, here, rows);
        return;
    }
    const uint32_t *from = at(&command->from, command->source.x + here->x - command->cover.x,
                              command->source.y + here->y - command->cover.y);
    BlitFunction *lay = function_of(model->blit, command->blend);
    lay(at(&model->target, here->x, here->y), model->target.stride, from, command->from.stride,
        (uint32_t)here->w, (uint32_t)here->h);
}

/* ---- Sprites --------------------------------------------------------------------------------- */

static void draw_tinted_stamp(const CpuModel *model, const SDL_Rect *here, const uint32_t *from,
                              size_t stride, BlitFunction *lay, uint32_t color, CpuRows *rows)
{
    for (int y = 0; y < here->h; y++) {
        model->blit->tint(rows->tinted, from + (size_t)y * stride, (uint32_t)here->w, color);
        lay(at(&model->target, here->x, here->y + y), 0, rows->tinted, 0, (uint32_t)here->w, 1);
    }
}

static inline void draw_stamp(const CpuModel *model, const CpuCommand *command,
                              const CanvasSprite *item, const SDL_Rect *here, BlitFunction *lay,
                              CpuRows *rows)
{
    const CpuStamp *stamp = &command->stamps[item->frame];
    int left = item->x - stamp->width / 2;
    int top = item->y - stamp->height / 2;
    int x0 = SDL_max(left, here->x);
    int y0 = SDL_max(top, here->y);
    int x1 = SDL_min(left + stamp->width, here->x + here->w);
    int y1 = SDL_min(top + stamp->height, here->y + here->h);
    if (x0 >= x1 || y0 >= y1) {
        return;
    }
    size_t stride = (size_t)stamp->width;
    const uint32_t *from = stamp->pixels + (size_t)(y0 - top) * stride + (size_t)(x0 - left);
    if (command->sprites.colors) {
        SDL_Rect seen = {x0, y0, x1 - x0, y1 - y0};
        uint32_t color = cpu_premultiplied(command->sprites.colors[item->lane]);
        draw_tinted_stamp(model, &seen, from, stride, lay, color, rows);
        return;
    }
    lay(at(&model->target, x0, y0), model->target.stride, from, stride, (uint32_t)(x1 - x0),
        (uint32_t)(y1 - y0));
}

static void draw_sprites(const CpuModel *model, const CpuCommand *command, const SDL_Rect *here,
                         uint32_t band, bool culled, CpuRows *rows)
{
    BlitFunction *lay = function_of(model->blit, command->blend);
    uint32_t bands = model->band_count;
    for (uint32_t chunk = command->first_chunk; chunk < cpu_chunks(command); chunk++) {
        const uint32_t *offsets = command->offsets + (size_t)chunk * (bands + 1);
        const uint16_t *places = command->places + (size_t)chunk * CPU_CHUNK * command->spans;
        const CanvasSprite *items = command->sprites.items + (size_t)chunk * CPU_CHUNK;
        uint32_t begin = culled ? command->begins[(size_t)chunk * bands + band] : offsets[band];
        for (uint32_t i = begin; i < offsets[band + 1]; i++) {
            draw_stamp(model, command, &items[places[i]], here, lay, rows);
        }
    }
}

/* ---- A band ---------------------------------------------------------------------------------- */

/* Which of the band's pixels a command may touch; false: none. Most commands lie in few bands, so
 * the rows are asked for first. */
static bool part_in(const CpuCommand *command, const SDL_Rect *stripe, SDL_Rect *here)
{
    const SDL_Rect *cover = &command->cover;
    SDL_Rect within;
    return cover->y < stripe->y + stripe->h && cover->y + cover->h > stripe->y &&
           SDL_IntersectRect(cover, &command->clip, &within) &&
           SDL_IntersectRect(&within, stripe, here);
}

void cpu_draw_band(const CpuModel *model, uint32_t band, CpuRows *rows)
{
    SDL_Rect stripe = {0, (int)band * CPU_BAND, model->target.width, CPU_BAND};
    for (uint32_t i = model->bands[band].first; i < model->command_count; i++) {
        const CpuCommand *command = &model->commands[i];
        SDL_Rect here;
        if (!part_in(command, &stripe, &here)) {
            continue;
        }
        if (command->kind == CPU_FILL) {
            draw_fill(model, command, &here, rows);
        } else if (command->kind == CPU_QUAD) {
            draw_quad(model, command, &here, rows);
        } else {
            draw_sprites(model, command, &here, band, i == model->culled, rows);
        }
    }
}
