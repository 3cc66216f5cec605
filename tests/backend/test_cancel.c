/* A step that is given up: by a deadline for a while, by cancel or close for good, at any moment.
 * The bars on time are gross ones: they tell "soon" from "after all those sleeps". */
#include "base/clock.h"
#include "support/models.h"
#include "support/tasks.h"
#include "support/visits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#define SOON_NS (3 * (uint64_t)NS_PER_S) /* for a loaded machine and a sanitizer's build */

/* ---- Deadlines ---- */

typedef struct Toil {
    Visits visits;
    uint64_t slice_ns;
    atomic_uint ended;
    atomic_uint early; /* slices of the second phase that ran before the first was over */
} Toil;

static bool toil(Lane *lane, Range slice, void *context)
{
    Toil *work = context;
    clock_sleep_ns(work->slice_ns);
    work->ended++;
    return visits_slice(lane, slice, &work->visits);
}

static bool toil_on(Lane *lane, Range slice, void *context)
{
    Toil *work = context;
    work->early += work->ended < work->visits.count;
    return visits_slice(lane, slice, &work->visits);
}

static void check_deadline(Backend *backend)
{
    const uint32_t slices = 60;
    Toil work = {.visits = visits_create(slices), .slice_ns = NS_PER_MS / 2};
    Phase phases[] = {{"toil", toil, &work, slices, 1}, {"toil on", toil_on, &work, slices, 1}};
    uint32_t pending = 0;
    BackendStatus status = BACKEND_PENDING;
    backend_begin(backend, phases, 2);
    while (status == BACKEND_PENDING) {
        uint64_t start_ns = clock_now_ns();
        status = backend_finish(backend, start_ns + 2 * NS_PER_MS, NULL);
        uint64_t took_ns = clock_now_ns() - start_ns;
        assert_with(backend, took_ns < SOON_NS);
        assert_with(backend, status == BACKEND_DONE || took_ns >= 2 * NS_PER_MS);
        pending += status == BACKEND_PENDING;
        assert_with(backend, pending < 100 * slices);
    }
    assert_with(backend, status == BACKEND_DONE);
    assert_with(backend, work.ended == slices && work.early == 0);
    assert_with(backend, visits_take_wrong(&work.visits, 2) == 0);
    if (backend_lane_count(backend) == 1 && models_keeps_deadlines(backend)) {
        assert_with(backend, pending >= 1); /* 30 ms of work do not fit into 2 ms */
    }
    visits_destroy(&work.visits);
}

static void test_deadline(void **state)
{
    (void)state;
    models_each(check_deadline);
}

/* Phases of one slice each, and all other lanes are busy: it is looked at between them, too. */
static void check_deadline_between_phases(Backend *backend)
{
    if (!models_keeps_deadlines(backend) || !tasks_have_helpers(backend)) {
        return;
    }
    enum { NARROW = 8 };
    Toil work = {.visits = visits_create(2), .slice_ns = NS_PER_MS};
    Phase phases[1 + NARROW] = {{"toil", toil, &work, 2, 1}};
    for (uint32_t i = 1; i <= NARROW; i++) {
        phases[i] = (Phase){"narrow", toil, &work, 2, 2};
    }
    Crowd crowd;
    crowd_gather(&crowd, backend);
    uint32_t pending = 0;
    backend_begin(backend, phases, 1 + NARROW);
    while (backend_finish(backend, clock_now_ns() + NS_PER_MS / 2, NULL) == BACKEND_PENDING) {
        pending++;
    }
    crowd_dismiss(&crowd);
    assert_with(backend, pending >= NARROW);
    assert_with(backend, visits_take_wrong(&work.visits, 1 + NARROW) == 0);
    visits_destroy(&work.visits);
}

static void test_deadline_between_phases(void **state)
{
    (void)state;
    models_each(check_deadline_between_phases);
}

/* A deadline that is over already is not a reason to forget the step; and none is waited for where
 * the step is over first. */
static void check_odd_deadlines(Backend *backend)
{
    Visits visits = visits_create(500);
    Phase phase = visits_phase(&visits, 7);
    backend_begin(backend, &phase, 1);
    BackendStatus status = backend_finish(backend, 0, NULL);
    assert_with(backend, status != BACKEND_FAILED);
    if (status == BACKEND_PENDING) {
        status = backend_finish(backend, 1, NULL);
    }
    if (status == BACKEND_PENDING) {
        status = backend_finish(backend, BACKEND_NO_DEADLINE, NULL);
    }
    assert_with(backend, status == BACKEND_DONE);
    assert_with(backend, visits_take_wrong(&visits, 1) == 0);

    uint64_t start_ns = clock_now_ns();
    backend_begin(backend, &phase, 1);
    status = backend_finish(backend, start_ns + 100 * (uint64_t)NS_PER_S, NULL);
    assert_with(backend, status == BACKEND_DONE);
    assert_with(backend, clock_now_ns() - start_ns < SOON_NS);
    visits_destroy(&visits);
}

static void test_odd_deadlines(void **state)
{
    (void)state;
    models_each(check_odd_deadlines);
}

/* ---- Cancel and close ---- */

