#include "sim/world_state.h"

#include "base/arena.h"
#include "base/trig.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FLOCK_RADIUS_MOST  24.0f /* pixels */
#define FLOCK_RADIUS_LEAST 1.0f
#define FLOCK_NEIGHBOURS   19.0f
#define GLOW_RADIUS_SHUT   20.0f /* pixels */
#define GLOW_RADIUS_FULL   130.0f
#define CACHE_MOST         (16L << 20) /* bytes */
#define SAFE_LIGHT         0.7f        /* of the light's radius ... */
#define SAFE_GLOW          0.5f        /* ... if it is at least this bright */

/* ---- Making --------------------------------------------------------------------------------- */

static void lay_out_buffer(WorldBuffer *buffer, Arena *arena, size_t count, size_t hunters)
{
    buffer->x = arena_take(arena, count, sizeof *buffer->x);
    buffer->y = arena_take(arena, count, sizeof *buffer->y);
    buffer->vx = arena_take(arena, count, sizeof *buffer->vx);
    buffer->vy = arena_take(arena, count, sizeof *buffer->vy);
    buffer->tag = arena_take(arena, count, sizeof *buffer->tag);
    buffer->flash = arena_take(arena, count, sizeof *buffer->flash);
    buffer->hunters = arena_take(arena, hunters, sizeof *buffer->hunters);
    buffer->scene = arena_take(arena, 1, sizeof *buffer->scene);
}

/* To and fro writes the inner points out again on the way back. */
static uint32_t path_leg_count(const SpecPath *path)
{
    return path->closed ? path->point_count : 2 * (path->point_count - 1);
}

static float free_area(const WorldSpec *spec)
{
    uint32_t tiles = 0;
    for (uint32_t i = 0; i < spec->tile_columns * spec->tile_rows; i++) {
        tiles += !(spec->solid[i] & GROUND_WALL);
    }
    return (float)tiles * (float)spec->tile_size * (float)spec->tile_size;
}

static float flock_radius(const World *world, const WorldSpec *spec)
{
    float flock = (float)range_count(world->by_motion[MOTION_FLOCK]);
    float area = free_area(spec);
    float radius = flock > 0 ? sqrtf(FLOCK_NEIGHBOURS / PI_F * area / flock) : FLOCK_RADIUS_MOST;
    radius = radius > FLOCK_RADIUS_MOST ? FLOCK_RADIUS_MOST : radius;
    return radius < FLOCK_RADIUS_LEAST ? FLOCK_RADIUS_LEAST : radius;
}

static void lay_out(World *world, Arena *arena, const WorldSpec *spec)
{
    size_t count = world->sprite_count;
    lay_out_buffer(&world->buffers[0], arena, count, spec->owl_count);
    lay_out_buffer(&world->buffers[1], arena, count, spec->owl_count);
    world->hunters = arena_take(arena, spec->owl_count, sizeof *world->hunters);
    world->routes = arena_take(arena, spec->path_count, sizeof *world->routes);
    size_t legs = 0;
    for (uint32_t i = 0; i < spec->path_count; i++) {
        legs += path_leg_count(&spec->paths[i]);
    }
    world->route_points = arena_take(arena, legs, sizeof *world->route_points);
    world->jars = arena_take(arena, spec->jar_count, sizeof *world->jars);
    size_t tiles = (size_t)spec->tile_columns * spec->tile_rows;
    world->solid = arena_take(arena, tiles + WALLS_PAD, sizeof *world->solid);
    world->events = arena_take(arena, count, sizeof *world->events);
    world->event_count = arena_take(arena, count, sizeof *world->event_count);
    grid_lay_out(&world->grid, arena, world->by_motion[MOTION_FLOCK], flock_radius(world, spec),
                 (float)world->width, (float)world->height);
}

static void copy_routes(World *world, const WorldSpec *spec)
{
    SpecPoint *points = world->route_points;
    for (uint32_t i = 0; i < spec->path_count; i++) {
        const SpecPath *path = &spec->paths[i];
        uint32_t legs = path_leg_count(path);
        world->routes[i] =
            (Route){.points = points, .leg_count = legs, .wait_ticks = path->wait_ticks};
        for (uint32_t leg = 0; leg < legs; leg++) {
            uint32_t last = path->point_count - 1;
            points[leg] = path->points[leg <= last ? leg : 2 * last - leg];
        }
        points += legs;
    }
}

