/* What a task may wait for: events, the end of others, and for how long; and how one task alone is
 * cancelled in the middle of that. */
#include "backend/scheduler.h"
#include "base/clock.h"
#include "base/random.h"
#include "support/models.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

enum { PEOPLE = 8, STACK_SIZE = SCHEDULER_STACK_SIZE };

static const uint64_t hour_ns = 3600 * (uint64_t)NS_PER_S;

typedef enum Wait { WAIT_YIELD, WAIT_SLEEP, WAIT_EVENT, WAIT_JOIN, WAIT_GATHER, WAITS } Wait;

/* A task that waits once, and says how that ended and as the how-manieth. */
typedef struct Person {
    Wait wait;
    SchedulerEvent *event;
    const TaskId *others;
    uint32_t other_count;
    uint64_t deadline_ns;
    uint32_t *count; /* of those who have ended */
    uint32_t order;  /* from 1; 0: has not ended */
    WaitEnd end;
    WaitEnd second_end; /* of the same wait once more, where the first was cancelled */
} Person;

static WaitEnd wait_once(Scheduler *scheduler, const Person *person)
{
    switch (person->wait) {
    case WAIT_EVENT: return scheduler_wait_until(scheduler, person->event, person->deadline_ns);
    case WAIT_JOIN: return scheduler_join_until(scheduler, person->others[0], person->deadline_ns);
    case WAIT_GATHER:
        return scheduler_gather_until(scheduler, person->others, person->other_count,
                                      person->deadline_ns);
    case WAIT_SLEEP:
        return scheduler_sleep_until(scheduler, person->deadline_ns) ? WAIT_OVER : WAIT_CANCELLED;
    default: return scheduler_yield(scheduler) ? WAIT_OVER : WAIT_CANCELLED;
    }
}

static void live(Scheduler *scheduler, void *argument)
{
    Person *person = argument;
    person->end = wait_once(scheduler, person);
    if (person->end == WAIT_CANCELLED) {
        person->second_end = wait_once(scheduler, person);
    }
    person->order = ++*person->count;
}

static Scheduler *scheduler_of(uint32_t tasks)
{
    Error error = {""};
    Scheduler *scheduler = scheduler_create(tasks, STACK_SIZE, &error);
    if (!scheduler) {
        fail_msg("%s", error.text);
    }
    return scheduler;
}

static uint64_t run_until_none_is_ready(Scheduler *scheduler)
{
    return scheduler_run(scheduler, SCHEDULER_FOREVER);
}

static void run_to_the_end(Scheduler *scheduler)
{
    while (scheduler_live_count(scheduler) > 0) {
        run_until_none_is_ready(scheduler);
        clock_sleep_ns(20 * NS_PER_US);
    }
}

/* ---- Events ---- */

static void test_a_signal_wakes_all_in_their_order(void **state)
{
    (void)state;
    SchedulerEvent event = {0, 0};
    uint32_t count = 0;
    Person people[PEOPLE];
    Scheduler *scheduler = scheduler_of(PEOPLE);
    for (uint32_t round = 0; round < 3; round++) {
        count = 0;
        for (uint32_t i = 0; i < PEOPLE; i++) {
            people[i] = (Person){WAIT_EVENT, .event = &event, .deadline_ns = SCHEDULER_FOREVER,
                                 .count = &count};
            scheduler_spawn(scheduler, live, &people[i]);
        }
        run_until_none_is_ready(scheduler);
        assert_int_equal(count, 0);
        assert_int_equal(scheduler_live_count(scheduler), PEOPLE);
        scheduler_signal(scheduler, &event);
        assert_int_equal(count, 0); /* they run in their turns, not at once */
        assert_int_equal(scheduler_ready_count(scheduler), PEOPLE);
        run_until_none_is_ready(scheduler);
        for (uint32_t i = 0; i < PEOPLE; i++) {
            assert_int_equal(people[i].order, i + 1);
            assert_int_equal(people[i].end, WAIT_OVER);
        }
    }
    scheduler_destroy(scheduler);
}

