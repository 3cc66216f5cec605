/* The inside of a scheduler, for its own files: who takes turns (scheduler.c), who waits
 * (scheduler_wait.c), and for how long (scheduler_timers.c). Others see it only because a yield is
 * inlined where it is called; scheduler.h includes it. */
#pragma once

#include "backend/clock_batch.h"
#include "backend/coroutine.h"
#include "backend/stack_slab.h"

#include <poll.h>
#include <stdalign.h>
#include <string.h>

#define NOT_A_TIMER UINT32_MAX

/* How many turns before a task's own its lines are fetched: first its header, which says where its
 * stack stands, later the lowest line of that. No second line of the stack, which most that yield
 * in a loop do not need, nor what its argument points to, which is often one for all: what is
 * fetched in vain takes the memory's time, and a fetch takes a tenth of a turn. A last cache takes
 * some 100 ns; a turn 3, or 9 where that is what it waits for. A crowd smaller than FETCH_FROM is
 * in the first cache, or nearly so. */
enum { FETCH_HEADER = 16, FETCH_STACK = 8, FETCH_FROM = 512 };

/* What a mark holds: no pointer, no small number, no text; and short as an operand. */
#define SCHEDULER_MARK UINT64_C(0xFFFFFFFFA5C35A3C)

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
    Task **ready;                      /* a ring */
    uint32_t ready_mask;               /* its length, a power of two, less one */
    uint32_t ready_first, ready_after; /* count up for ever; the place is `& ready_mask` */
    uint32_t stop_at;                  /* no more turns when ready_first is here */
    uint32_t turns;                    /* since the last look at the clock */
    ClockBatch batch;                  /* how many there may be */
    uint64_t looked_ns;
    Coroutine any; /* stands for the running task's, where a name is enough */

    StackSlab stacks;
    ptrdiff_t mark_offset; /* from a task to the mark that its stack must spare */
    uint32_t capacity;
    uint32_t used; /* places that have ever had a task: nothing above them has been touched */
    uint32_t live;
    uint32_t free_count;
    uint32_t *free; /* [capacity], places; the one that ended last is warm in the cache */
    bool cancelled; /* all, until none lives */

    uint32_t timer_count;
    Timer *timers;    /* [capacity], a heap of four children each */
    uint32_t *places; /* [capacity], by task: where in the heap; NOT_A_TIMER: nowhere */

    uint32_t file_count;
    struct pollfd *files; /* [capacity] that tasks wait for */
    uint32_t *readers;    /* [capacity], by file: the task */
};

static inline Task *scheduler_task(const Scheduler *scheduler, uint32_t index)
{
    return (Task *)(void *)(stack_slab_top(&scheduler->stacks, index) - sizeof(Task));
}

static inline Task *scheduler_task_of(Coroutine *coroutine)
{
    return (Task *)(void *)((char *)coroutine - offsetof(Task, coroutine));
}

/* Puts it behind those that are ready. */
static inline void scheduler_make_ready(Scheduler *scheduler, Task *task)
{
    scheduler->ready[scheduler->ready_after++ & scheduler->ready_mask] = task;
}

/* Takes the next one out of the ring, which must not be empty. */
static SWITCH_INLINE Task *scheduler_take_next(Scheduler *scheduler)
{
    Task *task = scheduler->ready[scheduler->ready_first++ & scheduler->ready_mask];
    scheduler->running = task;
    return task;
}

static inline const Coroutine *scheduler_coming(const Scheduler *scheduler, uint32_t turns)
{
    uint32_t place = (scheduler->ready_first + turns) & scheduler->ready_mask;
    return &scheduler->ready[place]->coroutine;
}

/* Always inlined: gcc drops calls of a function that does nothing but fetch. */
static SWITCH_INLINE void scheduler_fetch_ahead(const Scheduler *scheduler)
{
    if (scheduler->ready_after - scheduler->ready_first < FETCH_FROM) {
        return;
    }
    __builtin_prefetch(scheduler_coming(scheduler, FETCH_HEADER));
#ifndef COROUTINE_UCONTEXT
    __builtin_prefetch(scheduler_coming(scheduler, FETCH_STACK)->own.stack_pointer);
#endif
}

void scheduler_die_of_overflow(const Scheduler *scheduler, const Task *task)
    __attribute__((cold, noreturn));

/* Of a guarded stack the mark is its own, which nothing changes. */
static inline uint64_t *scheduler_mark(const Scheduler *scheduler, Task *task)
{
    return (uint64_t *)(void *)((char *)task + scheduler->mark_offset);
}

/* Looks at the mark below its stack, and at how deep it stands: a frame may have leapt over the
 * mark. */
static SWITCH_INLINE void scheduler_check_stack(const Scheduler *scheduler, Task *task,
                                                const void *stack_pointer)
{
    size_t depth = (size_t)((const char *)task - (const char *)stack_pointer);
    if (*scheduler_mark(scheduler, task) != SCHEDULER_MARK || depth > scheduler->stacks.stride) {
        scheduler_die_of_overflow(scheduler, task);
    }
}

/* Whose tasks run on this thread; NULL: nobody's. Whoever yields knows its scheduler, but would
 * have to wait for its stack's memory to know it. */
extern _Thread_local Scheduler *scheduler_here __attribute__((visibility("hidden")));

/* Inlined where it is called: see coroutine.h. Goes from one task straight to the next, except
 * where the scheduler has to look up. */
static SWITCH_INLINE bool scheduler_yield(Scheduler *scheduler)
{
    Scheduler *here = scheduler_here; /* the same, but sooner known */
    assert(here && "only a task can yield");
    (void)scheduler;
    Task *self = here->running;
    if (self->cancelled) {
        return false;
    }
    if (!COROUTINE_TRANSFERS || here->ready_first == here->stop_at) {
        coroutine_leave(&self->coroutine);
    } else {
        scheduler_check_stack(here, self, context_stack_pointer());
        scheduler_make_ready(here, self);
        scheduler_fetch_ahead(here);
        Task *next = scheduler_take_next(here);
        self = scheduler_task_of(coroutine_transfer(&self->coroutine, &next->coroutine));
    }
    return !self->cancelled;
}

/* Ends a task's wait before its time, or because of it; in whatever lists it stands. */
void scheduler_wake(Scheduler *scheduler, Task *task);

/* Makes those ready for whose files there is something, waiting for it so long at most; UINT64_MAX:
 * for ever. */
void scheduler_poll_files(Scheduler *scheduler, uint64_t most_ns);

/* ---- Timers ---- */

void scheduler_add_timer(Scheduler *scheduler, const Task *task, uint64_t wake_ns);
void scheduler_remove_timer(Scheduler *scheduler, const Task *task); /* if it has one */
