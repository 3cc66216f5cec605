/* The cast: the atlas's frames that the game uses, found by name once, so that drawing a sprite
 * looks up a number. For the stage and its parts. */
#pragma once

#include "base/log.h"
#include "view/atlas.h"

#include <stdint.h>

enum {
    CAST_HUES = 3,
    CAST_FLASH_LEVELS = 8,
    CAST_JARRED = 4,
    CAST_BEARER_STEPS = 4,
    CAST_JAR_FILLS = 5,
    CAST_OWL_FLAPS = 4,
    CAST_WING_BEATS = 2,
    CAST_TRAIL = 3,       /* ghosts behind a firefly */
    CAST_DAZZLES = 2,     /* an owl's, whose stars go round */
    CAST_HAVEN_FILLS = 3, /* empty, half, full */
    CAST_SPARKLES = 2,
    CAST_RINGS = 6,
    CAST_MISTS = 2,
    CAST_LEAVES = 4,
    CAST_STARS = 2,
    CAST_SLANTS = 3, /* of the rain */
    CAST_DROPS = 3,
    CAST_FORE_GRASS = 4,
    CAST_FORE_REEDS = 2,
    CAST_FORE_BRANCHES = 2,
    CAST_PIPS = 2, /* dark, lit */
};

/* The bearer's pictures; the left is the side in a mirror. */
typedef enum Facing { FACING_DOWN, FACING_UP, FACING_SIDE, FACING_COUNT } Facing;

typedef struct Cast {
    uint16_t firefly[CAST_HUES][CAST_FLASH_LEVELS];
    uint16_t jarred[CAST_JARRED];
    uint16_t bearer[FACING_COUNT][CAST_BEARER_STEPS];
    uint16_t bloom[CAST_HUES], trail[CAST_HUES][CAST_TRAIL];
    uint16_t light, light_dim, lit, lit_near;
    uint16_t jar[CAST_JAR_FILLS];
    uint16_t jar_halo, haven_halo;
    uint16_t haven_tree[CAST_HAVEN_FILLS], haven_well[CAST_HAVEN_FILLS];
    uint16_t haven_lamp[CAST_HAVEN_FILLS], sparkle[CAST_SPARKLES], ring[CAST_RINGS];
    uint16_t owl[CAST_OWL_FLAPS];
    uint16_t owl_dazzled[CAST_DAZZLES];
    uint16_t owl_swoop, owl_eyes, owl_shadow, threat, shadow;
    uint16_t bat[CAST_WING_BEATS], moth[CAST_WING_BEATS], hunter_bat[CAST_WING_BEATS];
    uint16_t mist[CAST_MISTS], leaf[CAST_LEAVES], star[CAST_STARS], moon;
    uint16_t rain[CAST_SLANTS], drop[CAST_DROPS], splash;
    uint16_t fore_grass[CAST_FORE_GRASS], fore_reeds[CAST_FORE_REEDS];
    uint16_t fore_branch[CAST_FORE_BRANCHES], pip[CAST_PIPS];
    uint16_t hare, dot, logo;
    uint16_t icon_jar, icon_firefly, icon_owl, icon_moon, icon_sun;
} Cast;

/* What is missing becomes ATLAS_MISSING and is named in the log. */
void cast_find(Cast *cast, const Atlas *atlas, Log *log);
