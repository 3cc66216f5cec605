#include "view/cast.h"

static void find_numbered(uint16_t *frames, uint32_t count, const Atlas *atlas, const char *prefix,
                          Log *log)
{
    for (uint32_t i = 0; i < count; i++) {
        frames[i] = atlas_find_numbered(atlas, prefix, i, log);
    }
}

void cast_find(Cast *cast, const Atlas *atlas, Log *log)
{
    static const char *const HUES[CAST_HUES] = {"firefly_0_", "firefly_1_", "firefly_2_"};
    static const char *const FACINGS[FACING_COUNT] = {"bearer_down_", "bearer_up_", "bearer_side_"};
    for (int i = 0; i < CAST_HUES; i++) {
        find_numbered(cast->firefly[i], CAST_FLASH_LEVELS, atlas, HUES[i], log);
    }
    for (int i = 0; i < FACING_COUNT; i++) {
        find_numbered(cast->bearer[i], CAST_BEARER_STEPS, atlas, FACINGS[i], log);
    }
    find_numbered(cast->jarred, CAST_JARRED, atlas, "jarred_", log);
    find_numbered(cast->jar, CAST_JAR_FILLS, atlas, "jar_", log);
    find_numbered(cast->owl, CAST_OWL_FLAPS, atlas, "owl_", log);
    find_numbered(cast->bat, CAST_WING_BEATS, atlas, "bat_", log);
    find_numbered(cast->moth, CAST_WING_BEATS, atlas, "moth_", log);
    cast->light = atlas_find(atlas, "light", log);
    cast->light_dim = atlas_find(atlas, "light_dim", log);
    cast->jar_halo = atlas_find(atlas, "jar_halo", log);
    cast->owl_dazzled = atlas_find(atlas, "owl_dazzled", log);
    cast->owl_shadow = atlas_find(atlas, "owl_shadow", log);
    cast->shadow = atlas_find(atlas, "shadow", log);
    cast->hare = atlas_find(atlas, "hare_0", log);
    cast->dot = atlas_find(atlas, "dot", log);
    cast->logo = atlas_find(atlas, "logo", log);
    cast->icon_jar = atlas_find(atlas, "icon_jar", log);
    cast->icon_firefly = atlas_find(atlas, "icon_firefly", log);
    cast->icon_owl = atlas_find(atlas, "icon_owl", log);
    cast->icon_moon = atlas_find(atlas, "icon_moon", log);
    cast->icon_sun = atlas_find(atlas, "icon_sun", log);
}
