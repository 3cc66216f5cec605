/* Inside a World: for the sim's own files that build it, step it and hash it; not for motions. */
#pragma once

#include "backend/backend.h"
#include "base/shared_memory.h"
#include "sim/kernel.h"
#include "sim/motion.h"
#include "sim/script.h"
#include "sim/step.h"
#include "sim/world.h"

/* One of the two buffers. */
typedef struct WorldBuffer {
    float *x;
    float *y;
    float *vx;
    float *vy;
    uint32_t *tag;
    uint32_t *flash;
    HunterState *hunters;
    Scene *scene;
} WorldBuffer;

struct World {
    SharedMemory *memory; /* all of it: this struct, and what it points to but the script */
    uint64_t seed;
    uint32_t sprite_count;
    Range by_motion[MOTION_COUNT];
    WorldBuffer buffers[2];
    uint32_t front; /* index in buffers */

    bool previous_is_front; /* the state a tick ago is lost */

    /* Constant after world_create. */
    WorldBreed breeds[WORLD_BREEDS];
    uint32_t wave_counts[SPEC_WAVES_MAX + 1]; /* fireflies of each wave */
    HunterPlan *hunters;
    Route *routes;
    SpecPoint *route_points;
    WorldJar *jars;
    uint32_t jar_count;
    uint8_t *solid;
    Walls walls;
    uint32_t width, height; /* pixels */
    uint32_t goal;
    uint32_t dawn_ticks;
    float flock_cruise; /* see MotionView */
    float reach;        /* pixels that a firefly may move in a tick */
    char hints[SPEC_HINTS_MAX][2 * SPEC_NAME_SIZE];
    Script *script; /* NULL: none */

    const Kernel *kernel;
    bool brute;
    bool single;
    bool apart;
    bool streams;

    void *check; /* where step_count_differing moves sprites again; NULL: it never has */

    /* Of the step that runs. */
    Grid grid;
    Event *events;         /* [sprites] */
    uint32_t *event_count; /* [sprites], one a slice: the slice's first index / grain */
    uint32_t grain;
    StepInput input;
    ScriptWish wish;
    Weather weather;
    MotionView view;
};

/* The first state, in both buffers, from the plan. `world` is laid out and its constants filled. */
void spawn_sprites(World *world, const WorldSpec *spec, uint32_t total);

/* How many sprites the swarms have in all: the plan's, or `override` where it is over 0. */
uint32_t spawn_total(const WorldSpec *spec, uint32_t override);

/* The range of ids of each motion, owls last. */
void spawn_motion_ranges(const WorldSpec *spec, uint32_t total, Range ranges[MOTION_COUNT]);

/* The step's last phase: joins the slices' events in order, moves the lantern, decides. */
void settle_world(World *world);

/* What of the coming tick is the same for all: once the crowd is counted. */
void weather_prepare(World *world);

static inline const WorldBuffer *front_buffer(const World *world)
{
    return &world->buffers[world->front];
}

static inline const WorldBuffer *back_buffer(const World *world)
{
    return &world->buffers[1 - world->front];
}

/* All that a tick may change, from one buffer of the world's shape into another; world_copy.c. */
void world_copy_buffer(const World *world, const WorldBuffer *to, const WorldBuffer *from);
