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

/* All that a motion may read. */
typedef struct MotionView {
    SpriteFront front;
    const Scene *scene;
    const Grid *grid;
    Walls walls;
    float width, height; /* pixels */
    uint64_t seed;
    const float *cruise;        /* [sprites], pixels a tick */
    const uint16_t *flash_pace; /* [sprites], phase a tick */
    const uint8_t *looks;       /* [sprites], a Look each */
    const uint16_t *route_of;   /* [sprites of MOTION_PATROL] */
    const Route *routes;
    Range owls; /* sprites that hunt */
    const WorldJar *jars;
    uint32_t jar_count;
} MotionView;

/* Writes all fields of the slice's sprites; they are all of the motion's kind. */
typedef void MotionFunction(const MotionView *view, SpriteSlice *slice, EventList *events);

void motion_bounce(const MotionView *view, SpriteSlice *slice, EventList *events);
void motion_wander(const MotionView *view, SpriteSlice *slice, EventList *events);
void motion_seek(const MotionView *view, SpriteSlice *slice, EventList *events);
void motion_flock(const MotionView *view, SpriteSlice *slice, EventList *events);
void motion_patrol(const MotionView *view, SpriteSlice *slice, EventList *events);
