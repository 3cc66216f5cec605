#include "support/person.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

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

void person_live(Scheduler *scheduler, void *argument)
{
    Person *person = argument;
    person->end = wait_once(scheduler, person);
    if (person->end == WAIT_CANCELLED) {
        person->second_end = wait_once(scheduler, person);
    }
    person->order = ++*person->count;
}

Scheduler *person_scheduler(uint32_t tasks)
{
    Error error = {""};
    Scheduler *scheduler = scheduler_create(tasks, SCHEDULER_STACK_SIZE, &error);
    if (!scheduler) {
        fail_msg("%s", error.text);
    }
    return scheduler;
}

uint64_t person_run_until_none_is_ready(Scheduler *scheduler)
{
    return scheduler_run(scheduler, SCHEDULER_FOREVER);
}

void person_run_to_the_end(Scheduler *scheduler)
{
    while (scheduler_live_count(scheduler) > 0) {
        person_run_until_none_is_ready(scheduler);
        clock_sleep_ns(20 * NS_PER_US);
    }
}
