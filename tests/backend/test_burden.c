/* What slices are made to bear, loads and faults, and reading: in every model. Times are compared
 * with times, and bounded grossly. */
#include "backend/burden.h"
#include "backend/slow_pipe.h"
#include "base/clock.h"
#include "support/models.h"
#include "support/visits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { LANES = 3, SLICES = 40 };

#define SOON_NS (3 * (uint64_t)NS_PER_S)

/* ---- Reading -------------------------------------------------------------------------------- */

typedef struct Reader {
    int pipe[2];
    atomic_uint read;
    atomic_uint ends;
    atomic_uint given_up;
} Reader;

static bool read_some(Lane *lane, Range slice, void *context)
{
    (void)slice;
    Reader *reader = context;
    char text[8];
    ssize_t count = lane_read(lane, reader->pipe[0], text, 1);
    reader->read += count == 1;
    reader->ends += count == 0;
    reader->given_up += count < 0;
    return count >= 0;
}

/* The last slice is the one that writes: all the others wait for it, where anybody can. */
static bool write_or_read(Lane *lane, Range slice, void *context)
{
    Reader *reader = context;
    if (slice.end < SLICES) {
        return read_some(lane, slice, context);
    }
    lane_sleep_ns(lane, NS_PER_MS);
    return write(reader->pipe[1], "0123456789012345678901234567890123456789", SLICES - 1) ==
           SLICES - 1;
}

static void test_coroutines_read_at_the_same_time(void **state)
{
    (void)state;
    Backend *backend = models_open("coroutines", 1);
    Reader reader = {.pipe = {-1, -1}};
    assert_int_equal(pipe(reader.pipe), 0);
    Phase phase = {"read", write_or_read, &reader, SLICES, 1};
    assert_done(backend, &phase, 1);
    assert_int_equal(reader.read, SLICES - 1);
    close(reader.pipe[1]);
    phase.run = read_some;
    assert_done(backend, &phase, 1);
    assert_int_equal(reader.ends, SLICES);
    close(reader.pipe[0]);
    backend_close(backend);
}

/* Nothing ever comes: cancelled, closed or too late, it comes back. */
static void check_reading_ends(Backend *backend)
{
    if (backend_type_of(backend)->private_memory) {
        return; /* its lanes have other files open */
    }
    Reader reader = {.pipe = {-1, -1}};
    assert_int_equal(pipe(reader.pipe), 0);
    Phase phase = {"read", read_some, &reader, SLICES, 1};
    Burden burden = {.time_out_ms = 20, .phase = UINT32_MAX};
    backend_set_burden(backend, &burden);
    Error error = {""};
    uint64_t start_ns = clock_now_ns();
    assert_with(backend, backend_run(backend, &phase, 1, &error) == BACKEND_FAILED);
    assert_non_null(strstr(error.text, "it still waited when the step's 20 ms were over"));
    backend_begin(backend, &phase, 1);
    backend_cancel(backend);
    assert_with(backend, clock_now_ns() - start_ns < SOON_NS);
    models_assert_works(backend);
    backend_begin(backend, &phase, 1); /* and is closed so */
    close(reader.pipe[1]);
    backend_cancel(backend);
    close(reader.pipe[0]);
    Phase bad = phase; /* a file that is none */
    assert_with(backend, backend_run(backend, &bad, 1, &error) == BACKEND_FAILED);
    assert_non_null(strstr(error.text, "reading failed"));
}

static void test_reading_ends(void **state)
{
    (void)state;
    models_each_with(1, check_reading_ends);
    models_each_with(LANES, check_reading_ends);
}

/* ---- Loads ---------------------------------------------------------------------------------- */

/* The time of a step that does nothing but bear this. */
static uint64_t time_of(Backend *backend, const Burden *burden, uint32_t slices)
{
    Visits visits = visits_create(slices);
    Phase phase = visits_phase(&visits, 1);
    backend_set_burden(backend, burden);
    uint64_t start_ns = clock_now_ns();
    assert_done(backend, &phase, 1);
    uint64_t took_ns = clock_now_ns() - start_ns;
    assert_with(backend, visits_take_wrong(&visits, 1) == 0);
    visits_destroy(&visits);
    return took_ns;
}

/* 80 that wait 20 ms each: one after the other, or all at the same time. */
static void test_80_waits(void **state)
{
    (void)state;
    const Burden burden = {.load = LOAD_WAIT, .wait_ms = 20};
    Backend *loop = models_open("sequential", 1);
    Backend *threads = models_open("threads", 80);
    Backend *coroutines = models_open("coroutines", 1);
    uint64_t loop_ns = time_of(loop, &burden, 80);
    assert_true(loop_ns >= 80 * 20 * NS_PER_MS);
    assert_true(time_of(coroutines, &burden, 80) * 10 < loop_ns);
    assert_true(time_of(threads, &burden, 80) * 5 < loop_ns);
    backend_close(loop);
    backend_close(threads);
    backend_close(coroutines);
}

