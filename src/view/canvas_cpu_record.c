#include "view/canvas_cpu.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { COMMANDS_AT_FIRST = 1024, CULL_SAMPLE = 1024 };
enum { ZOOMED_MOST = 1 << 24, SMOOTH_MOST = 640 * 360 }; /* pixels */

/* Sprites that cover the target so many times over are worth finding out which of them show. */
static const double CULL_OVERDRAW = 8.0;
static const double CULL_OPAQUE = 0.25; /* of their area, at least */

/* NULL: no memory, and then it is not drawn. */
static CpuCommand *add_command(Canvas *canvas, CpuCommandKind kind, CanvasBlend blend)
{
    CpuModel *model = cpu_model(canvas);
    if (model->command_count == model->command_capacity) {
        uint32_t capacity = SDL_max(model->command_capacity * 2, (uint32_t)COMMANDS_AT_FIRST);
        CpuCommand *larger = realloc(model->commands, capacity * sizeof *larger);
        if (!larger) {
            return NULL;
        }
        model->commands = larger;
        model->command_capacity = capacity;
    }
    if (!model->target.pixels) {
        model->target = model->output;
    }
    CpuCommand *command = &model->commands[model->command_count++];
    command->kind = kind;
    command->blend = blend;
    command->clip = canvas->clip;
    return command;
}

static void drop_last(Canvas *canvas)
{
    cpu_model(canvas)->command_count--;
}

static uint32_t straight(SDL_Color color)
{
    return (uint32_t)color.a << 24 | (uint32_t)color.r << 16 | (uint32_t)color.g << 8 | color.b;
}

void cpu_fill(Canvas *canvas, const SDL_Rect *place, SDL_Color color, CanvasBlend blend)
{
    SDL_Rect at;
    if (!SDL_IntersectRect(place, &canvas->clip, &at)) {
        return;
    }
    CpuCommand *command = add_command(canvas, CPU_FILL, blend);
    if (command) {
        command->cover = at;
        command->color = blend == CANVAS_LIGHT ? straight(color) : cpu_premultiplied(color);
    }
}

void cpu_clear(Canvas *canvas, SDL_Color color)
{
    cpu_fill(canvas, &canvas->clip, color, CANVAS_COPY);
}

/* ---- Quads ----------------------------------------------------------------------------------- */

/* The first pixel whose middle is not left of it. */
static int first_pixel(float at)
{
    return (int)ceilf(at - 0.5f);
}

static void forget_zoomed(CpuPicture *picture)
{
    free(picture->zoomed.pixels);
    free(picture->zoomed_rows);
    picture->zoomed = (CpuSurface){0};
    picture->zoomed_rows = NULL;
}

void cpu_sizes_forget(CpuPicture *picture)
{
    free(picture->stretched);
    picture->stretched = NULL;
    forget_zoomed(picture);
}

static uint32_t mixed(uint32_t a, uint32_t b, uint32_t part)
{
    uint32_t low = ((a & 0xff00ffu) * (256 - part) + (b & 0xff00ffu) * part + 0x800080u) >> 8;
    uint32_t high = (a >> 8 & 0xff00ffu) * (256 - part) + (b >> 8 & 0xff00ffu) * part + 0x800080u;
    return (low & 0xff00ffu) | (high & 0xff00ff00u);
}

/* A smooth picture is kept as large as it was drawn first: what never changes its size is stretched
 * once. */
static bool stretch(CpuPicture *picture, const SDL_Rect *source, int width, int height)
{
    bool is_there = picture->stretched && picture->stretched_width == width &&
                    picture->stretched_height == height &&
                    SDL_RectEquals(source, &picture->stretched_source);
    if (is_there) {
        return true;
    }
    if (picture->stretched) {
        return false; /* it may be in the record: it stays until the output changes */
    }
    uint32_t *to = picture->stretched = malloc((size_t)width * (size_t)height * sizeof *to);
    if (!to) {
        return false;
    }
    picture->stretched_source = *source;
    picture->stretched_width = width;
    picture->stretched_height = height;
    for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
            *to++ = cpu_sample(&picture->surface, source, ((float)x + 0.5f) / (float)width,
                               ((float)y + 0.5f) / (float)height);
        }
    }
    return true;
}

