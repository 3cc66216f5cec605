/* One hash: every model, any number of lanes, any grain, models switched in flight, steps spread
 * over deadlines, on every level of the game; and one that is written down here. */
#include "base/clock.h"
#include "support/levels.h"
#include "support/play.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

/* The state of levels/reeds.tmx with GOLDEN_SPRITES and seed 1, after play_script's first ticks. It
 * holds for every model, compiler, optimisation level and processor. Who changes how anything moves
 * (a constant of a motion, the map, the script) changes it, and writes the new ones here: the test
 * that fails prints them. A change that was meant to be a faster way to the same state must not. */
#define GOLDEN_QUICK_HASH 0x0196c96fcc69b51fu
#define GOLDEN_HASH       0xf2b2a96f1d268c93u

enum { GOLDEN_SPRITES = 10000, GOLDEN_QUICK_TICKS = 200, GOLDEN_TICKS = 600 };

enum { SEED = 7, LANES_MAX = 9, TYPES_MAX = 16 };

static const uint32_t grains[] = {1, 7, 256, PLAY_ONE_SLICE};

enum { GRAIN_COUNT = sizeof grains / sizeof grains[0] };

/* What all of a level's runs must come to; `brief_hash` those of few ticks, of models that start
 * something anew for each slice. */
typedef struct Case {
    const Level *level;
    uint32_t number; /* of the level */
    uint32_t sprites;
    uint32_t ticks, brief_ticks;
    uint64_t hash, brief_hash;
} Case;

static Case case_of(const Level *level, uint32_t number)
{
    bool quick = models_are_quick();
    Case run = {.level = level,
                .number = number,
                .sprites = quick ? 300 : 700,
                .ticks = quick ? 12 : 60,
                .brief_ticks = 3};
    run.hash = play_reference_hash(&level->spec, SEED, run.sprites, run.ticks);
    run.brief_hash = play_reference_hash(&level->spec, SEED, run.sprites, run.brief_ticks);
    return run;
}

static uint32_t ticks_for(const Case *run, const BackendType *type)
{
    return models_starts_anew(type) ? run->brief_ticks : run->ticks;
}

static uint64_t hash_for(const Case *run, const BackendType *type)
{
    return models_starts_anew(type) ? run->brief_hash : run->hash;
}

typedef void CaseFunction(const Case *run);

static void on_every_level(CaseFunction *test)
{
    Levels levels = levels_load_all();
    for (uint32_t i = 0; i < levels.count; i++) {
        Case run = case_of(levels.levels[i], i);
        test(&run);
    }
    levels_destroy(&levels);
}

static World *create_world(const Case *run)
{
    return play_create_world(&run->level->spec, SEED, run->sprites);
}

/* ---- Lanes and grains ----------------------------------------------------------------------- */

static void run_all_grains(const Case *run, Backend *backend)
{
    const BackendType *type = backend_type_of(backend);
    for (uint32_t i = 0; i < GRAIN_COUNT; i++) {
        World *world = create_world(run);
        play_script_until(world, backend, ticks_for(run, type), grains[i]);
        play_assert_hash(world, hash_for(run, type), "%s: %s, %u lanes, grain %u", run->level->path,
                         type->name, backend_lane_count(backend), grains[i]);
        world_destroy(world);
    }
}

/* The pool has every number of lanes on every level. The others have one lane on each, and every
 * other number too, on one level these, on the next others: a third of them, and one number where
 * it costs much. In a quick run all have one number beside the single lane, and those that start
 * processes without end have their turn in the switching alone. */
static bool has_its_turn(const BackendType *type, const Case *run, uint32_t lanes)
{
    bool quick = models_are_quick();
    if (type == backend_find("jobs") && !quick) {
        return true;
    }
    bool one_of_nine = (lanes + run->number) % LANES_MAX == 0;
    if (type->slow) {
        return one_of_nine && !quick;
    }
    return lanes == 1 || (quick ? one_of_nine : (lanes + run->number) % 3 == 0);
}

static void run_all_lanes(const Case *run)
{
    for (uint32_t type = 0; type < backend_safe_count(); type++) {
        for (uint32_t lanes = 1; lanes <= LANES_MAX; lanes++) {
            if (!has_its_turn(backend_safe(type), run, lanes)) {
                continue;
            }
            Backend *backend = models_open_type(backend_safe(type), lanes);
            assert_true(backend_lane_count(backend) == lanes || backend_lane_count(backend) == 1);
            if (backend_lane_count(backend) == lanes) { /* a single lane has been there */
                run_all_grains(run, backend);
            }
            backend_close(backend);
        }
    }
}

static void test_every_model_lane_and_grain(void **state)
{
    (void)state;
    on_every_level(run_all_lanes);
}

/* ---- In flight ------------------------------------------------------------------------------ */

