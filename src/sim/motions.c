/* The motions of the few that fly by themselves: wander and seek. */
#define VECTOR_HEADER "sim/vector_scalar.h"

#include "sim/flight.h"
#include "sim/motion.h"

#define STRAY_WANDER 0.25f /* radians a tick, at most */
#define STRAY_SEEK   0.18f
#define RUSH         2.2f /* how many times its cruise a drawn or frightened sprite may fly */

/* Takes a sprite of the front into the hand. */
static Flight take(const MotionView *view, uint32_t slot)
{
    const SpriteFront *front = &view->front;
    uint32_t tag = front->tag[slot];
    return (Flight){.x = front->x[slot],
                    .y = front->y[slot],
                    .vx = front->vx[slot],
                    .vy = front->vy[slot],
                    .cruise = view->breeds[sprite_breed(tag)].cruise,
                    .id = sprite_id(tag)};
}

static void put(const MotionView *view, SpriteSlice *slice, uint32_t slot, const Flight *flight)
{
    uint32_t i = slot - slice->range.begin;
    slice->x[i] = flight->x;
    slice->y[i] = flight->y;
    slice->vx[i] = flight->vx;
    slice->vy[i] = flight->vy;
    slice->flash[i] = sprite_flash_on(view->front.flash[slot]);
}

/* Stays where it is. */
static void rest(const MotionView *view, SpriteSlice *slice, uint32_t slot)
{
    Flight flight = take(view, slot);
    put(view, slice, slot, &flight);
    slice->flash[slot - slice->range.begin] =
        motion_rest(view, view->front.tag[slot], view->front.flash[slot]);
}

static void end(const MotionView *view, SpriteSlice *slice, uint32_t slot, Flight *flight,
                EventList *events)
{
    flight_move(view, flight, 1);
    put(view, slice, slot, flight);
    flight_tell(view, slot, view->front.tag[slot], flight->x, flight->y, events);
}

static bool flies(const MotionView *view, uint32_t slot)
{
    return sprite_state(view->front.flash[slot]) == SPRITE_FLYING;
}

void motion_wander(const MotionView *view, SpriteSlice *slice, EventList *events)
{
    for (uint32_t slot = slice->range.begin; slot < slice->range.end; slot++) {
        if (!flies(view, slot)) {
            rest(view, slice, slot);
            continue;
        }
        Flight flight = take(view, slot);
        flight_stray(view, &flight, STRAY_WANDER);
        flight_limit_speed(&flight, flight.cruise, flight.cruise);
        end(view, slice, slot, &flight, events);
    }
}

void motion_seek(const MotionView *view, SpriteSlice *slice, EventList *events)
{
    for (uint32_t slot = slice->range.begin; slot < slice->range.end; slot++) {
        if (!flies(view, slot)) {
            rest(view, slice, slot);
            continue;
        }
        Flight flight = take(view, slot);
        flight_stray(view, &flight, STRAY_SEEK);
        if (view->weather->lantern_reach > 0.0f) {
            flight_heed_lantern(view, &flight);
        }
        flight_flee_hunters(view, &flight);
        flight_limit_speed(&flight, flight.cruise, RUSH * flight.cruise);
        end(view, slice, slot, &flight, events);
    }
}
