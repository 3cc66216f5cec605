/* Worlds planned in code: a WorldSpec with room for a few of everything, for tests that need
 * another world than the levels'. Faults in here fail the running test; main thread only. */
#pragma once

#include "sim/spec.h"

enum {
    PLAN_SIDE_MAX = 128, /* tiles */
    PLAN_TILE_SIZE = 16, /* pixels */
    PLAN_SWARMS_MAX = 8,
    PLAN_JARS_MAX = 8,
    PLAN_OWLS_MAX = 8, /* each with a path of its own */
    PLAN_POINTS_MAX = 8,
};

/* The spec points into the plan, so a plan is not copied. */
typedef struct Plan {
    WorldSpec spec;
    uint8_t solid[PLAN_SIDE_MAX * PLAN_SIDE_MAX];
    SpecSwarm swarms[PLAN_SWARMS_MAX];
    SpecJar jars[PLAN_JARS_MAX];
    SpecPath paths[PLAN_OWLS_MAX];
    SpecPoint points[PLAN_OWLS_MAX][PLAN_POINTS_MAX];
    SpecOwl owls[PLAN_OWLS_MAX];
} Plan;

/* Open ground without anyone, the lantern in the middle; no goal and no dawn. */
void plan_init(Plan *plan, uint32_t columns, uint32_t rows);

/* Fireflies all over the map, at 60 pixels a second: a pixel a tick. */
SpecSwarm *plan_add_swarm(Plan *plan, uint32_t count, Motion motion);

/* The same in a square around a place. */
SpecSwarm *plan_add_swarm_at(Plan *plan, uint32_t count, Motion motion, SpecPoint middle,
                             float half);

SpecJar *plan_add_jar(Plan *plan, SpecPoint at, uint32_t capacity);

/* An owl that starts at the path's first point, at 60 pixels a second, and its path: to and fro,
 * without waits. */
SpecPath *plan_add_owl(Plan *plan, const SpecPoint *points, uint32_t point_count);

void plan_set_solid(Plan *plan, uint32_t column, uint32_t row, bool is_solid);
void plan_set_all_solid(Plan *plan, bool is_solid);

/* Makes about that share of the tiles solid, at random. */
void plan_scatter_walls(Plan *plan, uint64_t seed, float share);

/* As the walls of the simulation, but written again: solid, or off the map. */
bool plan_is_solid_at(const Plan *plan, float x, float y);

/* The middle of a tile. */
SpecPoint plan_middle(const Plan *plan, uint32_t column, uint32_t row);

/* One with swarms of all motions, walls, jars and owls, a goal and no dawn: a little of all. */
void plan_init_of_all(Plan *plan);
