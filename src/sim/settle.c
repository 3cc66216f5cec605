/* What comes after all sprites have moved: the events, in order, then the lantern and the outcome.
 * One slice, so it may write what is shared. */
#include "sim/world_state.h"

#include <math.h>

#define LANTERN_SPEED 1.5f   /* pixels a tick */
#define LANTERN_HALF  4.0f   /* the bearer's feet, to each side */
#define GLOW_EASE     0.10f  /* of the way to full or shut, a tick */
#define GLOW_NEAR     0.001f /* then it arrives: it must not end among the subnormal numbers */
#define AXIS_FULL     127.0f

#define UNISON_ORDER 0.65f

enum {
    MEAL_TICKS = 6,
    UNISON_COUNT = 20, /* fewer are no swarm */
};

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
    uint32_t slot = event->slot;
    back.flash[slot] = sprite_with_state(back.flash[slot], SPRITE_JARRED);
    back.x[slot] = jar->x;
    back.y[slot] = jar->y;
    back.vx[slot] = back.vy[slot] = 0.0f;
}

/* One at a time: then it has its beak full. */
static void eat_firefly(WorldBuffer back, const Event *event)
{
    HunterState *hunter = &back.hunters[event->with];
    if (hunter->sated > 0) {
        return;
    }
    hunter->sated = MEAL_TICKS;
    back.scene->flying--;
    back.scene->eaten++;
    uint32_t slot = event->slot;
    back.flash[slot] = sprite_with_state(back.flash[slot], SPRITE_EATEN);
    back.vx[slot] = back.vy[slot] = 0.0f;
}

/* Moves the slices' events together, to the front of the array. */
static uint32_t gather_events(const World *world)
{
    uint32_t total = 0;
    for (uint32_t begin = 0; begin < world->sprite_count; begin += world->grain) {
        uint32_t count = world->event_count[begin / world->grain];
        for (uint32_t i = 0; i < count; i++) {
            world->events[total++] = world->events[begin + i];
        }
    }
    return total;
}

static void sift(Event *events, uint32_t root, uint32_t count)
{
    Event event = events[root];
    for (uint32_t child = 2 * root + 1; child < count; child = 2 * root + 1) {
        child += child + 1 < count && events[child + 1].id > events[child].id;
        if (events[child].id <= event.id) {
            break;
        }
        events[root] = events[child];
        root = child;
    }
    events[root] = event;
}

/* Heapsort: a whole swarm may arrive at once, and nothing may be allocated. */
static void sort_events(Event *events, uint32_t count)
{
    for (uint32_t root = count / 2; root-- > 0;) {
        sift(events, root, count);
    }
    for (uint32_t end = count; end-- > 1;) {
        Event last = events[end];
        events[end] = events[0];
        events[0] = last;
        sift(events, 0, end);
    }
}

static void join_events(const World *world, WorldBuffer back)
{
    uint32_t count = gather_events(world);
    sort_events(world->events, count);
    for (uint32_t i = 0; i < count; i++) {
        if (world->events[i].kind == EVENT_AT_JAR) {
            jar_firefly(world, back, &world->events[i]);
        } else {
            eat_firefly(back, &world->events[i]);
        }
    }
}

/* ---- The weather, and how the swarm flashes -------------------------------------------------- */

static void turn_weather(const World *world, const Scene *front, Scene *back)
{
    back->wind_x = world->wish.wind_x;
    back->wind_y = world->wish.wind_y;
    back->rain = world->wish.rain;
    back->hint = world->wish.hint;
    back->wave = world->wish.wave;
    for (uint32_t wave = front->wave + 1; wave <= back->wave; wave++) {
        back->waiting -= world->wave_counts[wave];
        back->flying += world->wave_counts[wave];
    }
}

/* The mean phase passes the flash's start, and most are near it. */
static bool flashes_in_unison(const World *world, const Scene *front, const Scene *back)
{
    return world->grid.beat.flying >= UNISON_COUNT && back->order >= UNISON_ORDER &&
           front->beat_sine < 0.0f && back->beat_sine >= 0.0f && back->beat_cosine > 0.0f;
}

static void follow_flashes(const World *world, const Scene *front, WorldBuffer buffer)
{
    Scene *back = buffer.scene;
    back->beat_cosine = world->weather.beat_cosine;
    back->beat_sine = world->weather.beat_sine;
    back->order = sqrtf(back->beat_cosine * back->beat_cosine + back->beat_sine * back->beat_sine);
    if (flashes_in_unison(world, front, back)) {
        back->flash_tick = back->tick;
    }
    Range hunters = world->by_motion[MOTION_PATROL];
    back->dazzled = 0;
    for (uint32_t slot = hunters.begin; slot < hunters.end; slot++) {
        back->dazzled += sprite_state(buffer.flash[slot]) == SPRITE_DAZZLED;
    }
}

/* ---- The lantern ---------------------------------------------------------------------------- */

static bool feet_fit(const World *world, float x, float y)
{
    return !walls_stop_feet(&world->walls, x - LANTERN_HALF, y) &&
           !walls_stop_feet(&world->walls, x + LANTERN_HALF, y) &&
           !walls_stop_feet(&world->walls, x, y - LANTERN_HALF);
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
    bool enough = scene->jarred + scene->flying + scene->waiting >= world->goal;
    return enough ? OUTCOME_PLAYING : OUTCOME_LOST_SWARM;
}

void settle_world(World *world)
{
    const Scene *front = front_buffer(world)->scene;
    WorldBuffer back = *back_buffer(world);
    *back.scene = *front;
    back.scene->tick = front->tick + 1;
    turn_weather(world, front, back.scene);
    join_events(world, back);
    follow_flashes(world, front, back);
    move_lantern(world, front, back.scene);
    back.scene->outcome = decide(world, back.scene);
}
