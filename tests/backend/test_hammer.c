/* The pool under a hammer: steps of random phases, grains, lanes and loads, by the million. Each
 * index once, no phase before the last one's end, and the same result whoever did the work. */
#define _GNU_SOURCE /* sched_setaffinity */

#include "base/clock.h"
#include "base/random.h"
#include "support/models.h"
#include "support/visits.h"

#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

enum { PHASES_MAX = 6, INDICES_MAX = 4096 };

static uint32_t dice(uint32_t round, uint32_t throw_number, uint32_t sides)
{
    return (uint32_t)(random_u64(99, throw_number, round, RANDOM_TEST) % sides);
}

/* ---- Each index once, in its phase ---- */

typedef enum Load { LOAD_NONE, LOAD_EVEN, LOAD_STEEP, LOAD_RARE, LOAD_YIELD, LOAD_NAP, LOADS } Load;

typedef struct Blow {
    struct Hammer *hammer;
    uint32_t index; /* of the phase */
    Load load;
    Visits visits;
} Blow;

typedef struct Hammer {
    Blow blows[PHASES_MAX];
    Phase phases[PHASES_MAX];
    uint32_t phase_count;
    uint64_t slices;              /* in all rounds */
    atomic_uint left[PHASES_MAX]; /* indices of the phase that were not visited yet */
    atomic_uint early;            /* slices that ran before the phase before theirs was over */
} Hammer;

static void spin_for(uint64_t duration_ns)
{
    uint64_t end_ns = clock_now_ns() + duration_ns;
    while (clock_now_ns() < end_ns) {
    }
}

static bool bear(Lane *lane, Load load, Range slice)
{
    switch (load) {
    case LOAD_EVEN: spin_for(NS_PER_US / 2); return true;
    case LOAD_STEEP: spin_for(slice.begin / 4); return true;
    case LOAD_RARE:
        if (slice.begin % 97 == 13) {
            spin_for(40 * NS_PER_US);
        }
        return true;
    case LOAD_YIELD: return lane_yield(lane);
    case LOAD_NAP: return slice.begin % 211 != 5 || lane_sleep_ns(lane, 20 * NS_PER_US);
    default: return true;
    }
}

static bool strike(Lane *lane, Range slice, void *context)
{
    Blow *blow = context;
    Hammer *hammer = blow->hammer;
    for (uint32_t i = 0; i < blow->index; i++) {
        hammer->early += hammer->left[i] != 0;
    }
    if (!bear(lane, blow->load, slice)) {
        return lane_fail(lane, "a wait was refused");
    }
    visits_slice(lane, slice, &blow->visits);
    hammer->left[blow->index] -= range_count(slice);
    return true;
}

static Hammer *hammer_create(void)
{
    Hammer *hammer = calloc(1, sizeof *hammer);
    assert_non_null(hammer);
    for (uint32_t i = 0; i < PHASES_MAX; i++) {
        hammer->blows[i].visits = visits_create(INDICES_MAX);
    }
    return hammer;
}

static void hammer_destroy(Hammer *hammer)
{
    for (uint32_t i = 0; i < PHASES_MAX; i++) {
        visits_destroy(&hammer->blows[i].visits);
    }
    free(hammer);
}

/* Mostly small phases, where lanes are many and slices few: that is where they meet. */
static void hammer_aim(Hammer *hammer, uint32_t round)
{
    static const uint32_t widths[] = {1, 2, 3, 9, 30, 100, 700, INDICES_MAX};
    static const uint32_t grains[] = {1, 1, 1, 2, 5, 64, 0};
    hammer->phase_count = 1 + dice(round, 1, PHASES_MAX);
    for (uint32_t i = 0; i < hammer->phase_count; i++) {
        uint32_t width = widths[dice(round, 10 + i, 8)];
        uint32_t count = dice(round, 20 + i, width + 1);
        uint32_t grain = grains[dice(round, 30 + i, 7)];
        Blow *blow = &hammer->blows[i];
        blow->hammer = hammer;
        blow->index = i;
        blow->load = (Load)dice(round, 40 + i, LOADS);
        blow->visits.count = count;
        hammer->left[i] = count;
        hammer->phases[i] = (Phase){"strike", strike, blow, count, grain};
        hammer->slices += count == 0 ? 0 : grain == 0 ? 1 : (count + grain - 1) / grain;
    }
}

/* Some steps are finished in pieces, against deadlines that are ever further away. */
static void hammer_strike(Hammer *hammer, Backend *backend, uint32_t round)
{
    BackendStatus status = BACKEND_PENDING;
    bool in_pieces = dice(round, 2, 4) == 0;
    backend_begin(backend, hammer->phases, hammer->phase_count);
    for (uint32_t time = dice(round, 3, 100); status == BACKEND_PENDING; time++) {
        uint64_t deadline_ns = clock_now_ns() + time * NS_PER_US;
        status = backend_finish(backend, in_pieces ? deadline_ns : BACKEND_NO_DEADLINE, NULL);
    }
    assert_with(backend, status == BACKEND_DONE);
    assert_with(backend, hammer->early == 0);
    for (uint32_t i = 0; i < hammer->phase_count; i++) {
        assert_with(backend, visits_take_wrong(&hammer->blows[i].visits, 1) == 0);
    }
}

