#include "sim/step.h"

#include "sim/kernels.h"
#include "sim/world_state.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static MotionFunction *motion_of(const World *world, Motion motion)
{
    switch (motion) {
    case MOTION_BOUNCE: return world->kernel->bounce;
    case MOTION_FLOCK: return world->single ? kernel_racy.flock : world->kernel->flock;
    case MOTION_WANDER: return motion_wander;
    case MOTION_SEEK: return motion_seek;
    default: return motion_patrol;
    }
}

/* ---- The phases -----------------------------------------------------------------------------
 *
 * A slice that was begun on a lane that died (lane->again) comes to the same: each phase writes
 * what it does not read, or restores first what it reads. */

static bool count_flock(Lane *lane, Range slice, void *context)
{
    World *world = context;
    const SpriteFront *front = &world->view.front;
    for (uint32_t block = slice.begin; block < slice.end; block++) {
        if (lane->again) {
            grid_recount_block(&world->grid, world->kernel, front, block);
        } else {
            grid_count_block(&world->grid, world->kernel, front, block, lane->index);
        }
    }
    return true;
}

static void place_strip(Grid *grid, uint32_t strip, bool again)
{
    if (again) {
        grid_restore_counts(grid, strip);
    }
    grid_place_strip(grid, strip);
}

/* Where nobody flocks there is one slice, and no table. */
static bool place_cells(Lane *lane, Range slice, void *context)
{
    World *world = context;
    bool flocks = world->grid.block_count > 0;
    if (slice.begin == 0) {
        if (flocks) {
            grid_join_blocks(&world->grid);
        }
        weather_prepare(world);
    }
    for (uint32_t strip = slice.begin; flocks && strip < slice.end; strip++) {
        place_strip(&world->grid, strip, lane->again);
    }
    return true;
}

static bool sort_flock(Lane *lane, Range slice, void *context)
{
    (void)lane;
    World *world = context;
    for (uint32_t block = slice.begin; block < slice.end; block++) {
        grid_sort_block(&world->grid, block);
    }
    return true;
}

static bool show_flock(Lane *lane, Range slice, void *context)
{
    (void)lane;
    World *world = context;
    world->kernel->show(&world->grid, &world->view.front, slice);
    return true;
}

/* The one place where the back is opened for writing: the range, and nothing around it. */
static SpriteSlice back_slice(const World *world, Range range)
{
    const WorldBuffer *back = back_buffer(world);
    Range hunters = range_intersect(range, world->by_motion[MOTION_PATROL]);
    return (SpriteSlice){
        .range = range,
        .x = back->x + range.begin,
        .y = back->y + range.begin,
        .vx = back->vx + range.begin,
        .vy = back->vy + range.begin,
        .tag = back->tag + range.begin,
        .flash = back->flash + range.begin,
        .hunters = range_is_empty(hunters)
                       ? NULL
                       : back->hunters + (range.begin - world->by_motion[MOTION_PATROL].begin)};
}

/* What it reads, nobody writes: it may be run any number of times. */
static void move_slice(World *world, Range slice)
{
    EventList events = {.events = world->events + slice.begin};
    for (int motion = 0; motion < MOTION_COUNT; motion++) {
        Range part = range_intersect(slice, world->by_motion[motion]);
        if (!range_is_empty(part)) {
            SpriteSlice own = back_slice(world, part);
            motion_of(world, (Motion)motion)(&world->view, &own, &events);
        }
    }
    world->event_count[slice.begin / world->grain] = events.count;
}

static bool move_sprites(Lane *lane, Range slice, void *context)
{
    (void)lane;
    move_slice(context, slice);
    return true;
}

/* Settling changes what was moved, and a part of it may have been done on a lane that died. */
static bool settle(Lane *lane, Range slice, void *context)
{
    (void)slice;
    World *world = context;
    for (uint32_t begin = 0; lane->again && begin < world->sprite_count; begin += world->grain) {
        uint32_t rest = world->sprite_count - begin;
        move_slice(world, (Range){begin, begin + min_u32(world->grain, rest)});
    }
    settle_world(world);
    return true;
}

enum { PHASE_MOVE = 4, PHASE_COUNT = 6 };

static const char *const phase_names[PHASE_COUNT] = {"count", "place", "sort",
                                                     "show",  "move",  "settle"};

