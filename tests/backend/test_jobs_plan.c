/* Whom the job system wakes: what its plan makes of the times that steps took, which are made up
 * here, so that no clock decides. */
#include "backend/jobs_state.h"
#include "base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum {
    LANES = 2,
    GRAIN = 10,
    SMALL_US = 5,
    BRIEF_US = 60, /* less than what it takes to have somebody awake */
    MIDDLE_US = 120,
    LARGE_US = 20000,
    WAKING_US = 10,
    LATENCY_US = 40,
    FRAME_US = 16000,
    CLOSE_US = 1,
};

/* A job system without threads: the worker is asleep, unless a test says that it is awake. */
typedef struct Bench {
    Backend backend;
    Lane lanes[LANES];
    JobsLane jobs_lanes[LANES];
    Jobs jobs;
    uint32_t gap_us; /* between steps */
} Bench;

static bool move(Lane *lane, Range slice, void *context)
{
    (void)lane;
    (void)slice;
    (void)context;
    return true;
}

static bool draw(Lane *lane, Range slice, void *context)
{
    return move(lane, slice, context);
}

static Bench *bench_create(uint32_t count)
{
    Bench *bench = aligned_alloc(_Alignof(Bench), sizeof *bench);
    assert_non_null(bench);
    memset(bench, 0, sizeof *bench);
    bench->backend.lanes = bench->lanes;
    bench->backend.lane_count = LANES;
    bench->backend.lanes_used = 1;
    bench->backend.phases[0] = (Phase){"move", move, NULL, count, GRAIN};
    bench->backend.phase_count = 1;
    bench->jobs.backend = &bench->backend;
    bench->jobs.lanes = bench->jobs_lanes;
    bench->jobs.threads = LANES - 1;
    bench->jobs.sleepers = LANES - 1;
    bench->jobs.roomy = true;
    bench->gap_us = FRAME_US;
    jobs_plan_open(&bench->jobs.plan);
    return bench;
}

static uint32_t workers(Bench *bench)
{
    return jobs_plan_workers(&bench->jobs, 0);
}

static void learn(Bench *bench, uint32_t took_us)
{
    bench->jobs.ended_ns += (bench->gap_us + took_us) * NS_PER_US;
    jobs_plan_learn(&bench->jobs, took_us * NS_PER_US, bench->gap_us * NS_PER_US);
}

/* A step of one phase by the caller alone. */
static void step_alone(Bench *bench, uint32_t work_us)
{
    bench->jobs.shared = false;
    bench->jobs.woken = 0;
    bench->backend.lanes_used = 1;
    bench->lanes[0].phase_ns[0] = work_us * NS_PER_US;
    bench->lanes[0].record.busy_ns = work_us * NS_PER_US;
    learn(bench, work_us);
}

/* A shared step, for which the worker was woken if it slept: the lanes worked for so long in all,
 * and the caller was back after took_us. */
static void step_shared(Bench *bench, uint32_t work_us, uint32_t took_us)
{
    bool woken = bench->jobs.sleepers > 0;
    bench->jobs.shared = true;
    bench->jobs.woken = woken;
    bench->jobs.beside = !woken;
    bench->jobs.waking_ns = woken ? WAKING_US * NS_PER_US : 0;
    bench->jobs_lanes[1].latency_ns = woken ? LATENCY_US * NS_PER_US : 0;
    bench->backend.lanes_used = LANES;
    for (uint32_t i = 0; i < LANES; i++) {
        bench->lanes[i].phase_ns[0] = work_us * NS_PER_US / LANES;
    }
    learn(bench, took_us);
}

/* As the plan wants it, so many times; how often it was shared. */
static uint32_t step_as_planned(Bench *bench, uint32_t times, uint32_t work_us, uint32_t took_us)
{
    uint32_t shared = 0;
    for (uint32_t i = 0; i < times; i++) {
        if (workers(bench) > 0) {
            shared++;
            step_shared(bench, work_us, took_us);
        } else {
            step_alone(bench, work_us);
        }
    }
    return shared;
}

static void test_unknown_work_is_everybodys(void **state)
{
    (void)state;
    Bench *bench = bench_create(100);
    assert_int_equal(workers(bench), LANES - 1);
    step_alone(bench, SMALL_US);
    assert_int_equal(workers(bench), 0);
    bench->backend.phases[0].run = draw; /* of which nothing is known */
    assert_int_equal(workers(bench), LANES - 1);
    bench->backend.phases[0].run = move; /* which is not forgotten */
    assert_int_equal(workers(bench), 0);
    free(bench);
}