static void test_a_signal_is_not_kept(void **state)
{
    (void)state;
    SchedulerEvent event = {0, 0};
    uint32_t count = 0;
    Person late = {WAIT_EVENT, .event = &event, .deadline_ns = SCHEDULER_FOREVER, .count = &count};
    Scheduler *scheduler = scheduler_of(2);
    scheduler_signal(scheduler, &event);
    scheduler_spawn(scheduler, live, &late);
    run_until_none_is_ready(scheduler);
    assert_int_equal(count, 0);
    scheduler_signal(scheduler, &event);
    run_until_none_is_ready(scheduler);
    assert_int_equal(count, 1);
    scheduler_destroy(scheduler);
}

typedef struct Exchange {
    SchedulerEvent filled;
    SchedulerEvent emptied;
    uint32_t item;
    uint32_t items;
    uint64_t sum;
} Exchange;

static void produce(Scheduler *scheduler, void *argument)
{
    Exchange *exchange = argument;
    for (uint32_t i = 1; i <= exchange->items; i++) {
        while (exchange->item != 0) {
            scheduler_wait(scheduler, &exchange->emptied);
        }
        exchange->item = i;
        scheduler_signal(scheduler, &exchange->filled);
    }
}

static void consume(Scheduler *scheduler, void *argument)
{
    Exchange *exchange = argument;
    for (uint32_t i = 0; i < exchange->items; i++) {
        while (exchange->item == 0) {
            scheduler_wait(scheduler, &exchange->filled);
        }
        exchange->sum += exchange->item;
        exchange->item = 0;
        scheduler_signal(scheduler, &exchange->emptied);
    }
}

static void test_tasks_hand_each_other_things(void **state)
{
    (void)state;
    Exchange exchange = {.items = 1000};
    Scheduler *scheduler = scheduler_of(2);
    scheduler_spawn(scheduler, consume, &exchange);
    scheduler_spawn(scheduler, produce, &exchange);
    run_until_none_is_ready(scheduler);
    assert_int_equal(scheduler_live_count(scheduler), 0);
    assert_true(exchange.sum == 500 * 1001);
    scheduler_destroy(scheduler);
}

/* ---- Time-outs ---- */

static void test_the_event_before_the_time(void **state)
{
    (void)state;
    SchedulerEvent event = {0, 0};
    uint32_t count = 0;
    Person person = {WAIT_EVENT, .event = &event, .deadline_ns = clock_now_ns() + hour_ns,
                     .count = &count};
    Scheduler *scheduler = scheduler_of(2);
    scheduler_spawn(scheduler, live, &person);
    run_until_none_is_ready(scheduler);
    assert_true(scheduler_next_wake_ns(scheduler) == person.deadline_ns);
    scheduler_signal(scheduler, &event);
    assert_true(scheduler_next_wake_ns(scheduler) == UINT64_MAX); /* nobody waits for it now */
    run_until_none_is_ready(scheduler);
    assert_int_equal(person.end, WAIT_OVER);
    scheduler_destroy(scheduler);
}

/* Those with a short patience stand between the others, whom the signal finds all the same. */
static void test_the_time_before_the_event(void **state)
{
    (void)state;
    SchedulerEvent event = {0, 0};
    uint32_t count = 0;
    Person people[PEOPLE];
    Scheduler *scheduler = scheduler_of(PEOPLE);
    for (uint32_t i = 0; i < PEOPLE; i++) {
        uint64_t patience_ns = i % 3 == 1 ? hour_ns : (i % 3) * NS_PER_US;
        people[i] = (Person){WAIT_EVENT, .event = &event,
                             .deadline_ns = clock_now_ns() + patience_ns, .count = &count};
        scheduler_spawn(scheduler, live, &people[i]);
    }
    while (count < PEOPLE - 3) {
        run_until_none_is_ready(scheduler);
    }
    assert_int_equal(scheduler_live_count(scheduler), 3);
    scheduler_signal(scheduler, &event);
    run_until_none_is_ready(scheduler);
    for (uint32_t i = 0; i < PEOPLE; i++) {
        assert_int_equal(people[i].end, i % 3 == 1 ? WAIT_OVER : WAIT_TIMED_OUT);
        assert_true(i % 3 != 1 || people[i].order == PEOPLE - 2 + i / 3);
    }
    scheduler_destroy(scheduler);
}

