/* The scripts of the levels, a function and a row each: what happens, in the order in which it
 * happens, as plain code that waits. Words are the map's: a script knows them by number. */
#include "sim/script.h"

#include "sim/world.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

#define KEPT_S    0.5f /* a hint that is kept up is asked for again before it ends */
#define WARNING_S 4.0f /* from the words to the weather */

enum { READ_TICKS = 5 * TICKS_PER_S / 2 }; /* nobody reads a line faster */

typedef bool Reached(const Scene *scene);

/* Keeps the hint up until what it asks for is so, and at least as long as one reads. */
static bool teach(Script *script, uint32_t hint, Reached *reached)
{
    uint32_t start = script_scene(script)->tick;
    while (script_scene(script)->tick - start < READ_TICKS || !reached(script_scene(script))) {
        script_hint(script, hint, KEPT_S);
        if (!script_wait_tick(script)) {
            return false;
        }
    }
    return true;
}

/* Until that many are home, or it took too long. */
static bool wait_jarred_within(Script *script, uint32_t count, uint32_t ticks)
{
    uint32_t start = script_scene(script)->tick;
    while (script_scene(script)->jarred < count && script_scene(script)->tick - start < ticks) {
        if (!script_wait_tick(script)) {
            return false;
        }
    }
    return true;
}

/* --- The Glade: a first lesson, in the order in which one needs it
 * ------------------------------*/

static bool walks(const Scene *scene)
{
    return scene->lantern_vx * scene->lantern_vx + scene->lantern_vy * scene->lantern_vy > 0.1f;
}

static bool glows(const Scene *scene)
{
    return scene->glow > 0.9f;
}

static bool is_dark(const Scene *scene)
{
    return scene->glow < 0.1f;
}

static bool has_one_home(const Scene *scene)
{
    return scene->jarred > 0;
}

static bool has_many_home(const Scene *scene)
{
    return scene->jarred >= 20;
}

static void play_glade(Script *script)
{
    if (!teach(script, 1, walks) || !teach(script, 2, glows) || !teach(script, 3, has_one_home) ||
        !teach(script, 4, has_many_home) || !teach(script, 5, is_dark)) {
        return;
    }
    script_hint(script, 6, 8.0f);
}

/* --- Windward: gusts, each after a word of where it comes from
 * ----------------------------------*/

typedef struct Gust {
    float calm_s;  /* before it */
    uint32_t hint; /* where it comes from */
    float x, y;    /* pixels a second */
    float blow_s;
} Gust;

static void play_windward(Script *script)
{
    static const Gust gusts[] = {
        {9.0f, 2, -48.0f, 5.0f, 10.0f},   {12.0f, 1, 44.0f, 8.0f, 9.0f},
        {10.0f, 2, -60.0f, -6.0f, 11.0f}, {12.0f, 3, 8.0f, 46.0f, 8.0f},
        {9.0f, 2, -54.0f, -4.0f, 10.0f},
    };
    script_hint(script, 4, 6.0f);
    for (uint32_t i = 0;; i = (i + 1) % (sizeof gusts / sizeof *gusts)) {
        const Gust *gust = &gusts[i];
        if (!script_wait_s(script, gust->calm_s)) {
            return;
        }
        script_hint(script, gust->hint, WARNING_S + 2.0f);
        if (!script_wait_s(script, WARNING_S)) {
            return;
        }
        script_wind(script, gust->x, gust->y, 2.0f);
        if (!script_wait_s(script, gust->blow_s)) {
            return;
        }
        script_wind(script, 0.0f, 0.0f, 3.0f);
    }
}

/* --- The Owl Wood: a word when the swarm dazzles, and when it bleeds
 * ----------------------------*/

/* Where a hint is due again: not sooner than `apart` ticks after the last time. */
static bool is_due(uint32_t *last_tick, uint32_t tick, uint32_t apart)
{
    if (*last_tick > 0 && tick - *last_tick < apart) {
        return false;
    }
    *last_tick = tick;
    return true;
}

static void play_owls(Script *script)
{
    enum { BLOOD = 8, APART_TICKS = 40 * TICKS_PER_S };
    uint32_t praised = 0;
    uint32_t warned = 0;
    script_hint(script, 1, 7.0f);
    bool goes_on = script_wait_s(script, 9.0f);
    uint32_t eaten = script_scene(script)->eaten;
    for (; goes_on; goes_on = script_wait_s(script, 1.0f)) {
        const Scene *scene = script_scene(script);
        if (scene->dazzled > 0 && is_due(&praised, scene->tick, APART_TICKS)) {
            script_hint(script, 2, 5.0f);
        } else if (scene->eaten >= eaten + BLOOD && is_due(&warned, scene->tick, APART_TICKS)) {
            script_hint(script, 3, 5.0f);
        }
        eaten = scene->eaten;
    }
}

