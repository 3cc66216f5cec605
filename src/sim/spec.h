/* What a world is made from: the plan that a level (or a test) writes and world_create reads.
 * Lengths are pixels of the map, x to the right and y down; times are ticks of 1/60 s unless a name
 * says otherwise. Plain data: whoever fills it owns the arrays, and they outlive nothing but the
 * call of world_create, which copies what it keeps. */
#pragma once

#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    TICKS_PER_S = 60,
    SPEC_NAME_SIZE = 96,
    SPEC_SPRITES_MAX = 16 * 1000 * 1000,
    SPEC_TILES_MAX = 4096, /* a side */
    SPEC_SWARMS_MAX = 255, /* a breed each, and one for all hunters */
    SPEC_JARS_MAX = 255,
    SPEC_OWLS_MAX = 64,
    SPEC_PATHS_MAX = 256,
    SPEC_PATH_POINTS_MAX = 1024, /* a path */
    SPEC_WAVES_MAX = 15,
    SPEC_HINTS_MAX = 8,
};

/* How a sprite moves; the order in which the world stores them. */
typedef enum Motion {
    MOTION_BOUNCE, /* falls and bounces from the edges: the bunnymark's */
    MOTION_WANDER, /* strolls, turning at random, and turns at walls */
    MOTION_SEEK,   /* wanders, and comes to the lantern while it glows */
    MOTION_FLOCK,  /* flies with its neighbours, comes to the glow, flees owls */
    MOTION_PATROL, /* hunters: follow a path, waiting at its points; owls leave it to hunt */
    MOTION_COUNT,
} Motion;

/* What a sprite is drawn as. */
typedef enum Look {
    LOOK_FIREFLY,
    LOOK_MOTH,
    LOOK_BAT,
    LOOK_HARE,
    LOOK_OWL,
    LOOK_COUNT,
} Look;

/* What takes fireflies in. They differ in how they look. */
typedef enum Haven {
    HAVEN_JAR,
    HAVEN_TREE, /* a hollow one */
    HAVEN_WELL,
    HAVEN_LAMP,
    HAVEN_COUNT,
} Haven;

/* Who catches fireflies. */
typedef enum Hunter {
    HUNTER_OWL, /* dives at where it glows densest within its sight; a flash in unison blinds it */
    HUNTER_BAT, /* follows its path alone, and does not see */
    HUNTER_COUNT,
} Hunter;

/* What a tile lets through, as bits. */
typedef enum Ground {
    GROUND_FREE = 0,
    GROUND_WALL = 1,  /* nobody */
    GROUND_WATER = 2, /* whoever flies, and nobody on foot */
} Ground;

const char *motion_name(Motion motion);
const char *look_name(Look look);
const char *haven_name(Haven haven);

/* By name; MOTION_COUNT, LOOK_COUNT, HAVEN_COUNT where there is none such. */
uint32_t motion_from_name(const char *name);
uint32_t look_from_name(const char *name);
uint32_t haven_from_name(const char *name);

typedef struct SpecPoint {
    float x;
    float y;
} SpecPoint;

typedef struct SpecSwarm {
    float x, y, width, height; /* where it starts, spread evenly at random */
    uint32_t count;            /* at least 1 */
    Motion motion;             /* any but MOTION_PATROL */
    Look look;                 /* any but LOOK_OWL */
    float speed;               /* pixels a second, over 0, at most 600 */
    uint32_t wave;             /* 0: there from the start; up to SPEC_WAVES_MAX: when the script
                                  lets it out; MOTION_BOUNCE: 0 */
} SpecSwarm;

typedef struct SpecJar {
    float x, y;
    uint32_t capacity; /* fireflies; 0: no limit */
    Haven haven;
} SpecJar;

typedef struct SpecPath {
    SpecPoint *points; /* at least 2 */
    uint32_t point_count;
    bool closed;         /* from the last on to the first; otherwise to and fro */
    uint32_t wait_ticks; /* at each point, at most 65535 */
} SpecPath;

typedef struct SpecOwl {
    float x, y;
    float speed;   /* pixels a second, over 0, at most 600 */
    uint32_t path; /* index in paths */
    Hunter kind;
} SpecOwl;

typedef struct WorldSpec {
    char title[SPEC_NAME_SIZE];
    char hint[2 * SPEC_NAME_SIZE];
    char hints[SPEC_HINTS_MAX][2 * SPEC_NAME_SIZE]; /* that the script shows, by number; or empty */
    char script[SPEC_NAME_SIZE];                    /* a row of the script table; empty: none */
    uint32_t tile_columns, tile_rows;               /* 1 to SPEC_TILES_MAX */
    uint32_t tile_size;                             /* pixels, 4 to 256 */
    uint8_t *solid;                                 /* [tile_rows][tile_columns], Ground bits */
    float lantern_x, lantern_y;
    uint32_t goal;       /* fireflies in jars to win; 0: none, a sandbox */
    uint32_t dawn_ticks; /* the night's length; 0: it has no end */
    SpecSwarm *swarms;
    uint32_t swarm_count;
    SpecJar *jars;
    uint32_t jar_count;
    SpecPath *paths;
    uint32_t path_count;
    SpecOwl *owls;
    uint32_t owl_count;
} WorldSpec;

/* Sprites of all swarms together; owls are not counted. */
uint32_t spec_swarm_total(const WorldSpec *spec);
