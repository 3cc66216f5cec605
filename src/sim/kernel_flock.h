/* Flocking after C. W. Reynolds, "Flocks, Herds, and Schools: A Distributed Behavioral Model"
 * (SIGGRAPH 1987): keep apart, fly along, stay together; and the lantern, and the hunters. Flashing
 * after Y. Kuramoto, "Self-entrainment of a population of coupled non-linear oscillators" (1975):
 * each is drawn towards the phases that it sees. For kernel_body.h.
 *
 * The lanes of a vector are fireflies that are neighbours in a row of cells; all of them look at
 * one mate after the other. */
#pragma once

#include "sim/flight.h"
#include "sim/kernel_look.h"
#include "sim/kernel_show.h"

/* Accelerations, as parts of the cruising speed a tick. */
#define APART       0.10f
#define ALONG       0.06f
#define TOGETHER    0.025f
#define COMPANY     19.0f /* neighbours at ease; with more of them "together" turns into "apart" */
#define CROWDED     -4.0f /* how far it turns at most */
#define STRAY_FLOCK 0.10f /* radians a tick, at most */
#define SLOWEST     0.5f  /* of the cruising speed */
#define FASTEST     WORLD_FLOCK_FASTEST

/* Phase a tick, at most: the flashes of neighbours, and the beat of the whole meadow. The paces
 * differ by 75 to each side, so that together they do lock (4 / pi * 75 is Kuramoto's threshold for
 * a uniform spread), within a minute. */
#define FLASH_NEAR 110.0f
#define FLASH_FAR  70.0f
#define PANIC      2 /* times as fast flashes, with no look at the others, who is frightened */

V_INLINE VFloat cruise_of(const MotionView *view, VUint tag)
{
    if (view->flock_cruise > 0.0f) {
        return v_set(view->flock_cruise);
    }
    float cruise[V_LANES];
    uint32_t tags[V_LANES];
    memcpy(tags, &tag, sizeof tags);
    for (uint32_t i = 0; i < V_LANES; i++) {
        cruise[i] = view->breeds[sprite_breed(tags[i])].cruise;
    }
    return v_load(cruise);
}

V_INLINE Flight take_flight(const MotionView *view, const Group *group, VUint tag)
{
    const Grid *grid = view->grid;
    const VMask nobody = v_less(v_set(0.0f), v_set(0.0f));
    return (Flight){.x = v_load(grid->x + group->first),
                    .y = v_load(grid->y + group->first),
                    .vx = v_load(grid->vx + group->first),
                    .vy = v_load(grid->vy + group->first),
                    .cruise = cruise_of(view, tag),
                    .id = tag & ((1u << SPRITE_ID_BITS) - 1),
                    .frightened = nobody,
                    .lit = nobody};
}

/* Sums become means, in radii and pixels a tick; from here on it is floats, of one firefly only. */
V_INLINE void heed_mates(const Grid *grid, const Sums *sums, Flight *flight)
{
    VMask social = v_less(v_set(0.5f), sums->count);
    VFloat share = sums->share;
    VFloat radii = share * (1.0f / grid->units_a_radius);
    VFloat speeds = share * (1.0f / grid->velocity_units);
    /* Not a mean: the more are near, the stronger the push. */
    const float half_cubed = (float)(grid_radius_squared(grid) / 4) * 0.5f * grid->units_a_radius;
    VFloat push = flight->cruise * (APART * 2.0f / half_cubed);
    VFloat vx = flight->vx + push * sums->away_x;
    VFloat vy = flight->vy + push * sums->away_y;
    vx = vx + ALONG * (sums->vx * speeds - vx);
    vy = vy + ALONG * (sums->vy * speeds - vy);
    VFloat ease = v_max(1.0f - sums->count * (1.0f / COMPANY), v_set(CROWDED));
    VFloat together = TOGETHER * flight->cruise * radii * ease;
    flight->vx = v_where(social, vx + together * sums->x, flight->vx);
    flight->vy = v_where(social, vy + together * sums->y, flight->vy);
}

/* The flash a tick later. In the lantern's light nobody sees the others' flashes. */
V_INLINE VUint flash_on(const MotionView *view, const Sums *sums, const Own *own, VUint flash,
                        const Flight *flight)
{
    VUint pace = (flash >> SPRITE_PACE_SHIFT & 0xff) + SPRITE_PACE_LEAST;
    if (view->apart) {
        return flash + (pace << SPRITE_PHASE_SHIFT);
    }
    const float unit = 1.0f / GRID_BEAT_UNITS;
    VFloat cosine = v_from_int(own->cosine);
    VFloat sine = v_from_int(own->sine);
    VFloat near = (sums->sine * cosine - sums->cosine * sine) * sums->share * (unit * unit);
    VFloat far = (view->weather->beat_sine * cosine - view->weather->beat_cosine * sine) * unit;
    VUint drawn = (VUint)v_truncate(FLASH_NEAR * near + FLASH_FAR * far);
    VUint step = v_where_u(flight->lit, pace, pace + drawn);
    step = v_where_u(flight->frightened, pace * PANIC, step);
    return flash + (step << SPRITE_PHASE_SHIFT);
}

