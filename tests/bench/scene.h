/* A level at some population that a model steps, as a contestant of a benchmark: each has a world
 * of its own, and all of a scene go through the same ticks. */
#pragma once

#include "bench/bench.h"
#include "sim/world.h"

typedef struct SceneEntry {
    World *world;
    Backend *backend;
    uint32_t grain;
    uint32_t ticks; /* a round */
} SceneEntry;

typedef struct BenchScene {
    Level *level;
    uint32_t sprites;
    SceneEntry entries[BENCH_CONTESTANTS_MAX];
    BenchContestant contestants[BENCH_CONTESTANTS_MAX];
    uint32_t count;
} BenchScene;

BenchScene *scene_open(const char *level, uint32_t sprites);
void scene_close(BenchScene *scene);

/* Another contestant, "jobs, 2 lanes"; `ticks` a round. Returns it. */
BenchContestant *scene_add(BenchScene *scene, const BackendType *type, uint32_t lanes,
                           uint32_t grain, uint32_t ticks);

/* The loop, and all models of the table that are `slow` or all that are not: those fork the whole
 * program, and whoever came next would write to memory that is shared with the dead, page by page.
 */
void scene_add_all(BenchScene *scene, bool slow, uint32_t lanes, uint32_t grain, uint32_t ticks);

/* The contestant of that model with that many lanes. NULL: none. */
const BenchContestant *scene_find(const BenchScene *scene, const char *model, uint32_t lanes);

/* The rounds, in ms a tick. Ends the program where the states are not the same at their end. */
void scene_run(BenchScene *scene, uint32_t rounds);

/* A line a contestant: ms a tick, and how many times as fast as the first one. */
void scene_print(const BenchScene *scene);
