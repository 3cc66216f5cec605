#include "view/canvas_cpu.h"

#include "base/align.h"

#include <stdlib.h>
#include <string.h>

/* The bands from first to last that a sprite touches; none where it is out of sight. */
typedef struct Touch {
    int first, last;
} Touch;

static inline Touch touch(const CpuCommand *command, const CanvasSprite *item)
{
    const CpuStamp *stamp = &command->stamps[item->frame];
    const SDL_Rect *clip = &command->clip;
    int left = item->x - stamp->width / 2;
    int top = item->y - stamp->height / 2;
    int above = SDL_max(top, clip->y);
    int below = SDL_min(top + stamp->height, clip->y + clip->h);
    bool seen = left < clip->x + clip->w && left + stamp->width > clip->x && above < below;
    return seen ? (Touch){above / CPU_BAND, (below - 1) / CPU_BAND} : (Touch){0, -1};
}

static size_t bin_size(const CpuModel *model, const CpuCommand *command)
{
    size_t chunks = cpu_chunks(command);
    return round_up(chunks * (model->band_count + 1) * sizeof *command->offsets, CPU_ALIGN) +
           round_up(chunks * model->band_count * sizeof *command->begins, CPU_ALIGN) +
           round_up(chunks * CPU_CHUNK * command->spans * sizeof *command->places, CPU_ALIGN);
}

static void place_bins(const CpuModel *model, CpuCommand *command, uint8_t *memory)
{
    size_t chunks = cpu_chunks(command);
    command->offsets = (uint32_t *)(void *)memory;
    memory += round_up(chunks * (model->band_count + 1) * sizeof *command->offsets, CPU_ALIGN);
    command->begins = (uint32_t *)(void *)memory;
    memory += round_up(chunks * model->band_count * sizeof *command->begins, CPU_ALIGN);
    command->places = (uint16_t *)(void *)memory;
}

static bool reserve(CpuModel *model, size_t size, uint32_t chunks)
{
    if (size > model->bin_capacity) {
        free(model->bins);
        model->bins = malloc(size);
        model->bin_capacity = model->bins ? size : 0;
    }
    if (chunks > model->chunk_capacity) {
        free(model->chunk_done);
        model->chunk_done = malloc(chunks * sizeof *model->chunk_done);
        model->chunk_capacity = model->chunk_done ? chunks : 0;
    }
    return size <= model->bin_capacity && chunks <= model->chunk_capacity;
}

bool cpu_bins_reserve(CpuModel *model)
{
    size_t size = 0;
    model->chunk_count = 0;
    for (uint32_t i = 0; i < model->command_count; i++) {
        if (model->commands[i].kind == CPU_SPRITES) {
            size += bin_size(model, &model->commands[i]);
            model->chunk_count += cpu_chunks(&model->commands[i]);
        }
    }
    if (!reserve(model, size, model->chunk_count)) {
        return false;
    }
    uint8_t *memory = model->bins;
    for (uint32_t i = 0; i < model->command_count; i++) {
        CpuCommand *command = &model->commands[i];
        if (command->kind == CPU_SPRITES) {
            place_bins(model, command, memory);
            memory += bin_size(model, command);
        }
    }
    if (model->chunk_count > 0) {
        memset(model->chunk_done, 0, model->chunk_count * sizeof *model->chunk_done);
    }
    return true;
}

/* A counting sort: how many each band has, where its stretch begins, and then into their places. */
static void bin(const CpuModel *model, const CpuCommand *command, uint32_t chunk)
{
    uint32_t bands = model->band_count;
    uint32_t *offsets = command->offsets + (size_t)chunk * (bands + 1);
    uint16_t *places = command->places + (size_t)chunk * CPU_CHUNK * command->spans;
    const CanvasSprite *items = command->sprites.items + (size_t)chunk * CPU_CHUNK;
    uint32_t count = SDL_min(command->sprites.count - chunk * CPU_CHUNK, (uint32_t)CPU_CHUNK);
    memset(offsets, 0, (bands + 1) * sizeof *offsets);
    for (uint32_t i = 0; i < count; i++) {
        Touch at = touch(command, &items[i]);
        for (int band = at.first; band <= at.last; band++) {
            offsets[band + 1]++;
        }
    }
    for (uint32_t band = 0; band < bands; band++) {
        offsets[band + 1] += offsets[band];
    }
    for (uint32_t i = 0; i < count; i++) {
        Touch at = touch(command, &items[i]);
        for (int band = at.first; band <= at.last; band++) {
            places[offsets[band]++] = (uint16_t)i;
        }
    }
    /* Each now stands where the next one begins. */
    memmove(offsets + 1, offsets, bands * sizeof *offsets);
    offsets[0] = 0;
}

void cpu_bin_chunk(CpuModel *model, uint32_t chunk)
{
    uint32_t before = 0;
    for (uint32_t i = 0; i < model->command_count; i++) {
        const CpuCommand *command = &model->commands[i];
        if (command->kind != CPU_SPRITES) {
            continue;
        }
        uint32_t chunks = cpu_chunks(command);
        if (chunk < before + chunks) {
            if (chunk - before >= command->first_chunk) {
                bin(model, command, chunk - before);
            }
            model->chunk_done[chunk] = true;
            return;
        }
        before += chunks;
    }
}

/* ---- What is hidden -------------------------------------------------------------------------- */

