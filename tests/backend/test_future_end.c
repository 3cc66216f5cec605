/* Single tasks that are not wanted any more: cancelled before they begin, where they sleep, with
 * their group, or because the backend closes. */
#include "backend/future.h"
#include "base/clock.h"
#include "support/models.h"
#include "support/tasks.h"
#include "support/visits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static bool count_run(Lane *lane, void *count)
{
    (void)lane;
    atomic_uint *runs = count;
    (*runs)++;
    return true;
}

/* ---- Before it begins ---- */

static void check_cancel_before(Backend *backend)
{
    Crowd crowd;
    atomic_uint runs = 0;
    Future futures[3];
    FutureGroup group;
    future_group_open(&group, backend);
    crowd_gather(&crowd, backend);
    for (uint32_t i = 0; i < 3; i++) {
        future_submit(&futures[i], backend, count_run, &runs, i == 0 ? NULL : &group);
    }
    future_cancel(&futures[0]);
    future_cancel(&futures[2]);
    for (uint32_t i = 0; i < 3; i += 2) {
        assert_with(backend, future_state(&futures[i]) == FUTURE_CANCELLED);
        assert_with(backend, future_wait(&futures[i], NULL, BACKEND_NO_DEADLINE));
        assert_string_equal(future_error(&futures[i]), "it was cancelled before it began");
    }
    /* The cancelled one was over first. */
    assert_ptr_equal(future_group_next(&group, NULL, BACKEND_NO_DEADLINE), &futures[2]);
    crowd_dismiss(&crowd);
    assert_ptr_equal(future_group_next(&group, NULL, BACKEND_NO_DEADLINE), &futures[1]);
    assert_null(future_group_next(&group, NULL, BACKEND_NO_DEADLINE));
    future_cancel(&futures[1]); /* too late: nothing happens */
    assert_with(backend, future_state(&futures[1]) == FUTURE_DONE);
    assert_with(backend, runs == 1);
}

static void test_cancel_before(void **state)
{
    (void)state;
    models_each(check_cancel_before);
}

/* ---- While it runs ---- */

typedef struct Sleeper {
    Future future;
    bool cancels_itself;
    bool returns;   /* this, when it is over */
    bool untold;    /* a wait did not say that it was cancelled */
    atomic_uint up; /* how often it woke up */
} Sleeper;

static bool sleep_for_good(Lane *lane, void *argument)
{
    Sleeper *sleeper = argument;
    if (sleeper->cancels_itself) {
        future_cancel(&sleeper->future);
    }
    sleeper->untold = lane_sleep_ns(lane, UINT64_MAX);
    sleeper->untold |= lane_yield(lane);
    sleeper->untold |= lane_sleep_ns(lane, UINT64_MAX - clock_now_ns() - 5);
    sleeper->up++;
    return sleeper->returns || lane_fail(lane, "woken in the night");
}

/* Where there are no helpers, whoever waits runs it, so that it has to be cancelled from within. */
static void cancel_sleeper(Backend *backend, Sleeper *sleeper)
{
    bool has_helpers = tasks_have_helpers(backend);
    sleeper->cancels_itself = !has_helpers;
    future_submit(&sleeper->future, backend, sleep_for_good, sleeper, NULL);
    if (has_helpers) {
        tasks_await_begin(&sleeper->future);
        assert_with(backend, !future_wait(&sleeper->future, NULL, clock_now_ns() + NS_PER_MS));
        future_cancel(&sleeper->future);
    }
    assert_with(backend, future_wait(&sleeper->future, NULL, BACKEND_NO_DEADLINE));
    assert_with(backend, !sleeper->untold && sleeper->up == 1);
}

static void check_cancel_asleep(Backend *backend)
{
    Sleeper sleeper = {.returns = false};
    cancel_sleeper(backend, &sleeper);
    assert_with(backend, future_state(&sleeper.future) == FUTURE_CANCELLED);
    assert_string_equal(future_error(&sleeper.future), "it was cancelled");

    Sleeper dutiful = {.returns = true}; /* had all it needed */
    cancel_sleeper(backend, &dutiful);
    assert_with(backend, future_state(&dutiful.future) == FUTURE_DONE);
    assert_string_equal(future_error(&dutiful.future), "");
    models_assert_works(backend);
}

