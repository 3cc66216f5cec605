#include "bench/sim_field.h"

#include "base/clock.h"
#include "base/random.h"
#include "sim/step.h"
#include "sim/world_state.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    TILE = 16,
    SEED = 5,
    SETTLING = 40,  /* ticks before anything is measured */
    WORK = 1000000, /* sprites a round, about */
    WALLS_IN = 8,   /* one tile in so many is solid */
};

#define AREA 95.2f /* square pixels a sprite: 19 in a circle of 24 pixels */

static void require(bool there)
{
    if (!there) {
        fprintf(stderr, "no memory for a field\n");
        exit(1);
    }
}

Field *field_open(FieldKind kind, uint32_t sprites, uint32_t lanes)
{
    Error error = {""};
    Field *field = calloc(1, sizeof *field);
    require(field);
    uint32_t side = (uint32_t)(sqrtf(AREA * (float)sprites) / TILE) + 1;
    SpecSwarm swarm = {.width = (float)(side * TILE),
                       .height = (float)(side * TILE),
                       .count = sprites,
                       .motion = kind == FIELD_BOUNCE ? MOTION_BOUNCE : MOTION_FLOCK,
                       .speed = 40.0f};
    WorldSpec spec = {.tile_columns = side,
                      .tile_rows = side,
                      .tile_size = TILE,
                      .solid = calloc(side, side),
                      .swarms = &swarm,
                      .swarm_count = 1};
    require(spec.solid);
    for (uint32_t tile = 0; kind == FIELD_WALLED && tile < side * side; tile++) {
        spec.solid[tile] = random_u64(SEED, tile, 0, RANDOM_TEST) % WALLS_IN == 0;
    }
    field->world = world_create(&spec, SEED, 0, &error);
    free(spec.solid);
    require(field->world);
    field->backend = bench_open(backend_find(lanes > 1 ? "jobs" : "sequential"), lanes);
    field->sprites = sprites;
    field->counts = calloc(sprites, sizeof *field->counts);
    require(field->counts);
    field->ticks = SETTLING;
    field_tick_ns(field);
    field->ticks = sprites < WORK ? WORK / sprites : 1;
    return field;
}

void field_close(Field *field)
{
    backend_close(field->backend);
    world_destroy(field->world);
    free(field->counts);
    free(field);
}

static void tick(Field *field)
{
    const StepInput input = {0};
    Error error = {""};
    if (step_run(field->world, field->backend, &input, bench_default_grain(), &error) !=
        BACKEND_DONE) {
        fprintf(stderr, "%s\n", error.text);
        exit(1);
    }
}

double field_tick_ns(Field *field)
{
    /* The first finds the caches as another contestant left them, which in a game none does. */
    tick(field);
    uint64_t start_ns = clock_now_ns();
    for (uint32_t i = 0; i < field->ticks; i++) {
        tick(field);
    }
    return (double)(clock_now_ns() - start_ns) / field->ticks / field->sprites;
}

double field_near_ns(Field *field)
{
    Grid *grid = &field->world->grid;
    SpriteFront front = world_front(field->world);
    uint64_t start_ns = clock_now_ns();
    for (uint32_t i = 0; i < field->ticks; i++) {
        grid_cut(grid, 1);
        grid_count_block(grid, kernel_best(), &front, 0, 0);
        grid_place_strip(grid, 0);
        grid_join_blocks(grid);
        grid_sort_block(grid, 0);
        kernel_best()->show_places(grid, &front, (Range){0, field->sprites});
        kernel_best()->count_near(grid, (Range){0, field->sprites}, field->counts);
    }
    return (double)(clock_now_ns() - start_ns) / field->ticks / field->sprites;
}
