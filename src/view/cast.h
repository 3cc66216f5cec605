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
};

/* The bearer's pictures; the left is the side in a mirror. */
typedef enum Facing { FACING_DOWN, FACING_UP, FACING_SIDE, FACING_COUNT } Facing;

typedef struct Cast {
    uint16_t firefly[CAST_HUES][CAST_FLASH_LEVELS];
    uint16_t jarred[CAST_JARRED];
    uint16_t bearer[FACING_COUNT][CAST_BEARER_STEPS];
    uint16_t light, light_dim;
    uint16_t jar[CAST_JAR_FILLS];
    uint16_t jar_halo;
    uint16_t owl[CAST_OWL_FLAPS];
    uint16_t owl_dazzled, owl_shadow, shadow;
    uint16_t bat[CAST_WING_BEATS], moth[CAST_WING_BEATS];
    uint16_t hare, dot, logo;
    uint16_t icon_jar, icon_firefly, icon_owl, icon_moon, icon_sun;
} Cast;

/* What is missing becomes ATLAS_MISSING and is named in the log. */
void cast_find(Cast *cast, const Atlas *atlas, Log *log);
