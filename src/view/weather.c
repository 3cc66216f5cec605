#include "view/weather.h"

#include "view/palette.h"

enum {
    STARS = 48,
    MISTS = 7,
    LEAVES_MOST = 44,
    STREAKS_MOST = 190,
    STREAKS_SOFTWARE = 80,
    DROPS_MOST = 70,
    DROP_TICKS = 27, /* a ring's life */
    DROP_STAGES = 3, /* its pictures */
    MARGIN = 90,     /* map pixels: half of the largest thing, and more */
    TWINKLE_TICKS = 40,
};

static const float LEAVES_A_WIND = 70.0f; /* leaves for each pixel a tick that the wind makes */
static const double JUMP_TICKS = 60.0;
static const float SKY_PARALLAX = 0.06f; /* of the moon and stars, far below the water */

/* What a thing's place is drawn from: no two kinds share their numbers. */
enum { SALT_STAR = 11, SALT_MIST = 21, SALT_LEAF = 31, SALT_RAIN = 41, SALT_DROP = 51 };

void weather_follow(Weather *weather, const Scene *scene, double tick)
{
    double passed = tick - weather->tick;
    if (passed > 0.0 && passed < JUMP_TICKS) {
        weather->drift_x += passed * (double)scene->wind_x;
        weather->drift_y += passed * (double)scene->wind_y;
    }
    weather->tick = tick;
    weather->wind_x = scene->wind_x;
    weather->wind_y = scene->wind_y;
}

static double view_left(const Camera *camera)
{
    return (double)camera->left / camera->zoom;
}

static double view_top(const Camera *camera)
{
    return (double)camera->top / camera->zoom;
}

/* A thing at a place of the view, map pixels from its upper left corner. */
static void draw_at(const Brush *brush, uint16_t frame, float x, float y)
{
    int zoom = brush->camera->zoom;
    brush_frame(brush, frame, (int)(x * (float)zoom), (int)(y * (float)zoom));
}

/* Places of the map that are seen, one for each number, wherever the camera is. */
static void place_on_map(const Camera *camera, double x, double y, float *view_x, float *view_y)
{
    *view_x = brush_wrap(x - view_left(camera), (float)camera->view_width + 2 * MARGIN) - MARGIN;
    *view_y = brush_wrap(y - view_top(camera), (float)camera->view_height + 2 * MARGIN) - MARGIN;
}

/* ---- On the ground and in the water --------------------------------------------------------- */

static bool is_water(const Tiles *tiles, const Camera *camera, float view_x, float view_y)
{
    return tiles && tiles_is_water(tiles, (float)view_left(camera) + view_x,
                                   (float)view_top(camera) + view_y);
}

static void draw_stars(const Weather *weather, const Tiles *tiles, const Brush *brush)
{
    const Camera *camera = brush->camera;
    uint32_t time = (uint32_t)(weather->tick / TWINKLE_TICKS);
    for (uint32_t i = 0; i < STARS; i++) {
        float x = brush_wrap((double)brush_chance(i, SALT_STAR) * camera->view_width -
                                 view_left(camera) * (double)SKY_PARALLAX,
                             (float)camera->view_width);
        float y = brush_wrap((double)brush_chance(i, SALT_STAR + 1) * camera->view_height -
                                 view_top(camera) * (double)SKY_PARALLAX,
                             (float)camera->view_height);
        if (is_water(tiles, camera, x, y)) {
            draw_at(brush, brush->cast->star[i % 4 == 0 && (i + time) % 3 != 0], x, y);
        }
    }
}

/* The moon wanders over the view in the course of the night; of its reflection one sees what falls
 * on water, cell by cell. */
static void draw_moon(float night, const Tiles *tiles, const Brush *brush)
{
    const Camera *camera = brush->camera;
    const SDL_Rect *moon = &brush->atlas->table.frames[brush->cast->moon];
    int cell = tiles_cell(tiles);
    double left = view_left(camera) * (1.0 - (double)SKY_PARALLAX) +
                  camera->view_width * (0.25 + 0.5 * (double)night);
    double top = view_top(camera) * (1.0 - (double)SKY_PARALLAX) + camera->view_height * 0.55;
    SDL_Rect on_map = {(int)left, (int)top, moon->w, moon->h};
    for (int row = on_map.y / cell; row <= (on_map.y + on_map.h) / cell; row++) {
        for (int column = on_map.x / cell; column <= (on_map.x + on_map.w) / cell; column++) {
            SDL_Rect tile = {column * cell, row * cell, cell, cell};
            SDL_Rect part;
            if (!SDL_IntersectRect(&tile, &on_map, &part) ||
                !tiles_is_water(tiles, (float)tile.x, (float)tile.y)) {
                continue;
            }
            SDL_Rect source = {moon->x + part.x - on_map.x, moon->y + part.y - on_map.y, part.w,
                               part.h};
            int zoom = camera->zoom;
            SDL_FRect at = {(float)(part.x * zoom - camera->left),
                            (float)(part.y * zoom - camera->top), (float)(part.w * zoom),
                            (float)(part.h * zoom)};
            canvas_quad(brush->canvas, &source, &at, PALETTE_WHITE);
        }
    }
}

