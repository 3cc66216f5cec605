#include "sim/step.h"

#include "sim/world_state.h"

#include <assert.h>

static MotionFunction *const motions[MOTION_COUNT] = {
    [MOTION_BOUNCE] = motion_bounce, [MOTION_WANDER] = motion_wander, [MOTION_SEEK] = motion_seek,
    [MOTION_FLOCK] = motion_flock,   [MOTION_PATROL] = motion_patrol,
};

/* ---- The phases ----------------------------------------------------------------------------- */

static bool count_flock(Lane *lane, Range slice, void *context)
{
    (void)lane;
    World *world = context;
    for (uint32_t block = slice.begin; block < slice.end; block++) {
        grid_count_block(&world->grid, &world->view.front, block);
    }
    return true;
}

static bool place_cells(Lane *lane, Range slice, void *context)
{
    (void)lane;
    (void)slice;
    World *world = context;
    grid_place_cells(&world->grid);
    return true;
}

static bool sort_flock(Lane *lane, Range slice, void *context)
{
    (void)lane;
    World *world = context;
    for (uint32_t block = slice.begin; block < slice.end; block++) {
        grid_sort_block(&world->grid, &world->view.front, block);
    }
    return true;
}

/* The one place where the back is opened for writing: the range, and nothing around it. */
static SpriteSlice back_slice(const World *world, Range range)
{
    const WorldBuffer *back = back_buffer(world);
    return (SpriteSlice){.range = range,
                         .x = back->x + range.begin,
                         .y = back->y + range.begin,
                         .vx = back->vx + range.begin,
                         .vy = back->vy + range.begin,
                         .phase = back->phase + range.begin,
                         .state = back->state + range.begin,
                         .leg = back->leg + range.begin,
                         .wait = back->wait + range.begin};
}

static bool move_sprites(Lane *lane, Range slice, void *context)
{
    (void)lane;
    World *world = context;
    EventList events = {.events = world->events + slice.begin};
    for (int motion = 0; motion < MOTION_COUNT; motion++) {
        Range part = range_intersect(slice, world->by_motion[motion]);
        if (!range_is_empty(part)) {
            SpriteSlice own = back_slice(world, part);
            motions[motion](&world->view, &own, &events);
        }
    }
    world->event_count[slice.begin / world->grain] = events.count;
    return true;
}

enum { PHASE_COUNT = 5 };

static const char *const phase_names[PHASE_COUNT] = {"count", "place", "sort", "move", "settle"};

static uint32_t list_phases(World *world, Phase phases[PHASE_COUNT])
{
    uint32_t blocks = world->grid.block_count;
    const Phase list[PHASE_COUNT] = {
        {phase_names[0], count_flock, world, blocks, 1},
        {phase_names[1], place_cells, world, blocks > 0, 1},
        {phase_names[2], sort_flock, world, blocks, 1},
        {phase_names[3], move_sprites, world, world->sprite_count, world->grain},
        {phase_names[4], settle_world, world, 1, 1},
    };
    for (uint32_t i = 0; i < PHASE_COUNT; i++) {
        phases[i] = list[i];
    }
    return PHASE_COUNT;
}

/* ---- The step ------------------------------------------------------------------------------- */

static void prepare_view(World *world)
{
    world->view = (MotionView){
        .front = world_front(world),
        .scene = world_scene(world),
        .grid = &world->grid,
        .walls = world->walls,
        .width = (float)world->width,
        .height = (float)world->height,
        .seed = world->seed,
        .cruise = world->cruise,
        .flash_pace = world->flash_pace,
        .looks = world->looks,
        .route_of = world->route_of,
        .routes = world->routes,
        .owls = world->by_motion[MOTION_PATROL],
        .jars = world->jars,
        .jar_count = world->jar_count,
    };
}

void step_begin(World *world, Backend *backend, const StepInput *input, uint32_t grain)
{
    assert(grain >= 1);
    world->grain = backend_grain(world->sprite_count, grain); /* events lie by slice */
    world->input = *input;
    prepare_view(world);
    Phase phases[PHASE_COUNT];
    backend_begin(backend, phases, list_phases(world, phases));
}

BackendStatus step_finish(World *world, Backend *backend, uint64_t deadline_ns, Error *error)
{
    BackendStatus status = backend_finish(backend, deadline_ns, error);
    if (status == BACKEND_FAILED) {
        error_prefix(error, "tick %u", world_scene(world)->tick + 1);
    }
    return status;
}

void step_cancel(World *world, Backend *backend)
{
    (void)world; /* the front was never touched */
    backend_cancel(backend);
}

BackendStatus step_run(World *world, Backend *backend, const StepInput *input, uint32_t grain,
                       Error *error)
{
    step_begin(world, backend, input, grain);
    BackendStatus status = step_finish(world, backend, BACKEND_NO_DEADLINE, error);
    if (status == BACKEND_DONE) {
        world_swap(world);
    }
    return status;
}

uint32_t step_phase_count(void)
{
    return PHASE_COUNT;
}

const char *step_phase_name(uint32_t phase)
{
    assert(phase < PHASE_COUNT);
    return phase_names[phase];
}
