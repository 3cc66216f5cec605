#include "sim/flight.h"

#include "base/random.h"
#include "base/trig.h"

#include <math.h>

/* Tuned by play: pixels, and pixels a tick (a tick). */
#define LANTERN_RING   24.0f /* nearer than this the lantern's pull turns into a push */
#define LANTERN_PULL   0.11f
#define LANTERN_SWIRL  0.035f
#define GLOW_HEEDED    0.15f /* a dimmer lantern draws nobody */
#define OWL_SEEN       70.0f
#define OWL_FEAR       0.30f
#define OWL_REACH      9.0f
#define JAR_REACH      10.0f
#define JAR_OPEN_REACH 80.0f /* a jar is open while the glowing lantern is this near */
#define JAR_OPEN_GLOW  0.4f

static float distance_squared(float ax, float ay, float bx, float by)
{
    float x = bx - ax;
    float y = by - ay;
    return x * x + y * y;
}

Flight flight_take(const MotionView *view, uint32_t sprite)
{
    const SpriteFront *front = &view->front;
    return (Flight){.sprite = sprite,
                    .x = front->x[sprite],
                    .y = front->y[sprite],
                    .vx = front->vx[sprite],
                    .vy = front->vy[sprite],
                    .cruise = view->cruise[sprite]};
}

void flight_stray(const MotionView *view, Flight *flight, float most)
{
    float angle =
        most * random_signed(view->seed, flight->sprite, view->scene->tick, RANDOM_WANDER);
    float sine = trig_sin(angle);
    float cosine = trig_cos(angle);
    float vx = flight->vx;
    flight->vx = vx * cosine - flight->vy * sine;
    flight->vy = vx * sine + flight->vy * cosine;
}

void flight_heed_lantern(const MotionView *view, Flight *flight)
{
    const Scene *scene = view->scene;
    if (scene->glow < GLOW_HEEDED) {
        return;
    }
    float reach = world_glow_radius(scene->glow);
    float x = scene->lantern_x - flight->x;
    float y = scene->lantern_y - flight->y;
    float squared = x * x + y * y;
    if (squared >= reach * reach || squared < 1.0f) {
        return;
    }
    float distance = sqrtf(squared);
    float pull = LANTERN_PULL * scene->glow * (distance - LANTERN_RING) / (LANTERN_RING + distance);
    float swirl = LANTERN_SWIRL * scene->glow * (1.0f - distance / reach);
    flight->vx += (x * pull - y * swirl) / distance;
    flight->vy += (y * pull + x * swirl) / distance;
}

void flight_flee_owls(const MotionView *view, Flight *flight)
{
    for (uint32_t owl = view->owls.begin; owl < view->owls.end; owl++) {
        float x = flight->x - view->front.x[owl];
        float y = flight->y - view->front.y[owl];
        float squared = x * x + y * y;
        if (squared >= OWL_SEEN * OWL_SEEN || squared < 1.0f) {
            continue;
        }
        float distance = sqrtf(squared);
        float fear = OWL_FEAR * (1.0f - distance / OWL_SEEN);
        flight->vx += x * fear / distance;
        flight->vy += y * fear / distance;
    }
}

void flight_limit_speed(Flight *flight, float least, float most)
{
    float squared = flight->vx * flight->vx + flight->vy * flight->vy;
    if (squared >= least * least && squared <= most * most) {
        return;
    }
    if (squared < 1e-12f) {
        flight->vx = least; /* no heading: any will do, if it is always the same */
        flight->vy = 0.0f;
        return;
    }
    float factor = (squared < least * least ? least : most) / sqrtf(squared);
    flight->vx *= factor;
    flight->vy *= factor;
}

static bool jar_is_open(const MotionView *view, const WorldJar *jar)
{
    const Scene *scene = view->scene;
    return scene->glow >= JAR_OPEN_GLOW &&
           distance_squared(jar->x, jar->y, scene->lantern_x, scene->lantern_y) <
               JAR_OPEN_REACH * JAR_OPEN_REACH;
}

/* One event at most: a firefly in an owl's beak does not reach the jar. */
static void tell_contacts(const MotionView *view, const Flight *flight, EventList *events)
{
    if (view->looks[flight->sprite] != LOOK_FIREFLY) {
        return;
    }
    for (uint32_t owl = view->owls.begin; owl < view->owls.end; owl++) {
        float squared =
            distance_squared(flight->x, flight->y, view->front.x[owl], view->front.y[owl]);
        if (squared < OWL_REACH * OWL_REACH && !world_is_safe(view->scene, flight->x, flight->y)) {
            event_add(events, EVENT_CAUGHT, flight->sprite, owl);
            return;
        }
    }
    for (uint32_t jar = 0; jar < view->jar_count; jar++) {
        const WorldJar *place = &view->jars[jar];
        float squared = distance_squared(flight->x, flight->y, place->x, place->y);
        if (squared < JAR_REACH * JAR_REACH && jar_is_open(view, place)) {
            event_add(events, EVENT_AT_JAR, flight->sprite, jar);
            return;
        }
    }
}

void flight_end(const MotionView *view, SpriteSlice *slice, Flight *flight, EventList *events)
{
    walls_move(&view->walls, &flight->x, &flight->y, &flight->vx, &flight->vy);
    flight_rest(view, slice, flight->sprite);
    uint32_t i = flight->sprite - slice->range.begin;
    slice->x[i] = flight->x;
    slice->y[i] = flight->y;
    slice->vx[i] = flight->vx;
    slice->vy[i] = flight->vy;
    tell_contacts(view, flight, events);
}

void flight_rest(const MotionView *view, SpriteSlice *slice, uint32_t sprite)
{
    const SpriteFront *front = &view->front;
    uint32_t i = sprite - slice->range.begin;
    slice->x[i] = front->x[sprite];
    slice->y[i] = front->y[sprite];
    slice->vx[i] = front->vx[sprite];
    slice->vy[i] = front->vy[sprite];
    slice->phase[i] = (uint16_t)(front->phase[sprite] + view->flash_pace[sprite]);
    slice->state[i] = front->state[sprite];
    slice->leg[i] = front->leg[sprite];
    slice->wait[i] = front->wait[sprite];
}
