#include "view/cast.h"

static void find_numbered(uint16_t *frames, uint32_t count, const Atlas *atlas, const char *prefix,
                          Log *log)
{
    for (uint32_t i = 0; i < count; i++) {
        frames[i] = atlas_find_numbered(atlas, prefix, i, log);
    }
}

static void find_fireflies(Cast *cast, const Atlas *atlas, Log *log)
{
    static const char *const FLASHES[CAST_HUES] = {"firefly_0_", "firefly_1_", "firefly_2_"};
    static const char *const TRAILS[CAST_HUES] = {"trail_0_", "trail_1_", "trail_2_"};
    for (int i = 0; i < CAST_HUES; i++) {
        find_numbered(cast->firefly[i], CAST_FLASH_LEVELS, atlas, FLASHES[i], log);
        find_numbered(cast->trail[i], CAST_TRAIL, atlas, TRAILS[i], log);
    }
    find_numbered(cast->bloom, CAST_HUES, atlas, "bloom_", log);
    find_numbered(cast->jarred, CAST_JARRED, atlas, "jarred_", log);
}

static void find_creatures(Cast *cast, const Atlas *atlas, Log *log)
{
    static const char *const FACINGS[FACING_COUNT] = {"bearer_down_", "bearer_up_", "bearer_side_"};
    for (int i = 0; i < FACING_COUNT; i++) {
        find_numbered(cast->bearer[i], CAST_BEARER_STEPS, atlas, FACINGS[i], log);
    }
    find_numbered(cast->owl, CAST_OWL_FLAPS, atlas, "owl_", log);
    find_numbered(cast->owl_dazzled, CAST_DAZZLES, atlas, "owl_dazzled_", log);
    find_numbered(cast->bat, CAST_WING_BEATS, atlas, "bat_", log);
    find_numbered(cast->moth, CAST_WING_BEATS, atlas, "moth_", log);
    find_numbered(cast->hunter_bat, CAST_WING_BEATS, atlas, "hunter_bat_", log);
    cast->owl_swoop = atlas_find(atlas, "owl_swoop", log);
    cast->owl_eyes = atlas_find(atlas, "owl_eyes", log);
    cast->owl_shadow = atlas_find(atlas, "owl_shadow", log);
    cast->threat = atlas_find(atlas, "threat", log);
    cast->shadow = atlas_find(atlas, "shadow", log);
    cast->hare = atlas_find(atlas, "hare_0", log);
}

static void find_havens(Cast *cast, const Atlas *atlas, Log *log)
{
    find_numbered(cast->jar, CAST_JAR_FILLS, atlas, "jar_", log);
    find_numbered(cast->haven_tree, CAST_HAVEN_FILLS, atlas, "haven_tree_", log);
    find_numbered(cast->haven_well, CAST_HAVEN_FILLS, atlas, "haven_well_", log);
    find_numbered(cast->haven_lamp, CAST_HAVEN_FILLS, atlas, "haven_lamp_", log);
    find_numbered(cast->sparkle, CAST_SPARKLES, atlas, "sparkle_", log);
    find_numbered(cast->ring, CAST_RINGS, atlas, "ring_", log);
    cast->jar_halo = atlas_find(atlas, "jar_halo", log);
    cast->haven_halo = atlas_find(atlas, "haven_halo", log);
}

static void find_air(Cast *cast, const Atlas *atlas, Log *log)
{
    find_numbered(cast->mist, CAST_MISTS, atlas, "mist_", log);
    find_numbered(cast->leaf, CAST_LEAVES, atlas, "leaf_", log);
    find_numbered(cast->star, CAST_STARS, atlas, "star_", log);
    find_numbered(cast->rain, CAST_SLANTS, atlas, "rain_", log);
    find_numbered(cast->drop, CAST_DROPS, atlas, "drop_", log);
    find_numbered(cast->fore_grass, CAST_FORE_GRASS, atlas, "fore_grass_", log);
    find_numbered(cast->fore_reeds, CAST_FORE_REEDS, atlas, "fore_reeds_", log);
    find_numbered(cast->fore_branch, CAST_FORE_BRANCHES, atlas, "fore_branch_", log);
    cast->moon = atlas_find(atlas, "moon_in_water", log);
    cast->splash = atlas_find(atlas, "splash", log);
}

void cast_find(Cast *cast, const Atlas *atlas, Log *log)
{
    find_fireflies(cast, atlas, log);
    find_creatures(cast, atlas, log);
    find_havens(cast, atlas, log);
    find_air(cast, atlas, log);
    find_numbered(cast->pip, CAST_PIPS, atlas, "pip_", log);
    cast->light = atlas_find(atlas, "light", log);
    cast->light_dim = atlas_find(atlas, "light_dim", log);
    cast->lit = atlas_find(atlas, "lit", log);
    cast->lit_near = atlas_find(atlas, "lit_near", log);
    cast->dot = atlas_find(atlas, "dot", log);
    cast->logo = atlas_find(atlas, "logo", log);
    cast->icon_jar = atlas_find(atlas, "icon_jar", log);
    cast->icon_firefly = atlas_find(atlas, "icon_firefly", log);
    cast->icon_owl = atlas_find(atlas, "icon_owl", log);
    cast->icon_moon = atlas_find(atlas, "icon_moon", log);
    cast->icon_sun = atlas_find(atlas, "icon_sun", log);
}
