#include "bench/draw_artist.h"

#include "bench/bench.h"

#include <stdlib.h>
#include <string.h>

enum { CORNERS = 4, INDICES = 6, GL_RENDERER_NAME = 0x1F01 };

typedef struct Corner {
    float x, y;
    SDL_Color color;
    float u, v;
} Corner;

struct Artist {
    ArtistPlan plan;
    const Scatter *scatter;
    SDL_Window *window;
    /* SDL's ways. */
    SDL_Surface *surface;
    SDL_Renderer *renderer;
    SDL_Texture *texture;
    Corner *corners; /* [scatter->count * CORNERS] */
    int *indices;
    /* The canvas's. */
    Log log;
    Canvas *canvas;
    CanvasPicture *picture;
    Backend *backend;
};

static const SDL_Color NIGHT = {10, 14, 30, 255};

/* ---- Opening -------------------------------------------------------------------------------- */

static bool open_window(Artist *artist, uint32_t flags, Error *error)
{
    if (!artist->plan.window) {
        return true;
    }
    artist->window =
        SDL_CreateWindow(artist->plan.name, 0, 0, SCATTER_WIDTH, SCATTER_HEIGHT, flags);
    return artist->window || error_set(error, "no window: %s", SDL_GetError());
}

static bool make_geometry(Artist *artist, Error *error)
{
    static const int ORDER[INDICES] = {0, 1, 2, 0, 2, 3};
    uint32_t count = artist->scatter->count;
    artist->corners = calloc((size_t)count * CORNERS, sizeof *artist->corners);
    artist->indices = calloc((size_t)count * INDICES, sizeof *artist->indices);
    if (!artist->corners || !artist->indices) {
        return error_set(error, "no memory for %u sprites' corners", count);
    }
    for (uint32_t i = 0; i < count * INDICES; i++) {
        artist->indices[i] = (int)(i / INDICES * CORNERS) + ORDER[i % INDICES];
    }
    return true;
}

static bool open_sdl(Artist *artist, Error *error)
{
    SDL_SetHint(SDL_HINT_RENDER_BATCHING, artist->plan.way == ARTIST_UNBATCHED ? "0" : "1");
    if (!open_window(artist, SDL_WINDOW_OPENGL, error)) {
        return false;
    }
    if (artist->window) {
        SDL_SetHint(SDL_HINT_RENDER_DRIVER, "opengl");
        artist->renderer = SDL_CreateRenderer(artist->window, -1, SDL_RENDERER_ACCELERATED);
    } else {
        /* As a window's surface is, and quicker for SDL than one with alpha. */
        artist->surface = SDL_CreateRGBSurfaceWithFormat(0, SCATTER_WIDTH, SCATTER_HEIGHT, 32,
                                                         SDL_PIXELFORMAT_RGB888);
        artist->renderer = artist->surface ? SDL_CreateSoftwareRenderer(artist->surface) : NULL;
    }
    artist->texture = artist->renderer
                          ? SDL_CreateTextureFromSurface(artist->renderer, artist->scatter->picture)
                          : NULL;
    if (!artist->texture) {
        return error_set(error, "no renderer: %s", SDL_GetError());
    }
    SDL_SetTextureBlendMode(artist->texture, scatter_sdl_blend(artist->scatter));
    return artist->plan.way != ARTIST_GEOMETRY || make_geometry(artist, error);
}

static bool open_canvas(Artist *artist, Error *error)
{
    const CanvasType *type = canvas_find(artist->plan.canvas);
    if (!type) {
        return error_set(error, "there is no such way of drawing yet");
    }
    log_init(&artist->log, LOG_ERROR);
    SDL_SetHint(SDL_HINT_RENDER_BATCHING, "1");
    SDL_SetHint(SDL_HINT_RENDER_DRIVER, artist->plan.window ? "opengl" : "");
    if (!open_window(artist, canvas_type_window_flags(type) | SDL_WINDOW_OPENGL, error)) {
        return false;
    }
    CanvasConfig config = {
        .window = artist->window, .width = SCATTER_WIDTH, .height = SCATTER_HEIGHT};
    artist->canvas = canvas_open(type, &config, &artist->log, error);
    artist->picture =
        artist->canvas ? canvas_picture_of(artist->canvas, artist->scatter->picture, error) : NULL;
    if (artist->picture && artist->plan.lanes > 1) {
        artist->backend = bench_open(backend_find("jobs"), artist->plan.lanes);
        canvas_set_backend(artist->canvas, artist->backend);
    }
    return artist->picture;
}

Artist *artist_open(const ArtistPlan *plan, const Scatter *scatter, Error *error)
{
    Artist *artist = calloc(1, sizeof *artist);
    if (!artist) {
        error_set(error, "no memory to draw with");
        return NULL;
    }
    artist->plan = *plan;
    artist->scatter = scatter;
    if (plan->way == ARTIST_CANVAS ? open_canvas(artist, error) : open_sdl(artist, error)) {
        return artist;
    }
    artist_close(artist);
    return NULL;
}

