/* Jobs within jobs: the same result in every model, whoever runs the parts. */
#include "backend/fork.h"
#include "base/clock.h"
#include "support/models.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* ---- A tree ---- */

typedef struct Fibonacci {
    Fork fork;
    uint32_t n;
    uint64_t value;
} Fibonacci;

static bool fibonacci(Lane *lane, Fork *self)
{
    Fibonacci *job = (Fibonacci *)self;
    if (job->n < 2) {
        job->value = job->n;
        return true;
    }
    Fibonacci left = {.n = job->n - 1};
    Fibonacci right = {.n = job->n - 2};
    lane_fork(lane, &right.fork, fibonacci);
    bool good = fibonacci(lane, &left.fork);
    good = lane_join(lane, &right.fork) && good;
    job->value = left.value + right.value;
    return good;
}

static bool grow_tree(Lane *lane, Range slice, void *context)
{
    uint64_t *values = context;
    for (uint32_t i = slice.begin; i < slice.end; i++) {
        Fibonacci root = {.n = i};
        if (!fibonacci(lane, &root.fork)) {
            return false;
        }
        values[i] = root.value;
    }
    return true;
}

static void check_trees(Backend *backend)
{
    enum { TREES = 22 };
    for (uint32_t round = 0; round < 9; round++) {
        uint64_t values[TREES] = {0};
        const Phase phase = {"trees", grow_tree, values, TREES, 1 + round % 3};
        assert_done(backend, &phase, 1);
        assert_with(backend, values[0] == 0 && values[1] == 1);
        for (uint32_t i = 2; i < TREES; i++) {
            assert_with(backend, values[i] == values[i - 1] + values[i - 2]);
        }
    }
}

static void test_trees(void **state)
{
    (void)state;
    models_each(check_trees);
}

/* ---- More forks than a lane has room for ---- */

typedef struct Mark {
    Fork fork;
    uint32_t times;
} Mark;

static bool set_mark(Lane *lane, Fork *self)
{
    (void)lane;
    ((Mark *)self)->times++;
    return true;
}

enum { MARKS = 3 * DEQUE_CAPACITY };

static bool fork_many(Lane *lane, Range slice, void *context)
{
    (void)slice;
    Mark *marks = context;
    for (uint32_t i = 0; i < MARKS; i++) {
        lane_fork(lane, &marks[i].fork, set_mark);
    }
    bool good = true;
    for (uint32_t i = MARKS; i-- > 0;) {
        good = lane_join(lane, &marks[i].fork) && good;
    }
    return good;
}

static void check_many(Backend *backend)
{
    Mark *marks = test_calloc(MARKS, sizeof *marks);
    const Phase phase = {"many", fork_many, marks, 1, 1};
    enum { ROUNDS = 10 };
    for (uint32_t round = 0; round < ROUNDS; round++) {
        assert_done(backend, &phase, 1);
    }
    for (uint32_t i = 0; i < MARKS; i++) {
        assert_with(backend, marks[i].times == ROUNDS);
    }
    test_free(marks);
}

static void test_many(void **state)
{
    (void)state;
    models_each(check_many);
}

/* ---- Who runs what ---- */

typedef struct Rest {
    Fork fork;
    uint32_t lane;
} Rest;

static bool rest(Lane *lane, Fork *self)
{
    ((Rest *)self)->lane = lane->index;
    return lane_sleep_ns(lane, 2 * NS_PER_MS);
}

static bool rest_twice(Lane *lane, Range slice, void *context)
{
    (void)slice;
    Rest *rests = context;
    lane_fork(lane, &rests[1].fork, rest);
    bool good = rest(lane, &rests[0].fork);
    return lane_join(lane, &rests[1].fork) && good;
}

/* The one slice is on one lane; while it sleeps, another lane takes the fork. */
static void test_another_lane_takes_the_fork(void **state)
{
    (void)state;
    Backend *backend = models_open_type(backend_find("jobs"), 2);
    bool shared = false;
    for (uint32_t round = 0; round < 100 && !shared; round++) {
        Rest rests[2] = {0};
        const Phase phase = {"rest", rest_twice, rests, 1, 1};
        assert_done(backend, &phase, 1);
        shared = rests[0].lane != rests[1].lane;
        uint32_t forks = 0;
        for (uint32_t i = 0; i < 2; i++) {
            forks += backend_lane(backend, i)->record.forks;
        }
        assert_int_equal(forks, shared);
    }
    assert_true(shared);
    backend_close(backend);
}

/* ---- Failing and giving up ---- */

static bool fail_fork(Lane *lane, Fork *self)
{
    (void)self;
    lane_sleep_ns(lane, NS_PER_MS / 2);
    return lane_fail(lane, "the fork is bent");
}

static bool fork_one(Lane *lane, Range slice, void *context)
{
    (void)context;
    Rest job;
    lane_fork(lane, &job.fork, slice.begin == 3 ? fail_fork : rest);
    lane_sleep_ns(lane, NS_PER_MS / 2);
    return lane_join(lane, &job.fork);
}

static void check_failing(Backend *backend)
{
    for (uint32_t round = 0; round < 5; round++) {
        const Phase phase = {"bend", fork_one, NULL, 5, 1};
        Error error = {""};
        assert_with(backend, backend_run(backend, &phase, 1, &error) == BACKEND_FAILED);
        assert_non_null(strstr(error.text, "slice [3, 4)"));
        assert_non_null(strstr(error.text, "the fork is bent"));
    }
}

static void test_failing(void **state)
{
    (void)state;
    models_each(check_failing);
}

typedef struct Waits {
    Fork fork;
    atomic_uint begun;
    bool goes_on;
} Waits;

static bool wait_for_long(Lane *lane, Fork *self)
{
    Waits *waits = (Waits *)self;
    atomic_fetch_add(&waits->begun, 1);
    waits->goes_on = lane_sleep_ns(lane, 3600ull * NS_PER_S);
    return waits->goes_on;
}

/* The slice stays on its lane until another one has the fork. */
static bool fork_waiting(Lane *lane, Range slice, void *context)
{
    (void)slice;
    Waits *waits = context;
    lane_fork(lane, &waits->fork, wait_for_long);
    while (atomic_load(&waits->begun) == 0 && lane_yield(lane)) {
    }
    return lane_join(lane, &waits->fork);
}

/* The step is given up by a slice that fails. */
static bool fork_and_fail(Lane *lane, Range slice, void *context)
{
    Waits *waits = context;
    if (slice.begin == 0) {
        return fork_waiting(lane, slice, waits);
    }
    while (atomic_load(&waits->begun) == 0 && lane_yield(lane)) {
    }
    return lane_fail(lane, "enough");
}

/* The fork that sleeps on another lane hears of it too, and it is not it that is blamed. */
static void test_giving_up(void **state)
{
    (void)state;
    Backend *backend = models_open_type(backend_find("jobs"), 3);
    for (uint32_t round = 0; round < 20; round++) {
        Waits waits = {.goes_on = true};
        const Phase phase = {"wait", fork_and_fail, &waits, 2, 1};
        Error error = {""};
        assert_int_equal(backend_run(backend, &phase, 1, &error), BACKEND_FAILED);
        assert_false(waits.goes_on);
        assert_non_null(strstr(error.text, "slice [1, 2)"));
        assert_non_null(strstr(error.text, "enough"));
    }
    backend_close(backend);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_trees),
        cmocka_unit_test(test_many),
        cmocka_unit_test(test_another_lane_takes_the_fork),
        cmocka_unit_test(test_failing),
        cmocka_unit_test(test_giving_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
