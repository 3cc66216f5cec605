#include "backend/scheduler.h"

#include <assert.h>

/* ---- Lists of those who wait for an event. In them 0 is nobody, so that zeros are an empty one.
 */

static void stand_in_line(Scheduler *scheduler, SchedulerEvent *event, Task *task)
{
    task->awaited = event;
    task->next = 0;
    task->previous = event->last;
    if (event->last) {
        scheduler_task(scheduler, event->last - 1)->next = task->index + 1;
    } else {
        event->first = task->index + 1;
    }
    event->last = task->index + 1;
}

static void leave_line(Scheduler *scheduler, Task *task)
{
    SchedulerEvent *event = task->awaited;
    if (!event) {
        return;
    }
    task->awaited = NULL;
    if (task->previous) {
        scheduler_task(scheduler, task->previous - 1)->next = task->next;
    } else {
        event->first = task->next;
    }
    if (task->next) {
        scheduler_task(scheduler, task->next - 1)->previous = task->previous;
    } else {
        event->last = task->previous;
    }
}

/* ---- Waking --------------------------------------------------------------------------------- */

void scheduler_wake(Scheduler *scheduler, Task *task)
{
    leave_line(scheduler, task);
    scheduler_remove_timer(scheduler, task);
    task->after_turn = TASK_READY;
    scheduler_make_ready(scheduler, task);
}

void scheduler_signal(Scheduler *scheduler, SchedulerEvent *event)
{
    while (event->first) {
        scheduler_wake(scheduler, scheduler_task(scheduler, event->first - 1));
    }
}

static void cancel(Scheduler *scheduler, Task *task)
{
    scheduler->cancelled_count += !task->cancelled;
    task->cancelled = true;
    if (task->after_turn == TASK_WAITS) {
        scheduler_wake(scheduler, task);
    }
}

void scheduler_cancel(Scheduler *scheduler, TaskId task)
{
    if (scheduler_is_live(scheduler, task)) {
        cancel(scheduler, scheduler_task(scheduler, task.index));
    }
}

void scheduler_cancel_all(Scheduler *scheduler)
{
    scheduler->cancelled = scheduler->live > 0;
    for (uint32_t i = 0; i < scheduler->used && scheduler->cancelled; i++) {
        Task *task = scheduler_task(scheduler, i);
        if (task->live) {
            cancel(scheduler, task);
        }
    }
}

/* ---- Waiting -------------------------------------------------------------------------------- */

static Task *running_task(const Scheduler *scheduler)
{
    assert(scheduler->running && "only a task can wait");
    return scheduler->running;
}

/* For the event, for the time, or for what comes first. */
static WaitEnd wait_for(Scheduler *scheduler, SchedulerEvent *event, uint64_t deadline_ns)
{
    Task *self = running_task(scheduler);
    if (self->cancelled) {
        return WAIT_CANCELLED;
    }
    self->timed_out = false;
    if (event) {
        stand_in_line(scheduler, event, self);
    }
    if (deadline_ns != SCHEDULER_FOREVER) {
        scheduler_add_timer(scheduler, self, deadline_ns);
    }
    self->after_turn = TASK_WAITS;
    coroutine_leave(&self->coroutine);
    if (self->cancelled) {
        return WAIT_CANCELLED;
    }
    return self->timed_out ? WAIT_TIMED_OUT : WAIT_OVER;
}

bool scheduler_sleep_until(Scheduler *scheduler, uint64_t wake_ns)
{
    return wait_for(scheduler, NULL, wake_ns) != WAIT_CANCELLED;
}

WaitEnd scheduler_wait_until(Scheduler *scheduler, SchedulerEvent *event, uint64_t deadline_ns)
{
    return wait_for(scheduler, event, deadline_ns);
}

/* A reader leaves the files itself, whatever woke it. */
WaitEnd scheduler_await(Scheduler *scheduler, int fd, uint64_t deadline_ns)
{
    uint32_t self = running_task(scheduler)->index;
    scheduler->files[scheduler->file_count] = (struct pollfd){.fd = fd, .events = POLLIN};
    scheduler->readers[scheduler->file_count++] = self;
    WaitEnd end = wait_for(scheduler, NULL, deadline_ns);
    uint32_t place = 0;
    while (scheduler->readers[place] != self) {
        place++;
    }
    uint32_t last = --scheduler->file_count;
    scheduler->files[place] = scheduler->files[last];
    scheduler->readers[place] = scheduler->readers[last];
    return end;
}

bool scheduler_wait(Scheduler *scheduler, SchedulerEvent *event)
{
    return wait_for(scheduler, event, SCHEDULER_FOREVER) == WAIT_OVER;
}

WaitEnd scheduler_join_until(Scheduler *scheduler, TaskId task, uint64_t deadline_ns)
{
    if (running_task(scheduler)->cancelled) {
        return WAIT_CANCELLED;
    }
    if (!scheduler_is_live(scheduler, task)) {
        return WAIT_OVER;
    }
    Task *joined = scheduler_task(scheduler, task.index);
    assert(joined != scheduler->running && "a task that joins itself waits for ever");
    joined->joined = true;
    return wait_for(scheduler, &joined->ended, deadline_ns);
}

bool scheduler_join(Scheduler *scheduler, TaskId task)
{
    return scheduler_join_until(scheduler, task, SCHEDULER_FOREVER) == WAIT_OVER;
}

/* One after the other: most of them have ended while the first was waited for. */
WaitEnd scheduler_gather_until(Scheduler *scheduler, const TaskId *tasks, uint32_t count,
                               uint64_t deadline_ns)
{
    for (uint32_t i = 0; i < count; i++) {
        WaitEnd end = scheduler_join_until(scheduler, tasks[i], deadline_ns);
        if (end != WAIT_OVER) {
            return end;
        }
    }
    return running_task(scheduler)->cancelled ? WAIT_CANCELLED : WAIT_OVER;
}

bool scheduler_gather(Scheduler *scheduler, const TaskId *tasks, uint32_t count)
{
    return scheduler_gather_until(scheduler, tasks, count, SCHEDULER_FOREVER) == WAIT_OVER;
}