static void copy_kinds(World *world, const WorldSpec *spec)
{
    uint32_t flocks = 0;
    for (uint32_t i = 0; i < spec->swarm_count; i++) {
        const SpecSwarm *swarm = &spec->swarms[i];
        float cruise = swarm->speed / TICKS_PER_S;
        world->breeds[i] = (WorldBreed){swarm->look, cruise, swarm->wave};
        if (swarm->motion == MOTION_FLOCK) {
            world->flock_cruise = flocks == 0 || world->flock_cruise == cruise ? cruise : 0.0f;
            flocks++;
        }
    }
    world->breeds[WORLD_HUNTERS] = (WorldBreed){.look = LOOK_OWL};
    for (uint32_t i = 0; i < spec->owl_count; i++) {
        const SpecOwl *owl = &spec->owls[i];
        world->hunters[i] = (HunterPlan){owl->kind, owl->path, owl->speed / TICKS_PER_S};
    }
}

/* 1 where nobody flocks. */
static float flock_fastest(const WorldSpec *spec)
{
    float fastest = 0.0f;
    for (uint32_t i = 0; i < spec->swarm_count; i++) {
        const SpecSwarm *swarm = &spec->swarms[i];
        bool counts = swarm->motion == MOTION_FLOCK && swarm->speed > fastest;
        fastest = counts ? swarm->speed : fastest;
    }
    return fastest > 0.0f ? WORLD_FLOCK_FASTEST * fastest / TICKS_PER_S : 1.0f;
}

/* That any firefly may move in a tick. In small tiles that is a way to be walked in parts. */
static float farthest(World *world)
{
    float fastest = 0.0f;
    for (uint32_t i = 0; i < WORLD_BREEDS; i++) {
        fastest = world->breeds[i].cruise > fastest ? world->breeds[i].cruise : fastest;
    }
    world->reach = WORLD_FLOCK_FASTEST * fastest + WIND_MOST / TICKS_PER_S;
    bool in_parts = world->reach >= world->walls.tile_size;
    return in_parts ? (float)(world->width + world->height) : world->reach;
}

/* Past the last cache writing is better done around it; and of a large one others have a share. */
static bool is_past_caches(const World *world)
{
    const long cache = sysconf(_SC_LEVEL3_CACHE_SIZE);
    size_t bytes = 2 * (size_t)range_count(world->by_motion[MOTION_BOUNCE]) * 4 * sizeof(float);
    return cache > 0 && bytes > (size_t)(cache < CACHE_MOST ? cache : CACHE_MOST);
}

static void copy_constants(World *world, const WorldSpec *spec)
{
    memcpy(world->solid, spec->solid, (size_t)spec->tile_columns * spec->tile_rows);
    world->walls = (Walls){.solid = world->solid,
                           .columns = spec->tile_columns,
                           .rows = spec->tile_rows,
                           .tile_size = (float)spec->tile_size,
                           .tiles_a_pixel = 1.0f / (float)spec->tile_size};
    for (uint32_t i = 0; i < spec->jar_count; i++) {
        const SpecJar *jar = &spec->jars[i];
        world->jars[i] = (WorldJar){jar->x, jar->y, jar->capacity, jar->haven};
    }
    world->jar_count = spec->jar_count;
    world->goal = spec->goal;
    world->dawn_ticks = spec->dawn_ticks;
    memcpy(world->hints, spec->hints, sizeof world->hints);
    copy_routes(world, spec);
    copy_kinds(world, spec);
    grid_prepare(&world->grid, &world->walls, flock_fastest(spec), farthest(world),
                 spec->owl_count > 0);
}

static bool open_script(World *world, const WorldSpec *spec, Error *error)
{
    if (spec->script[0] == '\0') {
        return true;
    }
    const ScriptRow *row = script_find(spec->script);
    if (!row) {
        return error_set(error, "there is no script \"%s\"", spec->script);
    }
    world->script = script_open(row, error);
    return world->script != NULL;
}

/* In memory that lanes share, whatever they are: so nothing here knows the model. */
static World *allocate(const World *plan, const WorldSpec *spec)
{
    World measured = *plan;
    Arena arena = {0};
    arena_take(&arena, 1, sizeof measured);
    lay_out(&measured, &arena, spec);
    SharedMemory *memory = shared_memory_create_unshared(arena.used);
    if (!memory) {
        return NULL;
    }
    arena = (Arena){.block = shared_memory_block(memory)};
    /* Touches every page now: a first touch within a frame would be measured as the frame's. */
    memset(arena.block, 0, memory->bytes - SHARED_MEMORY_ALIGNMENT);
    World *world = arena_take(&arena, 1, sizeof *world);
    *world = *plan;
    world->memory = memory;
    lay_out(world, &arena, spec);
    return world;
}

