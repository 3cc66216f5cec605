/* What backend.h promises of every model: each index once, in slices of the grain, phase after
 * phase, and all of it done when finish returns. */
#include "base/clock.h"
#include "support/models.h"
#include "support/visits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void test_table(void **state)
{
    (void)state;
    assert_true(backend_type_count() >= 3);
    assert_string_equal(backend_type(0)->name, "sequential");
    for (uint32_t i = 0; i < backend_type_count(); i++) {
        const BackendType *type = backend_type(i);
        assert_ptr_equal(backend_find(type->name), type); /* hence no name comes twice */
        assert_true(strlen(type->name) > 0 && !strpbrk(type->name, " \t\n"));
        assert_true(strlen(type->summary) > 0 && !strpbrk(type->summary, "\t\n"));
    }
    assert_null(backend_find("threads of gold"));
    assert_null(backend_find(""));
}

static void check_lanes(Backend *backend)
{
    uint32_t lanes = backend_lane_count(backend);
    assert_with(backend, lanes >= 1 && lanes <= MODELS_LANES_MAX);
    for (uint32_t i = 0; i < lanes; i++) {
        assert_with(backend, backend_lane(backend, i)->index == i);
    }
}

static void test_lanes(void **state)
{
    (void)state;
    models_each(check_lanes);
    backend_close(NULL);
}

/* ---- Each index once ---- */

static const uint32_t counts[] = {1, 2, 6, 7, 8, 255, 256, 257, 1000, 5003};
enum { COUNTS = sizeof counts / sizeof counts[0] };

static void check_each_index_once(Backend *backend)
{
    for (uint32_t i = 0; i < COUNTS * MODELS_GRAINS; i++) {
        Visits visits = visits_create(counts[i / MODELS_GRAINS]);
        uint32_t grain = models_grains[i % MODELS_GRAINS];
        Phase twice[] = {visits_phase(&visits, grain), visits_phase(&visits, grain)};
        assert_done(backend, twice, 1);
        assert_with(backend, visits_take_wrong(&visits, 1) == 0);
        assert_done(backend, twice, 2);
        assert_with(backend, visits_take_wrong(&visits, 2) == 0);
        visits_destroy(&visits);
    }
}

static void test_each_index_once(void **state)
{
    (void)state;
    models_each(check_each_index_once);
}

typedef struct Cuts {
    Visits *visits; /* NULL: not looked at */
    uint32_t count;
    uint32_t grain;
    atomic_uint slices;
    atomic_uint wrong;
} Cuts;

static bool note_cut(Lane *lane, Range slice, void *context)
{
    Cuts *cuts = context;
    uint32_t end = min_u32(slice.begin + cuts->grain, cuts->count);
    cuts->wrong += slice.begin % cuts->grain != 0 || slice.end != end || range_is_empty(slice);
    cuts->slices++;
    return !cuts->visits || visits_slice(lane, slice, cuts->visits);
}

static void check_slices_are_of_the_grain(Backend *backend)
{
    for (uint32_t i = 0; i < COUNTS * MODELS_GRAINS; i++) {
        uint32_t count = counts[i / MODELS_GRAINS];
        uint32_t grain = models_grains[i % MODELS_GRAINS];
        Cuts cuts = {.count = count, .grain = grain == 0 ? count : grain};
        Phase phase = {
            .name = "cut", .run = note_cut, .context = &cuts, .count = count, .grain = grain};
        assert_done(backend, &phase, 1);
        assert_with(backend, cuts.wrong == 0);
        assert_with(backend, cuts.slices == (count + cuts.grain - 1) / cuts.grain);
    }
}

static void test_slices_are_of_the_grain(void **state)
{
    (void)state;
    models_each(check_slices_are_of_the_grain);
}

/* More indices than a phase may have slices: a grain of one is coarsened. */
static void check_too_fine_a_grain(Backend *backend)
{
    const uint32_t count = BACKEND_SLICES_MAX + 5;
    Visits visits = visits_create(count);
    Phase phase = visits_phase(&visits, 1);
    Cuts cuts = {.visits = &visits, .count = count, .grain = 2};
    phase.run = note_cut;
    phase.context = &cuts;
    assert_done(backend, &phase, 1);
    assert_with(backend, cuts.wrong == 0);
    assert_with(backend, visits_take_wrong(&visits, 1) == 0);
    visits_destroy(&visits);
}

static void test_too_fine_a_grain(void **state)
{
    (void)state;
    if (models_are_quick()) {
        skip(); /* eight million slices */
    }
    models_each_with(MODELS_LANES_MAX, check_too_fine_a_grain);
}

/* ---- Phases ---- */

/* Plain memory, so that a sanitizer sees it where a barrier is none. */
typedef struct Chain {
    uint32_t count;
    uint32_t *first;
    uint32_t *second;
    atomic_uint wrong;
} Chain;

