#include "backend/scheduler.h"

/* A heap with four children a node: half as deep as one with two, and the four lie side by side.
 * The times are in it, so that finding the order touches no task. */
enum { CHILDREN = 4 };

static void put(Scheduler *scheduler, uint32_t place, Timer timer)
{
    scheduler->timers[place] = timer;
    scheduler->places[timer.task] = place;
}

/* Finds the place for a timer, at or above an empty one. */
static void rise(Scheduler *scheduler, uint32_t place, Timer timer)
{
    while (place > 0) {
        uint32_t parent = (place - 1) / CHILDREN;
        if (scheduler->timers[parent].wake_ns <= timer.wake_ns) {
            break;
        }
        put(scheduler, place, scheduler->timers[parent]);
        place = parent;
    }
    put(scheduler, place, timer);
}

static uint32_t earliest_child(const Scheduler *scheduler, uint32_t place)
{
    uint32_t first = place * CHILDREN + 1;
    uint32_t earliest = first;
    for (uint32_t i = first + 1; i < first + CHILDREN && i < scheduler->timer_count; i++) {
        if (scheduler->timers[i].wake_ns < scheduler->timers[earliest].wake_ns) {
            earliest = i;
        }
    }
    return earliest;
}

/* At or below an empty one. */
static void sink(Scheduler *scheduler, uint32_t place, Timer timer)
{
    while (place * CHILDREN + 1 < scheduler->timer_count) {
        uint32_t child = earliest_child(scheduler, place);
        if (timer.wake_ns <= scheduler->timers[child].wake_ns) {
            break;
        }
        put(scheduler, place, scheduler->timers[child]);
        place = child;
    }
    put(scheduler, place, timer);
}

void scheduler_add_timer(Scheduler *scheduler, const Task *task, uint64_t wake_ns)
{
    rise(scheduler, scheduler->timer_count++, (Timer){.wake_ns = wake_ns, .task = task->index});
}

void scheduler_remove_timer(Scheduler *scheduler, const Task *task)
{
    uint32_t place = scheduler->places[task->index];
    if (place == NOT_A_TIMER) {
        return;
    }
    scheduler->places[task->index] = NOT_A_TIMER;
    Timer last = scheduler->timers[--scheduler->timer_count];
    if (place == scheduler->timer_count) {
        return;
    }
    if (place > 0 && last.wake_ns < scheduler->timers[(place - 1) / CHILDREN].wake_ns) {
        rise(scheduler, place, last);
    } else {
        sink(scheduler, place, last);
    }
}

uint64_t scheduler_next_wake_ns(const Scheduler *scheduler)
{
    return scheduler->timer_count > 0 ? scheduler->timers[0].wake_ns : UINT64_MAX;
}