static void test_cancel_asleep(void **state)
{
    (void)state;
    models_each(check_cancel_asleep);
}

static bool fail_unasked(Lane *lane, void *argument)
{
    future_cancel(argument);
    return lane_fail(lane, "the file is empty");
}

/* Who fails without having asked has not returned because it was cancelled. */
static void check_fails_untold(Backend *backend)
{
    Future future;
    future_submit(&future, backend, fail_unasked, &future, NULL);
    future_wait(&future, NULL, BACKEND_NO_DEADLINE);
    assert_with(backend, future_state(&future) == FUTURE_FAILED);
    assert_string_equal(future_error(&future), "the file is empty");
}

static void test_fails_untold(void **state)
{
    (void)state;
    models_each(check_fails_untold);
}

/* The slice that runs a cancelled future was not cancelled itself. */
static bool run_cancelled_future(Lane *lane, Range slice, void *context)
{
    (void)context;
    Sleeper sleeper = {.cancels_itself = true};
    future_submit(&sleeper.future, lane->backend, sleep_for_good, &sleeper, NULL);
    future_wait(&sleeper.future, lane, BACKEND_NO_DEADLINE);
    if (slice.begin == 2) {
        return lane_fail(lane, "after the future");
    }
    return future_state(&sleeper.future) == FUTURE_CANCELLED && lane_yield(lane);
}

static void check_slice_outlives_cancelled(Backend *backend)
{
    Phase phase = {"outlive", run_cancelled_future, NULL, 2, 1};
    assert_done(backend, &phase, 1);
    phase.count = 3;
    Error error = {""};
    assert_with(backend, backend_run(backend, &phase, 1, &error) == BACKEND_FAILED);
    assert_with(backend, strstr(error.text, "slice [2, 3)"));
    assert_with(backend, strstr(error.text, "after the future"));
}

static void test_slice_outlives_cancelled(void **state)
{
    (void)state;
    models_each(check_slice_outlives_cancelled);
}

/* ---- A group ---- */

enum { MANY = 100 };

/* Some sleep, the others wait for a lane; what one of them submits meanwhile is cancelled too. */
static void check_cancel_group(Backend *backend)
{
    Sleeper *sleepers = calloc(MANY, sizeof *sleepers);
    assert_non_null(sleepers);
    FutureGroup group;
    future_group_open(&group, backend);
    for (uint32_t round = 0; round < 3; round++) {
        atomic_uint runs = 0;
        Future other;
        for (uint32_t i = 0; i < MANY; i++) {
            future_submit(&sleepers[i].future, backend, sleep_for_good, &sleepers[i], &group);
        }
        future_submit(&other, backend, count_run, &runs, NULL);
        if (tasks_have_helpers(backend)) {
            tasks_await_begin(&sleepers[0].future);
        }
        future_group_cancel(&group, NULL);
        assert_int_equal(group.left, 0);
        for (uint32_t i = 0; i < MANY; i++) {
            assert_with(backend, future_state(&sleepers[i].future) == FUTURE_CANCELLED);
            assert_with(backend, !sleepers[i].untold);
        }
        assert_with(backend, future_wait(&other, NULL, BACKEND_NO_DEADLINE) && runs == 1);
    }
    assert_with(backend, (sleepers[0].up == 3) == tasks_have_helpers(backend));
    free(sleepers);
    models_assert_works(backend);
}

static void test_cancel_group(void **state)
{
    (void)state;
    models_each(check_cancel_group);
}

/* While every helper is busy with something else, none of a group begins: cancelled, none ever
 * does. */
static void check_cancel_group_before(Backend *backend)
{
    Crowd crowd;
    atomic_uint runs = 0;
    Future futures[MANY];
    FutureGroup group;
    future_group_open(&group, backend);
    crowd_gather(&crowd, backend);
    for (uint32_t i = 0; i < MANY; i++) {
        future_submit(&futures[i], backend, count_run, &runs, &group);
    }
    future_group_cancel(&group, NULL);
    assert_int_equal(group.left, 0);
    crowd_dismiss(&crowd);
    for (uint32_t i = 0; i < MANY; i++) {
        assert_with(backend, future_state(&futures[i]) == FUTURE_CANCELLED);
    }
    assert_with(backend, runs == 0);
}

static void test_cancel_group_before(void **state)
{
    (void)state;
    models_each(check_cancel_group_before);
}

