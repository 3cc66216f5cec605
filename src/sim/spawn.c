/* Where sprites begin: ids by motion, places at random in their swarm's rectangle, never in a wall
 * while there is free room. */
#include "sim/world_state.h"

#include "base/random.h"
#include "base/trig.h"

#include <assert.h>
#include <string.h>

enum {
    PLACE_TRIES = 32,
    FLASH_PERIOD_TICKS = 110, /* about 1.8 s, as Photinus pyralis, give or take */
    FLASH_SPREAD = 8,         /* the period varies by one part in this many */
};

uint32_t spawn_total(const WorldSpec *spec, uint32_t override)
{
    uint32_t total = spec_swarm_total(spec);
    return override > 0 && total > 0 ? override : total;
}

/* Swarm `index`'s share of the total: differences of rounded running sums, so that the shares add
 * up exactly. */
static uint32_t swarm_share(const WorldSpec *spec, uint32_t index, uint32_t total)
{
    uint64_t all = spec_swarm_total(spec);
    uint64_t before = 0;
    for (uint32_t i = 0; i < index; i++) {
        before += spec->swarms[i].count;
    }
    assert(all > 0); /* the swarm itself has one at least */
    uint64_t after = before + spec->swarms[index].count;
    return (uint32_t)(after * total / all - before * total / all);
}

void spawn_motion_ranges(const WorldSpec *spec, uint32_t total, Range ranges[MOTION_COUNT])
{
    uint32_t next = 0;
    for (int motion = 0; motion < MOTION_COUNT; motion++) {
        ranges[motion].begin = next;
        for (uint32_t i = 0; i < spec->swarm_count; i++) {
            next += (int)spec->swarms[i].motion == motion ? swarm_share(spec, i, total) : 0;
        }
        next += motion == MOTION_PATROL ? spec->owl_count : 0;
        ranges[motion].end = next;
    }
}

/* The free tiles of the square ring of tiles around (column, row); the one whose middle is nearest
 * to the point goes to `best`. False: there is none. */
static bool nearest_in_ring(const Walls *walls, SpecPoint point, int column, int row, int ring,
                            SpecPoint *best)
{
    float best_squared = -1.0f;
    for (int y = row - ring; y <= row + ring; y++) {
        bool whole_row = y == row - ring || y == row + ring;
        int stride = whole_row || ring == 0 ? 1 : 2 * ring;
        for (int x = column - ring; x <= column + ring; x += stride) {
            SpecPoint middle = {((float)x + 0.5f) * walls->tile_size,
                                ((float)y + 0.5f) * walls->tile_size};
            float away_x = middle.x - point.x;
            float away_y = middle.y - point.y;
            float squared = away_x * away_x + away_y * away_y;
            if (!walls_solid_at(walls, middle.x, middle.y) &&
                (best_squared < 0.0f || squared < best_squared)) {
                best_squared = squared;
                *best = middle;
            }
        }
    }
    return best_squared >= 0.0f;
}

/* The middle of a free tile near the point; the point itself where no tile is free. */
static SpecPoint nearest_free(const World *world, SpecPoint point)
{
    const Walls *walls = &world->walls;
    int column = (int)(point.x * walls->tiles_a_pixel);
    int row = (int)(point.y * walls->tiles_a_pixel);
    int rings = (int)(walls->columns > walls->rows ? walls->columns : walls->rows);
    SpecPoint best = point;
    for (int ring = 0; ring <= rings; ring++) {
        if (nearest_in_ring(walls, point, column, row, ring, &best)) {
            break;
        }
    }
    return best;
}

/* A swarm starts in its rectangle; one that was made larger than the plan says, all over the map,
 * for its rectangle would be too crowded. */
static SpecSwarm roomy_swarm(const World *world, const SpecSwarm *swarm, uint32_t share)
{
    SpecSwarm roomy = *swarm;
    if (share > swarm->count) {
        roomy.x = roomy.y = 0.0f;
        roomy.width = (float)world->width;
        roomy.height = (float)world->height;
    }
    return roomy;
}

static SpecPoint place_in(const World *world, const SpecSwarm *swarm, uint32_t sprite)
{
    SpecPoint point = {0};
    for (uint32_t try = 0; try < PLACE_TRIES; try++) {
        point.x = swarm->x + swarm->width * random_unit(world->seed, sprite, try, RANDOM_SPAWN_X);
        point.y = swarm->y + swarm->height * random_unit(world->seed, sprite, try, RANDOM_SPAWN_Y);
        if (!walls_solid_at(&world->walls, point.x, point.y)) {
            return point;
        }
    }
    return nearest_free(world, point);
}

static uint32_t flash_pace(const World *world, uint32_t sprite)
{
    float spread = random_signed(world->seed, sprite, 0, RANDOM_LOOK) * (1.0f / FLASH_SPREAD);
    return (uint32_t)(65536.0f / FLASH_PERIOD_TICKS * (1.0f + spread));
}

static void put_sprite(World *world, uint32_t sprite, SpecPoint point, uint32_t breed, float cruise)
{
    const WorldBuffer *first = &world->buffers[0];
    float heading = TAU_F * random_unit(world->seed, sprite, 0, RANDOM_SPAWN_HEADING);
    uint32_t phase = (uint16_t)random_u64(world->seed, sprite, 0, RANDOM_SPAWN_PHASE);
    bool waits = world->breeds[breed].wave > 0;
    first->x[sprite] = point.x;
    first->y[sprite] = point.y;
    first->vx[sprite] = cruise * trig_cos(heading);
    first->vy[sprite] = cruise * trig_sin(heading);
    first->tag[sprite] = sprite_tag(sprite, breed);
    first->flash[sprite] =
        sprite_flash(phase, flash_pace(world, sprite), waits ? SPRITE_WAITING : SPRITE_FLYING);
}

static void put_hunters(World *world, const WorldSpec *spec)
{
    Range hunters = world->by_motion[MOTION_PATROL];
    for (uint32_t i = 0; i < spec->owl_count; i++) {
        const SpecOwl *owl = &spec->owls[i];
        put_sprite(world, hunters.begin + i, (SpecPoint){owl->x, owl->y}, WORLD_HUNTERS,
                   world->hunters[i].cruise);
    }
}

void spawn_sprites(World *world, const WorldSpec *spec, uint32_t total)
{
    uint32_t next[MOTION_COUNT];
    uint32_t waiting = 0;
    for (int motion = 0; motion < MOTION_COUNT; motion++) {
        next[motion] = world->by_motion[motion].begin;
    }
    for (uint32_t i = 0; i < spec->swarm_count; i++) {
        uint32_t share = swarm_share(spec, i, total);
        SpecSwarm swarm = roomy_swarm(world, &spec->swarms[i], share);
        for (uint32_t k = 0; k < share; k++) {
            uint32_t sprite = next[swarm.motion]++;
            put_sprite(world, sprite, place_in(world, &swarm, sprite), i, world->breeds[i].cruise);
        }
        if (swarm.look == LOOK_FIREFLY) {
            world->wave_counts[swarm.wave] += share;
            waiting += swarm.wave > 0 ? share : 0;
        }
    }
    put_hunters(world, spec);
    *world->buffers[0].scene = (Scene){.lantern_x = spec->lantern_x,
                                       .lantern_y = spec->lantern_y,
                                       .flying = world->wave_counts[0],
                                       .waiting = waiting};
    world_copy_buffer(world, &world->buffers[1], &world->buffers[0]);
}