static void test_joins_and_gathers_time_out(void **state)
{
    (void)state;
    SchedulerEvent event = {0, 0};
    uint32_t count = 0;
    Scheduler *scheduler = scheduler_of(PEOPLE);
    Person slow = {WAIT_EVENT, .event = &event, .deadline_ns = SCHEDULER_FOREVER, .count = &count};
    Person quick = {WAIT_YIELD, .count = &count};
    TaskId others[] = {scheduler_spawn(scheduler, live, &quick),
                       scheduler_spawn(scheduler, live, &slow)};
    Person waiters[4];
    for (uint32_t i = 0; i < 4; i++) {
        uint64_t patience_ns = i < 2 ? NS_PER_US : hour_ns;
        waiters[i] = (Person){.wait = i % 2 ? WAIT_GATHER : WAIT_JOIN,
                              .others = i % 2 ? others : others + 1,
                              .other_count = 2,
                              .deadline_ns = clock_now_ns() + patience_ns,
                              .count = &count};
        scheduler_spawn(scheduler, live, &waiters[i]);
    }
    while (count < 3) {
        run_until_none_is_ready(scheduler);
    }
    assert_int_equal(waiters[0].end, WAIT_TIMED_OUT);
    assert_int_equal(waiters[1].end, WAIT_TIMED_OUT);
    assert_int_equal(scheduler_live_count(scheduler), 3);
    scheduler_signal(scheduler, &event);
    run_until_none_is_ready(scheduler);
    assert_int_equal(waiters[2].end, WAIT_OVER);
    assert_int_equal(waiters[3].end, WAIT_OVER);
    assert_int_equal(scheduler_live_count(scheduler), 0);
    scheduler_destroy(scheduler);
}

/* ---- Gathers ---- */

typedef struct Family {
    TaskId children[PEOPLE];
    Person people[PEOPLE];
    uint32_t ended;
    uint32_t ended_before_parent;
    bool result;
    bool result_of_none;
} Family;

static void raise(Scheduler *scheduler, void *argument)
{
    Family *family = argument;
    uint64_t now_ns = clock_now_ns();
    for (uint32_t i = 0; i < PEOPLE; i++) {
        family->people[i] = (Person){.wait = i % 2 ? WAIT_YIELD : WAIT_SLEEP,
                                     .deadline_ns = now_ns + (PEOPLE - i) * 10 * NS_PER_US,
                                     .count = &family->ended};
        family->children[i] = scheduler_spawn(scheduler, live, &family->people[i]);
    }
    family->result = scheduler_gather(scheduler, family->children, PEOPLE);
    family->ended_before_parent = family->ended;
    family->result_of_none = scheduler_gather(scheduler, NULL, 0) &&
                             scheduler_gather(scheduler, family->children, PEOPLE);
}

static void test_a_gather_waits_for_all(void **state)
{
    (void)state;
    Family family = {.ended = 0};
    Scheduler *scheduler = scheduler_of(PEOPLE + 1);
    scheduler_spawn(scheduler, raise, &family);
    run_to_the_end(scheduler);
    assert_int_equal(family.ended_before_parent, PEOPLE);
    assert_true(family.result);
    assert_true(family.result_of_none); /* of nobody, and of those who have ended: at once */
    scheduler_destroy(scheduler);
}

/* ---- Cancelling one ---- */

