/* A task that waits once for one of all the things that there are to wait for, and says how that
 * ended; for tests of the scheduler's waits. A fault in here fails the running test; main thread
 * only. */
#pragma once

#include "backend/scheduler.h"
#include "base/clock.h"

#define AN_HOUR_NS (3600 * (uint64_t)NS_PER_S)

typedef enum Wait { WAIT_YIELD, WAIT_SLEEP, WAIT_EVENT, WAIT_JOIN, WAIT_GATHER, WAITS } Wait;

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

/* A TaskFunction; its argument is a Person. */
void person_live(Scheduler *scheduler, void *argument);

/* With room for so many, on ordinary stacks. */
Scheduler *person_scheduler(uint32_t tasks);

/* Returns the turns that were taken. */
uint64_t person_run_until_none_is_ready(Scheduler *scheduler);

/* Sleeps while all do. */
void person_run_to_the_end(Scheduler *scheduler);
