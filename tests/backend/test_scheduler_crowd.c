/* The scheduler in numbers: a million tasks, a million sleepers, a budget that is kept; and one
 * within another. */
#include "backend/scheduler.h"
#include "base/clock.h"
#include "support/fiber.h"
#include "support/models.h"
#include "support/process.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#ifdef COROUTINE_TOOLS
static const bool watched = true;
#else
static const bool watched = false;
#endif

/* A sanitizer, or valgrind, holds on to each stack, and to few of them; a million need 4 GiB. */
static uint32_t many(void)
{
    if (watched) {
        return 2000;
    }
    uint64_t free_bytes = (uint64_t)sysconf(_SC_AVPHYS_PAGES) * (uint64_t)sysconf(_SC_PAGESIZE);
    return models_are_quick() || free_bytes >> 30 < 6 ? 100000 : 1000000;
}

static Scheduler *scheduler_of(uint32_t tasks)
{
    Error error = {""};
    size_t stack_size = watched ? SCHEDULER_STACK_SIZE : SCHEDULER_STACK_MIN;
    Scheduler *scheduler = scheduler_create(tasks, stack_size, &error);
    if (!scheduler) {
        fail_msg("%s", error.text);
    }
    return scheduler;
}

/* ---- A million ---- */

/* Adds its number at each of three visits; what it had on its stack must still be there. */
static void visit(Scheduler *scheduler, void *argument)
{
    uint64_t *sum = argument;
    uint64_t number = *sum % 1000;
    for (uint32_t i = 0; i < 2; i++) {
        *sum += number;
        scheduler_yield(scheduler);
    }
    *sum += number;
}

static void visit_all(Scheduler *scheduler, uint64_t *sums, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        sums[i] = i;
        scheduler_spawn(scheduler, visit, &sums[i]);
    }
    assert_true(scheduler_is_full(scheduler));
    for (uint32_t visits = 1; visits <= 3; visits++) {
        for (uint32_t i = 0; i < count; i++) {
            assert_true(scheduler_turn(scheduler));
        }
        assert_int_equal(scheduler_live_count(scheduler), visits < 3 ? count : 0);
        assert_true(sums[count - 1] == count - 1 + visits * ((count - 1) % 1000));
        assert_true(sums[7] == 7 + visits * 7);
    }
    uint64_t wrong = 0;
    for (uint32_t i = 0; i < count; i++) {
        wrong += sums[i] != i + 3 * (uint64_t)(i % 1000);
    }
    assert_true(wrong == 0);
}

/* Of the one test that sleeps in a crowd. */
static uint64_t latest_ns;
static uint32_t wrong;

static void sleep_once(Scheduler *scheduler, void *argument)
{
    uint64_t wake_ns = *(const uint64_t *)argument;
    scheduler_sleep_until(scheduler, wake_ns);
    wrong += wake_ns < latest_ns || clock_now_ns() < wake_ns;
    latest_ns = wake_ns;
}

/* In an order that is none; false: the first was due before the last had gone to sleep. */
static bool try_sleepers(Scheduler *scheduler, uint64_t *wakes_ns, uint32_t count,
                         uint64_t pause_ns)
{
    latest_ns = 0;
    wrong = 0;
    uint64_t start_ns = clock_now_ns() + pause_ns;
    for (uint32_t i = 0; i < count; i++) {
        wakes_ns[i] = start_ns + (uint64_t)i * 7919 % count * 50;
        scheduler_spawn(scheduler, sleep_once, &wakes_ns[i]);
    }
    uint64_t turns = scheduler_run(scheduler, start_ns);
    bool in_time = clock_now_ns() < start_ns && turns == count;
    assert_true(!in_time || scheduler_next_wake_ns(scheduler) == start_ns);
    while (scheduler_live_count(scheduler) > 0) {
        scheduler_run(scheduler, SCHEDULER_FOREVER);
    }
    assert_true(!in_time || wrong == 0);
    return in_time;
}

static void sleep_all(Scheduler *scheduler, uint64_t *wakes_ns, uint32_t count)
{
    bool in_time = false;
    for (uint32_t tries = 0; tries < 8 && !in_time; tries++) {
        uint64_t pause_ns = ((uint64_t)count * 500 + NS_PER_MS) << tries;
        in_time = try_sleepers(scheduler, wakes_ns, count, pause_ns);
    }
    assert_true(in_time);
}

/* Those who take turns, and on the stacks that they left those who sleep: what costs is to touch so
 * much memory for the first time. */
