#include "backend/scheduler.h"

#include "backend/coroutine.h"
#include "backend/stack_slab.h"
#include "base/clock.h"

#include <assert.h>
#include <stdlib.h>

#define NO_TASK UINT32_MAX

typedef struct Task {
    Coroutine coroutine;
    Scheduler *scheduler;
    TaskFunction *function;
    void *argument;
    uint64_t wake_ns;
    uint32_t generation;
    uint32_t next;    /* in the one list that it is in: free, ready, or joiners of a task */
    uint32_t joiners; /* first of those that wait for this one's end */
    bool live;
} Task;

struct Scheduler {
    uint32_t capacity;
    uint32_t live;
    uint32_t free; /* a stack of indices: the task that ended last is warm in the cache */
    uint32_t ready_first, ready_last, ready_count;
    uint32_t running;
    uint32_t sleepers;
    bool cancelled;
    StackSlab stacks;
    uint32_t *heap; /* [capacity], task indices, the earliest first */
    Task tasks[];
};

/* ---- The heap of sleepers ------------------------------------------------------------------- */

static bool wakes_before(const Scheduler *scheduler, uint32_t a, uint32_t b)
{
    return scheduler->tasks[scheduler->heap[a]].wake_ns <
           scheduler->tasks[scheduler->heap[b]].wake_ns;
}

static void heap_swap(Scheduler *scheduler, uint32_t a, uint32_t b)
{
    uint32_t task = scheduler->heap[a];
    scheduler->heap[a] = scheduler->heap[b];
    scheduler->heap[b] = task;
}

static void heap_rise(Scheduler *scheduler, uint32_t place)
{
    while (place > 0 && wakes_before(scheduler, place, (place - 1) / 2)) {
        heap_swap(scheduler, place, (place - 1) / 2);
        place = (place - 1) / 2;
    }
}

static void heap_sink(Scheduler *scheduler, uint32_t place)
{
    for (;;) {
        uint32_t least = place;
        for (uint32_t child = 2 * place + 1; child <= 2 * place + 2; child++) {
            if (child < scheduler->sleepers && wakes_before(scheduler, child, least)) {
                least = child;
            }
        }
        if (least == place) {
            return;
        }
        heap_swap(scheduler, place, least);
        place = least;
    }
}

static void heap_add(Scheduler *scheduler, uint32_t index)
{
    uint32_t place = scheduler->sleepers++;
    scheduler->heap[place] = index;
    heap_rise(scheduler, place);
}

static uint32_t heap_take_first(Scheduler *scheduler)
{
    uint32_t index = scheduler->heap[0];
    heap_swap(scheduler, 0, scheduler->sleepers - 1);
    scheduler->sleepers--;
    heap_sink(scheduler, 0);
    return index;
}

/* ---- The ready list ------------------------------------------------------------------------- */

static void make_ready(Scheduler *scheduler, uint32_t index)
{
    scheduler->tasks[index].next = NO_TASK;
    if (scheduler->ready_count++ == 0) {
        scheduler->ready_first = index;
    } else {
        scheduler->tasks[scheduler->ready_last].next = index;
    }
    scheduler->ready_last = index;
}

static uint32_t take_ready(Scheduler *scheduler)
{
    uint32_t index = scheduler->ready_first;
    scheduler->ready_first = scheduler->tasks[index].next;
    scheduler->ready_count--;
    return index;
}

static void wake_joiners(Scheduler *scheduler, Task *task)
{
    while (task->joiners != NO_TASK) {
        uint32_t joiner = task->joiners;
        task->joiners = scheduler->tasks[joiner].next;
        make_ready(scheduler, joiner);
    }
}

/* ---- Life ----------------------------------------------------------------------------------- */

static void run_task(Coroutine *self, void *argument)
{
    (void)self;
    Task *task = argument;
    task->function(task->scheduler, task->argument);
}

Scheduler *scheduler_create(uint32_t tasks, Error *error)
{
    assert(tasks >= 1 && tasks <= SCHEDULER_TASKS_MAX);
    Scheduler *scheduler = calloc(1, sizeof *scheduler + tasks * sizeof(Task));
    uint32_t *heap = calloc(tasks, sizeof *heap);
    if (!scheduler || !heap) {
        free(scheduler);
        free(heap);
        error_set(error, "no memory for %u tasks", tasks);
        return NULL;
    }
    if (!stack_slab_open(&scheduler->stacks, tasks, SCHEDULER_STACK_SIZE, error)) {
        free(scheduler);
        free(heap);
        return NULL;
    }
    scheduler->capacity = tasks;
    scheduler->heap = heap;
    scheduler->running = NO_TASK;
    for (uint32_t i = 0; i < tasks; i++) {
        scheduler->tasks[i].next = i + 1 < tasks ? i + 1 : NO_TASK;
    }
    return scheduler;
}