/* Each drop falls anew somewhere else when its ring is gone. */
static void draw_drops(const Weather *weather, float storm, const Tiles *tiles, const Brush *brush)
{
    const Camera *camera = brush->camera;
    uint32_t count = (uint32_t)(storm * DROPS_MOST);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t time = (uint32_t)weather->tick + i * 11;
        uint32_t salt = SALT_DROP + time / DROP_TICKS * 2;
        uint32_t stage = time % DROP_TICKS * DROP_STAGES / DROP_TICKS;
        float x;
        float y;
        place_on_map(camera, (double)brush_chance(i, salt) * (camera->view_width + 2 * MARGIN),
                     (double)brush_chance(i, salt + 1) * (camera->view_height + 2 * MARGIN), &x,
                     &y);
        if (is_water(tiles, camera, x, y)) {
            draw_at(brush, brush->cast->drop[stage], x, y);
        } else if (stage == 0) {
            draw_at(brush, brush->cast->splash, x, y);
        }
    }
}

void weather_draw_ground(const Weather *weather, const Sky *sky, float night, const Tiles *tiles,
                         const Brush *brush)
{
    brush_use(brush, CANVAS_BLEND);
    if (tiles && sky->storm < 0.3f) { /* then there are clouds */
        draw_stars(weather, tiles, brush);
        draw_moon(night, tiles, brush);
    }
    draw_drops(weather, sky->storm, tiles, brush);
}

/* ---- In the air ------------------------------------------------------------------------------ */

static void draw_mist(const Weather *weather, const Brush *brush)
{
    for (uint32_t i = 0; i < MISTS; i++) {
        const Camera *camera = brush->camera;
        double width = camera->view_width + 2 * MARGIN;
        double height = camera->view_height + 2 * MARGIN;
        double pace = 0.05 + 0.08 * (double)brush_chance(i, SALT_MIST);
        float x;
        float y;
        place_on_map(camera,
                     (double)brush_chance(i, SALT_MIST + 1) * width + weather->tick * pace +
                         weather->drift_x * 0.5,
                     (double)brush_chance(i, SALT_MIST + 2) * height + weather->drift_y * 0.5, &x,
                     &y);
        draw_at(brush, brush->cast->mist[i % CAST_MISTS], x, y);
    }
}

static void draw_leaves(const Weather *weather, const Brush *brush)
{
    const Camera *camera = brush->camera;
    float wind = hypotf(weather->wind_x, weather->wind_y);
    uint32_t count = (uint32_t)fminf(wind * LEAVES_A_WIND, LEAVES_MOST);
    for (uint32_t i = 0; i < count; i++) {
        double pace = 1.2 + 1.1 * (double)brush_chance(i, SALT_LEAF);
        double flutter = sin(weather->tick * 0.06 + (double)i * 1.7) * 7.0;
        float x;
        float y;
        place_on_map(camera,
                     (double)brush_chance(i, SALT_LEAF + 1) * (camera->view_width + 2 * MARGIN) +
                         weather->drift_x * pace,
                     (double)brush_chance(i, SALT_LEAF + 2) * (camera->view_height + 2 * MARGIN) +
                         weather->drift_y * pace + weather->tick * 0.15 + flutter,
                     &x, &y);
        uint32_t turn = (uint32_t)(weather->tick / 7.0) + i;
        draw_at(brush, brush->cast->leaf[turn % CAST_LEAVES], x, y);
    }
}

/* The stronger the wind the more the streaks slant; with the wind from the right they are seen in
 * the mirror. */
static void draw_rain(const Weather *weather, float storm, const Brush *brush)
{
    const Camera *camera = brush->camera;
    uint32_t most = brush->software ? STREAKS_SOFTWARE : STREAKS_MOST;
    uint32_t count = (uint32_t)(storm * (float)most);
    float wind = fabsf(weather->wind_x);
    uint32_t slant = wind > 0.4f ? 2 : wind > 0.12f ? 1 : 0;
    bool to_left = weather->wind_x < 0.0f;
    uint16_t frame = brush->cast->rain[slant];
    SDL_Rect source =
        to_left ? atlas_mirrored(brush->atlas, frame) : brush->atlas->table.frames[frame];
    double across = (to_left ? -0.25 : 0.25) * slant; /* a streak's run for its fall */
    int zoom = camera->zoom;
    for (uint32_t i = 0; i < count; i++) {
        double fallen = weather->tick * (6.0 + 3.0 * (double)brush_chance(i, SALT_RAIN));
        float x;
        float y;
        place_on_map(camera,
                     (double)brush_chance(i, SALT_RAIN + 1) * (camera->view_width + 2 * MARGIN) +
                         fallen * across,
                     (double)brush_chance(i, SALT_RAIN + 2) * (camera->view_height + 2 * MARGIN) +
                         fallen,
                     &x, &y);
        SDL_FRect at = {(float)(int)(x * (float)zoom), (float)(int)(y * (float)zoom),
                        (float)(source.w * zoom), (float)(source.h * zoom)};
        canvas_quad(brush->canvas, &source, &at, PALETTE_WHITE);
    }
}

void weather_draw_air(const Weather *weather, const Sky *sky, const Brush *brush)
{
    brush_use(brush, CANVAS_BLEND);
    draw_mist(weather, brush);
    draw_leaves(weather, brush);
    draw_rain(weather, sky->storm, brush);
}
