/* Single tasks: what whoever submits one may rely on, with every model. */
#include "backend/future.h"
#include "base/clock.h"
#include "support/models.h"
#include "support/tasks.h"
#include "support/visits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* ---- Results and errors ---- */

typedef struct Square {
    Future future;
    uint64_t number;
    uint64_t result;
} Square;

static bool square(Lane *lane, void *argument)
{
    (void)lane;
    Square *work = argument;
    work->result = work->number * work->number;
    return true;
}

enum { SQUARES = 20 };

/* Waited for in the order of submission, and in the other one. */
static void check_results(Backend *backend)
{
    Square squares[SQUARES];
    for (uint32_t round = 0; round < 2; round++) {
        for (uint32_t i = 0; i < SQUARES; i++) {
            squares[i].number = i + 1;
            squares[i].result = 0;
            future_submit(&squares[i].future, backend, square, &squares[i], NULL);
        }
        for (uint32_t i = 0; i < SQUARES; i++) {
            Square *next = &squares[round == 0 ? i : SQUARES - 1 - i];
            assert_with(backend, future_wait(&next->future, NULL, BACKEND_NO_DEADLINE));
            assert_with(backend, future_state(&next->future) == FUTURE_DONE);
            assert_with(backend, next->result == next->number * next->number);
            assert_with(backend, strcmp(future_error(&next->future), "") == 0);
        }
    }
}

static void test_results(void **state)
{
    (void)state;
    models_each(check_results);
}

static bool fail_with_reason(Lane *lane, void *number)
{
    lane_fail(lane, "the picture number %d is torn", *(int *)number);
    return lane_fail(lane, "a reason given later");
}

static bool fail_without_reason(Lane *lane, void *argument)
{
    (void)lane;
    (void)argument;
    return false;
}

static bool complain_and_succeed(Lane *lane, void *argument)
{
    (void)argument;
    lane_fail(lane, "it only seemed so");
    return true;
}

static void assert_ends(Backend *backend, FutureFunction *run, FutureState state, const char *error)
{
    int number = 7;
    Future future;
    future_submit(&future, backend, run, &number, NULL);
    assert_with(backend, future_wait(&future, NULL, BACKEND_NO_DEADLINE));
    assert_with(backend, future_is_over(&future));
    assert_with(backend, future_state(&future) == state);
    assert_string_equal(future_error(&future), error);
}

static void check_errors(Backend *backend)
{
    assert_ends(backend, fail_with_reason, FUTURE_FAILED, "the picture number 7 is torn");
    assert_ends(backend, fail_without_reason, FUTURE_FAILED, "it gave no reason");
    assert_ends(backend, complain_and_succeed, FUTURE_DONE, "");
    models_assert_works(backend);
}

static void test_errors(void **state)
{
    (void)state;
    models_each(check_errors);
}

/* ---- Time-outs ---- */

/* Who has helpers comes back without the result, and finds it later; who has none does the work. */
static void check_time_out(Backend *backend)
{
    bool has_helpers = tasks_have_helpers(backend);
    Gate gate = {.open = !has_helpers};
    Future future;
    future_submit(&future, backend, task_pass_gate, &gate, NULL);
    if (has_helpers) {
        assert_with(backend, !future_wait(&future, NULL, 0));
        uint64_t deadline_ns = clock_now_ns() + NS_PER_MS;
        assert_with(backend, !future_wait(&future, NULL, deadline_ns));
        assert_with(backend, clock_now_ns() >= deadline_ns);
        assert_with(backend, !future_is_over(&future));
        gate.open = true;
    }
    uint64_t far_ns = clock_now_ns() + 1000 * (uint64_t)NS_PER_S;
    assert_with(backend, future_wait(&future, NULL, far_ns));
    assert_with(backend, future_state(&future) == FUTURE_DONE && gate.passed == 1);
    assert_with(backend, future_wait(&future, NULL, 0)); /* what is over is over */
}

static void test_time_out(void **state)
{
    (void)state;
    models_each(check_time_out);
}

/* Nobody waits: helpers run it all the same. */
static void check_unwaited(Backend *backend)
{
    if (!tasks_have_helpers(backend)) {
        return;
    }
    Square work = {.number = 9};
    future_submit(&work.future, backend, square, &work, NULL);
    while (!future_is_over(&work.future)) {
        clock_sleep_ns(50 * NS_PER_US);
    }
    assert_with(backend, work.result == 81);
}

