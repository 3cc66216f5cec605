/* Opened and closed, begun and finished, many times over: nothing is left behind. */
#include "base/clock.h"
#include "support/models.h"
#include "support/process.h"
#include "support/sanitizers.h"
#include "support/visits.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

static void check_thousands_of_steps(Backend *backend)
{
    Visits visits = visits_create(40);
    Phase phases[] = {visits_phase(&visits, 1), visits_phase(&visits, 9), visits_phase(&visits, 0)};
    uint32_t steps = models_times(backend, models_are_quick() ? 300 : 2000);
    for (uint32_t i = 0; i < steps; i++) {
        assert_done(backend, phases, 1 + i % 3);
        assert_with(backend, visits_take_wrong(&visits, 1 + i % 3) == 0);
    }
    visits_destroy(&visits);
}

static void test_thousands_of_steps(void **state)
{
    (void)state;
    models_each(check_thousands_of_steps);
}

/* A step after a pause in which the lanes have gone to sleep. */
static void check_steps_after_pauses(Backend *backend)
{
    Visits visits = visits_create(200);
    Phase phase = visits_phase(&visits, 3);
    for (uint32_t i = 0; i < 40; i++) {
        clock_sleep_ns(i % 8 * 100 * NS_PER_US);
        assert_done(backend, &phase, 1);
        assert_with(backend, visits_take_wrong(&visits, 1) == 0);
    }
    visits_destroy(&visits);
}

static void test_steps_after_pauses(void **state)
{
    (void)state;
    models_each(check_steps_after_pauses);
}

typedef enum Use { USE_NONE, USE_FULL, USE_BEGUN, USES } Use;

static void open_and_close(const BackendType *type, uint32_t lanes, Use use)
{
    Backend *backend = models_open(type->name, lanes);
    Visits visits = visits_create(64);
    Phase phase = visits_phase(&visits, 1);
    if (use == USE_FULL) {
        assert_done(backend, &phase, 1);
    } else if (use == USE_BEGUN) {
        backend_begin(backend, &phase, 1);
    }
    backend_close(backend);
    visits_destroy(&visits);
}

/* The first opening may make what stays: a library's tables, a sanitizer's thread; and sanitizers
 * map memory as they like. */
static void test_nothing_is_left_behind(void **state)
{
    (void)state;
    uint32_t times = models_are_quick() ? 100 : 200;
    for (uint32_t i = 0; i < backend_type_count(); i++) {
        open_and_close(backend_type(i), MODELS_LANES_MAX, USE_FULL);
        uint32_t files = process_files();
        uint32_t threads = process_threads_at_rest();
        uint32_t mappings = process_mappings();
        for (uint32_t j = 0; j < times; j++) {
            open_and_close(backend_type(i), j % MODELS_LANES_MAX + 1, (Use)(j % USES));
        }
        assert_int_equal(process_threads(threads), threads);
        assert_int_equal(process_files(), files);
        assert_true(TEST_SANITIZED || process_mappings() < mappings + times / 4);
    }
}

/* All models open at the same time, each with a step begun, do not get into each other's way. */
static void test_side_by_side(void **state)
{
    (void)state;
    enum { MODELS_MAX = 16 };
    Backend *backends[MODELS_MAX];
    Visits visits[MODELS_MAX];
    uint32_t count = min_u32(backend_type_count(), MODELS_MAX);
    for (uint32_t i = 0; i < count; i++) {
        backends[i] = models_open(backend_type(i)->name, 3);
        visits[i] = visits_create(500);
    }
    for (uint32_t round = 0; round < 50; round++) {
        for (uint32_t i = 0; i < count; i++) {
            Phase phase = visits_phase(&visits[i], 1);
            backend_begin(backends[i], &phase, 1);
        }
        for (uint32_t i = count; i-- > 0;) {
            BackendStatus status = backend_finish(backends[i], BACKEND_NO_DEADLINE, NULL);
            assert_with(backends[i], status == BACKEND_DONE);
            assert_with(backends[i], visits_take_wrong(&visits[i], 1) == 0);
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        backend_close(backends[i]);
        visits_destroy(&visits[i]);
    }
}

/* Signals are the calling thread's: a lane of another thread is not interrupted by one. */
static bool note_signal_mask(Lane *lane, Range slice, void *context)
{
    (void)slice;
    atomic_uint *open_to_signals = context;
    sigset_t mask;
    if (lane->index > 0 && pthread_sigmask(SIG_SETMASK, NULL, &mask) == 0) {
        *open_to_signals += !sigismember(&mask, SIGINT);
    }
    clock_sleep_ns(20 * NS_PER_US);
    return true;
}

static void check_signals(Backend *backend)
{
    atomic_uint open_to_signals = 0;
    Phase phase = {"signals", note_signal_mask, &open_to_signals, 30, 1};
    assert_done(backend, &phase, 1);
    assert_with(backend, open_to_signals == 0);
    sigset_t mask;
    pthread_sigmask(SIG_SETMASK, NULL, &mask);
    assert_with(backend, !sigismember(&mask, SIGINT)); /* and ours is as it was */
}

static void test_signals(void **state)
{
    (void)state;
    models_each(check_signals);
}

/* A pool that has nothing to do sleeps: it takes next to no time of a processor. */
static void test_idle_costs_nothing(void **state)
{
    (void)state;
    Backend *backend = models_open("jobs", MODELS_LANES_MAX);
    Visits visits = visits_create(100);
    Phase phase = visits_phase(&visits, 1);
    assert_done(backend, &phase, 1);
    clock_sleep_ns(50 * NS_PER_MS);

    clock_t before = clock();
    clock_sleep_ns(300 * NS_PER_MS);
    double used_s = (double)(clock() - before) / CLOCKS_PER_SEC;
    assert_true(used_s < 0.15); /* nine that spin would use all there is, 0.3 s a core */
    backend_close(backend);
    visits_destroy(&visits);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_thousands_of_steps),
        cmocka_unit_test(test_steps_after_pauses),
        cmocka_unit_test(test_nothing_is_left_behind),
        cmocka_unit_test(test_side_by_side),
        cmocka_unit_test(test_signals),
        cmocka_unit_test(test_idle_costs_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
