/* The bunnymark's motion (figures: Iain Lobb, 2010; as in most of its descendants). It knows no
 * walls but the edge, and no one to meet. For kernel_body.h. */
#pragma once

#include "sim/motion.h"
#include "sim/vector.h"

#define BOUNCE_GRAVITY 0.5f /* pixels a tick, a tick */
#define BOUNCE_DAMPING 0.85f
#define BOUNCE_KICK    6.0f

typedef struct Bouncer {
    VFloat x, y, vx, vy;
} Bouncer;

V_INLINE void bounce_across(Bouncer *body, float length)
{
    VFloat at = body->x + body->vx;
    VMask beyond = v_less(v_set(length), at);
    VMask before = v_less(at, v_set(0.0f));
    body->x = v_where(beyond, v_set(length), v_where(before, v_set(0.0f), at));
    body->vx = v_where(v_either(beyond, before), -body->vx, body->vx);
}

/* Who lands is kicked up again, or not: one in thirty does in a tick, so it is drawn one by one. */
V_INLINE VFloat draw_kicks(const MotionView *view, uint32_t first, uint32_t landed)
{
    float kicks[V_LANES] = {0};
    for (; landed != 0; landed &= landed - 1) {
        uint32_t lane = (uint32_t)__builtin_ctz(landed);
        float chance = random_unit(view->seed, first + lane, view->scene->tick, RANDOM_WANDER);
        kicks[lane] = chance > 0.5f ? chance * BOUNCE_KICK : 0.0f;
    }
    return v_load(kicks);
}

V_INLINE void bounce_down(const MotionView *view, Bouncer *body, float length, uint32_t first,
                          uint32_t count)
{
    VFloat at = body->y + body->vy;
    VFloat speed = body->vy + BOUNCE_GRAVITY;
    VMask beyond = v_less(v_set(length), at);
    VMask before = v_less(at, v_set(0.0f));
    body->y = v_where(beyond, v_set(length), v_where(before, v_set(0.0f), at));
    body->vy = v_where(before, v_set(0.0f), speed);
    uint32_t landed = v_bits(beyond) & (uint32_t)((1ull << count) - 1);
    if (landed != 0) {
        VFloat risen = speed * -BOUNCE_DAMPING - draw_kicks(view, first, landed);
        body->vy = v_where(beyond, risen, body->vy);
    }
}

V_INLINE Bouncer bounce_all(const MotionView *view, Bouncer body, uint32_t first, uint32_t count)
{
    bounce_across(&body, view->width - 1.0f);
    bounce_down(view, &body, view->height - 1.0f, first, count);
    return body;
}

/* A vector's worth from `first` on; `streams` is known where this is inlined. */
V_INLINE void bounce_some(const MotionView *view, const SpriteSlice *slice, uint32_t first,
                          bool streams)
{
    const SpriteFront *front = &view->front;
    Bouncer body = {v_load(front->x + first), v_load(front->y + first), v_load(front->vx + first),
                    v_load(front->vy + first)};
    body = bounce_all(view, body, first, V_LANES);
    uint32_t i = first - slice->range.begin;
    if (streams) {
        v_stream(slice->x + i, body.x);
        v_stream(slice->y + i, body.y);
        v_stream(slice->vx + i, body.vx);
        v_stream(slice->vy + i, body.vy);
        return;
    }
    v_store(slice->x + i, body.x, V_LANES);
    v_store(slice->y + i, body.y, V_LANES);
    v_store(slice->vx + i, body.vx, V_LANES);
    v_store(slice->vy + i, body.vy, V_LANES);
}

/* The slice's last ones, fewer than a vector holds. */
static void bounce_rest(const MotionView *view, const SpriteSlice *slice, uint32_t first)
{
    const SpriteFront *front = &view->front;
    uint32_t count = slice->range.end - first;
    uint32_t i = first - slice->range.begin;
    float lanes[4][V_LANES] = {{0}};
    memcpy(lanes[0], front->x + first, count * sizeof(float));
    memcpy(lanes[1], front->y + first, count * sizeof(float));
    memcpy(lanes[2], front->vx + first, count * sizeof(float));
    memcpy(lanes[3], front->vy + first, count * sizeof(float));
    Bouncer body = {v_load(lanes[0]), v_load(lanes[1]), v_load(lanes[2]), v_load(lanes[3])};
    body = bounce_all(view, body, first, count);
    v_store(slice->x + i, body.x, count);
    v_store(slice->y + i, body.y, count);
    v_store(slice->vx + i, body.vx, count);
    v_store(slice->vy + i, body.vy, count);
}

/* All four arrays begin at the same distance from a cache line. */
static bool can_stream(const MotionView *view, const SpriteSlice *slice)
{
    return view->streams && (uintptr_t)slice->x % sizeof(VFloat) == 0;
}

static void bounce(const MotionView *view, SpriteSlice *slice, EventList *events)
{
    (void)events;
    uint32_t first = slice->range.begin;
    uint32_t whole = range_count(slice->range) / V_LANES * V_LANES;
    uint32_t end = first + whole;
    if (can_stream(view, slice)) {
        for (; first < end; first += V_LANES) {
            bounce_some(view, slice, first, true);
        }
        v_stream_end();
    } else {
        for (; first < end; first += V_LANES) {
            bounce_some(view, slice, first, false);
        }
    }
    if (first < slice->range.end) {
        bounce_rest(view, slice, first);
    }
}
