/* What a slice that waits may rely on, and what each model makes of it. */
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

typedef struct Naps {
    uint64_t nap_ns;
    atomic_uint short_ones; /* that ended before their time */
    atomic_uint refused;
    atomic_uint inside;
    atomic_uint inside_most; /* naps at the same time */
} Naps;

static bool nap(Lane *lane, Range slice, void *context)
{
    Naps *naps = context;
    for (uint32_t i = slice.begin; i < slice.end; i++) {
        uint32_t inside = atomic_fetch_add(&naps->inside, 1) + 1;
        uint32_t most = naps->inside_most;
        while (inside > most && !atomic_compare_exchange_weak(&naps->inside_most, &most, inside)) {
        }
        uint64_t start_ns = clock_now_ns();
        naps->refused += !lane_sleep_ns(lane, naps->nap_ns);
        naps->short_ones += clock_now_ns() - start_ns < naps->nap_ns;
        naps->inside--;
    }
    return true;
}

/* The time that a step of such naps takes. */
static uint64_t run_naps(Backend *backend, Naps *naps, uint32_t count)
{
    Phase phase = {"nap", nap, naps, count, 1};
    uint64_t start_ns = clock_now_ns();
    assert_done(backend, &phase, 1);
    uint64_t took_ns = clock_now_ns() - start_ns;
    assert_with(backend, naps->short_ones == 0 && naps->refused == 0 && naps->inside == 0);
    assert_with(backend, took_ns >= naps->nap_ns);
    return took_ns;
}

static void check_no_nap_is_short(Backend *backend)
{
    Naps none = {.nap_ns = 0};
    run_naps(backend, &none, 100);
    Naps brief = {.nap_ns = 50 * NS_PER_US};
    run_naps(backend, &brief, 100);
    Naps longer = {.nap_ns = NS_PER_MS};
    run_naps(backend, &longer, 10);
    Naps one = {.nap_ns = 3 * NS_PER_MS};
    run_naps(backend, &one, 1);
}

static void test_no_nap_is_short(void **state)
{
    (void)state;
    models_each(check_no_nap_is_short);
}

/* A loop naps one after the other; a pool as many at once as it has lanes; a scheduler all. */
static void test_naps_overlap(void **state)
{
    (void)state;
    uint64_t nap_ns = 20 * NS_PER_MS;
    Backend *loop = models_open("sequential", 1);
    Naps naps = {.nap_ns = nap_ns};
    uint64_t four_ns = run_naps(loop, &naps, 4);
    assert_true(four_ns >= 4 * nap_ns);
    assert_int_equal(naps.inside_most, 1);
    backend_close(loop);

    Backend *jobs = models_open("jobs", MODELS_LANES_MAX);
    clock_sleep_ns(5 * NS_PER_MS); /* all of its threads are asleep by now, and are to be woken */
    naps = (Naps){.nap_ns = nap_ns};
    assert_true(run_naps(jobs, &naps, 80) < 80 * nap_ns / 2);
    assert_in_range(naps.inside_most, 2, MODELS_LANES_MAX);
    backend_close(jobs);

    nap_ns = NS_PER_S / 2; /* the last begins before the first ends, on a busy machine too */
    Backend *coroutines = models_open("coroutines", 1);
    naps = (Naps){.nap_ns = nap_ns};
    assert_true(run_naps(coroutines, &naps, 80) < 80 * nap_ns / 2);
    assert_int_equal(naps.inside_most, 80);
    backend_close(coroutines);
}

/* More sleepers than the scheduler has room for: the others follow when there is. */
static void test_more_naps_than_room(void **state)
{
    (void)state;
    Backend *coroutines = models_open("coroutines", 1);
    Naps naps = {.nap_ns = 10 * NS_PER_MS};
    uint32_t count = 2500;
    assert_true(run_naps(coroutines, &naps, count) < count * naps.nap_ns / 2);
    assert_in_range(naps.inside_most, 100, count);
    backend_close(coroutines);
}

