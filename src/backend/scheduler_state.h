/* The inside of a scheduler, for its own files: who takes turns (scheduler.c), who waits
 * (scheduler_wait.c), and for how long (scheduler_timers.c). Others see it only because a yield is
 * inlined where it is called; scheduler.h includes it. */
#pragma once

#include "backend/clock_batch.h"
#include "backend/coroutine.h"
#include "backend/stack_slab.h"

#include <stdalign.h>
#include <string.h>

#define NOT_A_TIMER UINT32_MAX

/* What becomes of the running task when it leaves. */
typedef enum AfterTurn { TASK_READY, TASK_WAITS, TASK_ENDED } AfterTurn;

/* Lies at the top of its stack, so that it comes into the cache together with the frames below.
 * From one turn to the next only the second line is touched. */
typedef struct Task {
    alignas(STACK_SLAB_LINE) Scheduler *scheduler;
    TaskFunction *function;
    const char *name;
    SchedulerEvent *awaited; /* in whose list it stands; NULL: in none */
    SchedulerEvent ended;    /* signalled at its end */
    uint32_t next, previous; /* in that list: index + 1; 0: the list's end */
    uint32_t generation;     /* counts the tasks that have lived here */

    alignas(STACK_SLAB_LINE) Coroutine coroutine;
    AfterTurn after_turn;
    uint32_t index;
    bool live;
    bool joined; /* somebody has waited for its end */
    bool cancelled;
    bool timed_out; /* the last wait */
    uint64_t mark;  /* of the stack above: see stack_slab.h */
} Task;

/* A sleeper, or one who waits with a time-out. */
typedef struct Timer {
    uint64_t wake_ns;
    uint32_t task;
} Timer;

struct Scheduler {
    Task *running;                     /* NULL: none */
    Coroutine any;                     /* stands for the running task's, where a name is enough */
    Task **ready;                      /* a ring */
    uint32_t ready_mask;               /* its length, a power of two, less one */
    uint32_t ready_first, ready_after; /* count up for ever; the place is `& ready_mask` */
    uint32_t turns;                    /* since the last look at the clock */
    ClockBatch batch;                  /* how many there may be */
    uint64_t looked_ns;

    StackSlab stacks;
    size_t mark_distance; /* from the end of a task down to the mark that its stack must spare */
    uint32_t capacity;
    uint32_t used; /* places that have ever had a task: nothing above them has been touched */
    uint32_t live;
    uint32_t free_count;
    uint32_t *free; /* [capacity], places; the one that ended last is warm in the cache */
    bool cancelled; /* all, until none lives */

    uint32_t timer_count;
    Timer *timers;    /* [capacity], a heap of four children each */
    uint32_t *places; /* [capacity], by task: where in the heap; NOT_A_TIMER: nowhere */
};

static inline Task *scheduler_task(const Scheduler *scheduler, uint32_t index)
{
    return (Task *)(void *)(stack_slab_top(&scheduler->stacks, index) - sizeof(Task));
}

/* Puts it behind those that are ready. */
static inline void scheduler_make_ready(Scheduler *scheduler, Task *task)
{
    scheduler->ready[scheduler->ready_after++ & scheduler->ready_mask] = task;
}

/* Inlined where it is called: see coroutine.h. */
static SWITCH_INLINE bool scheduler_yield(Scheduler *scheduler)
{
    Task *self = scheduler->running;
    assert(self && "only a task can yield");
    if (self->cancelled) {
        return false;
    }
    coroutine_leave(&self->coroutine);
    return !self->cancelled;
}

/* Ends a task's wait before its time, or because of it; in whatever lists it stands. */
void scheduler_wake(Scheduler *scheduler, Task *task);

/* ---- Timers ---- */

void scheduler_add_timer(Scheduler *scheduler, const Task *task, uint64_t wake_ns);
void scheduler_remove_timer(Scheduler *scheduler, const Task *task); /* if it has one */
