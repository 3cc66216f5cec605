/* The inside of a scheduler, for its own files: who takes turns (scheduler.c), who waits
 * (scheduler_wait.c), and for how long (scheduler_timers.c). Others see it only because a yield is
 * inlined where it is called; scheduler.h includes it. */
#pragma once

#include "backend/clock_batch.h"
#include "backend/coroutine_place.h"
#include "backend/stack_slab.h"

#include <poll.h>
#include <stdalign.h>
#include <string.h>

#define NOT_A_TIMER UINT32_MAX

/* From so many ready tasks on they do not all fit into the first cache, and what a turn costs is
 * the lines that it touches. */
enum { SCHEDULER_CROWD = 512 };

/* How many turns before a crowded task's own the line is fetched in which its stack stands: a last
 * cache takes some 100 ns, memory more, and a turn from 5 to 20 where that is what it waits for. No
 * second line, which most that yield in a loop do not need, nor what its argument points to, which
 * is often one for all: what is fetched in vain takes the memory's time. */
enum { FETCH_AHEAD = 20 };

/* What a mark holds: no pointer, no small number, no text; and short as an operand. */
#define SCHEDULER_MARK UINT64_C(0xFFFFFFFFA5C35A3C)

/* What becomes of the running task when it leaves. */
typedef enum AfterTurn { TASK_READY, TASK_WAITS, TASK_ENDED } AfterTurn;

/* Lies at the top of its stack. Who yields in a crowd, and is not the last of a batch, touches
 * nothing of it: where it goes on is in the ring. */
typedef struct Task {
    alignas(STACK_SLAB_LINE) Scheduler *scheduler;
    TaskFunction *function;
    const char *name;
    SchedulerEvent *awaited; /* in whose list it stands; NULL: in none */
    SchedulerEvent ended;    /* signalled at its end */
    uint32_t next, previous; /* in that list: index + 1; 0: the list's end */
    uint32_t generation;     /* counts the tasks that have lived here */
    uint32_t index;

    alignas(STACK_SLAB_LINE) Coroutine coroutine;
    AfterTurn after_turn;
    bool live;
    bool joined; /* somebody has waited for its end */
    bool cancelled;
    bool timed_out; /* the last wait */
    uint64_t mark;  /* of the stack above: see stack_slab.h */
} Task;

/* A task's place in the ring: whole, so that a turn touches nothing else but the stack, and within
 * one line. */
typedef struct ReadyTask {
    alignas(STACK_SLAB_LINE / 2) CoroutinePlace place;
    Task *task;
} ReadyTask;

/* A sleeper, or one who waits with a time-out. */
typedef struct Timer {
    uint64_t wake_ns;
    uint32_t task;
} Timer;

struct Scheduler {
    Task *running;                     /* NULL: none */
    ReadyTask *ready;                  /* a ring, with room for all */
    uint32_t ready_mask;               /* its length, a power of two, less one: grows with `used` */
    uint32_t ready_first, ready_after; /* count up for ever; the place is `& ready_mask` */
    uint32_t stop_at;                  /* no more turns when ready_first is here */
    uint32_t cancelled_count;          /* live tasks that are cancelled: mostly none */
    uint32_t turns;                    /* since the last look at the clock */
    ClockBatch batch;                  /* how many there may be */
    uint64_t looked_ns;
    Coroutine any; /* stands for the running task's, where a name is enough */

    StackSlab stacks;
    ptrdiff_t mark_offset; /* from a task to the mark that its stack must spare */
    uint32_t capacity;
    uint32_t used;       /* places that have ever had a task: nothing above them has been touched */
    uint32_t marks_seen; /* of a round through them, in a crowd */
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

/* The place in the ring behind those that are ready. */
static inline ReadyTask *scheduler_last_place(Scheduler *scheduler)
{
    return &scheduler->ready[scheduler->ready_after++ & scheduler->ready_mask];
}

static inline void scheduler_make_ready(Scheduler *scheduler, Task *task)
{
    *scheduler_last_place(scheduler) =
        (ReadyTask){.place = coroutine_place(&task->coroutine), .task = task};
}

/* Takes the next one out of the ring, which must not be empty. */
static SWITCH_INLINE ReadyTask *scheduler_take_next(Scheduler *scheduler)
{
    ReadyTask *next = &scheduler->ready[scheduler->ready_first++ & scheduler->ready_mask];
    scheduler->running = next->task;
    return next;
}

static inline uint32_t scheduler_ready_count(const Scheduler *scheduler)
{
    return scheduler->ready_after - scheduler->ready_first;
}

static inline bool scheduler_is_crowded(const Scheduler *scheduler)
{
    return scheduler_ready_count(scheduler) >= SCHEDULER_CROWD;
}

/* In a crowd. Always inlined: gcc drops calls of a function that does nothing but fetch. */
static SWITCH_INLINE void scheduler_fetch_ahead(const Scheduler *scheduler)
{
    uint32_t coming = (scheduler->ready_first + FETCH_AHEAD) & scheduler->ready_mask;
    coroutine_fetch(&scheduler->ready[coming].place);
}

static inline bool scheduler_is_cancelled(const Scheduler *scheduler, const Task *task)
{
    return scheduler->cancelled_count > 0 && task->cancelled;
}

void scheduler_die_of_overflow(const Scheduler *scheduler, const Task *task)
    __attribute__((cold, noreturn));

/* Of a guarded stack the mark is its own, which nothing changes. */
static inline uint64_t *scheduler_mark(const Scheduler *scheduler, Task *task)
{
    return (uint64_t *)(void *)((char *)task + scheduler->mark_offset);
}

/* A frame may leap over the mark. Touches nothing of the task. */
static SWITCH_INLINE void scheduler_check_depth(const Scheduler *scheduler, const Task *task,
                                                const void *stack_pointer)
{
    size_t depth = (size_t)((const char *)task - (const char *)stack_pointer);
    if (depth > scheduler->stacks.stride) {
        scheduler_die_of_overflow(scheduler, task);
    }
}

/* Looks at the mark below its stack, which is a line far from all others: see look_at_marks. */
static SWITCH_INLINE void scheduler_check_mark(const Scheduler *scheduler, Task *task)
{
    if (*scheduler_mark(scheduler, task) != SCHEDULER_MARK) {
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
    if (scheduler_is_cancelled(here, self)) {
        return false;
    }
    if (!COROUTINE_TRANSFERS || here->ready_first == here->stop_at) {
        coroutine_leave(&self->coroutine);
    } else {
        scheduler_check_depth(here, self, context_stack_pointer());
        if (scheduler_is_crowded(here)) {
            scheduler_fetch_ahead(here);
        } else { /* its line is at hand */
            scheduler_check_mark(here, self);
        }
        ReadyTask *last = scheduler_last_place(here);
        last->task = self;
        coroutine_transfer(&last->place, &scheduler_take_next(here)->place);
    }
    here = scheduler_here; /* sooner known than what was kept on the stack */
    return !scheduler_is_cancelled(here, here->running);
}

/* Ends a task's wait before its time, or because of it; in whatever lists it stands. */
void scheduler_wake(Scheduler *scheduler, Task *task);

/* Makes those ready for whose files there is something, waiting for it so long at most; UINT64_MAX:
 * for ever. */
void scheduler_poll_files(Scheduler *scheduler, uint64_t most_ns);

/* ---- Timers ---- */

void scheduler_add_timer(Scheduler *scheduler, const Task *task, uint64_t wake_ns);
void scheduler_remove_timer(Scheduler *scheduler, const Task *task); /* if it has one */