static bool nap_unevenly(Lane *lane, Range slice, void *context)
{
    for (uint32_t i = slice.begin; i < slice.end; i++) {
        if (!lane_sleep_ns(lane, (i * 37u % 11u) * 30 * NS_PER_US) || !lane_yield(lane)) {
            return false;
        }
    }
    return visits_slice(lane, slice, context);
}

/* Slices that end in another order than they began, across phases and deadlines. */
static void check_uneven_naps(Backend *backend)
{
    Visits visits = visits_create(90);
    Phase phase = {"uneven", nap_unevenly, &visits, visits.count, 2};
    Phase phases[] = {phase, visits_phase(&visits, 1), phase};
    assert_done(backend, phases, 3);
    assert_with(backend, visits_take_wrong(&visits, 3) == 0);

    backend_begin(backend, phases, 3);
    BackendStatus status = BACKEND_PENDING;
    while (status == BACKEND_PENDING) {
        status = backend_finish(backend, clock_now_ns() + 200 * NS_PER_US, NULL);
    }
    assert_with(backend, status == BACKEND_DONE);
    assert_with(backend, visits_take_wrong(&visits, 3) == 0);
    visits_destroy(&visits);
}

static void test_uneven_naps(void **state)
{
    (void)state;
    models_each(check_uneven_naps);
}

/* ---- Yielding ---- */

enum { TURNS = 50 };

static bool yield_often(Lane *lane, Range slice, void *context)
{
    for (uint32_t i = 0; i < TURNS; i++) {
        if (!lane_yield(lane)) {
            return lane_fail(lane, "a yield was refused");
        }
    }
    return visits_slice(lane, slice, context);
}

static void check_yield(Backend *backend)
{
    Visits visits = visits_create(300);
    Phase phase = {"yield", yield_often, &visits, visits.count, 3};
    assert_done(backend, &phase, 1);
    assert_with(backend, visits_take_wrong(&visits, 1) == 0);
    visits_destroy(&visits);
}

static void test_yield(void **state)
{
    (void)state;
    models_each(check_yield);
}

typedef struct Turns {
    uint32_t count;
    uint32_t takers[3 * TURNS]; /* which slice had the turn */
} Turns;

static bool take_turns(Lane *lane, Range slice, void *context)
{
    Turns *turns = context;
    for (uint32_t i = 0; i < TURNS; i++) {
        turns->takers[turns->count++] = slice.begin;
        lane_yield(lane);
    }
    return true;
}

/* On one thread, and only there, slices take turns in an order that one can foretell. */
static void test_coroutines_take_turns(void **state)
{
    (void)state;
    Turns turns = {0};
    Phase phase = {"turns", take_turns, &turns, 3, 1};
    Backend *coroutines = models_open("coroutines", 1);
    assert_done(coroutines, &phase, 1);
    assert_int_equal(turns.count, 3 * TURNS);
    uint32_t taken[3] = {0};
    for (uint32_t i = 0; i < turns.count; i++) {
        taken[turns.takers[i]]++;
        bool all_live = taken[0] < TURNS && taken[1] < TURNS && taken[2] < TURNS;
        if (all_live && i >= 6) { /* the three have begun: nobody gets two turns ahead */
            assert_true(taken[0] <= taken[1] + 2 && taken[1] <= taken[2] + 2);
            assert_true(taken[2] <= taken[0]);
        }
    }
    backend_close(coroutines);

    memset(&turns, 0, sizeof turns);
    Backend *loop = models_open("sequential", 1);
    assert_done(loop, &phase, 1);
    for (uint32_t i = 0; i < 3 * TURNS; i++) {
        assert_int_equal(turns.takers[i], i / TURNS);
    }
    backend_close(loop);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_nap_is_short),
        cmocka_unit_test(test_naps_overlap),
        cmocka_unit_test(test_more_naps_than_room),
        cmocka_unit_test(test_uneven_naps),
        cmocka_unit_test(test_yield),
        cmocka_unit_test(test_coroutines_take_turns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
