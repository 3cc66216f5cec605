/* What flying is: the forces on a sprite, and how it ends its tick. Written once for vectors of any
 * width: the kernels fly many at a time, the lesser motions one. Include after defining
 * VECTOR_HEADER (see vector.h). */
#pragma once

#include "sim/flight_tell.h"
#include "sim/motion.h"
#include "sim/vector.h"

/* Tuned by play: pixels, and pixels a tick (a tick). */
#define LANTERN_RING  26.0f /* nearer than this the lantern's pull turns into a push */
#define LANTERN_PULL  0.11f
#define LANTERN_SWIRL 0.035f
#define OWL_SEEN      60.0f
#define OWL_FEAR      0.16f

/* V_LANES sprites in the hand. */
typedef struct Flight {
    VFloat x, y;   /* pixels */
    VFloat vx, vy; /* pixels a tick */
    VFloat cruise; /* pixels a tick */
    VUint id;
    VMask frightened; /* a hunter is near */
    VMask lit;        /* the lantern draws it */
} Flight;

/* Turns it by a random angle of at most `most` radians, which is small: the sine is the angle. */
V_INLINE void flight_stray(const MotionView *view, Flight *flight, float most)
{
    VFloat angle = most * v_random_signed(view->seed, flight->id, view->scene->tick, RANDOM_WANDER);
    VFloat vx = flight->vx;
    flight->vx = vx - flight->vy * angle;
    flight->vy = flight->vy + vx * angle;
}

/* Towards a ring around the lantern, and around it, while it glows and reaches the sprite. */
V_INLINE void flight_heed_lantern(const MotionView *view, Flight *flight)
{
    const Scene *scene = view->scene;
    float reach = view->weather->lantern_reach;
    VFloat x = scene->lantern_x - flight->x;
    VFloat y = scene->lantern_y - flight->y;
    VFloat squared = x * x + y * y;
    VMask drawn = v_both(v_less(squared, v_set(reach * reach)), v_less(v_set(1.0f), squared));
    if (!v_any(drawn)) {
        return;
    }
    VFloat distance = v_sqrt(v_max(squared, v_set(1.0f)));
    VFloat pull =
        LANTERN_PULL * scene->glow * (distance - LANTERN_RING) / (LANTERN_RING + distance);
    VFloat swirl = LANTERN_SWIRL * scene->glow * (1.0f - distance / reach);
    flight->lit = drawn;
    flight->vx = v_add_where(drawn, flight->vx, (x * pull - y * swirl) / distance);
    flight->vy = v_add_where(drawn, flight->vy, (y * pull + x * swirl) / distance);
}

/* Away from hunters that are near and can see. */
V_INLINE void flight_flee_hunters(const MotionView *view, Flight *flight)
{
    for (uint32_t slot = view->hunter_slots.begin; slot < view->hunter_slots.end; slot++) {
        VFloat x = flight->x - view->front.x[slot];
        VFloat y = flight->y - view->front.y[slot];
        VFloat squared = x * x + y * y;
        VMask seen =
            v_both(v_less(squared, v_set(OWL_SEEN * OWL_SEEN)), v_less(v_set(1.0f), squared));
        if (!v_any(seen) || sprite_state(view->front.flash[slot]) == SPRITE_DAZZLED) {
            continue;
        }
        VFloat distance = v_sqrt(v_max(squared, v_set(1.0f)));
        VFloat fear = OWL_FEAR * (1.0f - distance * (1.0f / OWL_SEEN)) / distance;
        flight->vx = v_add_where(seen, flight->vx, x * fear);
        flight->vy = v_add_where(seen, flight->vy, y * fear);
        flight->frightened = v_either(flight->frightened, seen);
    }
}

/* Keeps the speed between `least` and `most`. Without a heading any will do, if it is always the
 * same. */
