/* Worlds that are stepped, for tests of the simulation: a world, a backend, and the little that is
 * said about them again and again. Faults in here fail the running test; main thread only. */
#pragma once

#include "sim/script.h"
#include "sim/step.h"
#include "sim/world.h"
#include "support/models.h"

#include <stdbool.h>
#include <stdint.h>

enum { PLAY_ONE_SLICE = SPEC_SPRITES_MAX }; /* the grain that leaves nothing to share out */

/* A world and the model that moves it. */
typedef struct Play {
    World *world;
    Backend *backend;
} Play;

static const StepInput PLAY_DARK = {.glow = false};
static const StepInput PLAY_LIT = {.glow = true};

World *play_create_world(const WorldSpec *spec, uint64_t seed, uint32_t sprites);

/* On the reference, with the plan's own population. */
Play play_open(const WorldSpec *spec, uint64_t seed);
void play_close(Play *play);

/* Gives the world, before its first tick, a script that is in no table. */
void play_set_script(World *world, const ScriptRow *row);

/* One tick with any backend, swapped at its end. */
void play_step(World *world, Backend *backend, StepInput input, uint32_t grain);

/* Ticks of the reference. */
void play_ticks(Play *play, uint32_t ticks, StepInput input);

/* Begins a tick whose phase of that number fails, after all before it are done; it must be a
 * sequential backend. */
void play_fail_step(World *world, Backend *backend, StepInput input, uint32_t phase);

/* Begins a tick with any backend, and gives it up after it has been worked on for a little. */
void play_cancel_step(World *world, Backend *backend, StepInput input, uint32_t grain);

/* The slot in which a sprite lies now, by its id. */
uint32_t play_find(const World *world, uint32_t id);

static inline SpriteState play_state(const World *world, uint32_t slot)
{
    return sprite_state(world_front(world).flash[slot]);
}

static inline Look play_look(const World *world, uint32_t slot)
{
    return world_breeds(world)[sprite_breed(world_front(world).tag[slot])].look;
}

/* What a player might do at that tick: all directions, the lantern open and shut. */
StepInput play_script(uint32_t tick);

/* Steps until the world has reached the tick, with the script's input. */
void play_script_until(World *world, Backend *backend, uint32_t tick, uint32_t grain);

/* The hash that the reference reaches at the tick, from the start, with the script's input. */
uint64_t play_reference_hash(const WorldSpec *spec, uint64_t seed, uint32_t sprites, uint32_t tick);

/* Fails with both, in hexadecimal. `what` tells what differs from the reference. */
void play_assert_hash(const World *world, uint64_t expected, const char *what, ...)
    __attribute__((format(printf, 3, 4)));