static void test_a_million_at_once(void **state)
{
    (void)state;
    uint32_t count = many();
    uint64_t *numbers = calloc(count, sizeof *numbers);
    assert_non_null(numbers);
    Scheduler *scheduler = scheduler_of(count);
    visit_all(scheduler, numbers, count);
    sleep_all(scheduler, numbers, count);
    scheduler_destroy(scheduler);
    free(numbers);
}

static size_t resident_bytes(void)
{
    size_t pages = process_pages().resident;
    assert_true(pages > 0);
    return pages * (size_t)sysconf(_SC_PAGESIZE);
}

static void test_a_task_takes_little_memory(void **state)
{
    (void)state;
    enum { COUNT = 100000, BYTES_EACH = 4200 + sizeof(Task) - 2 * STACK_SLAB_LINE }; /* ucontext */
    if (watched || models_are_quick()) {
        skip(); /* their shadows are resident too, and so is an emulator */
    }
    uint64_t *sums = calloc(COUNT, sizeof *sums);
    assert_non_null(sums);
    for (uint32_t i = 0; i < COUNT; i++) {
        sums[i] = i;
    }
    size_t before = resident_bytes();
    Scheduler *scheduler = scheduler_of(10 * COUNT);
    assert_in_range(resident_bytes() - before, 0, 1024 * 1024); /* nothing as yet */
    for (uint32_t i = 0; i < COUNT; i++) {
        scheduler_spawn(scheduler, visit, &sums[i]);
    }
    for (uint32_t i = 0; i < 2 * COUNT; i++) {
        scheduler_turn(scheduler);
    }
    /* Of huge pages the last is there as a whole. */
    assert_in_range(resident_bytes() - before, 0, COUNT * (size_t)BYTES_EACH + 4 * 1024 * 1024);
    scheduler_destroy(scheduler);
    free(sums);
}

static void sleep_for_long(Scheduler *scheduler, void *argument)
{
    uint32_t *woken = argument;
    *woken += !scheduler_sleep_until(scheduler, clock_now_ns() + 3600 * (uint64_t)NS_PER_S);
}

static void yield_often(Scheduler *scheduler, void *argument)
{
    uint32_t *turns = argument;
    while (*turns > 0 && scheduler_yield(scheduler)) {
        --*turns;
    }
}

/* Those who are ready have their turns beside them; and the end comes for all. */
static void test_sleepers_beside_those_who_work(void **state)
{
    (void)state;
    uint32_t count = many() / 10;
    uint32_t woken = 0;
    uint32_t turns = 10000;
    Scheduler *scheduler = scheduler_of(count + 1);
    for (uint32_t i = 0; i < count; i++) {
        scheduler_spawn(scheduler, sleep_for_long, &woken);
    }
    assert_true(scheduler_run(scheduler, SCHEDULER_FOREVER) == count);
    scheduler_spawn(scheduler, yield_often, &turns);
    assert_true(scheduler_run(scheduler, SCHEDULER_FOREVER) == 10001);
    assert_int_equal(woken, 0);
    assert_int_equal(scheduler_live_count(scheduler), count);
    scheduler_destroy(scheduler);
    assert_int_equal(woken, count);
}

/* ---- A budget ---- */

typedef struct Labour {
    uint64_t turn_ns;
    uint32_t turns;
    uint32_t done;
} Labour;

static void labour(Scheduler *scheduler, void *argument)
{
    Labour *own = argument;
    for (uint32_t i = 0; i < own->turns; i++) {
        uint64_t until_ns = clock_now_ns() + own->turn_ns;
        while (own->turn_ns > 0 && clock_now_ns() < until_ns) {
        }
        own->done++;
        scheduler_yield(scheduler);
    }
}

/* Turns of a millisecond each, the clock's word for it: not many more than fit. */
static void test_a_budget_of_long_turns(void **state)
{
    (void)state;
    Labour work[2] = {{.turn_ns = NS_PER_MS, .turns = 12}, {.turn_ns = NS_PER_MS, .turns = 12}};
    Scheduler *scheduler = scheduler_of(2);
    scheduler_spawn(scheduler, labour, &work[0]);
    scheduler_spawn(scheduler, labour, &work[1]);
    uint64_t turns = 0;
    while (scheduler_live_count(scheduler) > 0) {
        uint64_t had = scheduler_run(scheduler, clock_now_ns() + 4 * (uint64_t)NS_PER_MS);
        assert_in_range(had, 1, 4 + 2); /* 2: those that only end take no time */
        turns += had;
    }
    assert_int_equal(work[0].done + work[1].done, 24);
    assert_true(turns == 26);
    scheduler_destroy(scheduler);
}

