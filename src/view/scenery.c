#include "view/scenery.h"

#include <math.h>

bool scenery_fit(Scenery *scenery, Canvas *canvas, Error *error)
{
    Camera *camera = &scenery->camera;
    scenery->canvas = canvas;
    scenery->software = canvas_is_sparing(canvas);
    camera_fit(camera, canvas_width(canvas), canvas_height(canvas), scenery->software);
    if (!scenery->foreground.vignette) {
        foreground_open(&scenery->foreground, canvas, scenery->software);
    }
    /* Neighbours are mixed: what is smaller than a pixel of the window still adds its light. */
    bool shrunk = (float)camera->zoom > camera->window_scale + 1e-3f;
    CanvasPicture *target =
        canvas_target(canvas, camera->view_width * camera->zoom, camera->view_height * camera->zoom,
                      shrunk && !scenery->software, true, error);
    if (!target) {
        return error_prefix(error, "nothing to draw the scene on");
    }
    canvas_drop(canvas, scenery->target);
    scenery->target = target;
    return true;
}

static void drop_level(Scenery *scenery)
{
    sprites_close(&scenery->sprites);
    tiles_destroy(scenery->tiles);
    scenery->tiles = NULL;
}

void scenery_close(Scenery *scenery)
{
    drop_level(scenery);
    foreground_close(&scenery->foreground, scenery->canvas);
    canvas_drop(scenery->canvas, scenery->target);
    *scenery = (Scenery){0};
}

bool scenery_set_level(Scenery *scenery, const Level *level, const Pictures *pictures,
                       const World *world, Log *log, Error *error)
{
    drop_level(scenery);
    scenery->actors = (Actors){0};
    scenery->weather = (Weather){0};
    scenery->background = level->background_rgb;
    camera_set_map(&scenery->camera, world_width(world), world_height(world));
    if (!sprites_open(&scenery->sprites, world, error)) {
        return false;
    }
    scenery->tiles = tiles_create(scenery->canvas, level, pictures, log, error);
    return scenery->tiles != NULL;
}

void scenery_write(Scenery *scenery, const World *world, const Cast *cast, float blend,
                   bool step_running, const uint8_t *lane_of)
{
    Actors *actors = &scenery->actors;
    if (world_sprite_count(world) != scenery->sprites.capacity) {
        return; /* its level could not be set: there is no room for its sprites */
    }
    actors_write(actors, world, blend, step_running);
    camera_follow(&scenery->camera, actors->lantern_x, actors->lantern_y, actors->tick);
    weather_follow(&scenery->weather, world_scene(world), actors->tick);
    SpriteView view = {
        .cast = cast,
        .camera = &scenery->camera,
        .lane_of = lane_of,
        .blend = blend,
        .step_running = step_running,
        .software = scenery->software,
    };
    sprites_write(&scenery->sprites, world, &view,
                  step_running ? NULL : canvas_backend(scenery->canvas));
}

float scenery_night(const World *world)
{
    uint32_t length = world_dawn_ticks(world);
    float part = length > 0 ? (float)world_scene(world)->tick / (float)length : 0.0f;
    return fminf(part, 1.0f);
}

/* From the ground up. The crowns of the trees lie over what flies; the lantern lights them too. */
static void draw_world(Scenery *scenery, const SceneryKit *kit, const World *world, bool by_lane)
{
    const Actors *actors = &scenery->actors;
    const SpriteList *sprites = &scenery->sprites;
    Tiles *tiles = scenery->tiles;
    Brush brush = {kit->canvas, kit->atlas, kit->cast, &scenery->camera, scenery->software};
    float night = scenery_night(world);
    Sky sky = sky_at(world_scene(world), night, actors->tick);
    Lantern lantern = actors_lantern(actors);
    if (tiles) {
        tiles_draw(tiles, kit->canvas, &scenery->camera, false);
    }
    weather_draw_ground(&scenery->weather, &sky, night, tiles, &brush);
    lantern_draw_pool(&lantern, &brush);
    actors_draw_standing(actors, world, &brush);
    sprites_draw_bodies(sprites, &brush, by_lane);
    havens_draw_light(world, actors->tick, &brush);
    sprites_draw_lights(sprites, sky.lights, &brush, by_lane);
    lantern_draw_moths(&lantern, &brush);
    hunters_draw(&sprites->hunters, &brush);
    if (tiles) {
        tiles_draw(tiles, kit->canvas, &scenery->camera, true);
    }
    lantern_draw_lit(&lantern, &brush);
    weather_draw_air(&scenery->weather, &sky, &brush);
    sky_draw(&sky, kit->canvas, scenery->software);
    foreground_draw(&scenery->foreground, &scenery->weather, actors->lantern_y, &brush);
}

void scenery_draw(Scenery *scenery, const SceneryKit *kit, const World *world, bool by_lane)
{
    const Camera *camera = &scenery->camera;
    Canvas *canvas = kit->canvas;
    uint32_t rgb = scenery->background;
    SDL_Color background = {(uint8_t)(rgb >> 16), (uint8_t)(rgb >> 8), (uint8_t)rgb, 255};
    if (scenery->tiles) {
        tiles_set_time(scenery->tiles, scenery->actors.tick);
        tiles_prepare(scenery->tiles, canvas, camera, background);
    }
    canvas_draw_to(canvas, scenery->target);
    canvas_clear(canvas, background);
    draw_world(scenery, kit, world, by_lane);
    canvas_draw_to(canvas, NULL);
    SDL_Rect source = {0, 0, canvas_picture_width(scenery->target),
                       canvas_picture_height(scenery->target)};
    SDL_FRect whole = {0.0f, 0.0f, (float)camera->view_width * camera->window_scale,
                       (float)camera->view_height * camera->window_scale};
    canvas_use(canvas, scenery->target, CANVAS_COPY);
    canvas_quad(canvas, &source, &whole, (SDL_Color){255, 255, 255, 255});
}
