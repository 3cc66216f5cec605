/* The tile layers as quads, and the ground out of its cache. */
#include "view/tiles_state.h"

enum { CHUNK = 128 /* map pixels, about */ };

/* ---- Drawing --------------------------------------------------------------------------------- */

/* A part of the map, and where it goes in the target. */
typedef struct Part {
    SDL_Rect area; /* pixels of the scene, from the map's corner on */
    int x, y;      /* of its corner in the target */
    int zoom;
} Part;

/* The cells from `begin` to `end`. */
typedef struct Span {
    int begin;
    int end;
} Span;

/* Those that a part touches; tiles larger than a cell reach further up and to the right of theirs.
 */
static Span touched(int start, int size, int cell, int count, int before, int after)
{
    int begin = (int)SDL_floor((double)start / cell) - before;
    int end = (int)SDL_ceil((double)(start + size) / cell) + after;
    return (Span){SDL_max(begin, 0), SDL_min(end, count)};
}

typedef struct Cells {
    Span columns, rows;
} Cells;

static Cells cells_of(const Tiles *tiles, const Part *part)
{
    const SDL_Rect *area = &part->area;
    int cell = tiles->tile_size * part->zoom;
    int beyond_x = (tiles->sheet.side_x - 1) / tiles->tile_size;
    int beyond_y = (tiles->sheet.side_y - 1) / tiles->tile_size;
    return (Cells){touched(area->x, area->w, cell, tiles->columns, beyond_x, 0),
                   touched(area->y, area->h, cell, tiles->rows, 0, beyond_y)};
}

/* Where a slot lies that is drawn in that cell, from the map's corner on. */
static SDL_Rect place_of(const Tiles *tiles, int column, int row, uint16_t slot, int zoom)
{
    const SDL_Rect *at = &tiles->sheet.slots[slot].at;
    int cell = tiles->tile_size * zoom;
    return (SDL_Rect){column * cell, (row + 1) * cell - at->h * zoom, at->w * zoom, at->h * zoom};
}

static void draw_layer(const Tiles *tiles, const TileLayer *layer, Canvas *canvas, const Part *part)
{
    Cells cells = cells_of(tiles, part);
    SDL_Color color = {255, 255, 255, layer->alpha};
    for (int row = cells.rows.begin; row < cells.rows.end; row++) {
        const uint16_t *slots = layer->cells + (size_t)row * (size_t)tiles->columns;
        for (int column = cells.columns.begin; column < cells.columns.end; column++) {
            if (slots[column] == TILE_SLOT_NONE) {
                continue;
            }
            uint16_t slot = tiles->shown[slots[column]];
            SDL_Rect at = place_of(tiles, column, row, slot, part->zoom);
            SDL_FRect place = {(float)(at.x - part->area.x + part->x),
                               (float)(at.y - part->area.y + part->y), (float)at.w, (float)at.h};
            canvas_quad(canvas, &tiles->sheet.slots[slot].at, &place, color);
        }
    }
}

static void draw_part(const Tiles *tiles, Canvas *canvas, const Part *part, bool above)
{
    canvas_use(canvas, tiles->sheet.texture, CANVAS_BLEND);
    for (uint32_t i = 0; i < tiles->layer_count; i++) {
        if (tiles->layers[i].above == above) {
            draw_layer(tiles, &tiles->layers[i], canvas, part);
        }
    }
}

/* ---- The ground ------------------------------------------------------------------------------ */

/* Which part of a chunk shows something else than in that version; false: none does. */
static bool find_changes(const Tiles *tiles, const Part *chunk, uint32_t version, SDL_Rect *changes)
{
    Cells cells = cells_of(tiles, chunk);
    bool found = false;
    for (uint32_t i = 0; i < tiles->layer_count; i++) {
        const TileLayer *layer = &tiles->layers[i];
        for (int row = cells.rows.begin; row < cells.rows.end && !layer->above; row++) {
            const uint16_t *slots = layer->cells + (size_t)row * (size_t)tiles->columns;
            for (int column = cells.columns.begin; column < cells.columns.end; column++) {
                if (tiles->changed_at[slots[column]] > version) {
                    /* All frames are of one tileset, and so of one size. */
                    SDL_Rect at = place_of(tiles, column, row, slots[column], chunk->zoom);
                    if (found) {
                        SDL_UnionRect(changes, &at, &at);
                    }
                    *changes = at;
                    found = true;
                }
            }
        }
    }
    return found && SDL_IntersectRect(changes, &chunk->area, changes);
}

static void draw_ground(const Tiles *tiles, Canvas *canvas, const Part *chunk,
                        const SDL_Rect *changes, SDL_Color background)
{
    Part part = {*changes, chunk->x + changes->x - chunk->area.x,
                 chunk->y + changes->y - chunk->area.y, chunk->zoom};
    SDL_Rect clip = {part.x, part.y, changes->w, changes->h};
    canvas_draw_to(canvas, tiles->ground.picture);
    canvas_clip(canvas, &clip);
    canvas_clear(canvas, background);
    draw_part(tiles, canvas, &part, false);
}

static void update_chunk(Tiles *tiles, Canvas *canvas, int column, int row, int zoom,
                         SDL_Color background)
{
    int side = tiles->ground.side;
    SDL_Rect place;
    TileChunk *chunk = tile_cache_at(&tiles->ground, column, row, &place);
    Part part = {{column * side, row * side, side, side}, place.x, place.y, zoom};
    SDL_Rect changes = part.area;
    bool is_there = chunk->is_drawn && chunk->column == column && chunk->row == row;
    if (is_there && (chunk->version == tiles->version ||
                     !find_changes(tiles, &part, chunk->version, &changes))) {
        chunk->version = tiles->version;
        return;
    }
    draw_ground(tiles, canvas, &part, &changes, background);
    *chunk = (TileChunk){column, row, true, tiles->version};
}

void tiles_prepare(Tiles *tiles, Canvas *canvas, const Camera *camera, SDL_Color background)
{
    int cells = SDL_max(CHUNK / tiles->tile_size, 1);
    int side = cells * tiles->tile_size * camera->zoom;
    tiles->has_ground = tile_cache_fit(&tiles->ground, canvas, camera, side);
    if (!tiles->has_ground) {
        return;
    }
    int right = camera->left + camera->view_width * camera->zoom;
    int bottom = camera->top + camera->view_height * camera->zoom;
    int first_column = (int)SDL_floor((double)camera->left / side); /* a small map has a margin */
    int first_row = (int)SDL_floor((double)camera->top / side);
    for (int row = first_row; row * side < bottom; row++) {
        for (int column = first_column; column * side < right; column++) {
            update_chunk(tiles, canvas, column, row, camera->zoom, background);
        }
    }
}

void tiles_draw(Tiles *tiles, Canvas *canvas, const Camera *camera, bool above)
{
    Part view = {{camera->left, camera->top, camera->view_width * camera->zoom,
                  camera->view_height * camera->zoom},
                 0,
                 0,
                 camera->zoom};
    if (!above && tiles->has_ground) {
        tile_cache_draw(&tiles->ground, canvas, camera);
        tiles->has_ground = false;
        return;
    }
    draw_part(tiles, canvas, &view, above);
}
