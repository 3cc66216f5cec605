/* Which cores the workers use. A kernel likes to wake a thread on the core of whoever wakes it. For
 * two that talk to each other in turn that is right; here it puts the worker in the place of the
 * caller, which waits until the worker has done both shares. So workers are kept off the core that
 * the caller is on. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* for affinities */
#endif
#include <sched.h>

#include "backend/jobs_state.h"

void jobs_keep_off(Jobs *jobs)
{
    int core = sched_getcpu();
    cpu_set_t cores;
    if (core < 0 || core >= CPU_SETSIZE || core == jobs->caller_core) {
        return;
    }
    jobs->caller_core = core;
    /* The caller's own, asked for each time: somebody may have changed it from outside. */
    if (sched_getaffinity(0, sizeof cores, &cores) != 0 || !CPU_ISSET((size_t)core, &cores)) {
        return;
    }
    if ((uint32_t)CPU_COUNT(&cores) > jobs->threads) { /* otherwise they need that core, too */
        CPU_CLR((size_t)core, &cores);
    }
    for (uint32_t i = 1; i <= jobs->threads; i++) {
        /* Where it is refused, only time is lost. */
        (void)pthread_setaffinity_np(jobs->lanes[i].thread, sizeof cores, &cores);
    }
}
