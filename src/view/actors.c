#include "view/actors.h"

#include "view/havens.h"
#include "view/palette.h"
#include "view/sprites.h"

#include <math.h>

enum {
    TICKS_A_STEP = 8,   /* of the bearer's walk */
    LANTERN_HEIGHT = 9, /* map pixels above the feet */
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

Lantern actors_lantern(const Actors *actors)
{
    return (Lantern){
        .x = actors->lantern_x,
        .y = actors->lantern_y - LANTERN_HEIGHT,
        .glow = actors->glow,
        .tick = actors->tick,
    };
}

static void draw_bearer(const Actors *actors, const Brush *brush)
{
    uint32_t step = actors->walks ? (uint32_t)actors->tick / TICKS_A_STEP % CAST_BEARER_STEPS : 0;
    uint16_t number = brush->cast->bearer[actors->facing][step];
    bool mirrored = actors->facing == FACING_SIDE && actors->to_left;
    SDL_Rect frame =
        mirrored ? atlas_mirrored(brush->atlas, number) : brush->atlas->table.frames[number];
    int zoom = brush->camera->zoom;
    int x = brush_x(brush, actors->lantern_x);
    int y = brush_y(brush, actors->lantern_y);
    brush_use(brush, CANVAS_BLEND);
    brush_frame(brush, brush->cast->shadow, x, y);
    sprite_quad(brush->canvas, &frame, zoom, x, y - frame.h * zoom / 2, PALETTE_WHITE);
}

void actors_draw_standing(const Actors *actors, const World *world, const Brush *brush)
{
    havens_draw(world, brush, -INFINITY, actors->lantern_y);
    draw_bearer(actors, brush);
    havens_draw(world, brush, actors->lantern_y, INFINITY);
}