/* ---- Closing ---- */

/* Submits another one as it is told to return, and waits for that. */
typedef struct Stubborn {
    Future future;
    Future last_wish;
    FutureGroup *group;
    atomic_uint *runs;
    bool has_begun;
    FutureState wish_state;
} Stubborn;

static bool wish(Lane *lane, void *argument)
{
    Stubborn *stubborn = argument;
    stubborn->has_begun = true;
    bool goes_on = lane_sleep_ns(lane, UINT64_MAX);
    future_submit(&stubborn->last_wish, lane->backend, count_run, stubborn->runs, stubborn->group);
    future_wait(&stubborn->last_wish, lane, BACKEND_NO_DEADLINE);
    stubborn->wish_state = future_state(&stubborn->last_wish);
    return goes_on;
}

/* Closed with futures that run and sleep, and with a hundred that wait for a lane. The memory is
 * freed at once: whoever still used it would be found out by a sanitizer. */
static void check_close(Backend *given)
{
    static const char *const how[] = {"it was cancelled before it began", "it was cancelled"};
    for (uint32_t with_group = 0; with_group < 2; with_group++) {
        Backend *backend = models_open_type(backend_type_of(given), backend_lane_count(given));
        atomic_uint runs = 0;
        FutureGroup group;
        future_group_open(&group, backend);
        Stubborn *all = calloc(MANY, sizeof *all);
        assert_non_null(all);
        for (uint32_t i = 0; i < MANY; i++) {
            all[i].group = with_group ? &group : NULL;
            all[i].runs = &runs;
            future_submit(&all[i].future, backend, wish, &all[i], all[i].group);
        }
        if (tasks_have_helpers(backend)) {
            tasks_await_begin(&all[0].future);
        }
        backend_close(backend);
        for (uint32_t i = 0; i < MANY; i++) {
            bool begun = all[i].has_begun;
            assert_with(given, future_state(&all[i].future) == FUTURE_CANCELLED);
            assert_string_equal(future_error(&all[i].future), how[begun]);
            assert_with(given, !begun || all[i].wish_state == FUTURE_CANCELLED);
            assert_with(given, !begun || tasks_have_helpers(given));
        }
        assert_with(given, all[0].has_begun == tasks_have_helpers(given));
        assert_with(given, runs == 0);
        free(all);
    }
}

static void test_close(void **state)
{
    (void)state;
    models_each(check_close);
}

/* A slice of a begun step waits for a future that sleeps: closing ends both. */
typedef struct Patience {
    Sleeper *sleeper;
    atomic_uint waits;
} Patience;

static bool wait_in_slice(Lane *lane, Range slice, void *context)
{
    (void)slice;
    Patience *patience = context;
    patience->waits++;
    return future_wait(&patience->sleeper->future, lane, BACKEND_NO_DEADLINE);
}

static void check_close_while_slices_wait(Backend *given)
{
    if (!tasks_have_helpers(given) || backend_lane_count(given) < 3) {
        return; /* one that sleeps, one that waits, and the one that closes */
    }
    Backend *backend = models_open_type(backend_type_of(given), backend_lane_count(given));
    Sleeper sleeper = {.returns = false};
    future_submit(&sleeper.future, backend, sleep_for_good, &sleeper, NULL);
    tasks_await_begin(&sleeper.future);
    Patience patience = {.sleeper = &sleeper};
    Phase phase = {"wait", wait_in_slice, &patience, 500, 1};
    backend_begin(backend, &phase, 1);
    for (uint32_t i = 0; i < 2000 && patience.waits == 0; i++) {
        clock_sleep_ns(50 * NS_PER_US); /* the model may leave the first slice to finish */
    }
    backend_close(backend);
    assert_with(given, future_state(&sleeper.future) == FUTURE_CANCELLED && !sleeper.untold);
}

static void test_close_while_slices_wait(void **state)
{
    (void)state;
    models_each(check_close_while_slices_wait);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cancel_before), cmocka_unit_test(test_cancel_asleep),
        cmocka_unit_test(test_fails_untold),  cmocka_unit_test(test_slice_outlives_cancelled),
        cmocka_unit_test(test_cancel_group),  cmocka_unit_test(test_cancel_group_before),
        cmocka_unit_test(test_close),         cmocka_unit_test(test_close_while_slices_wait),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
