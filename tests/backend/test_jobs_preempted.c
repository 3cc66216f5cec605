/* The pool once more, built in here with a thread that may be taken off its processor before each
 * of its atomic operations: what needs bad luck elsewhere happens here all the time. */
#define _GNU_SOURCE /* jobs_cores.c */
#include "support/models.h"
#include "support/visits.h"

#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/random.h"

/* Seldom for a moment, more seldom for as long as others need for a whole phase. */
static void may_be_preempted(void)
{
    static atomic_uint threads;
    static _Thread_local uint64_t luck;
    if (luck == 0) {
        luck = atomic_fetch_add_explicit(&threads, 1, memory_order_relaxed) + 1;
    }
    luck = luck * 6364136223846793005u + 1442695040888963407u;
    uint32_t drawn = (uint32_t)(luck >> 40);
    if (drawn % 64 == 0) {
        sched_yield();
    }
    if (drawn % 1024 == 1) {
        clock_sleep_ns(drawn / 1024 % 200 * NS_PER_US);
    }
}

/* A second pool under another name; the table's stays what it is. */
#define jobs_type              preempted_jobs_type
#define jobs_lay_out           preempted_jobs_lay_out
#define jobs_step_is_over      preempted_jobs_step_is_over
#define jobs_work              preempted_jobs_work
#define jobs_any_slice         preempted_jobs_any_slice
#define jobs_any_fork          preempted_jobs_any_fork
#define jobs_run_stolen_fork   preempted_jobs_run_stolen_fork
#define jobs_change_epoch      preempted_jobs_change_epoch
#define jobs_have_awake        preempted_jobs_have_awake
#define jobs_wake_worker       preempted_jobs_wake_worker
#define jobs_wake_caller       preempted_jobs_wake_caller
#define jobs_spin              preempted_jobs_spin
#define jobs_park              preempted_jobs_park
#define jobs_park_caller       preempted_jobs_park_caller
#define jobs_keep_off          preempted_jobs_keep_off
#define jobs_plan_open         preempted_jobs_plan_open
#define jobs_forecast_phase_ns preempted_jobs_forecast_phase_ns
#define jobs_forecast_ns       preempted_jobs_forecast_ns
#define jobs_forecast_is_sure  preempted_jobs_forecast_is_sure
#define jobs_forecast_learn    preempted_jobs_forecast_learn
#define jobs_measured_ns       preempted_jobs_measured_ns
#define jobs_plan_workers      preempted_jobs_plan_workers
#define jobs_plan_is_wide      preempted_jobs_plan_is_wide
#define jobs_plan_patience_ns  preempted_jobs_plan_patience_ns
#define jobs_plan_is_late      preempted_jobs_plan_is_late
#define jobs_have_cores        preempted_jobs_have_cores
#define jobs_plan_learn        preempted_jobs_plan_learn
#define jobs_plan_spin_ns      preempted_jobs_plan_spin_ns
#define fork_offer             preempted_fork_offer
#define fork_join_stolen       preempted_fork_join_stolen
#undef atomic_load
#undef atomic_store
#undef atomic_fetch_add
#undef atomic_fetch_sub
#undef atomic_compare_exchange_weak
#undef atomic_compare_exchange_strong
#undef atomic_exchange
#define atomic_load(at) (may_be_preempted(), atomic_load_explicit(at, memory_order_seq_cst))
#define atomic_store(at, value)                                                                    \
    (may_be_preempted(), atomic_store_explicit(at, value, memory_order_seq_cst))
#define atomic_fetch_add(at, value)                                                                \
    (may_be_preempted(), atomic_fetch_add_explicit(at, value, memory_order_seq_cst))
#define atomic_fetch_sub(at, value)                                                                \
    (may_be_preempted(), atomic_fetch_sub_explicit(at, value, memory_order_seq_cst))
#define atomic_compare_exchange_weak(at, expected, wanted)                                         \
    (may_be_preempted(), atomic_compare_exchange_weak_explicit(                                    \
                             at, expected, wanted, memory_order_seq_cst, memory_order_seq_cst))
#define atomic_compare_exchange_strong(at, expected, wanted)                                       \
    (may_be_preempted(), atomic_compare_exchange_strong_explicit(                                  \
                             at, expected, wanted, memory_order_seq_cst, memory_order_seq_cst))
#define atomic_exchange(at, value)                                                                 \
    (may_be_preempted(), atomic_exchange_explicit(at, value, memory_order_seq_cst))
#include "backend/jobs.c"          /* NOLINT(bugprone-suspicious-include) */
#include "backend/jobs_cores.c"    /* NOLINT(bugprone-suspicious-include) */
#include "backend/jobs_forecast.c" /* NOLINT(bugprone-suspicious-include) */
#include "backend/jobs_fork.c"     /* NOLINT(bugprone-suspicious-include) */
#include "backend/jobs_plan.c"     /* NOLINT(bugprone-suspicious-include) */
#include "backend/jobs_wait.c"     /* NOLINT(bugprone-suspicious-include) */
#include "backend/jobs_work.c"     /* NOLINT(bugprone-suspicious-include) */