static void test_unwaited(void **state)
{
    (void)state;
    models_each(check_unwaited);
}

/* ---- As completed ---- */

static void check_each_handed_out_once(Backend *backend)
{
    Square squares[SQUARES];
    FutureGroup group;
    future_group_open(&group, backend);
    assert_with(backend, !future_group_next(&group, NULL, BACKEND_NO_DEADLINE));
    for (uint32_t i = 0; i < SQUARES; i++) {
        squares[i] = (Square){.number = i};
        future_submit(&squares[i].future, backend, square, &squares[i], &group);
    }
    uint32_t handed_out[SQUARES] = {0};
    for (uint32_t i = 0; i < SQUARES; i++) {
        assert_int_equal(group.left, SQUARES - i);
        Future *future = future_group_next(&group, NULL, BACKEND_NO_DEADLINE);
        assert_non_null(future);
        const Square *work = future->argument;
        assert_with(backend, future_state(future) == FUTURE_DONE);
        assert_with(backend, work->result == work->number * work->number);
        handed_out[work->number]++;
    }
    for (uint32_t i = 0; i < SQUARES; i++) {
        assert_with(backend, handed_out[i] == 1);
    }
    assert_int_equal(group.left, 0);
    assert_null(future_group_next(&group, NULL, BACKEND_NO_DEADLINE));
}

static void test_each_handed_out_once(void **state)
{
    (void)state;
    models_each(check_each_handed_out_once);
}

/* Gates are opened one after the other, in another order than that of submission. */
static void test_order_of_completion(void **state)
{
    (void)state;
    static const uint32_t order[] = {2, 0, 3, 1};
    enum { GATES = sizeof order / sizeof order[0] };
    Backend *jobs = models_open("jobs", GATES + 1);
    Gate gates[GATES] = {0};
    Future futures[GATES];
    FutureGroup group;
    future_group_open(&group, jobs);
    for (uint32_t i = 0; i < GATES; i++) {
        future_submit(&futures[i], jobs, task_pass_gate, &gates[i], &group);
    }
    for (uint32_t i = 0; i < GATES; i++) {
        tasks_await_begin(&futures[i]); /* otherwise this thread may go to a gate itself */
    }
    assert_null(future_group_next(&group, NULL, clock_now_ns() + NS_PER_MS));
    for (uint32_t i = 0; i < 2; i++) {
        gates[order[i]].open = true;
        assert_ptr_equal(future_group_next(&group, NULL, BACKEND_NO_DEADLINE), &futures[order[i]]);
    }
    /* Two end before somebody asks. */
    for (uint32_t i = 2; i < GATES; i++) {
        gates[order[i]].open = true;
        while (!future_is_over(&futures[order[i]])) {
            clock_sleep_ns(50 * NS_PER_US);
        }
    }
    assert_ptr_equal(future_group_next(&group, NULL, 0), &futures[order[2]]);
    assert_ptr_equal(future_group_next(&group, NULL, 0), &futures[order[3]]);
    assert_null(future_group_next(&group, NULL, BACKEND_NO_DEADLINE));
    backend_close(jobs);
}

/* One of a group that is waited for by itself is handed out all the same; and a model without
 * helpers gets on with a group even where the deadline is past. */
static void check_group_and_wait(Backend *backend)
{
    Square squares[2] = {{.number = 3}, {.number = 4}};
    FutureGroup group;
    future_group_open(&group, backend);
    for (uint32_t i = 0; i < 2; i++) {
        future_submit(&squares[i].future, backend, square, &squares[i], &group);
    }
    assert_with(backend, future_wait(&squares[1].future, NULL, BACKEND_NO_DEADLINE));
    assert_with(backend, squares[1].result == 16);
    uint32_t handed_out = 0;
    for (uint32_t turns = 0; group.left > 0; turns++) {
        handed_out += future_group_next(&group, NULL, turns) != NULL;
        assert_with(backend, tasks_have_helpers(backend) || handed_out == turns + 1);
    }
    assert_with(backend, handed_out == 2 && squares[0].result == 9);
}

static void test_group_and_wait(void **state)
{
    (void)state;
    models_each(check_group_and_wait);
}

/* ---- Futures within futures, and within slices ---- */

/* The sum of [begin, end), by halves. */
typedef struct Sum {
    Future future;
    Backend *backend;
    uint64_t begin;
    uint64_t end;
    uint64_t result;
} Sum;

