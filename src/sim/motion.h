/* A motion: how one kind of sprite gets from its state now (front, constant, everyone's) to its
 * next one (a slice of the back, its own). Never handed the World. Any lane. */
#pragma once

#include "sim/event.h"
#include "sim/grid.h"
#include "sim/spec.h"
#include "sim/sprites.h"
#include "sim/walls.h"
#include "sim/world.h"

/* A path with its turns written out: the point of leg k is points[k], from the last leg on to the
 * first again. */
typedef struct Route {
    const SpecPoint *points;
    uint32_t leg_count;
    uint32_t wait_ticks; /* at each point */
} Route;

/* What a hunter is for ever. */
typedef struct HunterPlan {
    Hunter kind;
    uint32_t route; /* index in routes */
    float cruise;   /* pixels a tick */
} HunterPlan;

/* A jar that takes fireflies in at this tick. */
typedef struct OpenJar {
    float x, y;
    uint32_t jar; /* index */
} OpenJar;

/* What of a tick is the same for all, found before anyone moves. */
typedef struct Weather {
    float wind_x, wind_y;         /* pixels a tick */
    float lantern_reach;          /* pixels; 0: it draws nobody */
    float beat_cosine, beat_sine; /* the mean of all flashes: 0 to 1 long */
    uint32_t wave;                /* swarms up to this one are out */
    uint32_t open_count;
    OpenJar open[SPEC_JARS_MAX];
} Weather;

/* All that a motion may read. */
typedef struct MotionView {
    SpriteFront front;
    const Scene *scene;
    const Grid *grid;
    const Weather *weather;
    const WorldBreed *breeds;
    float flock_cruise; /* of all that flock, pixels a tick; 0: they differ */
    Walls walls;
    float width, height; /* pixels */
    uint64_t seed;
    const HunterPlan *hunters;
    const Route *routes;
    Range hunter_slots;
    bool brute;   /* look at everyone for neighbours, not at the cells around */
    bool apart;   /* flash without a look at the others: a swarm that cannot fall into unison */
    bool single;  /* what others see of a sprite is overwritten as soon as it moves */
    bool streams; /* the back is too large for the caches: write past them */
} MotionView;

/* The flash a tick later of one that does not fly: it goes on, and a sprite whose wave is out comes
 * out with it. */
static inline uint32_t motion_rest(const MotionView *view, uint32_t tag, uint32_t flash)
{
    bool comes_out = sprite_state(flash) == SPRITE_WAITING &&
                     view->breeds[sprite_breed(tag)].wave <= view->weather->wave;
    flash = sprite_flash_on(flash);
    return comes_out ? sprite_with_state(flash, SPRITE_FLYING) : flash;
}

/* Writes the fields of the slice's sprites that its motion changes; they are all of that motion. */
typedef void MotionFunction(const MotionView *view, SpriteSlice *slice, EventList *events);

/* Bouncing and flocking have kernels for each instruction set: see kernel.h. */
void motion_wander(const MotionView *view, SpriteSlice *slice, EventList *events);
void motion_seek(const MotionView *view, SpriteSlice *slice, EventList *events);
void motion_patrol(const MotionView *view, SpriteSlice *slice, EventList *events);