V_INLINE void flight_limit_speed(Flight *flight, VFloat least, VFloat most)
{
    VFloat squared = flight->vx * flight->vx + flight->vy * flight->vy;
    VMask slow = v_less(squared, least * least);
    VMask fast = v_less(most * most, squared);
    VMask still = v_less(squared, v_set(1e-12f));
    VFloat wanted = v_where(slow, least, most);
    VFloat factor = wanted / v_sqrt(v_max(squared, v_set(1e-12f)));
    factor = v_where(v_either(slow, fast), factor, v_set(1.0f));
    flight->vx = v_where(still, least, flight->vx * factor);
    flight->vy = v_where(still, v_set(0.0f), flight->vy * factor);
}

/* Where no wall can be met: the same bits as below. */
V_INLINE void flight_glide(const MotionView *view, Flight *flight)
{
    flight->x = flight->x + (flight->vx + view->weather->wind_x);
    flight->y = flight->y + (flight->vy + view->weather->wind_y);
}

/* One after the other: the first `count` lanes only. */
V_INLINE void move_each(const MotionView *view, Flight *flight, uint32_t count)
{
    float x[V_LANES], y[V_LANES], vx[V_LANES], vy[V_LANES];
    memcpy(x, &flight->x, sizeof x);
    memcpy(y, &flight->y, sizeof y);
    memcpy(vx, &flight->vx, sizeof vx);
    memcpy(vy, &flight->vy, sizeof vy);
    for (uint32_t i = 0; i < count; i++) {
        walls_move(&view->walls, &x[i], &y[i], &vx[i], &vy[i], view->weather->wind_x,
                   view->weather->wind_y);
    }
    memcpy(&flight->x, x, sizeof x);
    memcpy(&flight->y, y, sizeof y);
    memcpy(&flight->vx, vx, sizeof vx);
    memcpy(&flight->vy, vy, sizeof vy);
}

#ifdef V_WORDS
/* walls_solid_at, turned round. */
V_INLINE VMask is_free_at(const Walls *walls, VFloat x, VFloat y)
{
    VFloat column = x * walls->tiles_a_pixel;
    VFloat row = y * walls->tiles_a_pixel;
    VMask off = v_either(v_less(x, v_set(0.0f)), v_less(y, v_set(0.0f)));
    VMask on = v_both(v_less(column, v_set((float)walls->columns)),
                      v_less(row, v_set((float)walls->rows)));
    on = v_both(on, v_not(off));
    VUint tile = (VUint)v_truncate(row) * walls->columns + (VUint)v_truncate(column);
    VUint ground = v_look_up_bytes(walls->solid, v_where_u(on, tile, v_set_u(0)));
    VFloat wall = v_from_int((VInt)(ground & GROUND_WALL));
    return v_both(on, v_less(wall, v_set(0.5f)));
}

/* Would walls_parts be 1 in all lanes? */
V_INLINE bool is_slow(const Walls *walls, VFloat across, VFloat down)
{
    VFloat fastest = v_max(v_max(across, -across), v_max(down, -down));
    return !v_any(v_not(v_less(fastest * walls->tiles_a_pixel, v_set(1.0f))));
}

/* walls_move, in one part. */
V_INLINE void move_together(const MotionView *view, Flight *flight)
{
    const Walls *walls = &view->walls;
    VFloat next_x = flight->x + (flight->vx + view->weather->wind_x);
    VMask free_x = is_free_at(walls, next_x, flight->y);
    flight->x = v_where(free_x, next_x, flight->x);
    VFloat next_y = flight->y + (flight->vy + view->weather->wind_y);
    VMask free_y = is_free_at(walls, flight->x, next_y);
    flight->y = v_where(free_y, next_y, flight->y);
    flight->vx = v_where(free_x, flight->vx, -flight->vx);
    flight->vy = v_where(free_y, flight->vy, -flight->vy);
}
#endif

/* Stops at walls and turns back. The lanes from `count` on may become anything. */
V_INLINE void flight_move(const MotionView *view, Flight *flight, uint32_t count)
{
#ifdef V_WORDS
    if (is_slow(&view->walls, flight->vx + view->weather->wind_x,
                flight->vy + view->weather->wind_y)) {
        move_together(view, flight);
        return;
    }
#endif
    move_each(view, flight, count);
}