void artist_close(Artist *artist)
{
    if (!artist) {
        return;
    }
    canvas_close(artist->canvas);
    backend_close(artist->backend);
    if (artist->texture) {
        SDL_DestroyTexture(artist->texture);
    }
    if (artist->renderer) {
        SDL_DestroyRenderer(artist->renderer);
    }
    SDL_FreeSurface(artist->surface);
    if (artist->window) {
        SDL_DestroyWindow(artist->window);
    }
    free(artist->corners);
    free(artist->indices);
    free(artist);
}

/* ---- Drawing -------------------------------------------------------------------------------- */

static void copy_all(Artist *artist)
{
    const Scatter *scatter = artist->scatter;
    for (uint32_t i = 0; i < scatter->count; i++) {
        const CanvasSprite *item = &scatter->items[i];
        SDL_Rect place = {item->x - scatter->side / 2, item->y - scatter->side / 2, scatter->side,
                          scatter->side};
        SDL_RenderCopy(artist->renderer, artist->texture, &scatter->frames[item->frame], &place);
    }
}

static void geometry_of_all(Artist *artist)
{
    const Scatter *scatter = artist->scatter;
    const float wide = (float)(scatter->side * SCATTER_FRAMES);
    const float side = (float)scatter->side;
    for (uint32_t i = 0; i < scatter->count; i++) {
        const CanvasSprite *item = &scatter->items[i];
        float left = (float)(item->x - scatter->side / 2);
        float top = (float)(item->y - scatter->side / 2);
        float u = (float)scatter->frames[item->frame].x / wide;
        const SDL_Color white = {255, 255, 255, 255};
        Corner *corners = &artist->corners[(size_t)i * CORNERS];
        corners[0] = (Corner){left, top, white, u, 0.0f};
        corners[1] = (Corner){left + side, top, white, u + side / wide, 0.0f};
        corners[2] = (Corner){left + side, top + side, white, u + side / wide, 1.0f};
        corners[3] = (Corner){left, top + side, white, u, 1.0f};
    }
    SDL_RenderGeometryRaw(artist->renderer, artist->texture, &artist->corners->x, sizeof(Corner),
                          &artist->corners->color, sizeof(Corner), &artist->corners->u,
                          sizeof(Corner), (int)(scatter->count * CORNERS), artist->indices,
                          (int)(scatter->count * INDICES), sizeof *artist->indices);
}

static void draw_on_canvas(Artist *artist)
{
    const Scatter *scatter = artist->scatter;
    const CanvasSprites sprites = {.picture = artist->picture,
                                   .frames = scatter->frames,
                                   .frame_count = SCATTER_FRAMES,
                                   .items = scatter->items,
                                   .count = scatter->count,
                                   .zoom = 1,
                                   .blend = scatter_blend(scatter),
                                   .color = {255, 255, 255, 255}};
    canvas_clear(artist->canvas, NIGHT);
    canvas_sprites(artist->canvas, &sprites);
    canvas_flush(artist->canvas);
}

void artist_draw(Artist *artist)
{
    if (artist->canvas) {
        draw_on_canvas(artist);
        return;
    }
    SDL_SetRenderDrawColor(artist->renderer, NIGHT.r, NIGHT.g, NIGHT.b, NIGHT.a);
    SDL_RenderClear(artist->renderer);
    if (artist->plan.way == ARTIST_GEOMETRY) {
        geometry_of_all(artist);
    } else {
        copy_all(artist);
    }
    SDL_RenderFlush(artist->renderer);
}

void artist_present(Artist *artist)
{
    if (artist->canvas) {
        canvas_present(artist->canvas);
    } else {
        SDL_RenderPresent(artist->renderer);
    }
}

bool artist_read(Artist *artist, uint32_t *pixels, Error *error)
{
    if (artist->canvas) {
        return canvas_read(artist->canvas, pixels, error);
    }
    return SDL_RenderReadPixels(artist->renderer, NULL, SDL_PIXELFORMAT_ARGB8888, pixels,
                                SCATTER_WIDTH * (int)sizeof *pixels) == 0 ||
           error_set(error, "no pixels: %s", SDL_GetError());
}

const char *artist_gl_name(void)
{
    const unsigned char *(*get_string)(unsigned int) = NULL;
    void *address = SDL_GL_GetCurrentContext() ? SDL_GL_GetProcAddress("glGetString") : NULL;
    memcpy(&get_string, &address, sizeof get_string); /* a cast would not be ISO C */
    const char *name = get_string ? (const char *)get_string(GL_RENDERER_NAME) : NULL;
    return name ? name : "";
}
