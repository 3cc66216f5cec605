#include "view/scenery.h"

#include <math.h>

bool scenery_fit(Scenery *scenery, const Window *window, Error *error)
{
    Camera *camera = &scenery->camera;
    camera_fit(camera, window->width, window->height, window->software);
    scenery->software = window->software;
    if (!scenery->foreground.vignette) {
        foreground_open(&scenery->foreground, window->renderer, window->software);
    }
    SDL_Texture *target =
        SDL_CreateTexture(window->renderer, window_target_format(window), SDL_TEXTUREACCESS_TARGET,
                          camera->view_width * camera->zoom, camera->view_height * camera->zoom);
    if (!target) {
        return error_set(error, "no texture of %d x %d pixels for the scene: %s",
                         camera->view_width * camera->zoom, camera->view_height * camera->zoom,
                         SDL_GetError());
    }
    bool whole = fabsf(camera->window_scale - (float)camera->zoom) < 1e-3f;
    SDL_SetTextureScaleMode(target, camera->zoom > 1 && !whole ? SDL_ScaleModeLinear
                                                               : SDL_ScaleModeNearest);
    SDL_SetTextureBlendMode(target, SDL_BLENDMODE_NONE);
    SDL_DestroyTexture(scenery->target);
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
    foreground_close(&scenery->foreground);
    SDL_DestroyTexture(scenery->target);
    *scenery = (Scenery){0};
}

bool scenery_set_level(Scenery *scenery, SDL_Renderer *renderer, const Level *level,
                       const Pictures *pictures, const World *world, Log *log, Error *error)
{
    drop_level(scenery);
    scenery->actors = (Actors){0};
    scenery->weather = (Weather){0};
    scenery->background = level->background_rgb;
    camera_set_map(&scenery->camera, world_width(world), world_height(world));
    if (!sprites_open(&scenery->sprites, world, error)) {
        return false;
    }
    scenery->tiles = tiles_create(renderer, level, pictures, log, error);
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
    sprites_write(&scenery->sprites, world, cast, &scenery->camera, blend, step_running, lane_of,
                  scenery->software);
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
    Brush brush = {kit->batch, kit->atlas, kit->cast, &scenery->camera, scenery->software};
    float night = scenery_night(world);
    Sky sky = sky_at(world_scene(world), night, actors->tick);
    Lantern lantern = actors_lantern(actors);
    if (tiles) {
        tiles_set_time(tiles, actors->tick);
        tiles_draw(tiles, kit->batch, &scenery->camera, false);
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
        tiles_draw(tiles, kit->batch, &scenery->camera, true);
    }
    lantern_draw_lit(&lantern, &brush);
    weather_draw_air(&scenery->weather, &sky, &brush);
    batch_flush(kit->batch);
    sky_draw(&sky, kit->renderer, scenery->software);
    foreground_draw(&scenery->foreground, &scenery->weather, actors->lantern_y, &brush);
    batch_flush(kit->batch);
}

void scenery_draw(Scenery *scenery, const SceneryKit *kit, const World *world, bool by_lane)
{
    const Camera *camera = &scenery->camera;
    uint32_t rgb = scenery->background;
    SDL_SetRenderTarget(kit->renderer, scenery->target);
    SDL_SetRenderDrawColor(kit->renderer, (uint8_t)(rgb >> 16), (uint8_t)(rgb >> 8), (uint8_t)rgb,
                           255);
    SDL_RenderClear(kit->renderer);
    draw_world(scenery, kit, world, by_lane);
    SDL_SetRenderTarget(kit->renderer, NULL);
    SDL_FRect whole = {0.0f, 0.0f, (float)camera->view_width * camera->window_scale,
                       (float)camera->view_height * camera->window_scale};
    SDL_RenderCopyF(kit->renderer, scenery->target, NULL, &whole);
}
