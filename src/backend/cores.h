/* Which cores the workers use. A kernel likes to wake a thread on the core of whoever wakes it. For
 * two that talk to each other in turn that is right; here it puts the worker in the place of the
 * caller, which waits until the worker has done both shares. So workers are kept off the core that
 * the caller is on. For models with workers; a file that includes this defines _GNU_SOURCE first.
 */
#pragma once

#include <sched.h>
#include <stdbool.h>
#include <stdint.h>

/* Those that so many workers may use now that the caller, who calls this, is on the core it is on;
 * where there are others for all of them. `known`: the core of the last time, -1 at first. False:
 * nothing has changed. */
static inline bool cores_move_off(int *known, uint32_t workers, cpu_set_t *cores)
{
    int core = sched_getcpu();
    if (core < 0 || core >= CPU_SETSIZE || core == *known) {
        return false;
    }
    *known = core;
    /* The caller's own, asked for each time: somebody may have changed it from outside. */
    if (sched_getaffinity(0, sizeof *cores, cores) != 0 || !CPU_ISSET((size_t)core, cores)) {
        return false;
    }
    if ((uint32_t)CPU_COUNT(cores) > workers) { /* otherwise they need that core, too */
        CPU_CLR((size_t)core, cores);
    }
    return true;
}