uint32_t cpu_sample(const CpuSurface *from, const SDL_Rect *source, float u, float v)
{
    float x = (float)source->x + u * (float)source->w - 0.5f;
    float y = (float)source->y + v * (float)source->h - 0.5f;
    float left = floorf(x);
    float top = floorf(y);
    int x0 = SDL_clamp((int)left, 0, from->width - 1);
    int x1 = SDL_clamp((int)left + 1, 0, from->width - 1);
    const uint32_t *a =
        from->pixels + (size_t)SDL_clamp((int)top, 0, from->height - 1) * from->stride;
    const uint32_t *b =
        from->pixels + (size_t)SDL_clamp((int)top + 1, 0, from->height - 1) * from->stride;
    uint32_t part = (uint32_t)((x - left) * 256.0f);
    return mixed(mixed(a[x0], a[x1], part), mixed(b[x0], b[x1], part),
                 (uint32_t)((y - top) * 256.0f));
}

static void zoom_row(CpuPicture *picture, int y)
{
    const CpuSurface *from = &picture->surface;
    const CpuSurface *to = &picture->zoomed;
    size_t zoom = (size_t)picture->zoom;
    const uint32_t *row = from->pixels + (size_t)y * from->stride;
    uint32_t *first = to->pixels + (size_t)y * zoom * to->stride;
    for (int x = 0; x < from->width; x++) {
        for (size_t i = 0; i < zoom; i++) {
            first[(size_t)x * zoom + i] = row[x];
        }
    }
    for (size_t i = 1; i < zoom; i++) {
        memcpy(first + i * to->stride, first, to->stride * sizeof *first);
    }
    picture->zoomed_rows[y] = true;
}

static bool make_zoomed(CpuPicture *picture, int zoom)
{
    int width = picture->surface.width * zoom;
    int height = picture->surface.height * zoom;
    size_t count = (size_t)width * (size_t)height;
    if (count > ZOOMED_MOST) {
        return false;
    }
    picture->zoomed = (CpuSurface){malloc(count * sizeof(uint32_t)), (size_t)width, width, height};
    picture->zoomed_rows = calloc((size_t)picture->surface.height, sizeof *picture->zoomed_rows);
    picture->zoom = zoom;
    if (!picture->zoomed.pixels || !picture->zoomed_rows) {
        forget_zoomed(picture);
        return false;
    }
    return true;
}

/* A picture, each pixel `zoom` times as wide and high: its rows are made once, when they are first
 * wanted, and then what is drawn in that size is drawn pixel by pixel. */
static bool zoom_in(CpuPicture *picture, int zoom, const SDL_Rect *source)
{
    if (!picture->zoomed.pixels && !make_zoomed(picture, zoom)) {
        return false;
    }
    if (picture->zoom != zoom) {
        return false; /* it may be in the record already: it stays until the output changes */
    }
    for (int y = source->y; y < source->y + source->h; y++) {
        if (!picture->zoomed_rows[y]) {
            zoom_row(picture, y);
        }
    }
    return true;
}

static bool take_zoomed(CpuCommand *command, const CanvasPicture *picture)
{
    const SDL_Rect *source = &command->source;
    const SDL_FRect *place = &command->place;
    int zoom = command->cover.w / source->w;
    bool whole = place->x == (float)command->cover.x && place->y == (float)command->cover.y &&
                 place->w == (float)(source->w * zoom) && place->h == (float)(source->h * zoom);
    if (!whole || zoom < 2 || picture->smooth || picture->target || command->straight ||
        !zoom_in(picture->data, zoom, source)) {
        return false;
    }
    command->from = ((CpuPicture *)picture->data)->zoomed;
    command->source =
        (SDL_Rect){source->x * zoom, source->y * zoom, source->w * zoom, source->h * zoom};
    return true;
}

