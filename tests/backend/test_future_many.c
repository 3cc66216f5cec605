/* Single tasks in large numbers: from several threads, beside steps, with memory that is freed as
 * soon as one may. */
#include "backend/future.h"
#include "base/clock.h"
#include "base/random.h"
#include "support/models.h"
#include "support/tasks.h"
#include "support/visits.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

typedef struct Tiny {
    Future future;
    uint32_t number;
    uint32_t runs; /* not atomic: a sanitizer sees whether handing out orders it */
} Tiny;

static bool count_run(Lane *lane, void *argument)
{
    (void)lane;
    Tiny *tiny = argument;
    tiny->runs++;
    return tiny->number % 16 != 0 || lane_fail(lane, "number %u", tiny->number);
}

static void assert_ran_once(const Backend *backend, const Tiny *tiny)
{
    FutureState expected = tiny->number % 16 == 0 ? FUTURE_FAILED : FUTURE_DONE;
    assert_with(backend, tiny->runs == 1);
    assert_with(backend, future_state(&tiny->future) == expected);
}

static Tiny *tiny_create(uint32_t count)
{
    Tiny *tinies = calloc(count, sizeof *tinies);
    assert_non_null(tinies);
    for (uint32_t i = 0; i < count; i++) {
        tinies[i].number = i;
    }
    return tinies;
}

/* ---- Several groups ---- */

enum { GROUPS = 5 };

/* Drained from the last group to the first: no group has to wait for another one's. */
static void check_groups(Backend *backend)
{
    uint32_t count = models_are_quick() ? 5000 : 100000;
    Tiny *tinies = tiny_create(count);
    FutureGroup groups[GROUPS];
    for (uint32_t i = 0; i < GROUPS; i++) {
        future_group_open(&groups[i], backend);
    }
    for (uint32_t i = 0; i < count; i++) {
        future_submit(&tinies[i].future, backend, count_run, &tinies[i], &groups[i % GROUPS]);
    }
    uint32_t handed_out = 0;
    for (uint32_t i = GROUPS; i-- > 0;) {
        for (Future *future; (future = future_group_next(&groups[i], NULL, BACKEND_NO_DEADLINE));) {
            const Tiny *tiny = future->argument;
            assert_with(backend, tiny->number % GROUPS == i);
            assert_ran_once(backend, tiny);
            handed_out++;
        }
    }
    assert_with(backend, handed_out == count);
    free(tinies);
}

static void test_groups(void **state)
{
    (void)state;
    models_each_with(1, check_groups);
    models_each_with(2, check_groups);
    models_each_with(4, check_groups);
}

/* ---- Freed at once ---- */

/* A window of futures that live; each is freed as soon as it is known to be over, in one of the
 * three ways of knowing. */
static void check_freed_at_once(Backend *backend)
{
    enum { WINDOW = 7 };
    uint32_t count = models_are_quick() ? 2000 : 20000;
    bool has_helpers = tasks_have_helpers(backend);
    Tiny *window[WINDOW] = {NULL};
    for (uint32_t i = 0; i < count + WINDOW; i++) {
        Tiny *old = window[i % WINDOW];
        window[i % WINDOW] = NULL;
        if (old && has_helpers && old->number % 3 == 1) {
            while (!future_is_over(&old->future)) { /* looked at, and not waited for */
            }
        } else if (old && has_helpers && old->number % 3 == 2) {
            while (!future_wait(&old->future, NULL, clock_now_ns() + 20 * NS_PER_US)) {
            }
        } else if (old) {
            future_wait(&old->future, NULL, BACKEND_NO_DEADLINE);
        }
        if (old) {
            assert_ran_once(backend, old);
            free(old);
        }
        if (i < count) {
            Tiny *next = calloc(1, sizeof *next);
            assert_non_null(next);
            next->number = i;
            future_submit(&next->future, backend, count_run, next, NULL);
            window[i % WINDOW] = next;
        }
    }
}

static void test_freed_at_once(void **state)
{
    (void)state;
    models_each_with(1, check_freed_at_once);
    models_each_with(2, check_freed_at_once);
    models_each_with(4, check_freed_at_once);
}

/* The group is freed together with the last of its futures. */
static void check_groups_freed_at_once(Backend *backend)
{
    enum { MEMBERS = 3 };
    typedef struct Batch {
        FutureGroup group;
        Tiny tinies[MEMBERS];
    } Batch;
    uint32_t count = models_are_quick() ? 1000 : 10000;
    for (uint32_t i = 0; i < count; i++) {
        Batch *batch = calloc(1, sizeof *batch);
        assert_non_null(batch);
        future_group_open(&batch->group, backend);
        for (uint32_t k = 0; k < MEMBERS; k++) {
            batch->tinies[k].number = i + k;
            future_submit(&batch->tinies[k].future, backend, count_run, &batch->tinies[k],
                          &batch->group);
        }
        uint64_t far_ns = i % 2 == 0 ? BACKEND_NO_DEADLINE : BACKEND_NO_DEADLINE - 1;
        for (uint32_t k = 0; k < MEMBERS; k++) {
            const Future *future = future_group_next(&batch->group, NULL, far_ns);
            assert_non_null(future);
            assert_ran_once(backend, future->argument);
        }
        free(batch);
    }
}

