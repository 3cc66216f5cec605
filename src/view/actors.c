#include "view/actors.h"

#include "view/palette.h"
#include "view/sprites.h"

#include <math.h>

enum {
    TICKS_A_STEP = 8,   /* of the bearer's walk */
    LANTERN_HEIGHT = 9, /* map pixels above the feet */
    JAR_BASE = 8,       /* a jar's middle is that far above its foot */
};

static const float STILL_SPEED = 0.05f; /* map pixels a tick */

static void turn(Actors *actors, float vx, float vy)
{
    actors->walks = fabsf(vx) + fabsf(vy) > STILL_SPEED;
    if (!actors->walks) {
        return;
    }
    /* A diagonal keeps to the side view: it shows the lantern best. */
    if (fabsf(vx) * 1.1f >= fabsf(vy)) {
        actors->facing = FACING_SIDE;
        actors->to_left = vx < 0.0f;
    } else {
        actors->facing = vy < 0.0f ? FACING_UP : FACING_DOWN;
    }
}

void actors_write(Actors *actors, const World *world, float blend, bool step_running)
{
    const Scene *now = world_scene(world);
    const Scene *before = step_running ? now : world_previous_scene(world);
    actors->lantern_x = before->lantern_x + (now->lantern_x - before->lantern_x) * blend;
    actors->lantern_y = before->lantern_y + (now->lantern_y - before->lantern_y) * blend;
    actors->glow = before->glow + (now->glow - before->glow) * blend;
    actors->tick = before->tick + (double)(now->tick - before->tick) * (double)blend;
    turn(actors, now->lantern_vx, now->lantern_vy);
}

static int scene_x(const Camera *camera, float x)
{
    return (int)floorf(x * (float)camera->zoom) - camera->left;
}

static int scene_y(const Camera *camera, float y)
{
    return (int)floorf(y * (float)camera->zoom) - camera->top;
}

/* A frame with its middle at (x, y), `width` scene pixels wide, as bright as `alpha` says. */
static void draw_glow(Batch *batch, const SDL_Rect *frame, int x, int y, int width, float alpha)
{
    int height = width * frame->h / frame->w;
    SDL_FRect at = {(float)(x - width / 2), (float)(y - height / 2), (float)width, (float)height};
    SDL_Color color = {255, 255, 255, (uint8_t)(fminf(fmaxf(alpha, 0.0f), 1.0f) * 255.0f)};
    if (color.a > 0) {
        batch_quad(batch, frame, &at, color);
    }
}

void actors_draw_light(const Actors *actors, Batch *batch, const Atlas *atlas, const Cast *cast,
                       const Camera *camera)
{
    const SDL_Rect *light = &atlas->table.frames[cast->light];
    const SDL_Rect *dim = &atlas->table.frames[cast->light_dim];
    int x = scene_x(camera, actors->lantern_x);
    int y = scene_y(camera, actors->lantern_y) - LANTERN_HEIGHT * camera->zoom;
    float time = (float)fmod(actors->tick, 3600.0);
    float flicker = 0.94f + 0.04f * sinf(time * 0.31f) + 0.02f * sinf(time * 0.83f);
    float open = actors->glow;
    batch_use(batch, atlas->texture, SDL_BLENDMODE_ADD);
    draw_glow(batch, dim, x, y, dim->w * camera->zoom, flicker * (0.55f + 0.25f * open));
    if (open > 0.02f) {
        draw_glow(batch, light, x, y, light->w * camera->zoom, flicker * open);
    }
}

static uint16_t jar_frame(const Cast *cast, const World *world, uint32_t index, float *fullness)
{
    const Scene *scene = world_scene(world);
    uint32_t jars = world_jar_count(world);
    uint32_t whole = world_jars(world)[index].capacity;
    if (whole == 0) {
        whole = world_goal(world) / jars; /* a jar without a limit is full with its share */
    }
    whole = whole > 0 ? whole : 100;
    uint32_t fill = scene->jar_fill[index];
    *fullness = fminf((float)fill / (float)whole, 1.0f);
    uint32_t step = fill == 0 ? 0 : 1 + (uint32_t)(*fullness * (CAST_JAR_FILLS - 2) + 0.001f);
    return cast->jar[step];
}

static void draw_jars(const World *world, Batch *batch, const Atlas *atlas, const Cast *cast,
                      const Camera *camera, float from_y, float to_y)
{
    const WorldJar *jars = world_jars(world);
    for (uint32_t i = 0; i < world_jar_count(world); i++) {
        if (jars[i].y < from_y || jars[i].y >= to_y) {
            continue;
        }
        float fullness;
        const SDL_Rect *frame = &atlas->table.frames[jar_frame(cast, world, i, &fullness)];
        int x = scene_x(camera, jars[i].x);
        int y = scene_y(camera, jars[i].y);
        sprite_quad(batch, &atlas->table.frames[cast->shadow], camera->zoom, x,
                    y + JAR_BASE * camera->zoom, PALETTE_WHITE);
        sprite_quad(batch, frame, camera->zoom, x, y, PALETTE_WHITE);
    }
}

static void draw_bearer(const Actors *actors, Batch *batch, const Atlas *atlas, const Cast *cast,
                        const Camera *camera)
{
    uint32_t step = actors->walks ? (uint32_t)actors->tick / TICKS_A_STEP % CAST_BEARER_STEPS : 0;
    uint16_t number = cast->bearer[actors->facing][step];
    bool mirrored = actors->facing == FACING_SIDE && actors->to_left;
    SDL_Rect frame = mirrored ? atlas_mirrored(atlas, number) : atlas->table.frames[number];
    int x = scene_x(camera, actors->lantern_x);
    int y = scene_y(camera, actors->lantern_y);
    sprite_quad(batch, &atlas->table.frames[cast->shadow], camera->zoom, x, y, PALETTE_WHITE);
    sprite_quad(batch, &frame, camera->zoom, x, y - frame.h * camera->zoom / 2, PALETTE_WHITE);
}

void actors_draw_standing(const Actors *actors, const World *world, Batch *batch,
                          const Atlas *atlas, const Cast *cast, const Camera *camera)
{
    float feet = actors->lantern_y - (float)JAR_BASE;
    batch_use(batch, atlas->texture, SDL_BLENDMODE_BLEND);
    draw_jars(world, batch, atlas, cast, camera, -INFINITY, feet);
    draw_bearer(actors, batch, atlas, cast, camera);
    draw_jars(world, batch, atlas, cast, camera, feet, INFINITY);
}

void actors_draw_halos(const Actors *actors, const World *world, Batch *batch, const Atlas *atlas,
                       const Cast *cast, const Camera *camera)
{
    const WorldJar *jars = world_jars(world);
    const SDL_Rect *halo = &atlas->table.frames[cast->jar_halo];
    batch_use(batch, atlas->texture, SDL_BLENDMODE_ADD);
    for (uint32_t i = 0; i < world_jar_count(world); i++) {
        float fullness;
        jar_frame(cast, world, i, &fullness);
        float pulse = 0.9f + 0.1f * sinf((float)fmod(actors->tick, 3600.0) * 0.05f + (float)i);
        float alpha = fullness > 0.0f ? (0.25f + 0.75f * fullness) * pulse : 0.0f;
        draw_glow(batch, halo, scene_x(camera, jars[i].x), scene_y(camera, jars[i].y),
                  halo->w * camera->zoom, alpha);
    }
}
