/* The world: two buffers of state, of which one is constant at any time, and all that does not
 * change while a level is played. For the step that moves it, and for whoever looks at it.
 *
 * Everything is allocated by world_create, in one block; nothing is allocated in a tick. */
#pragma once

#include "base/error.h"
#include "sim/spec.h"
#include "sim/sprites.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct World World;

typedef enum Outcome {
    OUTCOME_PLAYING,
    OUTCOME_WON,
    OUTCOME_LOST_DAWN,
    OUTCOME_LOST_SWARM
} Outcome;

/* What there is one of. Double-buffered like the sprites. */
typedef struct Scene {
    uint32_t tick;                /* ticks since the start */
    float lantern_x, lantern_y;   /* the bearer's feet */
    float lantern_vx, lantern_vy; /* pixels a tick */
    float glow;                   /* 0 (shut) to 1 (full): how bright the lantern is */
    uint32_t flying;              /* fireflies of the swarms, by state; the four add up */
    uint32_t jarred;
    uint32_t eaten;
    uint32_t waiting; /* of waves to come */
    uint32_t jar_fill[SPEC_JARS_MAX];
    uint32_t outcome;     /* an Outcome */
    float wind_x, wind_y; /* pixels a tick that it carries fireflies and their like */
    float rain;           /* 0 (dry) to 1 (a storm) */
    uint32_t wave;        /* swarms of waves up to this one are out */
    uint32_t hint;        /* the number, from 1, of the level's hint that shows; 0: none */
    float beat_cosine,
        beat_sine;       /* of the flock: the mean of the phases' unit vectors, a tick ago */
    float order;         /* its length: 0, each flashes for itself, to 1, all in unison */
    uint32_t flash_tick; /* when the flock last flashed in unison; 0: never */
    uint32_t dazzled;    /* hunters that this has blinded, now */
} Scene;

typedef struct WorldJar {
    float x, y;
    uint32_t capacity; /* 0: no limit */
    Haven haven;
} WorldJar;

/* What sprites of one swarm have in common. */
typedef struct WorldBreed {
    Look look;
    float cruise;  /* pixels a tick */
    uint32_t wave; /* 0: there from the start */
} WorldBreed;

enum { WORLD_HUNTERS = SPEC_SWARMS_MAX, WORLD_BREEDS = SPEC_SWARMS_MAX + 1 };

/* How many times its cruise a flocking firefly may fly. */
#define WORLD_FLOCK_FASTEST 2.2f

/* Builds the world and its first state: front and previous are equal, tick 0. `sprites` over 0
 * replaces the swarms' total, shared out among them in proportion (hunters are not counted); at
 * most SPEC_SPRITES_MAX. NULL, with a sentence: no memory, or the spec names a script that there is
 * not.
 */
World *world_create(const WorldSpec *spec, uint64_t seed, uint32_t sprites, Error *error);

/* Takes NULL. No step may be running. */
void world_destroy(World *world);

/* The state now. Pointers hold until the next swap. */
SpriteFront world_front(const World *world);

/* The places one tick ago of the sprites of that motion, in the slots that they have in the front:
 * x and y alone. While a step runs they are being overwritten, and must not be read; after one that
 * failed or was given up they are the front's. */
SpriteFront world_previous(const World *world, Motion motion);
const Scene *world_scene(const World *world);
const Scene *world_previous_scene(const World *world); /* likewise */

/* Sprites in all, hunters among them: slots, and ids, are [0, count). */
uint32_t world_sprite_count(const World *world);

/* The slots, and the ids, of a motion's sprites; empty where there are none. */
Range world_motion_range(const World *world, Motion motion);

const WorldBreed *world_breeds(const World *world);            /* [WORLD_BREEDS], by sprite_breed */
Hunter world_hunter_kind(const World *world, uint32_t hunter); /* counted from 0 */

uint32_t world_jar_count(const World *world);
const WorldJar *world_jars(const World *world);

uint32_t world_width(const World *world); /* pixels */
uint32_t world_height(const World *world);
uint32_t world_goal(const World *world);       /* 0: none */
uint32_t world_dawn_ticks(const World *world); /* 0: never */
uint64_t world_seed(const World *world);

/* The hint that the level's script shows now; "" where there is none. */
const char *world_hint(const World *world);

/* How far the lantern's light reaches, pixels, at that glow. */
float world_glow_radius(float glow);

/* Is the point in light that owls shun? There they catch nobody. */
bool world_is_safe(const Scene *scene, float x, float y);

/* How far a firefly sees its neighbours, pixels: less in a denser world, so that it sees about 19.
 */
float world_flock_radius(const World *world);

/* ---- How it is computed: all of it gives the same bits ---- */

typedef struct Kernel Kernel;

/* The kernel that moves the many (see kernel.h): the fastest one at first. Not while a step runs.
 */
const Kernel *world_kernel(const World *world);
void world_set_kernel(World *world, const Kernel *kernel);

/* Whether lanes that are processes see its state: once a step ran on such. */
bool world_is_shared(const World *world);

/* Whether neighbours are found by looking at everyone, instead of by the grid: false at first. Not
 * while a step runs. */
bool world_is_brute(const World *world);
void world_set_brute(World *world, bool brute);

/* Whether there is one buffer only for what sprites see of each other: wrong on purpose, for models
 * that are. false at first. Not while a step runs. */
void world_set_single(World *world, bool single);

/* Bytes of state and tables, for the curious. */
uint64_t world_memory_bytes(const World *world);

/* The state hash of the front: the same for every backend, lane count, grain, compiler and
 * processor. Does not depend on the order in which sprites are stored. */
uint64_t world_hash(const World *world);

/* The first sprite whose fronts differ, and what differs: false where the two are the same. The
 * sentence names the sprite, the field and both values. Worlds of one spec only. */
bool world_first_difference(const World *a, const World *b, char *sentence, uint32_t size);

/* Gives a world the front of another one of the same spec, seed and population. Its script stays
 * where it is: see step_repeat. */
void world_copy_front(World *to, const World *from);

/* Back becomes front. After a step that ended with BACKEND_DONE, once. */
void world_swap(World *world);