static uint32_t list_phases(World *world, Phase phases[PHASE_COUNT])
{
    uint32_t blocks = world->grid.block_count;
    uint32_t flock = range_count(world->grid.sprites);
    const Phase list[PHASE_COUNT] = {
        {phase_names[0], count_flock, world, blocks, 1},
        {phase_names[1], place_cells, world, blocks > 0 ? blocks : 1, 1},
        {phase_names[2], sort_flock, world, blocks, 1},
        {phase_names[3], show_flock, world, flock, world->grain},
        {phase_names[4], move_sprites, world, world->sprite_count, world->grain},
        {phase_names[5], settle, world, 1, 1},
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
        .weather = &world->weather,
        .breeds = world->breeds,
        .flock_cruise = world->flock_cruise,
        .hunters = world->hunters,
        .routes = world->routes,
        .hunter_slots = world->by_motion[MOTION_PATROL],
        .brute = world->brute,
        .apart = world->apart,
        .streams = world->streams,
    };
}

static void begin(World *world, Backend *backend, const StepInput *input, const ScriptWish *wish,
                  uint32_t grain)
{
    assert(grain >= 1);
    world->grain = backend_grain(world->sprite_count, grain); /* events lie by slice */
    world->input = *input;
    world->previous_is_front = true; /* until this one is done */
    world->wish = *wish;
    prepare_view(world);
    grid_cut(&world->grid, backend_lane_count(backend));
    Phase phases[PHASE_COUNT];
    backend_share(backend, world->memory);
    backend_begin(backend, phases, list_phases(world, phases));
}

void step_begin(World *world, Backend *backend, const StepInput *input, uint32_t grain)
{
    ScriptWish wish =
        world->script ? script_turn(world->script, world_scene(world)) : (ScriptWish){0};
    begin(world, backend, input, &wish, grain);
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

static BackendStatus finish_and_swap(World *world, Backend *backend, Error *error)
{
    BackendStatus status = step_finish(world, backend, BACKEND_NO_DEADLINE, error);
    if (status == BACKEND_DONE) {
        world_swap(world);
    }
    return status;
}

BackendStatus step_run(World *world, Backend *backend, const StepInput *input, uint32_t grain,
                       Error *error)
{
    step_begin(world, backend, input, grain);
    return finish_and_swap(world, backend, error);
}

BackendStatus step_repeat(World *world, const World *original, Backend *backend, uint32_t grain,
                          Error *error)
{
    begin(world, backend, &original->input, &original->wish, grain);
    return finish_and_swap(world, backend, error);
}

uint32_t step_phase_count(void)
{
    return PHASE_COUNT;
}

uint32_t step_move_phase(void)
{
    return PHASE_MOVE;
}

const char *step_phase_name(uint32_t phase)
{
    assert(phase < PHASE_COUNT);
    return phase_names[phase];
}

/* ---- What should have been ------------------------------------------------------------------ */

/* A buffer like the back, and nobody's. */
static bool borrow_buffer(World *world, WorldBuffer *buffer)
{
    size_t count = world->sprite_count;
    size_t hunters = range_count(world->by_motion[MOTION_PATROL]);
    if (!world->check) {
        world->check = calloc(1, 6 * (count + 1) * sizeof(float) + hunters * sizeof(HunterState));
    }
    float *floats = world->check;
    if (!floats) {
        return false;
    }
    uint32_t *words = (uint32_t *)(void *)(floats + 4 * count);
    *buffer = (WorldBuffer){.x = floats,
                            .y = floats + count,
                            .vx = floats + 2 * count,
                            .vy = floats + 3 * count,
                            .tag = words,
                            .flash = words + count,
                            .hunters = (HunterState *)(void *)(words + 2 * count),
                            .scene = back_buffer(world)->scene};
    return true;
}

static void move_again(World *world)
{
    Lane alone = {.again = false}; /* of no backend: the phases ask it for no more */
    prepare_view(world);
    grid_cut(&world->grid, 1);
    count_flock(&alone, (Range){0, world->grid.block_count}, world);
    place_cells(&alone, (Range){0, 1}, world);
    sort_flock(&alone, (Range){0, world->grid.block_count}, world);
    show_flock(&alone, (Range){0, range_count(world->grid.sprites)}, world);
    move_sprites(&alone, (Range){0, world->sprite_count}, world);
}

uint32_t step_count_differing(World *world)
{
    WorldBuffer *back = &world->buffers[1 - world->front];
    WorldBuffer moved = *back;
    if (!borrow_buffer(world, back)) {
        return UINT32_MAX;
    }
    bool single = world->single;
    world->single = false;
    move_again(world);
    world->single = single;
    WorldBuffer right = *back;
    *back = moved;
    uint32_t differing = 0;
    for (uint32_t i = 0; i < world->sprite_count; i++) {
        float is[] = {moved.x[i], moved.y[i], moved.vx[i], moved.vy[i]};
        float ought[] = {right.x[i], right.y[i], right.vx[i], right.vy[i]};
        /* Whom the rules have moved since, into a jar, is another matter. */
        bool settled = sprite_state(moved.flash[i]) != sprite_state(right.flash[i]);
        differing += !settled && memcmp(is, ought, sizeof is) != 0;
    }
    return differing;
}