/* Every tick another model, with another number of lanes and another grain. */
static void run_switching(const Case *run)
{
    Backend *backends[2 * TYPES_MAX];
    uint32_t count = 0;
    uint32_t type = 0;
    do {
        backends[count++] = models_open_type(backend_safe(type), 2 + type);
        backends[count++] = models_open_type(backend_safe(type), LANES_MAX - type % LANES_MAX);
    } while (++type < backend_safe_count() && type < TYPES_MAX);
    World *world = create_world(run);
    for (uint32_t tick = 0; tick < run->ticks; tick++) {
        play_script_until(world, backends[tick % count], tick + 1, grains[tick % 3]);
    }
    play_assert_hash(world, run->hash, "%s: switched at every tick", run->level->path);
    world_destroy(world);
    for (uint32_t i = 0; i < count; i++) {
        backend_close(backends[i]);
    }
}

static void test_switched_at_every_tick(void **state)
{
    (void)state;
    on_every_level(run_switching);
}

/* A long night of few sprites: all the safe models take turns, tick by tick; in a quick run those
 * that start processes only now and then. */
static void test_10000_ticks_in_turn(void **state)
{
    (void)state;
    Level *level = levels_load("meadow");
    Case run = {.level = level, .sprites = 60, .ticks = models_are_quick() ? 300 : 10000};
    run.hash = play_reference_hash(&level->spec, SEED, run.sprites, run.ticks);
    Backend *backends[TYPES_MAX];
    uint32_t count = min_u32(backend_safe_count(), TYPES_MAX);
    for (uint32_t i = 0; i < count; i++) {
        backends[i] = models_open_type(backend_safe(i), 1 + i % LANES_MAX);
    }
    World *world = create_world(&run);
    for (uint32_t tick = 0; tick < run.ticks; tick++) {
        uint32_t turn = tick % count;
        bool rests = models_are_quick() && backend_safe(turn)->slow && tick / count % 50 != 0;
        play_script_until(world, backends[rests ? 0 : turn], tick + 1, grains[tick % 3]);
    }
    play_assert_hash(world, run.hash, "%s: all models in turn", run.level->path);
    world_destroy(world);
    for (uint32_t i = 0; i < count; i++) {
        backend_close(backends[i]);
    }
    level_destroy(level);
}

/* One tick in as many pieces as the deadlines cut it into; returns how often it was not done. */
static uint32_t step_in_pieces(World *world, Backend *backend, uint64_t piece_ns)
{
    StepInput input = play_script(world_scene(world)->tick);
    Error error = {""};
    uint32_t pieces = 0;
    step_begin(world, backend, &input, 1);
    while (step_finish(world, backend, clock_now_ns() + piece_ns, &error) == BACKEND_PENDING) {
        pieces++;
    }
    assert_string_equal(error.text, "");
    world_swap(world);
    return pieces;
}

static void run_spread(const Case *run)
{
    for (uint32_t type = 0; type < backend_safe_count(); type++) {
        if (backend_safe(type)->slow && models_are_quick()) {
            continue;
        }
        Backend *backend = models_open_type(backend_safe(type), 2);
        World *world = create_world(run);
        uint32_t pieces = 0;
        for (uint32_t tick = 0; tick < ticks_for(run, backend_safe(type)); tick++) {
            pieces += step_in_pieces(world, backend, 1000 + tick % 8 * 4000);
        }
        play_assert_hash(world, hash_for(run, backend_safe(type)), "%s: %s in %u pieces",
                         run->level->path, backend_safe(type)->name, pieces);
        if (backend_safe(type) == backend_find("coroutines")) {
            assert_in_range(pieces, run->ticks, UINT32_MAX); /* its very reason */
        }
        backend_close(backend);
        world_destroy(world);
    }
}

static void test_spread_over_deadlines(void **state)
{
    (void)state;
    on_every_level(run_spread);
}

/* ---- The hash that is written down ---------------------------------------------------------- */

static void test_golden_hash(void **state)
{
    (void)state;
    Level *level = levels_load("reeds");
    World *world = play_create_world(&level->spec, 1, GOLDEN_SPRITES);
    Backend *backend = models_open_type(backend_find("jobs"), 2);
    play_script_until(world, backend, GOLDEN_QUICK_TICKS, 256);
    uint64_t quick = world_hash(world);
    uint64_t whole = GOLDEN_HASH;
    if (!models_are_quick()) {
        play_script_until(world, backend, GOLDEN_TICKS, 256);
        whole = world_hash(world);
    }
    if (quick != GOLDEN_QUICK_HASH || whole != GOLDEN_HASH) {
        fail_msg("the state is no longer the one that is written down; now it is\n"
                 "#define GOLDEN_QUICK_HASH 0x%016" PRIx64 "u\n"
                 "#define GOLDEN_HASH       0x%016" PRIx64 "u",
                 quick, whole);
    }
    backend_close(backend);
    world_destroy(world);
    level_destroy(level);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_model_lane_and_grain),
        cmocka_unit_test(test_switched_at_every_tick),
        cmocka_unit_test(test_10000_ticks_in_turn),
        cmocka_unit_test(test_spread_over_deadlines),
        cmocka_unit_test(test_golden_hash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