static void test_only_large_steps_wake_somebody(void **state)
{
    (void)state;
    Bench *bench = bench_create(100);
    assert_int_equal(step_as_planned(bench, 500, SMALL_US, SMALL_US + 50), 1);
    bench->backend.phases[0].count *= LARGE_US / SMALL_US;
    assert_int_equal(step_as_planned(bench, 100, LARGE_US, LARGE_US / 2 + 50), 100);
    bench->backend.phases[0].count = GRAIN; /* one slice: whoever is woken would find nothing */
    assert_int_equal(step_as_planned(bench, 100, LARGE_US, LARGE_US + 50), 0);
    bench->lanes[0].forked = true; /* but what it forks, if it did so before */
    step_alone(bench, LARGE_US);
    assert_int_equal(workers(bench), LANES - 1);
    free(bench);
}

/* What two lanes take in sum is more than what one takes, where they are in each other's way: of a
 * step of middling length it has to be known before it is shared. */
static void test_what_is_in_doubt_is_measured_alone(void **state)
{
    (void)state;
    Bench *bench = bench_create(100);
    step_shared(bench, MIDDLE_US, MIDDLE_US);
    assert_int_equal(workers(bench), 0);
    step_alone(bench, MIDDLE_US);
    assert_int_equal(workers(bench), LANES - 1);
    /* That it was longer in sum does not make the step a longer one. */
    uint64_t known_ns = jobs_plan_patience_ns(&bench->jobs);
    uint64_t latency_ns = bench->jobs.plan.latency_ns;
    step_shared(bench, MIDDLE_US * 3 / 2, MIDDLE_US * 3 / 4);
    uint64_t waking_ns = 3 * (bench->jobs.plan.latency_ns - latency_ns + WAKING_US * NS_PER_US);
    assert_true(jobs_plan_patience_ns(&bench->jobs) < known_ns + waking_ns);
    free(bench);
}

/* By the model of waking alone, the second lane would save a quarter. */
static void test_sharing_that_does_not_pay_is_given_up(void **state)
{
    (void)state;
    Bench *bench = bench_create(100);
    step_as_planned(bench, 2, MIDDLE_US, MIDDLE_US);
    uint32_t woke = step_as_planned(bench, 1000, MIDDLE_US, MIDDLE_US * 5 / 4);
    assert_in_range(woke, 8, 250);
    /* It is tried again, some times, and pays now. */
    step_as_planned(bench, 1000, MIDDLE_US, MIDDLE_US * 3 / 4);
    woke = step_as_planned(bench, 1000, MIDDLE_US, MIDDLE_US * 3 / 4);
    assert_in_range(woke, 990, 1000);
    free(bench);
}

/* One step in eight is ten times as long, since somebody else had the core. */
static void test_hiccups_change_nothing(void **state)
{
    (void)state;
    Bench *bench = bench_create(100);
    step_as_planned(bench, 20, MIDDLE_US, MIDDLE_US * 3 / 4);
    uint32_t woke = 0;
    for (uint32_t i = 0; i < 100; i++) {
        woke += step_as_planned(bench, 7, MIDDLE_US, MIDDLE_US * 3 / 4);
        woke += step_as_planned(bench, 1, MIDDLE_US, MIDDLE_US * 10);
    }
    assert_in_range(woke, 780, 800);
    free(bench);
}

/* All through the trial somebody else had the core. */
static void test_spoiled_trial_is_repeated(void **state)
{
    (void)state;
    Bench *bench = bench_create(100);
    step_as_planned(bench, 2, MIDDLE_US, MIDDLE_US * 100);
    assert_in_range(step_as_planned(bench, 100, MIDDLE_US, MIDDLE_US * 100), 7, 10);
    step_as_planned(bench, 500, MIDDLE_US, MIDDLE_US * 3 / 4);
    assert_int_equal(step_as_planned(bench, 100, MIDDLE_US, MIDDLE_US * 3 / 4), 100);
    free(bench);
}

