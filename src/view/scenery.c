#include "view/scenery.h"

#include <math.h>

static const float DAWN_BEGINS = 0.8f; /* of the night */

/* At sunrise every colour is brighter by these 255ths of itself, and then lies under a warm haze.
 */
static const SDL_Color DAWN_LIGHT = {0xf0, 0x70, 0x30, 0};
static const SDL_Color DAWN_HAZE = {0xff, 0xa0, 0x80, 0x20};

bool scenery_fit(Scenery *scenery, const Window *window, Error *error)
{
    Camera *camera = &scenery->camera;
    camera_fit(camera, window->width, window->height, window->software);
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
    SDL_DestroyTexture(scenery->target);
    *scenery = (Scenery){0};
}

bool scenery_set_level(Scenery *scenery, SDL_Renderer *renderer, const Level *level,
                       const Pictures *pictures, const World *world, Log *log, Error *error)
{
    drop_level(scenery);
    scenery->actors = (Actors){0};
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
    sprites_write(&scenery->sprites, world, cast, &scenery->camera, blend, step_running, lane_of);
}

float scenery_night(const World *world)
{
    uint32_t length = world_dawn_ticks(world);
    float part = length > 0 ? (float)world_scene(world)->tick / (float)length : 0.0f;
    return fminf(part, 1.0f);
}

static void draw_dawn(const SceneryKit *kit, const World *world)
{
    float risen = (scenery_night(world) - DAWN_BEGINS) / (1.0f - DAWN_BEGINS);
    if (risen <= 0.0f) {
        return;
    }
    /* With an alpha of 0 this mode gives target * (1 + color): light that keeps the contrast. */
    SDL_SetRenderDrawBlendMode(kit->renderer, SDL_BLENDMODE_MUL);
    SDL_SetRenderDrawColor(kit->renderer, (uint8_t)(risen * DAWN_LIGHT.r),
                           (uint8_t)(risen * DAWN_LIGHT.g), (uint8_t)(risen * DAWN_LIGHT.b), 0);
    SDL_RenderFillRect(kit->renderer, NULL);
    SDL_SetRenderDrawBlendMode(kit->renderer, SDL_BLENDMODE_BLEND);
    SDL_SetRenderDrawColor(kit->renderer, DAWN_HAZE.r, DAWN_HAZE.g, DAWN_HAZE.b,
                           (uint8_t)(risen * DAWN_HAZE.a));
    SDL_RenderFillRect(kit->renderer, NULL);
}

static void draw_world(Scenery *scenery, const SceneryKit *kit, const World *world, bool by_lane)
{
    const Camera *camera = &scenery->camera;
    Actors *actors = &scenery->actors;
    SpriteList *sprites = &scenery->sprites;
    Batch *batch = kit->batch;
    if (scenery->tiles) {
        tiles_set_time(scenery->tiles, actors->tick);
        tiles_draw(scenery->tiles, batch, camera, false);
    }
    actors_draw_light(actors, batch, kit->atlas, kit->cast, camera);
    actors_draw_standing(actors, world, batch, kit->atlas, kit->cast, camera);
    sprites_draw_bodies(sprites, batch, kit->atlas, kit->cast, camera, by_lane);
    actors_draw_halos(actors, world, batch, kit->atlas, kit->cast, camera);
    sprites_draw_lights(sprites, batch, kit->atlas, kit->cast, camera, by_lane);
    sprites_draw_owls(sprites, batch, kit->atlas, kit->cast, camera);
    if (scenery->tiles) {
        tiles_draw(scenery->tiles, batch, camera, true);
    }
    batch_flush(batch);
    draw_dawn(kit, world);
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