/* A deadline that is past: a turn at least, and not all of them. */
static void test_a_budget_of_nothing(void **state)
{
    (void)state;
    Labour work = {.turns = 100000};
    Scheduler *scheduler = scheduler_of(1);
    assert_true(scheduler_run(scheduler, 0) == 0); /* nobody is there */
    scheduler_spawn(scheduler, labour, &work);
    uint64_t had = scheduler_run(scheduler, 0);
    assert_true(had == 1);
    had += scheduler_run(scheduler, 0);
    assert_true(had == 2 && work.done == 2);
    had += scheduler_run(scheduler, SCHEDULER_FOREVER);
    assert_true(had == 100001);
    assert_int_equal(scheduler_live_count(scheduler), 0);
    scheduler_destroy(scheduler);
}

/* Who sleeps while others work without end is woken all the same, in either way to take turns. */
static void work_until_woken(Scheduler *scheduler, void *argument)
{
    const bool *woken = argument;
    while (!*woken && scheduler_yield(scheduler)) {
    }
}

static void wake_soon(Scheduler *scheduler, void *argument)
{
    scheduler_sleep_until(scheduler, clock_now_ns() + 50 * NS_PER_US);
    *(bool *)argument = true;
}

static void test_sleepers_wake_while_others_work(void **state)
{
    (void)state;
    for (uint32_t way = 0; way < 2; way++) {
        bool woken = false;
        Scheduler *scheduler = scheduler_of(5);
        for (uint32_t i = 0; i < 4; i++) {
            scheduler_spawn(scheduler, work_until_woken, &woken);
        }
        scheduler_spawn(scheduler, wake_soon, &woken);
        while (scheduler_live_count(scheduler) > 0) {
            if (way == 0) {
                scheduler_run(scheduler, SCHEDULER_FOREVER);
            } else {
                assert_true(scheduler_turn(scheduler));
            }
        }
        assert_true(woken);
        scheduler_destroy(scheduler);
    }
}

/* ---- Others within a task ---- */

typedef struct House {
    Fiber *counter; /* a bare coroutine */
    uint64_t count;
    Labour work[2]; /* in a scheduler of its own */
} House;

static void keep_house(Scheduler *scheduler, void *argument)
{
    House *house = argument;
    Scheduler *own = scheduler_of(2);
    for (uint32_t i = 0; i < 3; i++) {
        coroutine_resume(&house->counter->coroutine);
        scheduler_yield(scheduler);
        scheduler_spawn(own, labour, &house->work[0]);
        scheduler_spawn(own, labour, &house->work[1]);
        scheduler_turn(own);
        scheduler_yield(scheduler);
        scheduler_run(own, SCHEDULER_FOREVER);
    }
    scheduler_destroy(own);
}

static void test_coroutines_and_schedulers_within_tasks(void **state)
{
    (void)state;
    enum { HOUSES = 3 };
    House houses[HOUSES];
    Scheduler *scheduler = scheduler_create(HOUSES, SCHEDULER_STACK_SIZE, NULL);
    assert_non_null(scheduler);
    for (uint32_t i = 0; i < HOUSES; i++) {
        houses[i] = (House){.work = {{.turns = 2 + i}, {.turns = 5}}};
        houses[i].counter = fiber_create(fiber_count_up, &houses[i].count, FIBER_STACK_SIZE);
        scheduler_spawn(scheduler, keep_house, &houses[i]);
    }
    assert_true(scheduler_run(scheduler, SCHEDULER_FOREVER) == HOUSES * 7);
    assert_int_equal(scheduler_live_count(scheduler), 0);
    for (uint32_t i = 0; i < HOUSES; i++) {
        assert_int_equal(houses[i].count, 3);
        assert_int_equal(houses[i].work[0].done, 3 * (2 + i));
        assert_int_equal(houses[i].work[1].done, 3 * 5);
        fiber_destroy(houses[i].counter);
    }
    scheduler_destroy(scheduler);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_million_at_once),
        cmocka_unit_test(test_a_task_takes_little_memory),
        cmocka_unit_test(test_sleepers_beside_those_who_work),
        cmocka_unit_test(test_a_budget_of_long_turns),
        cmocka_unit_test(test_a_budget_of_nothing),
        cmocka_unit_test(test_sleepers_wake_while_others_work),
        cmocka_unit_test(test_coroutines_and_schedulers_within_tasks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
