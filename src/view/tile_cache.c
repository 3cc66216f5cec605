#include "view/tile_cache.h"

#include <stdlib.h>

/* Rounded down, and what is left: above -1 for coordinates left of the map too. */
static int remainder_of(int value, int by)
{
    int rest = value % by;
    return rest < 0 ? rest + by : rest;
}

/* A view that begins within a chunk touches one more. */
static int chunks_of(int length, int side)
{
    return (length + side - 1) / side + 1;
}

void tile_cache_close(TileCache *cache, Canvas *canvas)
{
    canvas_drop(canvas, cache->picture);
    free(cache->chunks);
    *cache = (TileCache){0};
}

static void forget(TileCache *cache, const Canvas *canvas)
{
    cache->generation = canvas_generation(canvas);
    for (int i = 0; i < cache->columns * cache->rows; i++) {
        cache->chunks[i].is_drawn = false;
    }
}

bool tile_cache_fit(TileCache *cache, Canvas *canvas, const Camera *camera, int side)
{
    Error error = {""};
    int columns = chunks_of(camera->view_width * camera->zoom, side);
    int rows = chunks_of(camera->view_height * camera->zoom, side);
    if (cache->side != side || cache->columns != columns || cache->rows != rows) {
        tile_cache_close(cache, canvas);
        *cache = (TileCache){.side = side, .columns = columns, .rows = rows};
        cache->chunks = calloc((size_t)columns * (size_t)rows, sizeof *cache->chunks);
        cache->picture =
            cache->chunks ? canvas_target(canvas, columns * side, rows * side, false, true, &error)
                          : NULL;
        cache->generation = canvas_generation(canvas);
    }
    if (cache->picture && cache->generation != canvas_generation(canvas)) {
        forget(cache, canvas);
    }
    return cache->picture != NULL;
}

TileChunk *tile_cache_at(TileCache *cache, int column, int row, SDL_Rect *place)
{
    int x = remainder_of(column, cache->columns);
    int y = remainder_of(row, cache->rows);
    *place = (SDL_Rect){x * cache->side, y * cache->side, cache->side, cache->side};
    return &cache->chunks[y * cache->columns + x];
}

void tile_cache_draw(const TileCache *cache, Canvas *canvas, const Camera *camera)
{
    int width = camera->view_width * camera->zoom;
    int height = camera->view_height * camera->zoom;
    int left = remainder_of(camera->left, cache->columns * cache->side);
    int top = remainder_of(camera->top, cache->rows * cache->side);
    canvas_use(canvas, cache->picture, CANVAS_COPY);
    for (int y = 0, from_y = top; y < height; from_y = 0) {
        int tall = SDL_min(cache->rows * cache->side - from_y, height - y);
        for (int x = 0, from_x = left; x < width; from_x = 0) {
            int wide = SDL_min(cache->columns * cache->side - from_x, width - x);
            SDL_Rect source = {from_x, from_y, wide, tall};
            SDL_FRect place = {(float)x, (float)y, (float)wide, (float)tall};
            canvas_quad(canvas, &source, &place, (SDL_Color){255, 255, 255, 255});
            x += wide;
        }
        y += tall;
    }
}
