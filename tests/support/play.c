#include "support/play.h"

#include "backend/model.h"
#include "sim/world_state.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

World *play_create_world(const WorldSpec *spec, uint64_t seed, uint32_t sprites)
{
    Error error = {""};
    World *world = world_create(spec, seed, sprites, &error);
    if (!world) {
        fail_msg("%s", error.text);
    }
    return world;
}

Play play_open(const WorldSpec *spec, uint64_t seed)
{
    return (Play){.world = play_create_world(spec, seed, 0),
                  .backend = models_open_type(backend_type(0), 1)};
}

void play_close(Play *play)
{
    backend_close(play->backend);
    world_destroy(play->world);
}

void play_set_script(World *world, const ScriptRow *row)
{
    Error error = {""};
    assert_null(world->script);
    world->script = script_open(row, &error);
    if (!world->script) {
        fail_msg("%s", error.text);
    }
}

void play_step(World *world, Backend *backend, StepInput input, uint32_t grain)
{
    Error error = {""};
    if (step_run(world, backend, &input, grain, &error) != BACKEND_DONE) {
        fail_msg("%s", error.text);
    }
}

void play_ticks(Play *play, uint32_t ticks, StepInput input)
{
    for (uint32_t i = 0; i < ticks; i++) {
        play_step(play->world, play->backend, input, PLAY_ONE_SLICE);
    }
}

static bool fail_on_purpose(Lane *lane, Range slice, void *context)
{
    (void)slice;
    (void)context;
    return lane_fail(lane, "on purpose");
}

void play_fail_step(World *world, Backend *backend, StepInput input, uint32_t phase)
{
    assert_ptr_equal(backend_type_of(backend), &sequential_type);
    Error error = {""};
    step_begin(world, backend, &input, PLAY_ONE_SLICE);
    backend->phases[phase].run = fail_on_purpose; /* nothing has run as yet */
    assert_int_equal(step_finish(world, backend, BACKEND_NO_DEADLINE, &error), BACKEND_FAILED);
    assert_non_null(strstr(error.text, "on purpose"));
}

void play_cancel_step(World *world, Backend *backend, StepInput input, uint32_t grain)
{
    Error error = {""};
    step_begin(world, backend, &input, grain);
    if (models_keeps_deadlines(backend)) {
        step_finish(world, backend, 1, &error);
    }
    step_cancel(world, backend);
}

uint32_t play_find(const World *world, uint32_t id)
{
    SpriteFront front = world_front(world);
    for (uint32_t slot = 0; slot < world_sprite_count(world); slot++) {
        if (sprite_id(front.tag[slot]) == id) {
            return slot;
        }
    }
    fail_msg("there is no sprite %u", id);
    return 0;
}

StepInput play_script(uint32_t tick)
{
    static const int8_t across[] = {127, 90, 0, -90, -127, -40, 0, 40};
    static const int8_t down[] = {0, 90, 127, 90, 0, -90, -127, -33};
    uint32_t leg = tick / 25 % 8;
    return (StepInput){.move_x = across[leg], .move_y = down[leg], .glow = tick / 45 % 3 != 2};
}

void play_script_until(World *world, Backend *backend, uint32_t tick, uint32_t grain)
{
    while (world_scene(world)->tick < tick) {
        play_step(world, backend, play_script(world_scene(world)->tick), grain);
    }
}

uint64_t play_reference_hash(const WorldSpec *spec, uint64_t seed, uint32_t sprites, uint32_t tick)
{
    World *world = play_create_world(spec, seed, sprites);
    Backend *backend = models_open_type(backend_type(0), 1);
    play_script_until(world, backend, tick, PLAY_ONE_SLICE);
    uint64_t hash = world_hash(world);
    backend_close(backend);
    world_destroy(world);
    return hash;
}

void play_assert_hash(const World *world, uint64_t expected, const char *what, ...)
{
    uint64_t hash = world_hash(world);
    if (hash == expected) {
        return;
    }
    char words[256];
    va_list arguments;
    va_start(arguments, what);
    vsnprintf(words, sizeof words, what, arguments);
    va_end(arguments);
    fail_msg("%s: 0x%016" PRIx64 " at tick %u, expected 0x%016" PRIx64, words, hash,
             world_scene(world)->tick, expected);
}
