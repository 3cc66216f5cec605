/* A cooperative scheduler: many tasks take turns on the thread that calls scheduler_turn. For the
 * coroutine backend, and later for level scripts. One thread uses a scheduler at a time.
 *
 * A task is a coroutine on a pooled stack. Ready ones run in the order in which they became ready;
 * sleepers wait in a heap by time and cost nothing there; a joiner waits on the task it joins.
 * Nothing is allocated after scheduler_create. */
#pragma once

#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    SCHEDULER_STACK_SIZE = 64 * 1024, /* address space; only what is touched takes memory */
    SCHEDULER_TASKS_MAX = 1 << 16,
};

typedef struct Scheduler Scheduler;

/* Names a task for as long as one likes: a task that has ended is simply no longer found. */
typedef struct TaskId {
    uint32_t index;
    uint32_t generation;
} TaskId;

typedef void TaskFunction(Scheduler *scheduler, void *argument);

/* Room for `tasks` live tasks (1 to SCHEDULER_TASKS_MAX). NULL, with a sentence: no memory. */
Scheduler *scheduler_create(uint32_t tasks, Error *error);

/* Cancels what lives and lets it run to its end. Takes NULL. Not from within a task. */
void scheduler_destroy(Scheduler *scheduler);

bool scheduler_is_full(const Scheduler *scheduler);
uint32_t scheduler_live_count(const Scheduler *scheduler);
uint32_t scheduler_ready_count(const Scheduler *scheduler);

/* Adds a task behind those that are ready. The scheduler must not be full. */
TaskId scheduler_spawn(Scheduler *scheduler, TaskFunction *function, void *argument);

bool scheduler_is_live(const Scheduler *scheduler, TaskId task);

/* Resumes the next ready task, sleepers whose time has come among them; false: none is ready. */
bool scheduler_turn(Scheduler *scheduler);

/* When the first sleeper wakes, on clock_now_ns()'s clock; UINT64_MAX: nobody sleeps. */
uint64_t scheduler_next_wake_ns(const Scheduler *scheduler);

/* From now on every wait in every task returns false at once, until none lives; then the scheduler
 * is as new. Tasks are expected to return soon; scheduler_turn runs them to their ends. */
void scheduler_cancel_all(Scheduler *scheduler);

/* ---- Within a task. False: cancelled, return soon. ------------------------------------------ */

/* Lets all others that are ready go first. */
bool scheduler_yield(Scheduler *scheduler);

/* Not before that time, on clock_now_ns()'s clock. */
bool scheduler_sleep_until(Scheduler *scheduler, uint64_t wake_ns);

/* Until that task has ended; at once if it has already. A task cannot join itself. */
bool scheduler_join(Scheduler *scheduler, TaskId task);
