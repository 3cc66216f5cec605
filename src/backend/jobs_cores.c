#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* for affinities */
#endif
#include "backend/cores.h"

#include "backend/jobs_state.h"

bool jobs_have_cores(const Jobs *jobs)
{
    cpu_set_t cores;
    return sched_getaffinity(0, sizeof cores, &cores) == 0 &&
           (uint32_t)CPU_COUNT(&cores) > jobs->threads;
}

void jobs_keep_off(Jobs *jobs)
{
    cpu_set_t cores;
    if (!cores_move_off(&jobs->caller_core, jobs->threads, &cores)) {
        return;
    }
    for (uint32_t i = 1; i <= jobs->threads; i++) {
        /* Where it is refused, only time is lost. */
        (void)pthread_setaffinity_np(jobs->lanes[i].thread, sizeof cores, &cores);
    }
}

void jobs_park_caller(JobsLane *self, uint32_t seen, uint64_t deadline_ns)
{
    cpu_set_t before = cores_stay();
    jobs_park(self, seen, &self->jobs->caller_sleeps, WAKE_CALLER, deadline_ns);
    cores_go(before);
}
