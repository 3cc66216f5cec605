/* A system that has no threads left: the pool says so and leaves none behind, whichever of them it
 * was that could not be started. */
#include "scarce/scarce.h"
#include "support/models.h"
#include "support/process.h"
#include "support/visits.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void open_with_failure(uint32_t lanes, uint32_t at, Error *error)
{
    scarce_begin(SCARCE_THREADS, at, 1);
    Backend *backend = backend_open(backend_find("jobs"), lanes, error);
    scarce_end();
    assert_null(backend);
}

static void test_each_thread_missing(void **state)
{
    (void)state;
    backend_close(
        models_open("jobs", 2)); /* what comes with the first thread, a sanitizer's, stays */
    uint32_t threads = process_threads_at_rest();
    uint32_t files = process_files();
    for (uint32_t lanes = 2; lanes <= MODELS_LANES_MAX; lanes++) {
        for (uint32_t at = 1; at < lanes; at++) {
            Error error = {""};
            open_with_failure(lanes, at, &error);
            char expected[ERROR_TEXT_SIZE];
            snprintf(expected, sizeof expected, "jobs: thread %u of %u could not be started (%s)",
                     at, lanes - 1, strerror(EAGAIN));
            assert_string_equal(error.text, expected);
            assert_int_equal(scarce_calls(), at); /* it does not go on trying */
            assert_int_equal(process_threads(threads), threads);
        }
    }
    open_with_failure(3, 2, NULL); /* nobody has to listen */
    assert_int_equal(process_threads(threads), threads);
    assert_int_equal(process_files(), files);
}

static void test_it_opens_when_there_are_some_again(void **state)
{
    (void)state;
    Error error;
    open_with_failure(4, 3, &error);
    Backend *backend = models_open("jobs", 4);
    Visits visits = visits_create(1000);
    Phase phase = visits_phase(&visits, 1);
    assert_done(backend, &phase, 1);
    assert_int_equal(visits_take_wrong(&visits, 1), 0);
    visits_destroy(&visits);
    backend_close(backend);
}

/* The reference is what the game falls back to: it needs no thread. Nor does a pool of one lane. */
static void test_who_needs_none(void **state)
{
    (void)state;
    static const char *const names[] = {"sequential", "coroutines", "jobs", "threads", "gil"};
    scarce_begin(SCARCE_THREADS, 1, SCARCE_FOR_EVER);
    for (uint32_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        Backend *backend = models_open(names[i], 1);
        backend_close(backend);
    }
    scarce_end();
    assert_int_equal(scarce_calls(), 0);
}

/* A thread a slice: of those that are refused the caller runs the slices, whichever they are. */
static void test_the_caller_stands_in(void **state)
{
    (void)state;
    Backend *backend = models_open("threads", 4);
    Visits visits = visits_create(20);
    Phase phase = visits_phase(&visits, 1);
    for (uint32_t at = 1; at <= visits.count; at++) {
        scarce_begin(SCARCE_THREADS, at, at % 2 == 0 ? SCARCE_FOR_EVER : 1);
        assert_done(backend, &phase, 1);
        scarce_end();
        assert_int_equal(visits_take_wrong(&visits, 1), 0);
    }
    visits_destroy(&visits);
    backend_close(backend);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_thread_missing),
        cmocka_unit_test(test_it_opens_when_there_are_some_again),
        cmocka_unit_test(test_who_needs_none),
        cmocka_unit_test(test_the_caller_stands_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