V_INLINE void fetch_ahead(const Grid *grid, const SpriteSlice *slice, const Group *group)
{
    uint32_t place = group->first + GRID_AHEAD;
    uint32_t i = grid->sprites.begin + place - slice->range.begin;
    SPRITES_FETCH(grid, place, 1); /* which no other lane reads */
    SPRITES_FETCH(slice, i, 1);
}

V_INLINE void store_group(const Grid *grid, const SpriteSlice *slice, const Group *group,
                          const Flight *flight, VUint tag, VUint flash)
{
    uint32_t i = grid->sprites.begin + group->first - slice->range.begin;
    v_store(slice->x + i, flight->x, group->count);
    v_store(slice->y + i, flight->y, group->count);
    v_store(slice->vx + i, flight->vx, group->count);
    v_store(slice->vy + i, flight->vy, group->count);
    v_store_u(slice->tag + i, tag, group->count);
    v_store_u(slice->flash + i, flash, group->count);
}

static void tell_group(const MotionView *view, const Group *group, const Flight *flight, VUint tag,
                       EventList *events)
{
    float x[V_LANES], y[V_LANES];
    uint32_t tags[V_LANES];
    memcpy(x, &flight->x, sizeof x);
    memcpy(y, &flight->y, sizeof y);
    memcpy(tags, &tag, sizeof tags);
    for (uint32_t i = 0; i < group->count; i++) {
        flight_tell(view, view->grid->sprites.begin + group->first + i, tags[i], x[i], y[i],
                    events);
    }
}

V_INLINE void fly(const MotionView *view, const SpriteSlice *slice, const Limits *limits,
                  const Group *group, EventList *events)
{
    const Grid *grid = view->grid;
    VUint tag = v_load_u(grid->tag + group->first);
    VUint flash = v_load_u(grid->flash + group->first);
    Flight flight = take_flight(view, group, tag);
    fetch_ahead(grid, slice, group);
    flight_stray(view, &flight, STRAY_FLOCK);
    Own own = own_of(grid, group->first);
    Sums sums = sums_of(grid, limits, group, view->brute, &own);
    heed_mates(grid, &sums, &flight);
    if (group->notices & NOTICE_LANTERN) {
        flight_heed_lantern(view, &flight);
    }
    if (group->notices & NOTICE_HUNTER) {
        flight_flee_hunters(view, &flight);
    }
    flight_limit_speed(&flight, SLOWEST * flight.cruise, FASTEST * flight.cruise);
    if (group->notices & NOTICE_WALL) {
        flight_move(view, &flight, group->count);
    } else {
        flight_glide(view, &flight);
    }
    flash = flash_on(view, &sums, &own, flash, &flight);
    store_group(grid, slice, group, &flight, tag, flash);
#ifdef KERNEL_RACY
    /* Overwrites what others see of it, while they look. */
    show_mate(grid, group->first, grid_mate(grid, flight.x, flight.y, flight.vx, flight.vy, flash));
#endif
    if (group->notices & (NOTICE_HUNTER | NOTICE_JAR)) {
        tell_group(view, group, &flight, tag, events);
    }
}

/* Stays where it is. */
static void rest(const MotionView *view, const SpriteSlice *slice, uint32_t place)
{
    const Grid *grid = view->grid;
    uint32_t i = grid->sprites.begin + place - slice->range.begin;
    slice->x[i] = grid->x[place];
    slice->y[i] = grid->y[place];
    slice->vx[i] = grid->vx[place];
    slice->vy[i] = grid->vy[place];
    slice->tag[i] = grid->tag[place];
    slice->flash[i] = motion_rest(view, grid->tag[place], grid->flash[place]);
}

static void flock(const MotionView *view, SpriteSlice *slice, EventList *events)
{
    const Grid *grid = view->grid;
    const Limits limits = limits_of(grid);
    uint32_t place = slice->range.begin - grid->sprites.begin;
    uint32_t end = slice->range.end - grid->sprites.begin;
    uint32_t flying = min_u32(end, grid_flying(grid));
    while (place < flying) {
        Group group = group_from(grid, place, flying);
        fly(view, slice, &limits, &group, events);
        place += group.count;
    }
    for (; place < end; place++) {
        rest(view, slice, place);
    }
}