/* One that is not drawn pixel by pixel. */
static void take_scale(CpuCommand *command, const CanvasPicture *picture)
{
    CpuPicture *data = picture->data;
    if (take_zoomed(command, picture)) {
        return;
    }
    command->scaled = true;
    /* Of a larger scene it takes too long, and its pixels are not many to one of the output. */
    bool is_small = command->cover.w * command->cover.h <= SMOOTH_MOST;
    command->smooth = picture->smooth && (!picture->target || is_small);
    if (picture->smooth && !picture->target && !command->straight &&
        stretch(data, &command->source, command->cover.w, command->cover.h)) {
        command->from = (CpuSurface){data->stretched, (size_t)command->cover.w, command->cover.w,
                                     command->cover.h};
        command->source = (SDL_Rect){0, 0, command->cover.w, command->cover.h};
        command->scaled = false;
    }
}

static void take_straight(CpuCommand *command, const CanvasPicture *picture)
{
    bool is_tinted = command->color != UINT32_MAX && !picture->smooth;
    command->straight = cpu_takes_straight(picture, command->blend, is_tinted);
    if (command->straight) {
        command->from.pixels = picture->pixels;
    }
}

static void add_quad(Canvas *canvas, const CanvasQuad *quad)
{
    const SDL_FRect *place = &quad->place;
    int left = first_pixel(place->x);
    int top = first_pixel(place->y);
    SDL_Rect cover = {left, top, first_pixel(place->x + place->w) - left,
                      first_pixel(place->y + place->h) - top};
    if (!SDL_HasIntersection(&cover, &canvas->clip) || quad->source.w <= 0 || quad->source.h <= 0) {
        return;
    }
    CpuCommand *command = add_command(canvas, CPU_QUAD, canvas->blend);
    if (!command) {
        return;
    }
    const CanvasPicture *picture = canvas->used;
    command->cover = cover;
    command->source = quad->source;
    command->place = *place;
    command->scaled = command->smooth = false;
    command->from = ((CpuPicture *)picture->data)->surface;
    command->color =
        canvas->blend == CANVAS_LIGHT ? straight(quad->color) : cpu_premultiplied(quad->color);
    take_straight(command, picture);
    if (cover.w != quad->source.w || cover.h != quad->source.h) {
        take_scale(command, picture);
    }
}

void cpu_draw_quads(Canvas *canvas, const CanvasQuad *quads, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        add_quad(canvas, &quads[i]);
    }
}

/* ---- Sprites --------------------------------------------------------------------------------- */

/* From a sample of them: how often they cover the target, and how much of that with opaque pixels.
 */
static bool cull_pays(const Canvas *canvas, const CpuCommand *command)
{
    const CanvasSprites *sprites = &command->sprites;
    uint32_t step = SDL_max(sprites->count / CULL_SAMPLE, 1u);
    double area = 0.0;
    double opaque = 0.0;
    double taken = 0.0;
    for (uint32_t i = 0; i < sprites->count; i += step) {
        const CpuStamp *stamp = &command->stamps[sprites->items[i].frame];
        area += (double)stamp->width * stamp->height;
        opaque += stamp->opaque;
        taken += 1.0;
    }
    double target = (double)canvas->clip.w * canvas->clip.h;
    return sprites->blend == CANVAS_BLEND &&
           canvas->clip.x + canvas->clip.w <= CPU_TILES_MAX * CPU_BAND && !sprites->colors &&
           opaque >= area * CULL_OPAQUE &&
           area / taken * (double)sprites->count >= target * CULL_OVERDRAW;
}

static uint32_t spans_of(const CanvasSprites *sprites)
{
    int tallest = 1;
    for (uint32_t i = 0; i < sprites->frame_count; i++) {
        tallest = SDL_max(tallest, sprites->frames[i].h * sprites->zoom);
    }
    return (uint32_t)(tallest + CPU_BAND - 2) / CPU_BAND + 1;
}

void cpu_draw_sprites(Canvas *canvas, const CanvasSprites *sprites)
{
    CpuCommand *command = add_command(canvas, CPU_SPRITES, sprites->blend);
    if (!command) {
        return;
    }
    command->sprites = *sprites;
    command->cover = command->clip;
    command->stamps = cpu_stamps(cpu_model(canvas), sprites);
    if (!command->stamps) {
        drop_last(canvas);
        return;
    }
    command->cull = cull_pays(canvas, command);
    command->spans = spans_of(sprites);
    command->first_chunk = 0;
}