World *world_create(const WorldSpec *spec, uint64_t seed, uint32_t sprites, Error *error)
{
    assert(sprites <= SPEC_SPRITES_MAX);
    uint32_t total = spawn_total(spec, sprites);
    World plan = {.seed = seed,
                  .width = spec->tile_columns * spec->tile_size,
                  .height = spec->tile_rows * spec->tile_size,
                  .kernel = kernel_best(),
                  .previous_is_front = true};
    spawn_motion_ranges(spec, total, plan.by_motion);
    plan.sprite_count = plan.by_motion[MOTION_COUNT - 1].end;
    World *world = allocate(&plan, spec);
    if (!world) {
        error_set(error, "no memory for a world of %u sprites", plan.sprite_count);
        return NULL;
    }
    copy_constants(world, spec);
    world->streams = is_past_caches(world);
    spawn_sprites(world, spec, total);
    if (!open_script(world, spec, error)) {
        world_destroy(world);
        return NULL;
    }
    return world;
}

void world_destroy(World *world)
{
    if (world) {
        script_close(world->script);
        free(world->check);
        shared_memory_destroy(world->memory);
    }
}

/* ---- Looking -------------------------------------------------------------------------------- */

static SpriteFront buffer_view(const WorldBuffer *buffer)
{
    return (SpriteFront){.x = buffer->x,
                         .y = buffer->y,
                         .vx = buffer->vx,
                         .vy = buffer->vy,
                         .tag = buffer->tag,
                         .flash = buffer->flash,
                         .hunters = buffer->hunters};
}

SpriteFront world_front(const World *world)
{
    return buffer_view(front_buffer(world));
}

SpriteFront world_previous(const World *world, Motion motion)
{
    if (world->previous_is_front) {
        return world_front(world);
    }
    if (motion != MOTION_FLOCK) {
        return buffer_view(back_buffer(world));
    }
    /* The grid has the old front in the new order. Slots count from the flock's first. */
    const Grid *grid = &world->grid;
    ptrdiff_t first = (ptrdiff_t)grid->sprites.begin;
    return (SpriteFront){.x = grid->x - first, .y = grid->y - first};
}

const Scene *world_scene(const World *world)
{
    return front_buffer(world)->scene;
}

const Scene *world_previous_scene(const World *world)
{
    return world->previous_is_front ? world_scene(world) : back_buffer(world)->scene;
}

uint32_t world_sprite_count(const World *world)
{
    return world->sprite_count;
}

Range world_motion_range(const World *world, Motion motion)
{
    return world->by_motion[motion];
}

const WorldBreed *world_breeds(const World *world)
{
    return world->breeds;
}

Hunter world_hunter_kind(const World *world, uint32_t hunter)
{
    assert(hunter < range_count(world->by_motion[MOTION_PATROL]));
    return world->hunters[hunter].kind;
}

uint32_t world_jar_count(const World *world)
{
    return world->jar_count;
}

const WorldJar *world_jars(const World *world)
{
    return world->jars;
}

uint32_t world_width(const World *world)
{
    return world->width;
}

uint32_t world_height(const World *world)
{
    return world->height;
}

uint32_t world_goal(const World *world)
{
    return world->goal;
}

uint32_t world_dawn_ticks(const World *world)
{
    return world->dawn_ticks;
}

uint64_t world_seed(const World *world)
{
    return world->seed;
}

const char *world_hint(const World *world)
{
    uint32_t hint = world_scene(world)->hint;
    return hint > 0 ? world->hints[hint - 1] : "";
}

const Kernel *world_kernel(const World *world)
{
    return world->kernel;
}

void world_set_kernel(World *world, const Kernel *kernel)
{
    world->kernel = kernel;
}

bool world_is_shared(const World *world)
{
    return world->memory->is_shared;
}

bool world_is_brute(const World *world)
{
    return world->brute;
}

void world_set_brute(World *world, bool brute)
{
    world->brute = brute;
}

void world_set_single(World *world, bool single)
{
    world->single = single;
}

float world_glow_radius(float glow)
{
    return GLOW_RADIUS_SHUT + (GLOW_RADIUS_FULL - GLOW_RADIUS_SHUT) * glow;
}

bool world_is_safe(const Scene *scene, float x, float y)
{
    float reach = SAFE_LIGHT * world_glow_radius(scene->glow);
    float away_x = x - scene->lantern_x;
    float away_y = y - scene->lantern_y;
    return scene->glow >= SAFE_GLOW && away_x * away_x + away_y * away_y < reach * reach;
}

float world_flock_radius(const World *world)
{
    return world->grid.radius;
}

uint64_t world_memory_bytes(const World *world)
{
    return world->memory->bytes;
}

void world_swap(World *world)
{
    world->front = 1 - world->front;
    world->previous_is_front = false;
}