/* --- Rain on the Pond: showers that come and go
 * -------------------------------------------------*/

typedef struct Shower {
    float dry_s; /* before it */
    float strength;
    float x, y; /* the wind that brings it, pixels a second */
    float wet_s;
} Shower;

static void play_rain(Script *script)
{
    static const Shower showers[] = {
        {18.0f, 0.5f, 10.0f, 4.0f, 12.0f},
        {22.0f, 0.9f, -16.0f, 6.0f, 16.0f},
        {20.0f, 0.7f, 14.0f, -5.0f, 14.0f},
    };
    script_hint(script, 1, 7.0f);
    for (uint32_t i = 0;; i = (i + 1) % (sizeof showers / sizeof *showers)) {
        const Shower *shower = &showers[i];
        if (!script_wait_s(script, shower->dry_s)) {
            return;
        }
        script_hint(script, 2, WARNING_S + 2.0f);
        if (!script_wait_s(script, WARNING_S)) {
            return;
        }
        script_rain(script, shower->strength, 5.0f);
        script_wind(script, shower->x, shower->y, 5.0f);
        if (!script_wait_s(script, shower->wet_s)) {
            return;
        }
        script_rain(script, 0.0f, 5.0f);
        script_wind(script, 0.0f, 0.0f, 5.0f);
        script_hint(script, 3, 5.0f);
    }
}

/* --- The Bridge of Lamps: waves out of the wood
 * --------------------------------------------------*/

enum { BRIDGE_WAVES = 6 };

/* The next wave comes when most of the last one is home, and does not wait for ever. */
static void play_bridge(Script *script)
{
    enum { WAVE_TICKS = 38 * TICKS_PER_S, HOME_A_WAVE = 420 };
    script_hint(script, 1, 7.0f);
    if (!script_wait_s(script, 5.0f)) {
        return;
    }
    for (uint32_t wave = 1; wave <= BRIDGE_WAVES; wave++) {
        script_hint(script, wave < BRIDGE_WAVES ? 2 : 3, 5.0f);
        script_release(script, wave);
        if (!wait_jarred_within(script, wave * HOME_A_WAVE, WAVE_TICKS)) {
            return;
        }
    }
    script_hint(script, 4, 6.0f);
}

/* --- The Storm: everything turns
 * ------------------------------------------------------------------*/

/* The eight quarters from which it blows, in the order in which the storm goes round. */
static void play_storm(Script *script)
{
    static const float around[8][2] = {
        {1.0f, 0.0f},  {0.7f, 0.7f},   {0.0f, 1.0f},  {-0.7f, 0.7f},
        {-1.0f, 0.0f}, {-0.7f, -0.7f}, {0.0f, -1.0f}, {0.7f, -0.7f},
    };
    script_hint(script, 1, 7.0f);
    if (!script_wait_s(script, 12.0f)) {
        return;
    }
    for (uint32_t turn = 0;; turn++) {
        float strength = 0.4f + 0.2f * (float)(turn % 4);
        float wind = 14.0f + 24.0f * strength;
        if (turn % 4 == 3) {
            script_hint(script, 2, 5.0f); /* the worst of it */
        }
        script_rain(script, strength, 4.0f);
        script_wind(script, wind * around[turn % 8][0], wind * around[turn % 8][1], 4.0f);
        if (!script_wait_s(script, 13.0f)) {
            return;
        }
        if (turn % 4 == 3) {
            script_hint(script, 3, 5.0f); /* the eye */
            script_rain(script, 0.1f, 3.0f);
            script_wind(script, 0.0f, 0.0f, 3.0f);
            if (!script_wait_s(script, 16.0f)) {
                return;
            }
        }
    }
}

/* --- The table
 * -----------------------------------------------------------------------------------*/

static const ScriptRow rows[] = {
    {"glade", play_glade, .hints = 6},
    {"wind", play_windward, .hints = 4},
    {"owls", play_owls, .hints = 3},
    {"rain", play_rain, .hints = 3},
    {"bridge", play_bridge, .hints = 4, .waves = BRIDGE_WAVES},
    {"storm", play_storm, .hints = 3},
};

uint32_t script_count(void)
{
    return sizeof rows / sizeof *rows;
}

const ScriptRow *script_at(uint32_t index)
{
    assert(index < script_count());
    return &rows[index];
}

const ScriptRow *script_find(const char *name)
{
    for (uint32_t i = 0; i < script_count(); i++) {
        if (strcmp(rows[i].name, name) == 0) {
            return &rows[i];
        }
    }
    return NULL;
}
