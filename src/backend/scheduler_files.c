#define _GNU_SOURCE /* ppoll */
#include "backend/scheduler.h"

#include "base/clock.h"

#include <time.h>

void scheduler_poll_files(Scheduler *scheduler, uint64_t most_ns)
{
    struct timespec most = {.tv_sec = (time_t)(most_ns / NS_PER_S),
                            .tv_nsec = (long)(most_ns % NS_PER_S)};
    int found = ppoll(scheduler->files, scheduler->file_count,
                      most_ns == SCHEDULER_FOREVER ? NULL : &most, NULL);
    for (uint32_t i = 0; found > 0 && i < scheduler->file_count; i++) {
        Task *task = scheduler_task(scheduler, scheduler->readers[i]);
        /* One that was woken already has not left the files as yet. */
        if (scheduler->files[i].revents != 0 && task->after_turn == TASK_WAITS) {
            scheduler_wake(scheduler, task);
        }
    }
}

bool scheduler_awaits_files(const Scheduler *scheduler)
{
    return scheduler->file_count > 0;
}

void scheduler_rest(Scheduler *scheduler, uint64_t until_ns)
{
    uint64_t now_ns = clock_now_ns();
    if (until_ns <= now_ns) {
        return;
    }
    if (scheduler->file_count == 0) {
        clock_sleep_ns(until_ns - now_ns);
    } else {
        scheduler_poll_files(scheduler,
                             until_ns == SCHEDULER_FOREVER ? until_ns : until_ns - now_ns);
    }
}
