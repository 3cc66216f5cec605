#include "support/plans.h"

#include "base/random.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define PIXEL_A_TICK ((float)TICKS_PER_S)

static float plan_width(const Plan *plan)
{
    return (float)(plan->spec.tile_columns * plan->spec.tile_size);
}

static float plan_height(const Plan *plan)
{
    return (float)(plan->spec.tile_rows * plan->spec.tile_size);
}

void plan_init(Plan *plan, uint32_t columns, uint32_t rows)
{
    assert_in_range(columns, 1, PLAN_SIDE_MAX);
    assert_in_range(rows, 1, PLAN_SIDE_MAX);
    memset(plan, 0, sizeof *plan);
    plan->spec = (WorldSpec){.title = "A plan",
                             .tile_columns = columns,
                             .tile_rows = rows,
                             .tile_size = PLAN_TILE_SIZE,
                             .solid = plan->solid,
                             .swarms = plan->swarms,
                             .jars = plan->jars,
                             .paths = plan->paths,
                             .owls = plan->owls};
    plan->spec.lantern_x = plan_width(plan) / 2.0f;
    plan->spec.lantern_y = plan_height(plan) / 2.0f;
}

SpecSwarm *plan_add_swarm(Plan *plan, uint32_t count, Motion motion)
{
    assert_in_range(plan->spec.swarm_count, 0, PLAN_SWARMS_MAX - 1);
    SpecSwarm *swarm = &plan->swarms[plan->spec.swarm_count++];
    *swarm = (SpecSwarm){.width = plan_width(plan),
                         .height = plan_height(plan),
                         .count = count,
                         .motion = motion,
                         .look = LOOK_FIREFLY,
                         .speed = PIXEL_A_TICK};
    return swarm;
}

SpecSwarm *plan_add_swarm_at(Plan *plan, uint32_t count, Motion motion, SpecPoint middle,
                             float half)
{
    SpecSwarm *swarm = plan_add_swarm(plan, count, motion);
    swarm->x = middle.x - half;
    swarm->y = middle.y - half;
    swarm->width = swarm->height = 2.0f * half;
    return swarm;
}

SpecJar *plan_add_jar(Plan *plan, SpecPoint at, uint32_t capacity)
{
    assert_in_range(plan->spec.jar_count, 0, PLAN_JARS_MAX - 1);
    SpecJar *jar = &plan->jars[plan->spec.jar_count++];
    *jar = (SpecJar){.x = at.x, .y = at.y, .capacity = capacity};
    return jar;
}

SpecPath *plan_add_owl(Plan *plan, const SpecPoint *points, uint32_t point_count)
{
    assert_in_range(plan->spec.owl_count, 0, PLAN_OWLS_MAX - 1);
    assert_in_range(point_count, 2, PLAN_POINTS_MAX);
    uint32_t index = plan->spec.owl_count++;
    plan->spec.path_count++;
    memcpy(plan->points[index], points, point_count * sizeof *points);
    plan->owls[index] =
        (SpecOwl){.x = points[0].x, .y = points[0].y, .speed = PIXEL_A_TICK, .path = index};
    plan->paths[index] = (SpecPath){.points = plan->points[index], .point_count = point_count};
    return &plan->paths[index];
}

void plan_set_solid(Plan *plan, uint32_t column, uint32_t row, bool is_solid)
{
    assert_in_range(column, 0, plan->spec.tile_columns - 1);
    assert_in_range(row, 0, plan->spec.tile_rows - 1);
    plan->solid[row * plan->spec.tile_columns + column] = is_solid;
}

void plan_set_all_solid(Plan *plan, bool is_solid)
{
    memset(plan->solid, is_solid, sizeof plan->solid);
}

void plan_scatter_walls(Plan *plan, uint64_t seed, float share)
{
    for (uint32_t tile = 0; tile < plan->spec.tile_columns * plan->spec.tile_rows; tile++) {
        plan->solid[tile] = random_unit(seed, tile, 0, RANDOM_TEST) < share;
    }
}

bool plan_is_solid_at(const Plan *plan, float x, float y)
{
    double column = floor((double)x / plan->spec.tile_size);
    double row = floor((double)y / plan->spec.tile_size);
    if (column < 0.0 || row < 0.0 || column >= plan->spec.tile_columns ||
        row >= plan->spec.tile_rows) {
        return true;
    }
    return plan->solid[(uint32_t)row * plan->spec.tile_columns + (uint32_t)column];
}

SpecPoint plan_middle(const Plan *plan, uint32_t column, uint32_t row)
{
    return (SpecPoint){((float)column + 0.5f) * (float)plan->spec.tile_size,
                       ((float)row + 0.5f) * (float)plan->spec.tile_size};
}

void plan_init_of_all(Plan *plan)
{
    plan_init(plan, 40, 24);
    plan_scatter_walls(plan, 5, 0.1f);
    for (uint32_t tile = 0; tile < 16; tile++) { /* room for the lantern */
        plan_set_solid(plan, 18 + tile % 4, 10 + tile / 4, false);
    }
    plan_add_swarm(plan, 40, MOTION_WANDER)->look = LOOK_MOTH;
    plan_add_swarm_at(plan, 150, MOTION_FLOCK, (SpecPoint){200.0f, 120.0f}, 60.0f);
    plan_add_swarm(plan, 50, MOTION_BOUNCE)->look = LOOK_HARE;
    plan_add_swarm(plan, 70, MOTION_SEEK);
    plan_add_swarm_at(plan, 90, MOTION_FLOCK, (SpecPoint){400.0f, 200.0f}, 80.0f)->speed = 90.0f;
    plan_add_jar(plan, (SpecPoint){320.0f, 200.0f}, 30);
    plan_add_jar(plan, (SpecPoint){300.0f, 170.0f}, 0);
    const SpecPoint points[] = {{60.0f, 60.0f}, {500.0f, 90.0f}, {420.0f, 330.0f}};
    plan_add_owl(plan, points, 3)->wait_ticks = 20;
    plan_add_owl(plan, points, 2)->closed = true;
    plan->spec.goal = 100;
}