static void hammer_pool(uint32_t lanes, uint64_t slices)
{
    Hammer *hammer = hammer_create();
    Backend *backend = models_open("jobs", lanes);
    for (uint32_t round = lanes << 20; hammer->slices < slices; round++) {
        hammer_aim(hammer, round);
        hammer_strike(hammer, backend, round);
    }
    backend_close(backend);
    hammer_destroy(hammer);
}

static void test_pools_of_all_sizes(void **state)
{
    (void)state;
    uint64_t slices = models_are_quick() ? 15000 : 100000;
    for (uint32_t lanes = 1; lanes <= MODELS_LANES_MAX; lanes++) {
        hammer_pool(lanes, slices);
    }
    hammer_pool(BACKEND_LANES_MAX, slices / 4);
}

/* Nine lanes where there is one processor: whoever is taken off it, is so at the worst moment. */
static void test_one_processor(void **state)
{
    (void)state;
    cpu_set_t before;
    if (sched_getaffinity(0, sizeof before, &before) != 0) {
        skip();
    }
    cpu_set_t one;
    CPU_ZERO(&one);
    uint32_t cpu = 0;
    while (cpu < CPU_SETSIZE - 1 && !CPU_ISSET(cpu, &before)) {
        cpu++;
    }
    CPU_SET(cpu, &one);
    if (sched_setaffinity(0, sizeof one, &one) != 0) {
        skip();
    }
    hammer_pool(MODELS_LANES_MAX, models_are_quick() ? 5000 : 60000);
    sched_setaffinity(0, sizeof before, &before);
}

/* Tiny slices in large numbers: all that there is to it is the claiming. */
static void test_millions_of_slices(void **state)
{
    (void)state;
    Visits visits = visits_create(models_are_quick() ? 100000 : 1000000);
    Phase phases[] = {visits_phase(&visits, 1), visits_phase(&visits, 1), visits_phase(&visits, 3)};
    for (uint32_t lanes = 2; lanes <= MODELS_LANES_MAX; lanes += 2) {
        Backend *backend = models_open("jobs", lanes);
        assert_done(backend, phases, 3);
        assert_with(backend, visits_take_wrong(&visits, 3) == 0);
        backend_close(backend);
    }
    visits_destroy(&visits);
}

/* ---- Another model at each step ---- */

enum { CELLS = 700 };

typedef struct Cells {
    uint64_t front[CELLS];
    uint64_t back[CELLS];
} Cells;

static bool look_around(Lane *lane, Range slice, void *context)
{
    (void)lane;
    Cells *cells = context;
    for (uint32_t i = slice.begin; i < slice.end; i++) {
        uint64_t others = cells->front[(i + 1) % CELLS] + cells->front[i * 7 % CELLS];
        cells->back[i] = random_mix(cells->front[i] + others);
    }
    return true;
}

static bool turn_over(Lane *lane, Range slice, void *context)
{
    (void)lane;
    Cells *cells = context;
    for (uint32_t i = slice.begin; i < slice.end; i++) {
        cells->front[i] = cells->back[i];
    }
    return true;
}

static uint64_t sum_of(const Cells *cells)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < CELLS; i++) {
        sum = random_mix(sum + cells->front[i]);
    }
    return sum;
}

/* The reference's result, and that of models and lanes that change all the time. */
static void test_switching(void **state)
{
    (void)state;
    uint32_t steps = models_are_quick() ? 300 : 1500;
    static Cells alone;
    static Cells together;
    Backend *reference = models_open("sequential", 1);
    for (uint32_t step = 0; step < steps; step++) {
        const uint32_t grains[] = {dice(step, 4, 50), dice(step, 5, 9) == 0 ? 1 : 60};
        Phase phases[] = {{"look", look_around, &alone, CELLS, grains[0]},
                          {"turn", turn_over, &alone, CELLS, grains[1]}};
        assert_done(reference, phases, 2);

        phases[0].context = phases[1].context = &together;
        const char *name = backend_type(dice(step, 6, backend_type_count()))->name;
        Backend *backend = models_open(name, 1 + dice(step, 7, MODELS_LANES_MAX));
        assert_done(backend, phases, 2);
        backend_close(backend);
        assert_true(sum_of(&alone) == sum_of(&together));
    }
    backend_close(reference);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pools_of_all_sizes),
        cmocka_unit_test(test_one_processor),
        cmocka_unit_test(test_millions_of_slices),
        cmocka_unit_test(test_switching),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
