/* The scheduler's ends: what lives is cancelled and runs to its end, whatever it waits for; and
 * a crowd that does all of it at random loses nobody. */
#include "backend/scheduler.h"
#include "base/clock.h"
#include "base/random.h"
#include "support/models.h"
#include "support/sanitizers.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

/* ---- Cancelling ---- */

typedef enum Wait { WAIT_YIELD, WAIT_SLEEP, WAIT_JOIN, WAITS } Wait;

typedef struct Waiter {
    Wait wait;
    TaskId other;
    uint32_t begun;
    uint32_t ended;
    uint32_t waits_that_went_on; /* after one that did not */
} Waiter;

static bool wait_once(Scheduler *scheduler, const Waiter *waiter)
{
    if (waiter->wait == WAIT_YIELD) {
        return scheduler_yield(scheduler);
    }
    if (waiter->wait == WAIT_SLEEP) {
        return scheduler_sleep_until(scheduler, clock_now_ns() + 3600 * (uint64_t)NS_PER_S);
    }
    return scheduler_join(scheduler, waiter->other);
}

/* Waits for ever, and after that tries all of the waits once more. */
static void wait_for_ever(Scheduler *scheduler, void *argument)
{
    Waiter *waiter = argument;
    waiter->begun++;
    while (wait_once(scheduler, waiter)) {
    }
    waiter->waits_that_went_on += scheduler_yield(scheduler);
    waiter->waits_that_went_on += scheduler_sleep_until(scheduler, 0);
    waiter->waits_that_went_on += scheduler_join(scheduler, waiter->other);
    waiter->ended++;
}

enum { WAITERS = 9 };

/* Three of each kind; of the joiners one waits for a yielder and two for each other. */
static void spawn_waiters(Scheduler *scheduler, Waiter *waiters)
{
    TaskId tasks[WAITERS];
    for (uint32_t i = 0; i < WAITERS; i++) {
        waiters[i] = (Waiter){.wait = (Wait)(i / (WAITERS / WAITS))};
        if (waiters[i].wait == WAIT_JOIN) {
            waiters[i].other = tasks[i == WAITERS - 1 ? i - 1 : 3 * (i % 2)];
        } else {
            waiters[i].other = (TaskId){.index = WAITERS - 1, .generation = UINT32_MAX};
        }
        tasks[i] = scheduler_spawn(scheduler, wait_for_ever, &waiters[i]);
    }
    waiters[WAITERS - 2].other = tasks[WAITERS - 1];
}

static void assert_all_ended(const Waiter *waiters, uint32_t times)
{
    for (uint32_t i = 0; i < WAITERS; i++) {
        assert_int_equal(waiters[i].begun, times);
        assert_int_equal(waiters[i].ended, times);
        assert_int_equal(waiters[i].waits_that_went_on, 0);
    }
}

static Scheduler *scheduler_of(uint32_t tasks)
{
    Scheduler *scheduler = scheduler_create(tasks, SCHEDULER_STACK_SIZE, NULL);
    assert_non_null(scheduler);
    return scheduler;
}

static void count_one(Scheduler *scheduler, void *argument)
{
    *(uint32_t *)argument += scheduler_yield(scheduler);
}

/* After so many turns; with none of them nobody has begun as yet. */
static void test_cancel_all(void **state)
{
    (void)state;
    Scheduler *scheduler = scheduler_of(WAITERS);
    scheduler_cancel_all(scheduler); /* of nobody: as if it had not been */
    for (uint32_t turns = 0; turns < 40; turns++) {
        Waiter waiters[WAITERS];
        spawn_waiters(scheduler, waiters);
        for (uint32_t i = 0; i < turns; i++) {
            assert_true(scheduler_turn(scheduler));
        }
        scheduler_cancel_all(scheduler);
        scheduler_cancel_all(scheduler); /* once more is no more */
        while (scheduler_turn(scheduler)) {
        }
        assert_all_ended(waiters, 1);
        assert_int_equal(scheduler_live_count(scheduler), 0);
        assert_true(scheduler_next_wake_ns(scheduler) == UINT64_MAX);

        uint32_t count = 0; /* and it is as new */
        for (uint32_t i = 0; i < WAITERS; i++) {
            scheduler_spawn(scheduler, count_one, &count);
        }
        while (scheduler_turn(scheduler)) {
        }
        assert_int_equal(count, WAITERS);
    }
    scheduler_destroy(scheduler);
}