/* Waits long in every slice but, where a wait blocks the thread, in those of the calling one: it is
 * to come back to the test. */
typedef struct Sleepers {
    bool all_wait;
    atomic_uint began;
    atomic_uint inside;
    atomic_uint untold; /* waits that did not say "given up" */
} Sleepers;

static bool sleep_long(Lane *lane, Range slice, void *context)
{
    (void)slice;
    Sleepers *sleepers = context;
    if (lane->index == 0 && !sleepers->all_wait) {
        return lane_yield(lane);
    }
    sleepers->began++;
    sleepers->inside++;
    bool goes_on = lane_sleep_ns(lane, 1000 * (uint64_t)NS_PER_S);
    sleepers->untold += goes_on;
    sleepers->untold += lane_yield(lane); /* the next wait says so, too, and at once */
    sleepers->untold += lane_sleep_ns(lane, 1000 * (uint64_t)NS_PER_S);
    sleepers->inside--;
    return goes_on;
}

/* Begins a step and goes on with it for that long; it may be over by then, but should not. */
static void leave_a_step(Backend *backend, const Phase *phases, uint32_t count, uint64_t after_ns)
{
    bool comes_back = models_keeps_deadlines(backend);
    uint64_t end_ns = clock_now_ns() + after_ns;
    backend_begin(backend, phases, count);
    if (comes_back) {
        BackendStatus status = backend_finish(backend, end_ns, NULL);
        assert_with(backend, status != BACKEND_FAILED);
    }
}

static const uint64_t moments_ns[] = {0, 20000, 100000, 1000000, 5000000};
enum { MOMENTS = sizeof moments_ns / sizeof moments_ns[0] };

static void check_cancel_wakes_sleepers(Backend *backend)
{
    for (uint32_t i = 0; i < MOMENTS; i++) {
        Visits after = visits_create(10);
        Sleepers sleepers = {.all_wait = models_parks_sleepers(backend)};
        Phase phases[] = {{"sleep", sleep_long, &sleepers, 500, 1}, visits_phase(&after, 1)};
        leave_a_step(backend, phases, 2, moments_ns[i]);
        uint64_t start_ns = clock_now_ns();
        backend_cancel(backend);
        assert_with(backend, clock_now_ns() - start_ns < SOON_NS);
        assert_with(backend, sleepers.inside == 0 && sleepers.untold == 0);
        if (sleepers.began > 0) {
            assert_with(backend, visits_take_wrong(&after, 0) == 0);
        }
        visits_destroy(&after);
        models_assert_works(backend);
        backend_cancel(backend); /* nothing was begun: nothing happens */
    }
}

static void test_cancel_wakes_sleepers(void **state)
{
    (void)state;
    models_each(check_cancel_wakes_sleepers);
}

/* Slices that do not wait end by themselves; those that have not begun never do. */
static void check_cancel_at_any_moment(Backend *backend)
{
    const uint32_t slices = 2000;
    for (uint32_t i = 0; i < 2 * MOMENTS; i++) {
        Toil work = {.visits = visits_create(slices), .slice_ns = 20 * NS_PER_US};
        Phase phases[] = {{"toil", toil, &work, slices, 1}, {"on", toil_on, &work, slices, 1}};
        leave_a_step(backend, phases, 2, moments_ns[i % MOMENTS] * (1 + i / MOMENTS) / 2);
        uint64_t start_ns = clock_now_ns();
        backend_cancel(backend);
        assert_with(backend, clock_now_ns() - start_ns < SOON_NS);
        uint32_t ended = work.ended;
        visits_destroy(&work.visits); /* whoever still ran would be found out by a sanitizer */
        assert_with(backend, ended == work.ended && work.early == 0);
    }
    models_assert_works(backend);
}

static void test_cancel_at_any_moment(void **state)
{
    (void)state;
    models_each(check_cancel_at_any_moment);
}

static void check_close_in_the_middle(Backend *given)
{
    const BackendType *type = backend_type_of(given);
    uint32_t lanes = backend_lane_count(given);
    for (uint32_t i = 0; i < MOMENTS; i++) {
        Toil *work = calloc(1, sizeof *work);
        assert_non_null(work);
        *work = (Toil){.visits = visits_create(2000), .slice_ns = 20 * NS_PER_US};
        Phase phases[] = {{"toil", toil, work, 2000, 1}, {"on", toil_on, work, 2000, 1}};
        Backend *backend = models_open(type->name, lanes);
        leave_a_step(backend, phases, 2, moments_ns[i]);
        uint64_t start_ns = clock_now_ns();
        backend_close(backend);
        assert_with(given, clock_now_ns() - start_ns < SOON_NS);
        visits_destroy(&work->visits);
        free(work);
    }
}

static void test_close_in_the_middle(void **state)
{
    (void)state;
    models_each(check_close_in_the_middle);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_deadline),
        cmocka_unit_test(test_deadline_between_phases),
        cmocka_unit_test(test_odd_deadlines),
        cmocka_unit_test(test_cancel_wakes_sleepers),
        cmocka_unit_test(test_cancel_at_any_moment),
        cmocka_unit_test(test_close_in_the_middle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
