/* Which cores the workers use. A kernel likes to wake a thread on the core of whoever wakes it. For
 * two that talk to each other in turn that is right; here it puts the worker in the place of the
 * caller, which waits until the worker has done both shares. So workers are kept off the core that
 * the caller is on. For models with workers; a file that includes this defines _GNU_SOURCE first.
 */
#pragma once

#include <sched.h>
#include <stdbool.h>
#include <stdint.h>

/* For the caller, around a wait within a step: it wakes on the core that it is on now. Otherwise a
 * kernel of a virtual machine, which takes a core that halts for one that it does not have, wakes
 * it on that of the worker. What to go back to; no core at all: it did not stay. */
static inline cpu_set_t cores_stay(void)
{
    cpu_set_t before;
    cpu_set_t here;
    int core = sched_getcpu();
    CPU_ZERO(&here);
    if (core < 0 || core >= CPU_SETSIZE || sched_getaffinity(0, sizeof before, &before) != 0) {
        return here;
    }
    cpu_set_t none = here;
    CPU_SET((size_t)core, &here);
    return sched_setaffinity(0, sizeof here, &here) == 0 ? before : none;
}

static inline void cores_go(cpu_set_t before)
{
    (void)sched_setaffinity(0, sizeof before, &before); /* which refuses no core at all */
}

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