void scheduler_destroy(Scheduler *scheduler)
{
    if (!scheduler) {
        return;
    }
    scheduler_cancel_all(scheduler);
    while (scheduler_turn(scheduler)) {
    }
    assert(scheduler->live == 0);
    stack_slab_close(&scheduler->stacks);
    free(scheduler->heap);
    free(scheduler);
}

bool scheduler_is_full(const Scheduler *scheduler)
{
    return scheduler->live == scheduler->capacity;
}

uint32_t scheduler_live_count(const Scheduler *scheduler)
{
    return scheduler->live;
}

uint32_t scheduler_ready_count(const Scheduler *scheduler)
{
    return scheduler->ready_count;
}

TaskId scheduler_spawn(Scheduler *scheduler, TaskFunction *function, void *argument)
{
    assert(!scheduler_is_full(scheduler));
    uint32_t index = scheduler->free;
    Task *task = &scheduler->tasks[index];
    scheduler->free = task->next;
    scheduler->live++;
    task->scheduler = scheduler;
    task->function = function;
    task->argument = argument;
    task->live = true;
    task->joiners = NO_TASK;
    coroutine_create(&task->coroutine, run_task, task, stack_slab_stack(&scheduler->stacks, index),
                     SCHEDULER_STACK_SIZE);
    make_ready(scheduler, index);
    return (TaskId){.index = index, .generation = task->generation};
}

bool scheduler_is_live(const Scheduler *scheduler, TaskId task)
{
    assert(task.index < scheduler->capacity);
    const Task *found = &scheduler->tasks[task.index];
    return found->live && found->generation == task.generation;
}

static void retire(Scheduler *scheduler, uint32_t index)
{
    Task *task = &scheduler->tasks[index];
    coroutine_destroy(&task->coroutine);
    wake_joiners(scheduler, task);
    task->live = false;
    task->generation++;
    task->next = scheduler->free;
    scheduler->free = index;
    scheduler->live--;
    if (scheduler->live == 0) {
        scheduler->cancelled = false;
    }
}

static void wake_due(Scheduler *scheduler)
{
    if (scheduler->sleepers == 0) {
        return;
    }
    uint64_t now_ns = clock_now_ns();
    while (scheduler->sleepers > 0 && scheduler_next_wake_ns(scheduler) <= now_ns) {
        make_ready(scheduler, heap_take_first(scheduler));
    }
}

bool scheduler_turn(Scheduler *scheduler)
{
    assert(scheduler->running == NO_TASK);
    wake_due(scheduler);
    if (scheduler->ready_count == 0) {
        return false;
    }
    uint32_t index = take_ready(scheduler);
    Coroutine *coroutine = &scheduler->tasks[index].coroutine;
    scheduler->running = index;
    coroutine_resume(coroutine);
    scheduler->running = NO_TASK;
    if (coroutine_state(coroutine) == COROUTINE_DEAD) {
        retire(scheduler, index);
    }
    return true;
}

uint64_t scheduler_next_wake_ns(const Scheduler *scheduler)
{
    return scheduler->sleepers > 0 ? scheduler->tasks[scheduler->heap[0]].wake_ns : UINT64_MAX;
}

void scheduler_cancel_all(Scheduler *scheduler)
{
    if (scheduler->live == 0) {
        return;
    }
    scheduler->cancelled = true;
    while (scheduler->sleepers > 0) {
        make_ready(scheduler, heap_take_first(scheduler));
    }
    for (uint32_t i = 0; i < scheduler->capacity; i++) {
        if (scheduler->tasks[i].live) {
            wake_joiners(scheduler, &scheduler->tasks[i]);
        }
    }
}

/* ---- Within a task -------------------------------------------------------------------------- */

/* Leaves the running task, which has been put where it will be found again. */
static bool wait_in_place(Scheduler *scheduler)
{
    coroutine_yield(&scheduler->tasks[scheduler->running].coroutine);
    return !scheduler->cancelled;
}

bool scheduler_yield(Scheduler *scheduler)
{
    assert(scheduler->running != NO_TASK);
    if (scheduler->cancelled) {
        return false;
    }
    make_ready(scheduler, scheduler->running);
    return wait_in_place(scheduler);
}

bool scheduler_sleep_until(Scheduler *scheduler, uint64_t wake_ns)
{
    assert(scheduler->running != NO_TASK);
    if (scheduler->cancelled) {
        return false;
    }
    scheduler->tasks[scheduler->running].wake_ns = wake_ns;
    heap_add(scheduler, scheduler->running);
    return wait_in_place(scheduler);
}

bool scheduler_join(Scheduler *scheduler, TaskId task)
{
    assert(scheduler->running != NO_TASK);
    if (scheduler->cancelled) {
        return false;
    }
    if (!scheduler_is_live(scheduler, task)) {
        return true;
    }
    assert(scheduler->running != task.index); /* after that: its index may have been another's */
    Task *joined = &scheduler->tasks[task.index];
    Task *self = &scheduler->tasks[scheduler->running];
    self->next = joined->joiners;
    joined->joiners = scheduler->running;
    return wait_in_place(scheduler);
}