static void cancel_the_others(Scheduler *scheduler, void *argument)
{
    scheduler_yield(scheduler); /* after all of them have begun to wait */
    scheduler_cancel_all(scheduler);
    *(bool *)argument = !scheduler_yield(scheduler);
}

static void test_cancelled_by_one_of_them(void **state)
{
    (void)state;
    Scheduler *scheduler = scheduler_of(WAITERS + 1);
    Waiter waiters[WAITERS];
    spawn_waiters(scheduler, waiters);
    bool told = false;
    scheduler_spawn(scheduler, cancel_the_others, &told);
    while (scheduler_turn(scheduler)) {
    }
    assert_true(told);
    assert_all_ended(waiters, 1);
    scheduler_destroy(scheduler);
}

static void test_destroyed_with_all_alive(void **state)
{
    (void)state;
    for (uint32_t turns = 0; turns < 30; turns++) {
        Scheduler *scheduler = scheduler_of(WAITERS);
        Waiter waiters[WAITERS];
        spawn_waiters(scheduler, waiters);
        for (uint32_t i = 0; i < turns; i++) {
            scheduler_turn(scheduler);
        }
        scheduler_destroy(scheduler);
        assert_all_ended(waiters, 1);
    }
    scheduler_destroy(NULL);
}

/* ---- A crowd ---- */

typedef struct Crowd {
    uint32_t ended;
    uint32_t refused;
    TaskId latest;
} Crowd;

typedef struct Member {
    Crowd *crowd;
    uint32_t number;
} Member;

static void live_at_random(Scheduler *scheduler, void *argument)
{
    Member *member = argument;
    Crowd *crowd = member->crowd;
    for (uint32_t turn = 0; turn < 12; turn++) {
        uint64_t dice = random_u64(7, member->number, turn, RANDOM_TEST);
        bool goes_on = true;
        if (dice % 4 == 0) {
            goes_on = scheduler_sleep_until(scheduler, clock_now_ns() + (dice >> 40) % 300000);
        } else if (dice % 4 == 1 && turn == 0 && member->number % 50 > 0) {
            goes_on = scheduler_join(scheduler, crowd->latest); /* which joins nobody */
        } else {
            goes_on = scheduler_yield(scheduler);
        }
        crowd->refused += !goes_on;
    }
    crowd->ended++;
}

static void test_a_crowd(void **state)
{
    (void)state;
    uint32_t room = TEST_SANITIZED ? 500 : 2000;
    uint32_t people = models_are_quick() ? 3000 : 20000;
    Crowd crowd = {.ended = 0};
    Member *members = calloc(people, sizeof *members);
    assert_non_null(members);
    Scheduler *scheduler = scheduler_of(room);
    uint32_t spawned = 0;
    while (crowd.ended < people) {
        for (uint32_t i = 0; i < 3 && spawned < people && !scheduler_is_full(scheduler); i++) {
            members[spawned] = (Member){.crowd = &crowd, .number = spawned};
            TaskId task = scheduler_spawn(scheduler, live_at_random, &members[spawned]);
            crowd.latest = spawned % 50 == 0 ? task : crowd.latest;
            spawned++;
        }
        scheduler_turn(scheduler);
    }
    assert_int_equal(crowd.refused, 0);
    assert_int_equal(scheduler_live_count(scheduler), 0);
    scheduler_destroy(scheduler);
    free(members);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cancel_all),
        cmocka_unit_test(test_cancelled_by_one_of_them),
        cmocka_unit_test(test_destroyed_with_all_alive),
        cmocka_unit_test(test_a_crowd),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