static bool sum(Lane *lane, void *argument)
{
    Sum *work = argument;
    if (work->end - work->begin == 1) {
        work->result = work->begin;
        return work->begin != 13 || lane_fail(lane, "13 is not added");
    }
    uint64_t middle = (work->begin + work->end) / 2;
    Sum halves[2] = {{.backend = work->backend, .begin = work->begin, .end = middle},
                     {.backend = work->backend, .begin = middle, .end = work->end}};
    for (uint32_t i = 0; i < 2; i++) {
        future_submit(&halves[i].future, work->backend, sum, &halves[i], NULL);
    }
    bool good = true;
    for (uint32_t i = 0; i < 2; i++) {
        future_wait(&halves[i].future, lane, BACKEND_NO_DEADLINE);
        if (future_state(&halves[i].future) != FUTURE_DONE) {
            good = lane_fail(lane, "half %u: %s", i, future_error(&halves[i].future));
        }
    }
    work->result = halves[0].result + halves[1].result;
    return good;
}

static void check_nested(Backend *backend)
{
    Sum work = {.backend = backend, .begin = 14, .end = 214};
    future_submit(&work.future, backend, sum, &work, NULL);
    future_wait(&work.future, NULL, BACKEND_NO_DEADLINE);
    assert_with(backend, future_state(&work.future) == FUTURE_DONE);
    assert_with(backend, work.result == (14 + 213) * 200 / 2);

    work.begin = 12; /* to 16: 13 is the second of the first half */
    work.end = 16;
    future_submit(&work.future, backend, sum, &work, NULL);
    future_wait(&work.future, NULL, BACKEND_NO_DEADLINE);
    assert_with(backend, future_state(&work.future) == FUTURE_FAILED);
    assert_string_equal(future_error(&work.future), "half 0: half 1: 13 is not added");
}

static void test_nested(void **state)
{
    (void)state;
    models_each(check_nested);
}

typedef struct Slices {
    Backend *backend;
    uint64_t results[64];
} Slices;

static bool square_in_slice(Lane *lane, Range slice, void *context)
{
    Slices *slices = context;
    for (uint32_t i = slice.begin; i < slice.end; i++) {
        Square work = {.number = i};
        future_submit(&work.future, slices->backend, square, &work, NULL);
        future_wait(&work.future, lane, BACKEND_NO_DEADLINE);
        slices->results[i] = work.result;
    }
    return true;
}

static void check_within_slices(Backend *backend)
{
    Slices slices = {.backend = backend};
    Phase phase = {"square", square_in_slice, &slices, 64, 3};
    assert_done(backend, &phase, 1);
    for (uint64_t i = 0; i < 64; i++) {
        assert_with(backend, slices.results[i] == i * i);
    }
}

static void test_within_slices(void **state)
{
    (void)state;
    models_each(check_within_slices);
}

/* A future that fails is nothing to the slice that waited for it, and its reason is not the
 * slice's. */
static bool outlive_a_failure(Lane *lane, Range slice, void *context)
{
    int number = 7;
    Future future;
    future_submit(&future, lane->backend, fail_with_reason, &number, NULL);
    future_wait(&future, lane, BACKEND_NO_DEADLINE);
    const bool *fails = context;
    return !*fails || slice.begin != 5 || lane_fail(lane, "this slice's own reason");
}

static void check_failure_within_slices(Backend *backend)
{
    bool fails = false;
    Phase phase = {"outlive", outlive_a_failure, &fails, 16, 1};
    assert_done(backend, &phase, 1);
    fails = true;
    Error error = {""};
    assert_with(backend, backend_run(backend, &phase, 1, &error) == BACKEND_FAILED);
    assert_with(backend, strstr(error.text, "slice [5, 6)"));
    assert_with(backend, strstr(error.text, "this slice's own reason"));
}

static void test_failure_within_slices(void **state)
{
    (void)state;
    models_each(check_failure_within_slices);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_results),
        cmocka_unit_test(test_errors),
        cmocka_unit_test(test_time_out),
        cmocka_unit_test(test_unwaited),
        cmocka_unit_test(test_each_handed_out_once),
        cmocka_unit_test(test_order_of_completion),
        cmocka_unit_test(test_group_and_wait),
        cmocka_unit_test(test_nested),
        cmocka_unit_test(test_within_slices),
        cmocka_unit_test(test_failure_within_slices),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