static void test_groups_freed_at_once(void **state)
{
    (void)state;
    models_each_with(1, check_groups_freed_at_once);
    models_each_with(2, check_groups_freed_at_once);
    models_each_with(4, check_groups_freed_at_once);
}

/* ---- From several threads ---- */

typedef struct Feeder {
    pthread_t thread;
    Backend *backend;
    FutureGroup *group;
    Tiny *tinies;
    uint32_t count;
} Feeder;

/* Every ninth is cancelled at once: it ran, or it never will. */
static void *feed(void *argument)
{
    const Feeder *feeder = argument;
    for (uint32_t i = 0; i < feeder->count; i++) {
        Tiny *tiny = &feeder->tinies[i];
        future_submit(&tiny->future, feeder->backend, count_run, tiny, feeder->group);
        if (i % 9 == 0) {
            future_cancel(&tiny->future);
        }
        if (random_mix(i) % 64 == 0) {
            clock_sleep_ns(30 * NS_PER_US); /* so that the lanes go to sleep now and then */
        }
    }
    return NULL;
}

static void assert_fed(const Backend *backend, const Tiny *tiny)
{
    if (future_state(&tiny->future) == FUTURE_CANCELLED) {
        assert_with(backend, tiny->runs == 0 && tiny->number % 9 == 0);
    } else {
        assert_ran_once(backend, tiny);
    }
}

/* Three threads submit and cancel while this one waits for what comes, a moment or without end. */
static void check_feeders(Backend *backend)
{
    enum { FEEDERS = 3 };
    Feeder feeders[FEEDERS];
    FutureGroup group;
    future_group_open(&group, backend);
    uint32_t each = models_are_quick() ? 1000 : 15000;
    for (uint32_t i = 0; i < FEEDERS; i++) {
        feeders[i] = (Feeder){0, backend, &group, tiny_create(each), each};
        assert_int_equal(pthread_create(&feeders[i].thread, NULL, feed, &feeders[i]), 0);
    }
    for (uint32_t handed_out = 0, turn = 0; handed_out < FEEDERS * each; turn++) {
        uint64_t deadline_ns =
            turn % 2 == 0 ? BACKEND_NO_DEADLINE : clock_now_ns() + turn % 40 * NS_PER_US;
        const Future *future = future_group_next(&group, NULL, deadline_ns);
        if (future) {
            handed_out++;
        }
    }
    for (uint32_t i = 0; i < FEEDERS; i++) {
        pthread_join(feeders[i].thread, NULL);
        for (uint32_t k = 0; k < each; k++) {
            assert_fed(backend, &feeders[i].tinies[k]);
        }
        free(feeders[i].tinies);
    }
    assert_int_equal(group.left, 0);
}

static void test_feeders(void **state)
{
    (void)state;
    models_each_with(1, check_feeders);
    models_each_with(2, check_feeders);
    models_each_with(4, check_feeders);
}

/* ---- Beside steps ---- */

static bool count_slowly(Lane *lane, void *argument)
{
    const Tiny *tiny = argument;
    return lane_sleep_ns(lane, tiny->number % 4 * 10 * NS_PER_US) && count_run(lane, argument);
}

/* Steps are begun and finished while futures run; neither sees the other. */
static void check_beside_steps(Backend *backend)
{
    uint32_t count = models_times(backend, models_are_quick() ? 300 : 2000);
    Tiny *tinies = tiny_create(count);
    Visits visits = visits_create(500);
    Phase phases[] = {visits_phase(&visits, 7), visits_phase(&visits, 100)};
    FutureGroup group;
    future_group_open(&group, backend);
    uint32_t handed_out = 0;
    for (uint32_t i = 0; handed_out < count; i++) {
        for (uint32_t k = i * 10; k < min_u32(i * 10 + 10, count); k++) {
            future_submit(&tinies[k].future, backend, count_slowly, &tinies[k], &group);
        }
        backend_begin(backend, phases, 2);
        while (future_group_next(&group, NULL, 0)) { /* within the step that is begun, too */
            handed_out++;
        }
        BackendStatus status = backend_finish(backend, BACKEND_NO_DEADLINE, NULL);
        assert_with(backend, status == BACKEND_DONE);
        assert_with(backend, visits_take_wrong(&visits, 2) == 0);
    }
    for (uint32_t i = 0; i < count; i++) {
        assert_ran_once(backend, &tinies[i]);
    }
    visits_destroy(&visits);
    free(tinies);
}

static void test_beside_steps(void **state)
{
    (void)state;
    models_each(check_beside_steps);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_groups),
        cmocka_unit_test(test_freed_at_once),
        cmocka_unit_test(test_groups_freed_at_once),
        cmocka_unit_test(test_feeders),
        cmocka_unit_test(test_beside_steps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
