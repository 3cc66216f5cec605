/* A cooperative scheduler: many tasks, up to millions, take turns on the thread that calls
 * scheduler_run. For the coroutine backend, and for level scripts. The thread that first runs its
 * tasks is the only one that uses a scheduler.
 *
 * A task is a coroutine on a pooled stack. Ready ones run in the order in which they became ready;
 * those that wait, for a time, an event or another's end, cost nothing until it comes. Nothing is
 * allocated after scheduler_create.
 *
 * A task that overflows its stack ends the program with a sentence that names it: by SIGSEGV at
 * once, where a page below the stack faults (see scheduler_describe_fault); else at its next yield,
 * wait or end, before anybody else runs. Only one that has come up again when it yields, while 512
 * others or more are ready, may be seen later: at its next wait or end, or when 64 turns have been
 * taken for each task of the most that there have been (and scheduler_turns is over). What it
 * spoilt may have made another one fault by then; scheduler_describe_fault still names the right
 * one. Frames that leap over that page, or over the 8 bytes that are looked at otherwise, and are
 * left before the next yield, are not noticed. */
#pragma once

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    SCHEDULER_STACK_SIZE =
        64 * 1024,                  /* the ordinary: addresses; only what is touched takes memory */
    SCHEDULER_STACK_MIN = 4 * 1024, /* for a crowd: no printf, no signal handler on such a stack */
    SCHEDULER_TASKS_MAX = 1 << 21,
};

/* For whoever waits without a time, or runs until nobody is ready. */
#define SCHEDULER_FOREVER UINT64_MAX

typedef struct Scheduler Scheduler;

/* Names a task for as long as one likes: a task that has ended is simply no longer found. All zeros
 * name nobody. */
typedef struct TaskId {
    uint32_t index;
    uint32_t generation;
} TaskId;

typedef void TaskFunction(Scheduler *scheduler, void *argument);

/* Something that tasks of one scheduler wait for, like a condition variable: a signal wakes those
 * who wait, and is not kept for those who come later. All zeros is a new one. It must stay where it
 * is while somebody waits; the fields are the scheduler's. */
typedef struct SchedulerEvent {
    uint32_t first; /* the task's index + 1; 0: nobody waits */
    uint32_t last;
} SchedulerEvent;

/* How a wait ended. */
typedef enum WaitEnd {
    WAIT_OVER,      /* what was waited for is there */
    WAIT_TIMED_OUT, /* it is not, and the time has come */
    WAIT_CANCELLED, /* return soon */
} WaitEnd;

/* Room for `tasks` live tasks (1 to SCHEDULER_TASKS_MAX) on stacks of `stack_size` bytes
 * (SCHEDULER_STACK_MIN or more), about 128 of which are the scheduler's own. From 16 KiB on each
 * stack has a page below it that faults on overflow, and takes at least a page of memory once used;
 * smaller ones are packed, in huge pages, and have a mark below that is looked at. NULL, with a
 * sentence: no memory. */
Scheduler *scheduler_create(uint32_t tasks, size_t stack_size, Error *error);

/* Cancels what lives and lets it run to its end. Takes NULL. Not from within a task. */
void scheduler_destroy(Scheduler *scheduler);

bool scheduler_is_full(const Scheduler *scheduler);
uint32_t scheduler_live_count(const Scheduler *scheduler);
static inline uint32_t scheduler_ready_count(const Scheduler *scheduler);

/* Adds a task behind those that are ready. The scheduler must not be full. */
TaskId scheduler_spawn(Scheduler *scheduler, TaskFunction *function, void *argument);

/* The same with a name for messages: a literal, or what outlives the task; NULL: none. */
TaskId scheduler_spawn_named(Scheduler *scheduler, const char *name, TaskFunction *function,
                             void *argument);

bool scheduler_is_live(const Scheduler *scheduler, TaskId task);

/* Resumes the next ready task, sleepers whose time has come among them; false: none is ready. While
 * others are ready, the clock is looked at for sleepers every few microseconds of turns only. */
bool scheduler_turn(Scheduler *scheduler);

/* The same, at most so many; returns how many. */
uint32_t scheduler_turns(Scheduler *scheduler, uint32_t most);

/* Takes turns until nobody is ready, or until that time on clock_now_ns()'s clock; at least one if
 * somebody is ready, so that work ends some day. Returns how many. The clock is looked at every few
 * microseconds, and at every turn where turns are longer than that; where long ones follow short
 * ones, it may be CLOCK_BATCH_MAX of them before it is seen. For a crowd this is much faster than
 * scheduler_turn. */
uint64_t scheduler_run(Scheduler *scheduler, uint64_t deadline_ns);

/* When the first sleeper wakes, on clock_now_ns()'s clock; UINT64_MAX: nobody sleeps. */
uint64_t scheduler_next_wake_ns(const Scheduler *scheduler);

/* Whether anybody waits for a file. */
bool scheduler_awaits_files(const Scheduler *scheduler);

/* Sleeps until that time on clock_now_ns()'s clock, or until a file is there that somebody waits
 * for, who is ready then. For when nobody is. */
void scheduler_rest(Scheduler *scheduler, uint64_t until_ns);

/* Wakes all who wait for the event, in the order in which they came. From a task or from outside,
 * on the scheduler's thread. */
void scheduler_signal(Scheduler *scheduler, SchedulerEvent *event);

/* From now on every wait of this task returns at once, cancelled, the one it is in among them, so
 * that it cleans up and ends. Of a task that has ended: nothing. */
void scheduler_cancel(Scheduler *scheduler, TaskId task);

/* The same for all tasks, until none lives; then the scheduler is as new. scheduler_run runs them
 * to their ends. */
void scheduler_cancel_all(Scheduler *scheduler);

/* If that address is in the page below a task's stack, or if a task is found to have overflowed a
 * stack without such a page, whatever the address: the sentence that names it, into text[size].
 * False: neither. May be called in a handler of SIGSEGV, which needs a stack of its own
 * (sigaltstack, SA_ONSTACK). */
bool scheduler_describe_fault(const Scheduler *scheduler, const void *address, char *text,
                              size_t size);

/* ---- Within a task, on its own stack. False: cancelled, return soon. ------------------------ */

/* Lets all others that are ready go first. */
static inline bool scheduler_yield(Scheduler *scheduler);

/* Not before that time, on clock_now_ns()'s clock. */
bool scheduler_sleep_until(Scheduler *scheduler, uint64_t wake_ns);

/* Until the next signal. */
bool scheduler_wait(Scheduler *scheduler, SchedulerEvent *event);

/* Until that task has ended; at once if it has already. A task cannot join itself. */
bool scheduler_join(Scheduler *scheduler, TaskId task);

/* Until all of them have ended. */
bool scheduler_gather(Scheduler *scheduler, const TaskId *tasks, uint32_t count);

/* Until the file has something to read, or no more ever; WAIT_TIMED_OUT: not by that time. While
 * others are ready, files are looked at when the clock is. */
WaitEnd scheduler_await(Scheduler *scheduler, int fd, uint64_t deadline_ns);

/* The three before, but no longer than until that time on clock_now_ns()'s clock. */
WaitEnd scheduler_wait_until(Scheduler *scheduler, SchedulerEvent *event, uint64_t deadline_ns);
WaitEnd scheduler_join_until(Scheduler *scheduler, TaskId task, uint64_t deadline_ns);
WaitEnd scheduler_gather_until(Scheduler *scheduler, const TaskId *tasks, uint32_t count,
                               uint64_t deadline_ns);

#include "backend/scheduler_state.h"