/* Tiles of 64 x 64, a bit a pixel: what is covered by opaque pixels of sprites in front. */
typedef struct Cover {
    uint64_t *covered; /* [tiles][CPU_BAND] */
    uint8_t tries[CPU_TILES_MAX];
    bool full[CPU_TILES_MAX];
    uint32_t tiles, full_count;
    int top; /* of the band */
    const Blit *blit;
} Cover;

static bool is_full(const uint64_t *rows)
{
    uint64_t all = UINT64_MAX;
    for (int y = 0; y < CPU_BAND; y++) {
        all &= rows[y];
    }
    return all == UINT64_MAX;
}

/* Outside of the clip nothing is to be seen. */
static void begin_cover(Cover *cover, const CpuModel *model, const SDL_Rect *clip, uint32_t band)
{
    cover->tiles = (uint32_t)(clip->x + clip->w + CPU_BAND - 1) / CPU_BAND;
    cover->top = (int)band * CPU_BAND;
    cover->blit = model->blit;
    cover->full_count = 0;
    for (uint32_t tile = 0; tile < cover->tiles; tile++) {
        int left = (int)tile * CPU_BAND;
        int from = SDL_clamp(clip->x - left, 0, CPU_BAND);
        int to = SDL_clamp(clip->x + clip->w - left, 0, CPU_BAND);
        uint64_t inside = from >= to ? 0 : (UINT64_MAX >> (CPU_BAND - (to - from))) << from;
        for (int y = 0; y < CPU_BAND; y++) {
            bool is_row = cover->top + y >= clip->y && cover->top + y < clip->y + clip->h;
            cover->covered[tile * CPU_BAND + (uint32_t)y] = is_row ? ~inside : UINT64_MAX;
        }
        cover->tries[tile] = 0;
        cover->full[tile] = is_full(cover->covered + (size_t)tile * CPU_BAND);
        cover->full_count += cover->full[tile];
    }
}

/* Whether it shows in that tile. To look for a full one costs: only every so often. */
static bool cover_tile(Cover *cover, const CpuStamp *stamp, int tile, int left, int top)
{
    if (tile < 0 || tile >= (int)cover->tiles || cover->full[tile]) {
        return false;
    }
    int above = SDL_max(cover->top - top, 0);
    int below = SDL_min(cover->top + CPU_BAND - top, stamp->height);
    uint64_t *rows = cover->covered + (size_t)tile * CPU_BAND;
    bool shows = cover->blit->cover(rows + (top + above - cover->top), stamp->seen + above,
                                    stamp->covering + above, (uint32_t)(below - above),
                                    left - tile * CPU_BAND);
    if ((++cover->tries[tile] & 7) == 0 && is_full(rows)) {
        cover->full[tile] = true;
        cover->full_count++;
    }
    return shows;
}

static bool cover_sprite(Cover *cover, const CpuCommand *command, const CanvasSprite *item)
{
    const CpuStamp *stamp = &command->stamps[item->frame];
    int left = item->x - stamp->width / 2;
    int top = item->y - stamp->height / 2;
    if (!stamp->seen) {
        return true; /* too wide for the bits: it hides nothing */
    }
    int tile = (left + CPU_BAND) / CPU_BAND - 1; /* rounded down: left is above -64 */
    bool shows = cover_tile(cover, stamp, tile, left, top);
    if (left + stamp->width > (tile + 1) * CPU_BAND) {
        shows |= cover_tile(cover, stamp, tile + 1, left, top);
    }
    return shows;
}

/* Those that show are moved to the end of the chunk's stretch, in their order. */
static void cull_chunk(Cover *cover, const CpuModel *model, const CpuCommand *command,
                       uint32_t chunk, uint32_t band)
{
    const uint32_t *offsets = command->offsets + (size_t)chunk * (model->band_count + 1);
    uint16_t *places = command->places + (size_t)chunk * CPU_CHUNK * command->spans;
    const CanvasSprite *items = command->sprites.items + (size_t)chunk * CPU_CHUNK;
    uint32_t end = offsets[band + 1];
    uint32_t kept = end;
    for (uint32_t i = end; i > offsets[band] && cover->full_count < cover->tiles; i--) {
        uint16_t place = places[i - 1];
        if (cover_sprite(cover, command, &items[place])) {
            places[--kept] = place;
        }
    }
    command->begins[(size_t)chunk * model->band_count + band] = kept;
}

void cpu_cull_band(CpuModel *model, uint32_t band, CpuRows *rows)
{
    const CpuCommand *command = &model->commands[model->culled];
    Cover cover;
    cover.covered = rows->covered;
    begin_cover(&cover, model, &command->clip, band);
    for (uint32_t chunk = cpu_chunks(command); chunk > command->first_chunk; chunk--) {
        cull_chunk(&cover, model, command, chunk - 1, band);
    }
    for (uint32_t tile = 0; tile < cover.tiles; tile++) {
        if (!cover.full[tile] && is_full(cover.covered + (size_t)tile * CPU_BAND)) {
            cover.full_count++;
        }
    }
    model->bands[band].culled = true;
    bool is_whole = command->first_chunk == 0;
    bool is_hidden = cover.full_count == cover.tiles; /* all that lies below it */
    model->bands[band].first = is_hidden ? model->culled : (is_whole ? 0 : UINT32_MAX);
}
