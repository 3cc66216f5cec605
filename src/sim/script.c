#include "sim/script.h"

#include "backend/scheduler.h"
#include "sim/world.h"

#include <assert.h>
#include <stdlib.h>

/* Something that moves from one value to another, a step a tick. */
typedef struct Easing {
    float now;
    float goal;
    uint32_t ticks_left;
} Easing;

struct Script {
    const ScriptRow *row;
    Scheduler *scheduler;
    const Scene *scene;  /* of the turn that runs */
    uint32_t turns;      /* that it has had: one a tick */
    uint32_t hint_until; /* a turn */
    Easing wind_x, wind_y, rain;
    ScriptWish wish;
    bool ended; /* the world wants no more */
};

/* ---- For scripts ---------------------------------------------------------------------------- */

bool script_wait_tick(Script *script)
{
    return scheduler_yield(script->scheduler) && !script->ended;
}

static uint32_t ticks_of(float seconds)
{
    assert(seconds >= 0.0f);
    return (uint32_t)(seconds * TICKS_PER_S + 0.5f);
}

bool script_wait_s(Script *script, float seconds)
{
    uint32_t ticks = ticks_of(seconds);
    uint32_t until = script->turns + (ticks > 0 ? ticks : 1);
    while (script->turns != until) {
        if (!script_wait_tick(script)) {
            return false;
        }
    }
    return true;
}

bool script_wait_jarred(Script *script, uint32_t count)
{
    while (script->scene->jarred < count) {
        if (!script_wait_tick(script)) {
            return false;
        }
    }
    return true;
}

const Scene *script_scene(const Script *script)
{
    return script->scene;
}

void script_hint(Script *script, uint32_t hint, float seconds)
{
    assert(hint <= SPEC_HINTS_MAX);
    script->wish.hint = hint;
    script->hint_until = script->turns + ticks_of(seconds);
}

static void ease_to(Easing *easing, float goal, float over_s)
{
    easing->goal = goal;
    easing->ticks_left = ticks_of(over_s) + 1;
}

void script_wind(Script *script, float x, float y, float over_s)
{
    assert(x * x + y * y <= WIND_MOST * WIND_MOST);
    ease_to(&script->wind_x, x / TICKS_PER_S, over_s);
    ease_to(&script->wind_y, y / TICKS_PER_S, over_s);
}

void script_rain(Script *script, float strength, float over_s)
{
    assert(strength >= 0.0f && strength <= 1.0f);
    ease_to(&script->rain, strength, over_s);
}

void script_release(Script *script, uint32_t wave)
{
    assert(wave <= SPEC_WAVES_MAX);
    script->wish.wave = wave > script->wish.wave ? wave : script->wish.wave;
}

/* ---- For the world -------------------------------------------------------------------------- */

static void run(Scheduler *scheduler, void *argument)
{
    (void)scheduler;
    Script *script = argument;
    if (!script->ended) { /* a level that is left before its first tick has no scene to see */
        script->row->run(script);
    }
}

Script *script_open(const ScriptRow *row, Error *error)
{
    Script *script = calloc(1, sizeof *script);
    Scheduler *scheduler = scheduler_create(1, SCHEDULER_STACK_SIZE, error);
    if (!script || !scheduler) {
        free(script);
        scheduler_destroy(scheduler);
        error_set(error, "no memory for the script \"%s\"", row->name);
        return NULL;
    }
    script->row = row;
    script->scheduler = scheduler;
    scheduler_spawn_named(scheduler, row->name, run, script);
    return script;
}

void script_close(Script *script)
{
    if (script) {
        script->ended = true;
        scheduler_destroy(script->scheduler); /* cancels: its wait says false */
        free(script);
    }
}

/* The last step arrives exactly. */
static float ease(Easing *easing)
{
    if (easing->ticks_left > 0) {
        easing->now += (easing->goal - easing->now) / (float)easing->ticks_left;
        easing->ticks_left--;
        easing->now = easing->ticks_left > 0 ? easing->now : easing->goal;
    }
    return easing->now;
}

ScriptWish script_turn(Script *script, const Scene *scene)
{
    if (script->turns == scene->tick + 1) {
        return script->wish;
    }
    assert(script->turns == scene->tick);
    script->turns++;
    script->scene = scene;
    scheduler_turn(script->scheduler);
    if (script->turns >= script->hint_until) {
        script->wish.hint = 0;
    }
    script->wish.wind_x = ease(&script->wind_x);
    script->wish.wind_y = ease(&script->wind_y);
    script->wish.rain = ease(&script->rain);
    return script->wish;
}