static void check_loads(Backend *backend)
{
    Error error = {""};
    Burden burden = {.wait_ms = 1, .heavy_us = 50, .seed = 3};
    burden.pipe = slow_pipe_open(burden.wait_ms, &error);
    assert_non_null(burden.pipe);
    burden_calibrate(&burden);
    for (LoadKind load = LOAD_LIGHT; load < LOAD_COUNT; load++) {
        burden.load = load;
        for (burden.tick = 0; burden.tick < 2; burden.tick++) {
            time_of(backend, &burden, SLICES);
        }
    }
    burden = (Burden){.load = LOAD_LIGHT};
    backend_set_burden(backend, &burden);
    models_assert_works(backend);
    slow_pipe_close(burden.pipe);
}

static void test_every_load(void **state)
{
    (void)state;
    models_each_with(LANES, check_loads);
}

static void test_heavy_takes_its_time(void **state)
{
    (void)state;
    Burden burden = {.load = LOAD_HEAVY, .heavy_us = 100};
    burden_calibrate(&burden);
    Backend *loop = models_open("sequential", 1);
    uint64_t took_ns = time_of(loop, &burden, 50);
    assert_in_range(took_ns, 50 * 100 * NS_PER_US / 4, SOON_NS);
    backend_close(loop);
}

/* ---- Faults --------------------------------------------------------------------------------- */

/* Steps until one is done; returns how many failed before. */
static uint32_t failures_of_a_tick(Backend *backend, Burden *burden, Error *first)
{
    Visits visits = visits_create(SLICES);
    Phase phase = visits_phase(&visits, 1);
    burden->attempt = 0;
    for (;; burden->attempt++) {
        assert_in_range(burden->attempt, 0, 200);
        backend_set_burden(backend, burden);
        Error error = {""};
        BackendStatus status = backend_run(backend, &phase, 1, &error);
        if (status == BACKEND_DONE) {
            break;
        }
        if (burden->attempt == 0) {
            *first = error;
        }
        visits_destroy(&visits);
        visits = visits_create(SLICES);
        phase = visits_phase(&visits, 1);
    }
    assert_with(backend, visits_take_wrong(&visits, 1) == 0);
    visits_destroy(&visits);
    return burden->attempt;
}

/* The same ticks fail in all models, for the same slice, and go well in the end. */
static void check_failures(Backend *backend)
{
    if (backend_type_of(backend)->unsafe) {
        return;
    }
    Backend *loop = models_open("sequential", 1);
    Burden burden = {.faults = {[FAULT_FAIL] = 0.03}, .seed = 11};
    uint32_t failures = 0;
    for (burden.tick = 0; burden.tick < 12; burden.tick++) {
        Error here = {""};
        Error there = {""};
        uint32_t failed = failures_of_a_tick(backend, &burden, &here);
        failures += failed;
        assert_with(backend, failures_of_a_tick(loop, &burden, &there) == failed);
        if (failed > 0) {
            assert_non_null(strstr(here.text, "an injected failure"));
            assert_non_null(strstr(here.text, "phase \""));
            assert_non_null(strstr(here.text, "lane "));
        }
    }
    assert_with(backend, failures > 0);
    backend_close(loop);
}

static void test_failures(void **state)
{
    (void)state;
    models_each_with(1, check_failures);
    models_each_with(LANES, check_failures);
}

static void check_hangs(Backend *backend)
{
    Burden burden = {.faults = {[FAULT_HANG] = 0.03}, .seed = 5, .time_out_ms = 10};
    uint32_t failures = 0;
    uint64_t start_ns = clock_now_ns();
    for (burden.tick = 0; burden.tick < 4; burden.tick++) {
        Error error = {""};
        failures += failures_of_a_tick(backend, &burden, &error);
        assert_true(error.text[0] == '\0' || strstr(error.text, "10 ms were over"));
    }
    assert_with(backend, failures > 0);
    assert_with(backend, clock_now_ns() - start_ns < 4 * SOON_NS);

    burden = (Burden){.faults = {[FAULT_HANG] = 1.0}}; /* without a time-out it is cancelled */
    Visits visits = visits_create(SLICES);
    Phase phase = visits_phase(&visits, 1);
    backend_set_burden(backend, &burden);
    for (uint32_t i = 0; i < 5; i++) {
        backend_begin(backend, &phase, 1);
        clock_sleep_ns(i * 100 * NS_PER_US);
        backend_cancel(backend);
    }
    backend_begin(backend, &phase, 1); /* and closed, by the caller */
    visits_destroy(&visits);
}

static void test_hangs(void **state)
{
    (void)state;
    models_each_with(1, check_hangs);
    models_each_with(LANES, check_hangs);
}

static void test_slow_ones(void **state)
{
    (void)state;
    Backend *loop = models_open("sequential", 1);
    Burden burden = {.faults = {[FAULT_SLOW] = 1.0}};
    burden_calibrate(&burden);
    assert_true(time_of(loop, &burden, 2) > 2 * BURDEN_SLOW_US * NS_PER_US / 4);
    backend_close(loop);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_coroutines_read_at_the_same_time),
        cmocka_unit_test(test_reading_ends),
        cmocka_unit_test(test_80_waits),
        cmocka_unit_test(test_every_load),
        cmocka_unit_test(test_heavy_takes_its_time),
        cmocka_unit_test(test_failures),
        cmocka_unit_test(test_hangs),
        cmocka_unit_test(test_slow_ones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
