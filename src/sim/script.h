/* A level's script: what happens in its night, told as plain sequential code with waits. A script
 * is a coroutine on a scheduler, which gets one turn a tick, before the tick begins, whatever model
 * moves the fireflies. It knows no clock but the world's ticks, and its wishes are part of the
 * state, so that a night is the same each time.
 *
 *     static void storm(Script *script)
 *     {
 *         while (script_wait_s(script, 20)) {
 *             script_wind(script, 30, 0, 3);
 *             script_hint(script, 1, 6);
 *         }
 *     }
 */
#pragma once

#include "base/error.h"
#include "sim/spec.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct Scene Scene;
typedef struct Script Script;

/* Returns when it has nothing more to tell, or soon after a wait said false. Keep no state outside.
 */
typedef void ScriptFunction(Script *script);

typedef struct ScriptRow {
    const char *name; /* as the map's property "script" gives it */
    ScriptFunction *run;
    uint32_t hints; /* it shows those of the map from 1 to this number */
    uint32_t waves; /* and releases as many */
} ScriptRow;

/* ---- The table: scripts.c ---- */

uint32_t script_count(void);
const ScriptRow *script_at(uint32_t index);
const ScriptRow *script_find(const char *name); /* NULL: there is none such */

/* ---- For scripts, within their function ---- */

/* Until the next tick; or for that many seconds of the world's time, at least a tick; or until that
 * many fireflies are home. False: the level ends, return soon. */
bool script_wait_tick(Script *script);
bool script_wait_s(Script *script, float seconds);
bool script_wait_jarred(Script *script, uint32_t count);

/* The state that the coming tick begins with. */
const Scene *script_scene(const Script *script);

/* The map's hint of that number, from 1, shows for so long, in place of one that does. */
void script_hint(Script *script, uint32_t hint, float seconds);

/* The wind turns to this (pixels a second, at most WIND_MOST) in that time; and the rain. */
void script_wind(Script *script, float x, float y, float over_s);
void script_rain(Script *script, float strength, float over_s);

/* Swarms of waves up to that one come out. */
void script_release(Script *script, uint32_t wave);

#define WIND_MOST 120.0f

/* ---- For the world ---- */

/* What a script wants of the coming tick. */
typedef struct ScriptWish {
    float wind_x, wind_y; /* pixels a tick */
    float rain;
    uint32_t wave;
    uint32_t hint;
} ScriptWish;

/* NULL, with a sentence: no memory. */
Script *script_open(const ScriptRow *row, Error *error);
void script_close(Script *script); /* runs it to its end; takes NULL */

/* Gives the script its turn before the tick that follows on `scene`, if it has not had it yet: a
 * tick that failed and is tried again finds the same wishes. */
ScriptWish script_turn(Script *script, const Scene *scene);