/* Two of each kind wait; one of each is cancelled, in whatever it waits for. */
static void test_one_is_cancelled_and_the_other_is_not(void **state)
{
    (void)state;
    SchedulerEvent event = {0, 0};
    uint32_t count = 0;
    Scheduler *scheduler = scheduler_of(2 * WAITS + 1);
    Person pillar = {WAIT_EVENT, .event = &event, .deadline_ns = SCHEDULER_FOREVER,
                     .count = &count};
    TaskId other = scheduler_spawn(scheduler, live, &pillar);
    Person people[2 * WAITS];
    TaskId tasks[2 * WAITS];
    for (uint32_t i = 0; i < 2 * WAITS; i++) {
        people[i] = (Person){.wait = (Wait)(i / 2),
                             .event = &event,
                             .others = &other,
                             .other_count = 1,
                             .deadline_ns = clock_now_ns() + hour_ns,
                             .count = &count};
        tasks[i] = scheduler_spawn(scheduler, live, &people[i]);
    }
    for (uint32_t i = 0; i < 2 * WAITS + 1; i++) {
        assert_true(scheduler_turn(scheduler)); /* each has begun to wait */
    }
    for (uint32_t i = 0; i < 2 * WAITS; i += 2) {
        scheduler_cancel(scheduler, tasks[i]);
        scheduler_cancel(scheduler, tasks[i]); /* once more is no more */
    }
    run_until_none_is_ready(scheduler);
    for (uint32_t i = 0; i < 2 * WAITS; i++) {
        bool cancelled = i % 2 == 0;
        assert_int_equal(people[i].order > 0, cancelled || people[i].wait == WAIT_YIELD);
        assert_true(!cancelled || people[i].end == WAIT_CANCELLED);
        assert_true(!cancelled || people[i].second_end == WAIT_CANCELLED);
        assert_int_equal(scheduler_is_live(scheduler, tasks[i]), people[i].order == 0);
    }
    scheduler_signal(scheduler, &event);
    run_until_none_is_ready(scheduler);
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
    Person person = {WAIT_SLEEP, .deadline_ns = clock_now_ns() + hour_ns, .count = &count};
    Scheduler *scheduler = scheduler_of(1);
    TaskId task = scheduler_spawn(scheduler, live, &person);
    scheduler_cancel(scheduler, task);
    assert_int_equal(run_until_none_is_ready(scheduler), 1); /* it has its turn, for cleaning up */
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
    Scheduler *scheduler = scheduler_of(1);
    TaskId task;
    task = scheduler_spawn(scheduler, cancel_myself, &task);
    assert_int_equal(run_until_none_is_ready(scheduler), 1);
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
    Scheduler *scheduler = scheduler_of(1);
    scheduler_cancel(scheduler, (TaskId){0, 0}); /* nobody's name */
    TaskId ended = scheduler_spawn(scheduler, live, &first);
    run_until_none_is_ready(scheduler);
    scheduler_cancel(scheduler, ended);
    TaskId task = scheduler_spawn(scheduler, live, &second);
    assert_int_equal(task.index, ended.index);
    scheduler_cancel(scheduler, ended);
    run_until_none_is_ready(scheduler);
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
    Scheduler *scheduler = scheduler_of(CROWD);
    uint64_t start_ns = clock_now_ns() + pause_ns;
    for (uint32_t i = 0; i < CROWD; i++) {
        uint64_t dice = random_u64(seed, i, 0, RANDOM_TEST);
        people[i] = (Person){WAIT_SLEEP, .deadline_ns = start_ns + (dice >> 20) % NS_PER_MS,
                             .count = &count};
        tasks[i] = scheduler_spawn(scheduler, live, &people[i]);
    }
    run_until_none_is_ready(scheduler);
    for (uint32_t i = 0; i < CROWD; i++) {
        if (random_u64(seed, i, 1, RANDOM_TEST) % 3 == 0) {
            scheduler_cancel(scheduler, tasks[i]);
        }
    }
    bool in_time = clock_now_ns() < start_ns;
    run_to_the_end(scheduler);
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
        cmocka_unit_test(test_a_signal_wakes_all_in_their_order),
        cmocka_unit_test(test_a_signal_is_not_kept),
        cmocka_unit_test(test_tasks_hand_each_other_things),
        cmocka_unit_test(test_the_event_before_the_time),
        cmocka_unit_test(test_the_time_before_the_event),
        cmocka_unit_test(test_joins_and_gathers_time_out),
        cmocka_unit_test(test_a_gather_waits_for_all),
        cmocka_unit_test(test_one_is_cancelled_and_the_other_is_not),
        cmocka_unit_test(test_cancelled_before_it_begins),
        cmocka_unit_test(test_cancelled_by_itself),
        cmocka_unit_test(test_the_ended_are_not_cancelled),
        cmocka_unit_test(test_sleepers_are_cancelled_among_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