static bool write_first(Lane *lane, Range slice, void *context)
{
    (void)lane;
    Chain *chain = context;
    for (uint32_t i = slice.begin; i < slice.end; i++) {
        chain->first[i] += i + 1;
    }
    return true;
}

static bool write_second(Lane *lane, Range slice, void *context)
{
    (void)lane;
    Chain *chain = context;
    for (uint32_t i = slice.begin; i < slice.end; i++) {
        chain->second[i] =
            chain->first[chain->count - 1 - i] + chain->first[(i * 7919u) % chain->count];
    }
    return true;
}

static bool read_second(Lane *lane, Range slice, void *context)
{
    (void)lane;
    Chain *chain = context;
    for (uint32_t i = slice.begin; i < slice.end; i++) {
        uint32_t from = (i * 31u) % chain->count;
        uint32_t expected = (chain->count - from) + ((from * 7919u) % chain->count + 1);
        chain->wrong += chain->second[from] != expected;
        chain->wrong += chain->first[from] != from + 1;
    }
    return true;
}

static bool clear_first(Lane *lane, Range slice, void *context)
{
    (void)lane;
    Chain *chain = context;
    memset(chain->first + slice.begin, 0, range_count(slice) * sizeof *chain->first);
    return true;
}

static void check_barrier(Backend *backend)
{
    uint32_t memory[2 * 1000] = {0};
    for (uint32_t i = 0; i < 9 * MODELS_GRAINS; i++) {
        Chain chain = {
            .count = 111 * (i / MODELS_GRAINS) + 1, .first = memory, .second = memory + 1000};
        uint32_t grain = models_grains[i % MODELS_GRAINS];
        Phase phases[] = {
            {"write", write_first, &chain, chain.count, grain},
            {"write more", write_second, &chain, chain.count, grain},
            {"nothing", NULL, NULL, 0, 0},
            {"read", read_second, &chain, chain.count, grain},
            {"clear", clear_first, &chain, chain.count, grain},
        };
        assert_done(backend, phases, 5);
        assert_with(backend, chain.wrong == 0);
        assert_with(backend, memory[0] == 0 && memory[chain.count - 1] == 0);
    }
}

static void test_barrier(void **state)
{
    (void)state;
    models_each(check_barrier);
}

static void check_nothing_to_do(Backend *backend)
{
    assert_done(backend, NULL, 0);
    Visits visits = visits_create(10);
    Phase empty = {"empty", visits_slice, &visits, 0, 1};
    Phase phases[BACKEND_PHASES_MAX];
    for (uint32_t i = 0; i < BACKEND_PHASES_MAX; i++) {
        phases[i] = empty;
    }
    assert_done(backend, phases, 1);
    assert_done(backend, phases, BACKEND_PHASES_MAX);
    phases[BACKEND_PHASES_MAX - 1] = visits_phase(&visits, 3);
    phases[4] = visits_phase(&visits, 0);
    assert_done(backend, phases, BACKEND_PHASES_MAX);
    assert_with(backend, visits_take_wrong(&visits, 2) == 0);
    visits_destroy(&visits);
}

static void test_nothing_to_do(void **state)
{
    (void)state;
    models_each(check_nothing_to_do);
}

/* ---- Finish waits for the slowest ---- */

typedef struct Slow {
    uint32_t slow_begin; /* the slice that takes its time */
    atomic_uint inside;
    atomic_uint ended;
    atomic_uint early; /* slices of the next phase that ran while the slow one did */
} Slow;

static bool one_is_slow(Lane *lane, Range slice, void *context)
{
    (void)lane;
    Slow *slow = context;
    slow->inside++;
    if (slice.begin == slow->slow_begin) {
        clock_sleep_ns(NS_PER_MS);
    }
    slow->ended++;
    slow->inside--;
    return true;
}

static bool after_the_slow(Lane *lane, Range slice, void *context)
{
    (void)lane;
    (void)slice;
    Slow *slow = context;
    slow->early += slow->ended != 50 || slow->inside != 0;
    return true;
}

static void check_slow_slice(Backend *backend)
{
    for (uint32_t begin = 0; begin < 50; begin += 7) {
        Slow slow = {.slow_begin = begin};
        Phase phases[] = {{"slow", one_is_slow, &slow, 50, 1},
                          {"after", after_the_slow, &slow, 50, 1}};
        assert_done(backend, phases, 1);
        assert_with(backend, slow.ended == 50 && slow.inside == 0);
        slow.ended = 0;
        assert_done(backend, phases, 2);
        assert_with(backend, slow.ended == 50 && slow.inside == 0 && slow.early == 0);
    }
}

static void test_slow_slice(void **state)
{
    (void)state;
    models_each(check_slow_slice);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table),
        cmocka_unit_test(test_lanes),
        cmocka_unit_test(test_each_index_once),
        cmocka_unit_test(test_slices_are_of_the_grain),
        cmocka_unit_test(test_too_fine_a_grain),
        cmocka_unit_test(test_barrier),
        cmocka_unit_test(test_nothing_to_do),
        cmocka_unit_test(test_slow_slice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
