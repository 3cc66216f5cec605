#include "sim/spec.h"

#include <assert.h>
#include <string.h>

static const char *const motion_names[MOTION_COUNT] = {
    [MOTION_BOUNCE] = "bounce", [MOTION_WANDER] = "wander", [MOTION_SEEK] = "seek",
    [MOTION_FLOCK] = "flock",   [MOTION_PATROL] = "patrol",
};

static const char *const look_names[LOOK_COUNT] = {
    [LOOK_FIREFLY] = "firefly", [LOOK_MOTH] = "moth", [LOOK_BAT] = "bat",
    [LOOK_HARE] = "hare",       [LOOK_OWL] = "owl",
};

static const char *const haven_names[HAVEN_COUNT] = {
    [HAVEN_JAR] = "jar",
    [HAVEN_TREE] = "tree",
    [HAVEN_WELL] = "well",
    [HAVEN_LAMP] = "lamp",
};

/* `count` where there is none such. */
static uint32_t find_name(const char *const *names, uint32_t count, const char *name)
{
    uint32_t i = 0;
    while (i < count && strcmp(names[i], name) != 0) {
        i++;
    }
    return i;
}

const char *motion_name(Motion motion)
{
    assert((uint32_t)motion < MOTION_COUNT);
    return motion_names[motion];
}

const char *look_name(Look look)
{
    assert((uint32_t)look < LOOK_COUNT);
    return look_names[look];
}

const char *haven_name(Haven haven)
{
    assert((uint32_t)haven < HAVEN_COUNT);
    return haven_names[haven];
}

uint32_t motion_from_name(const char *name)
{
    return find_name(motion_names, MOTION_COUNT, name);
}

uint32_t look_from_name(const char *name)
{
    return find_name(look_names, LOOK_COUNT, name);
}

uint32_t haven_from_name(const char *name)
{
    return find_name(haven_names, HAVEN_COUNT, name);
}

uint32_t spec_swarm_total(const WorldSpec *spec)
{
    uint32_t total = 0;
    for (uint32_t i = 0; i < spec->swarm_count; i++) {
        total += spec->swarms[i].count;
    }
    return total;
}
