/* The motions that look at nobody else: bounce, wander, seek, patrol. */
#include "sim/flight.h"
#include "sim/motion.h"

#include "base/random.h"

#include <math.h>

/* The bunnymark's figures (Iain Lobb, 2010; as in most of its descendants), pixels and ticks. */
#define BOUNCE_GRAVITY 0.5f
#define BOUNCE_DAMPING 0.85f
#define BOUNCE_KICK    6.0f

#define STRAY_WANDER 0.25f /* radians a tick, at most */
#define STRAY_SEEK   0.18f
#define RUSH         2.2f /* how many times its cruise a drawn or frightened sprite may fly */

typedef struct Bouncer {
    float at;
    float speed;
} Bouncer;

static Bouncer bounce_across(Bouncer body, float length)
{
    body.at += body.speed;
    if (body.at > length) {
        body.at = length;
        body.speed = -body.speed;
    } else if (body.at < 0.0f) {
        body.at = 0.0f;
        body.speed = -body.speed;
    }
    return body;
}

static Bouncer bounce_down(Bouncer body, float length, float chance)
{
    body.at += body.speed;
    body.speed += BOUNCE_GRAVITY;
    if (body.at > length) {
        body.at = length;
        body.speed *= -BOUNCE_DAMPING;
        body.speed -= chance > 0.5f ? chance * BOUNCE_KICK : 0.0f;
    } else if (body.at < 0.0f) {
        body.at = 0.0f;
        body.speed = 0.0f;
    }
    return body;
}

/* The bunnymark knows no walls but the edge, and no one to meet. */
void motion_bounce(const MotionView *view, SpriteSlice *slice, EventList *events)
{
    (void)events;
    const SpriteFront *front = &view->front;
    for (uint32_t sprite = slice->range.begin; sprite < slice->range.end; sprite++) {
        float chance = random_unit(view->seed, sprite, view->scene->tick, RANDOM_WANDER);
        Bouncer across = {front->x[sprite], front->vx[sprite]};
        Bouncer down = {front->y[sprite], front->vy[sprite]};
        across = bounce_across(across, view->width - 1.0f);
        down = bounce_down(down, view->height - 1.0f, chance);
        flight_rest(view, slice, sprite);
        uint32_t i = sprite - slice->range.begin;
        slice->x[i] = across.at;
        slice->vx[i] = across.speed;
        slice->y[i] = down.at;
        slice->vy[i] = down.speed;
    }
}

void motion_wander(const MotionView *view, SpriteSlice *slice, EventList *events)
{
    for (uint32_t sprite = slice->range.begin; sprite < slice->range.end; sprite++) {
        if (view->front.state[sprite] != SPRITE_FLYING) {
            flight_rest(view, slice, sprite);
            continue;
        }
        Flight flight = flight_take(view, sprite);
        flight_stray(view, &flight, STRAY_WANDER);
        flight_limit_speed(&flight, flight.cruise, flight.cruise);
        flight_end(view, slice, &flight, events);
    }
}

void motion_seek(const MotionView *view, SpriteSlice *slice, EventList *events)
{
    for (uint32_t sprite = slice->range.begin; sprite < slice->range.end; sprite++) {
        if (view->front.state[sprite] != SPRITE_FLYING) {
            flight_rest(view, slice, sprite);
            continue;
        }
        Flight flight = flight_take(view, sprite);
        flight_stray(view, &flight, STRAY_SEEK);
        flight_heed_lantern(view, &flight);
        flight_flee_owls(view, &flight);
        flight_limit_speed(&flight, flight.cruise, RUSH * flight.cruise);
        flight_end(view, slice, &flight, events);
    }
}

/* Flies straight to the point of its leg; there it waits, then goes on to the next. */
static void patrol_one(const MotionView *view, SpriteSlice *slice, uint32_t sprite)
{
    const SpriteFront *front = &view->front;
    const Route *route = &view->routes[view->route_of[sprite - view->owls.begin]];
    flight_rest(view, slice, sprite);
    uint32_t i = sprite - slice->range.begin;
    if (front->wait[sprite] > 0) {
        slice->wait[i] = (uint16_t)(front->wait[sprite] - 1);
        return;
    }
    SpecPoint goal = route->points[front->leg[sprite]];
    float x = goal.x - front->x[sprite];
    float y = goal.y - front->y[sprite];
    float distance = sqrtf(x * x + y * y);
    float cruise = view->cruise[sprite];
    if (distance <= cruise) {
        slice->x[i] = goal.x;
        slice->y[i] = goal.y;
        slice->leg[i] = (uint16_t)((front->leg[sprite] + 1u) % route->leg_count);
        slice->wait[i] = (uint16_t)route->wait_ticks;
        return;
    }
    slice->vx[i] = x * cruise / distance;
    slice->vy[i] = y * cruise / distance;
    slice->x[i] = front->x[sprite] + slice->vx[i];
    slice->y[i] = front->y[sprite] + slice->vy[i];
}

void motion_patrol(const MotionView *view, SpriteSlice *slice, EventList *events)
{
    (void)events;
    for (uint32_t sprite = slice->range.begin; sprite < slice->range.end; sprite++) {
        patrol_one(view, slice, sprite);
    }
}
