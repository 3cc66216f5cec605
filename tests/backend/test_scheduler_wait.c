/* What a task may wait for, events and the end of others, and for how long. */
#include "support/person.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

enum { PEOPLE = 8 };

/* ---- Events ---- */

static void test_a_signal_wakes_all_in_their_order(void **state)
{
    (void)state;
    SchedulerEvent event = {0, 0};
    uint32_t count = 0;
    Person people[PEOPLE];
    Scheduler *scheduler = person_scheduler(PEOPLE);
    for (uint32_t round = 0; round < 3; round++) {
        count = 0;
        for (uint32_t i = 0; i < PEOPLE; i++) {
            people[i] = (Person){WAIT_EVENT, .event = &event, .deadline_ns = SCHEDULER_FOREVER,
                                 .count = &count};
            scheduler_spawn(scheduler, person_live, &people[i]);
        }
        person_run_until_none_is_ready(scheduler);
        assert_int_equal(count, 0);
        assert_int_equal(scheduler_live_count(scheduler), PEOPLE);
        scheduler_signal(scheduler, &event);
        assert_int_equal(count, 0); /* they run in their turns, not at once */
        assert_int_equal(scheduler_ready_count(scheduler), PEOPLE);
        person_run_until_none_is_ready(scheduler);
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
    Scheduler *scheduler = person_scheduler(2);
    scheduler_signal(scheduler, &event);
    scheduler_spawn(scheduler, person_live, &late);
    person_run_until_none_is_ready(scheduler);
    assert_int_equal(count, 0);
    scheduler_signal(scheduler, &event);
    person_run_until_none_is_ready(scheduler);
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
    Scheduler *scheduler = person_scheduler(2);
    scheduler_spawn(scheduler, consume, &exchange);
    scheduler_spawn(scheduler, produce, &exchange);
    person_run_until_none_is_ready(scheduler);
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
    Person person = {WAIT_EVENT, .event = &event, .deadline_ns = clock_now_ns() + AN_HOUR_NS,
                     .count = &count};
    Scheduler *scheduler = person_scheduler(2);
    scheduler_spawn(scheduler, person_live, &person);
    person_run_until_none_is_ready(scheduler);
    assert_true(scheduler_next_wake_ns(scheduler) == person.deadline_ns);
    scheduler_signal(scheduler, &event);
    assert_true(scheduler_next_wake_ns(scheduler) == UINT64_MAX); /* nobody waits for it now */
    person_run_until_none_is_ready(scheduler);
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
    Scheduler *scheduler = person_scheduler(PEOPLE);
    for (uint32_t i = 0; i < PEOPLE; i++) {
        uint64_t patience_ns = i % 3 == 1 ? AN_HOUR_NS : (i % 3) * NS_PER_US;
        people[i] = (Person){WAIT_EVENT, .event = &event,
                             .deadline_ns = clock_now_ns() + patience_ns, .count = &count};
        scheduler_spawn(scheduler, person_live, &people[i]);
    }
    while (count < PEOPLE - 3) {
        person_run_until_none_is_ready(scheduler);
    }
    assert_int_equal(scheduler_live_count(scheduler), 3);
    scheduler_signal(scheduler, &event);
    person_run_until_none_is_ready(scheduler);
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
    Scheduler *scheduler = person_scheduler(PEOPLE);
    Person slow = {WAIT_EVENT, .event = &event, .deadline_ns = SCHEDULER_FOREVER, .count = &count};
    Person quick = {WAIT_YIELD, .count = &count};
    TaskId others[] = {scheduler_spawn(scheduler, person_live, &quick),
                       scheduler_spawn(scheduler, person_live, &slow)};
    Person waiters[4];
    for (uint32_t i = 0; i < 4; i++) {
        uint64_t patience_ns = i < 2 ? NS_PER_US : AN_HOUR_NS;
        waiters[i] = (Person){.wait = i % 2 ? WAIT_GATHER : WAIT_JOIN,
                              .others = i % 2 ? others : others + 1,
                              .other_count = 2,
                              .deadline_ns = clock_now_ns() + patience_ns,
                              .count = &count};
        scheduler_spawn(scheduler, person_live, &waiters[i]);
    }
    while (count < 3) {
        person_run_until_none_is_ready(scheduler);
    }
    assert_int_equal(waiters[0].end, WAIT_TIMED_OUT);
    assert_int_equal(waiters[1].end, WAIT_TIMED_OUT);
    assert_int_equal(scheduler_live_count(scheduler), 3);
    scheduler_signal(scheduler, &event);
    person_run_until_none_is_ready(scheduler);
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
        family->children[i] = scheduler_spawn(scheduler, person_live, &family->people[i]);
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
    Scheduler *scheduler = person_scheduler(PEOPLE + 1);
    scheduler_spawn(scheduler, raise, &family);
    person_run_to_the_end(scheduler);
    assert_int_equal(family.ended_before_parent, PEOPLE);
    assert_true(family.result);
    assert_true(family.result_of_none); /* of nobody, and of those who have ended: at once */
    scheduler_destroy(scheduler);
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
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
