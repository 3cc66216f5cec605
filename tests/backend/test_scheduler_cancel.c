/* One task alone is cancelled, whatever it waits for: it hears of it, and the others do not. */
#include "base/random.h"
#include "support/models.h"
#include "support/person.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

/* ---- Cancelling one ---- */

/* Two of each kind wait; one of each is cancelled, in whatever it waits for. */
static void test_one_is_cancelled_and_the_other_is_not(void **state)
{
    (void)state;
    SchedulerEvent event = {0, 0};
    uint32_t count = 0;
    Scheduler *scheduler = person_scheduler(2 * WAITS + 1);
    Person pillar = {WAIT_EVENT, .event = &event, .deadline_ns = SCHEDULER_FOREVER,
                     .count = &count};
    TaskId other = scheduler_spawn(scheduler, person_live, &pillar);
    Person people[2 * WAITS];
    TaskId tasks[2 * WAITS];
    for (uint32_t i = 0; i < 2 * WAITS; i++) {
        people[i] = (Person){.wait = (Wait)(i / 2),
                             .event = &event,
                             .others = &other,
                             .other_count = 1,
                             .deadline_ns = clock_now_ns() + AN_HOUR_NS,
                             .count = &count};
        tasks[i] = scheduler_spawn(scheduler, person_live, &people[i]);
    }
    for (uint32_t i = 0; i < 2 * WAITS + 1; i++) {
        assert_true(scheduler_turn(scheduler)); /* each has begun to wait */
    }
    for (uint32_t i = 0; i < 2 * WAITS; i += 2) {
        scheduler_cancel(scheduler, tasks[i]);
        scheduler_cancel(scheduler, tasks[i]); /* once more is no more */
    }
    person_run_until_none_is_ready(scheduler);
    for (uint32_t i = 0; i < 2 * WAITS; i++) {
        bool cancelled = i % 2 == 0;
        assert_int_equal(people[i].order > 0, cancelled || people[i].wait == WAIT_YIELD);
        assert_true(!cancelled || people[i].end == WAIT_CANCELLED);
        assert_true(!cancelled || people[i].second_end == WAIT_CANCELLED);
        assert_int_equal(scheduler_is_live(scheduler, tasks[i]), people[i].order == 0);
    }
    scheduler_signal(scheduler, &event);
    person_run_until_none_is_ready(scheduler);
    assert_int_equal(scheduler_live_count(scheduler), 1); /* the sleeper */
    for (uint32_t i = 2 * WAIT_EVENT + 1; i < 2 * WAITS; i += 2) {
        assert_int_equal(people[i].end, WAIT_OVER);
    }
    scheduler_destroy(scheduler);
}

static void test_cancelled_before_it_begins(void **state)
{
    (void)state;
    uint32_t count = 0;
    Person person = {WAIT_SLEEP, .deadline_ns = clock_now_ns() + AN_HOUR_NS, .count = &count};
    Scheduler *scheduler = person_scheduler(1);
    TaskId task = scheduler_spawn(scheduler, person_live, &person);
    scheduler_cancel(scheduler, task);
    assert_int_equal(person_run_until_none_is_ready(scheduler),
                     1); /* it has its turn, for cleaning up */
    assert_int_equal(person.end, WAIT_CANCELLED);
    assert_int_equal(scheduler_live_count(scheduler), 0);
    scheduler_destroy(scheduler);
}

static void cancel_myself(Scheduler *scheduler, void *argument)
{
    scheduler_cancel(scheduler, *(const TaskId *)argument);
    *(TaskId *)argument = (TaskId){0, scheduler_yield(scheduler)};
}

static void test_cancelled_by_itself(void **state)
{
    (void)state;
    Scheduler *scheduler = person_scheduler(1);
    TaskId task;
    task = scheduler_spawn(scheduler, cancel_myself, &task);
    assert_int_equal(person_run_until_none_is_ready(scheduler), 1);
    assert_int_equal(task.generation, 0);
    scheduler_destroy(scheduler);
}

/* The place has another task by then, who is spared. */
static void test_the_ended_are_not_cancelled(void **state)
{
    (void)state;
    uint32_t count = 0;
    Person first = {WAIT_YIELD, .count = &count};
    Person second = first;
    Scheduler *scheduler = person_scheduler(1);
    scheduler_cancel(scheduler, (TaskId){0, 0}); /* nobody's name */
    TaskId ended = scheduler_spawn(scheduler, person_live, &first);
    person_run_until_none_is_ready(scheduler);
    scheduler_cancel(scheduler, ended);
    TaskId task = scheduler_spawn(scheduler, person_live, &second);
    assert_int_equal(task.index, ended.index);
    scheduler_cancel(scheduler, ended);
    person_run_until_none_is_ready(scheduler);
    assert_int_equal(first.end, WAIT_OVER);
    assert_int_equal(second.end, WAIT_OVER);
    scheduler_destroy(scheduler);
}

/* ---- Many times at once ---- */

enum { CROWD = 600 };

/* Sleepers with times at random, a third of whom are cancelled at random: the others wake by their
 * times, none before it, none forgotten. False: see test_scheduler.c. */
static bool try_sleepers(uint32_t seed, uint64_t pause_ns)
{
    static Person people[CROWD];
    static TaskId tasks[CROWD];
    uint32_t count = 0;
    Scheduler *scheduler = person_scheduler(CROWD);
    uint64_t start_ns = clock_now_ns() + pause_ns;
    for (uint32_t i = 0; i < CROWD; i++) {
        uint64_t dice = random_u64(seed, i, 0, RANDOM_TEST);
        people[i] = (Person){WAIT_SLEEP, .deadline_ns = start_ns + (dice >> 20) % NS_PER_MS,
                             .count = &count};
        tasks[i] = scheduler_spawn(scheduler, person_live, &people[i]);
    }
    person_run_until_none_is_ready(scheduler);
    for (uint32_t i = 0; i < CROWD; i++) {
        if (random_u64(seed, i, 1, RANDOM_TEST) % 3 == 0) {
            scheduler_cancel(scheduler, tasks[i]);
        }
    }
    bool in_time = clock_now_ns() < start_ns;
    person_run_to_the_end(scheduler);
    assert_int_equal(count, CROWD);
    static const Person *in_order[CROWD];
    for (uint32_t i = 0; i < CROWD; i++) {
        in_order[people[i].order - 1] = &people[i];
    }
    uint64_t latest_ns = 0;
    for (uint32_t i = 0; i < CROWD && in_time; i++) {
        if (in_order[i]->end == WAIT_OVER) {
            assert_true(in_order[i]->deadline_ns >= latest_ns);
            latest_ns = in_order[i]->deadline_ns;
        }
    }
    scheduler_destroy(scheduler);
    return in_time;
}

static void test_sleepers_are_cancelled_among_others(void **state)
{
    (void)state;
    uint32_t rounds = models_are_quick() ? 2 : 20;
    for (uint32_t round = 0; round < rounds; round++) {
        bool in_time = false;
        for (uint32_t tries = 0; tries < 20 && !in_time; tries++) {
            in_time = try_sleepers(round, (1 + tries * tries) * (uint64_t)NS_PER_MS);
        }
        assert_true(in_time);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_is_cancelled_and_the_other_is_not),
        cmocka_unit_test(test_cancelled_before_it_begins),
        cmocka_unit_test(test_cancelled_by_itself),
        cmocka_unit_test(test_the_ended_are_not_cancelled),
        cmocka_unit_test(test_sleepers_are_cancelled_among_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