/* Steps follow one another at once: whoever is woken is there for many of them. */
static void test_row_of_steps_is_worth_waking_for(void **state)
{
    (void)state;
    Bench *bench = bench_create(100);
    step_alone(bench, BRIEF_US);
    step_as_planned(bench, 200, BRIEF_US, BRIEF_US * 2);
    assert_int_equal(step_as_planned(bench, 20, BRIEF_US, BRIEF_US), 0);
    bench->gap_us = CLOSE_US;
    uint32_t steps = 0;
    for (; steps < 1000 && workers(bench) == 0; steps++) {
        step_alone(bench, BRIEF_US);
    }
    assert_in_range(steps, 16, 100); /* not at once: the steps of a frame follow closely, too */
    assert_true(jobs_plan_spin_ns(&bench->jobs) > JOBS_SPIN_NS);
    bench->jobs.sleepers = 0;
    assert_int_equal(step_as_planned(bench, 500, BRIEF_US, BRIEF_US * 3 / 5), 500);
    bench->jobs.sleepers = LANES - 1;
    bench->gap_us = FRAME_US;
    step_alone(bench, BRIEF_US);
    assert_int_equal(workers(bench), 0);
    assert_int_equal(jobs_plan_spin_ns(&bench->jobs), JOBS_SPIN_NS);
    free(bench);
}

/* Who watches takes the core of another lane. */
static void test_lanes_without_cores_wake_nobody_for_a_row(void **state)
{
    (void)state;
    Bench *bench = bench_create(100);
    bench->jobs.roomy = false;
    step_alone(bench, BRIEF_US);
    step_as_planned(bench, 200, BRIEF_US, BRIEF_US * 2);
    bench->gap_us = CLOSE_US;
    assert_int_equal(step_as_planned(bench, 1000, BRIEF_US, BRIEF_US), 0);
    assert_int_equal(jobs_plan_spin_ns(&bench->jobs), JOBS_SPIN_NS);
    free(bench);
}

/* And with a worker that is asleep again at the next one, in spite of that. */
static void test_waking_in_vain_becomes_seldom(void **state)
{
    (void)state;
    Bench *bench = bench_create(100);
    step_as_planned(bench, 200, SMALL_US, SMALL_US);
    bench->gap_us = CLOSE_US;
    step_as_planned(bench, 1000, SMALL_US, SMALL_US);
    assert_in_range(step_as_planned(bench, 10000, SMALL_US, SMALL_US), 0, 3);
    free(bench);
}

/* The data is in the other core's caches, and that takes longer than what is saved. In the sum of
 * what lanes take it looks like another load, which it is not. */
static void test_sharing_with_who_is_awake_is_given_up(void **state)
{
    (void)state;
    Bench *bench = bench_create(100);
    step_alone(bench, SMALL_US);
    bench->gap_us = CLOSE_US;
    bench->jobs.sleepers = 0;
    uint32_t shared = 0;
    for (uint32_t i = 0; i < 1000; i++) {
        if (workers(bench) > 0) {
            step_shared(bench, SMALL_US * 3, SMALL_US * 2);
        } else {
            step_alone(bench, SMALL_US);
        }
        shared += bench->jobs.shared;
    }
    assert_in_range(shared, 5, 16);
    /* As time goes by, it is tried again. */
    bench->gap_us = FRAME_US;
    step_as_planned(bench, 2000, SMALL_US, SMALL_US * 3 / 5);
    assert_int_equal(step_as_planned(bench, 100, SMALL_US, SMALL_US * 3 / 5), 100);
    free(bench);
}

static void test_late_step_is_published_if_rest_is_worth_it(void **state)
{
    (void)state;
    Bench *bench = bench_create(100);
    for (uint32_t i = 0; i < 10; i++) {
        step_alone(bench, SMALL_US);
    }
    bench->jobs.place.slice = 2; /* of ten, and that took as long as was planned for all of it */
    bench->lanes[0].phase_ns[0] = SMALL_US * NS_PER_US;
    assert_false(jobs_plan_is_late(&bench->jobs));
    bench->lanes[0].phase_ns[0] = LARGE_US * NS_PER_US;
    assert_true(jobs_plan_is_late(&bench->jobs));
    bench->jobs.place = (StepPlace){.phase = 1}; /* and there is no other phase */
    assert_int_equal(jobs_plan_workers(&bench->jobs, 1), 0);
    free(bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_unknown_work_is_everybodys),
        cmocka_unit_test(test_only_large_steps_wake_somebody),
        cmocka_unit_test(test_what_is_in_doubt_is_measured_alone),
        cmocka_unit_test(test_sharing_that_does_not_pay_is_given_up),
        cmocka_unit_test(test_hiccups_change_nothing),
        cmocka_unit_test(test_spoiled_trial_is_repeated),
        cmocka_unit_test(test_row_of_steps_is_worth_waking_for),
        cmocka_unit_test(test_lanes_without_cores_wake_nobody_for_a_row),
        cmocka_unit_test(test_waking_in_vain_becomes_seldom),
        cmocka_unit_test(test_sharing_with_who_is_awake_is_given_up),
        cmocka_unit_test(test_late_step_is_published_if_rest_is_worth_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