typedef struct Blow {
    Visits visits;
    uint32_t load_ns;
} Blow;

static void spend(uint32_t load_ns)
{
    uint64_t end_ns = clock_now_ns() + load_ns;
    while (clock_now_ns() < end_ns) {
    }
}

typedef struct Part {
    Fork fork;
    uint32_t depth;
    uint32_t leaves;
} Part;

static bool split(Lane *lane, Fork *self)
{
    Part *part = (Part *)self;
    part->leaves = 1;
    if (part->depth == 0) {
        return true;
    }
    Part left = {.depth = part->depth - 1};
    Part right = {.depth = part->depth - 1};
    lane_fork(lane, &right.fork, split);
    bool good = split(lane, &left.fork);
    good = lane_join(lane, &right.fork) && good;
    part->leaves = left.leaves + right.leaves;
    return good;
}

/* Some slices are trees. */
static bool strike(Lane *lane, Range slice, void *context)
{
    Blow *blow = context;
    Part root = {.depth = slice.begin % 5};
    spend(blow->load_ns);
    return split(lane, &root.fork) && root.leaves == 1u << root.depth &&
           visits_slice(lane, slice, &blow->visits);
}

enum { PHASES = 5 };

static const uint32_t counts[PHASES][4] = {{1, 2, 9, 40},
                                           {1, 1, 2, 3},
                                           {60, 33, 5, 1},
                                           {1, 0, 4, 2},
                                           {20, 1, 7, 10}};

static uint32_t dice(uint32_t round, uint32_t throw_number, uint32_t sides)
{
    return (uint32_t)(random_u64(5, throw_number, round, RANDOM_TEST) % sides);
}

/* Narrow phases between wide ones: who deals one is easily overtaken. */
static void run_rounds(uint32_t lanes, uint32_t rounds)
{
    Blow blows[PHASES];
    Phase phases[PHASES];
    Backend *backend = backend_open(&preempted_jobs_type, lanes, NULL);
    assert_non_null(backend);
    for (uint32_t i = 0; i < PHASES; i++) {
        blows[i].visits = visits_create(64);
    }
    for (uint32_t round = 0; round < rounds; round++) {
        for (uint32_t i = 0; i < PHASES; i++) {
            blows[i].visits.count = counts[i][dice(round, i, 4)];
            blows[i].load_ns = dice(round, 10 + i, 2) * dice(round, 20 + i, 15) * NS_PER_US;
            phases[i] = visits_phase(&blows[i].visits, 1);
            phases[i].run = strike;
            phases[i].context = &blows[i];
        }
        assert_done(backend, phases, PHASES);
        for (uint32_t i = 0; i < PHASES; i++) {
            assert_with(backend, visits_take_wrong(&blows[i].visits, 1) == 0);
        }
    }
    backend_close(backend);
    for (uint32_t i = 0; i < PHASES; i++) {
        visits_destroy(&blows[i].visits);
    }
}

static void test_preempted_anywhere(void **state)
{
    (void)state;
    uint32_t rounds = models_are_quick() ? 200 : 1000;
    for (uint32_t lanes = 2; lanes <= MODELS_LANES_MAX; lanes++) {
        run_rounds(lanes, rounds);
    }
}

/* The same while steps are given up, fail, or are finished in pieces. */
static bool fail_at_7(Lane *lane, Range slice, void *context)
{
    (void)context;
    return slice.begin != 7 || lane_fail(lane, "seven");
}

static void step_somehow(Backend *backend, uint32_t round)
{
    uint64_t deadline_ns = clock_now_ns() + dice(round, 3, 100) * NS_PER_US;
    BackendStatus status = BACKEND_PENDING;
    switch (dice(round, 2, 3)) {
    case 0: backend_cancel(backend); return;
    case 1:
        backend_finish(backend, deadline_ns, NULL);
        backend_cancel(backend);
        return;
    default:
        while (status == BACKEND_PENDING) {
            status = backend_finish(backend, deadline_ns, NULL);
            deadline_ns += 50 * NS_PER_US;
        }
    }
}

static void test_preempted_while_given_up(void **state)
{
    (void)state;
    uint32_t rounds = models_are_quick() ? 200 : 1000;
    for (uint32_t lanes = 2; lanes <= MODELS_LANES_MAX; lanes++) {
        Visits visits = visits_create(30);
        Backend *backend = backend_open(&preempted_jobs_type, lanes, NULL);
        assert_non_null(backend);
        Phase phases[] = {
            visits_phase(&visits, 1), visits_phase(&visits, 4), {"fail", fail_at_7, NULL, 30, 1}};
        for (uint32_t round = 0; round < rounds; round++) {
            backend_begin(backend, phases, 1 + dice(round, 1, 3));
            step_somehow(backend, round);
            visits_take_wrong(&visits, 0);
            assert_done(backend, phases, 2);
            assert_with(backend, visits_take_wrong(&visits, 2) == 0);
        }
        backend_close(backend);
        visits_destroy(&visits);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_preempted_anywhere),
        cmocka_unit_test(test_preempted_while_given_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
