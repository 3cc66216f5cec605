/* What comes after all sprites have moved: the events, in order, then the lantern and the outcome.
 * One slice, so it may write what is shared. */
#include "sim/world_state.h"

#include <math.h>

#define LANTERN_SPEED 1.5f   /* pixels a tick */
#define LANTERN_HALF  4.0f   /* the bearer's feet, to each side */
#define GLOW_EASE     0.10f  /* of the way to full or shut, a tick */
#define GLOW_NEAR     0.001f /* then it arrives: it must not end among the subnormal numbers */
#define AXIS_FULL     127.0f

static void jar_firefly(const World *world, WorldBuffer back, const Event *event)
{
    const WorldJar *jar = &world->jars[event->with];
    uint32_t *fill = &back.scene->jar_fill[event->with];
    if (jar->capacity > 0 && *fill >= jar->capacity) {
        return;
    }
    ++*fill;
    back.scene->flying--;
    back.scene->jarred++;
    back.state[event->sprite] = SPRITE_JARRED;
    back.x[event->sprite] = jar->x;
    back.y[event->sprite] = jar->y;
    back.vx[event->sprite] = back.vy[event->sprite] = 0.0f;
}

static void eat_firefly(WorldBuffer back, const Event *event)
{
    back.scene->flying--;
    back.scene->eaten++;
    back.state[event->sprite] = SPRITE_EATEN;
    back.vx[event->sprite] = back.vy[event->sprite] = 0.0f;
}

static void join_events(const World *world, WorldBuffer back)
{
    for (uint32_t begin = 0; begin < world->sprite_count; begin += world->grain) {
        const Event *events = world->events + begin;
        uint32_t count = world->event_count[begin / world->grain];
        for (uint32_t i = 0; i < count; i++) {
            if (events[i].kind == EVENT_AT_JAR) {
                jar_firefly(world, back, &events[i]);
            } else {
                eat_firefly(back, &events[i]);
            }
        }
    }
}

static bool feet_fit(const World *world, float x, float y)
{
    return !walls_solid_at(&world->walls, x - LANTERN_HALF, y) &&
           !walls_solid_at(&world->walls, x + LANTERN_HALF, y) &&
           !walls_solid_at(&world->walls, x, y - LANTERN_HALF);
}

static void move_lantern(const World *world, const Scene *front, Scene *back)
{
    float x = (float)world->input.move_x / AXIS_FULL;
    float y = (float)world->input.move_y / AXIS_FULL;
    float length = sqrtf(x * x + y * y);
    float speed = length > 1.0f ? LANTERN_SPEED / length : LANTERN_SPEED;
    float next_x = front->lantern_x + x * speed;
    float next_y = front->lantern_y + y * speed;
    /* One axis after the other: along a wall one slides. */
    bool free_x = feet_fit(world, next_x, front->lantern_y);
    back->lantern_x = free_x ? next_x : front->lantern_x;
    bool free_y = feet_fit(world, back->lantern_x, next_y);
    back->lantern_y = free_y ? next_y : front->lantern_y;
    back->lantern_vx = back->lantern_x - front->lantern_x;
    back->lantern_vy = back->lantern_y - front->lantern_y;
    float wish = world->input.glow ? 1.0f : 0.0f;
    float rest = wish - front->glow;
    bool is_near = rest * rest < GLOW_NEAR * GLOW_NEAR;
    back->glow = is_near ? wish : front->glow + rest * GLOW_EASE;
}

static Outcome decide(const World *world, const Scene *scene)
{
    if (world->goal == 0 || scene->outcome != OUTCOME_PLAYING) {
        return scene->outcome;
    }
    if (scene->jarred >= world->goal) {
        return OUTCOME_WON;
    }
    if (world->dawn_ticks > 0 && scene->tick >= world->dawn_ticks) {
        return OUTCOME_LOST_DAWN;
    }
    bool enough = scene->jarred + scene->flying >= world->goal;
    return enough ? OUTCOME_PLAYING : OUTCOME_LOST_SWARM;
}

bool settle_world(Lane *lane, Range slice, void *context)
{
    (void)lane;
    (void)slice;
    const World *world = context;
    const Scene *front = front_buffer(world)->scene;
    WorldBuffer back = *back_buffer(world);
    *back.scene = *front;
    back.scene->tick = front->tick + 1;
    join_events(world, back);
    move_lantern(world, front, back.scene);
    back.scene->outcome = decide(world, back.scene);
    return true;
}
