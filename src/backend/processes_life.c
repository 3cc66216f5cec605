/* How worker processes begin and end: they are forked when the backend is opened, and again when
 * there is memory that they do not have, or when one has died. They end by being killed. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* for affinities */
#endif
#include "backend/cores.h"

#include "backend/child.h"
#include "backend/processes_state.h"
#include "base/clock.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* ---- A worker's first steps ----------------------------------------------------------------- */

/* From now on the kernel marks `life` when this process is gone. It replaces the list that the C
 * library keeps for robust mutexes, which a worker has none of. Where it is refused (emulators do
 * that), only the caller sees a death, when it looks into the table of processes. */
static void be_missed(ProcessLane *self)
{
    self->robust.next = &self->robust_head.list;
    self->robust_head = (struct robust_list_head){
        .list = {.next = &self->robust},
        .futex_offset = (long)offsetof(ProcessLane, life) - (long)offsetof(ProcessLane, robust),
    };
    syscall(SYS_set_robust_list, &self->robust_head, sizeof self->robust_head);
    atomic_store(&self->life, (uint32_t)getpid());
}

/* ---- Forking -------------------------------------------------------------------------------- */

static bool fork_lane(ProcessLane *lane)
{
    atomic_store(&lane->life, 0);
    atomic_store(&lane->asleep, 0);
    lane->at = 0;
    lane->lane->open_slices = 0; /* what its predecessor may have left half-written */
    lane->lane->told = lane->lane->again = false;
    pid_t child = child_fork();
    if (child == 0) {
        be_missed(lane);
        processes_serve(lane);
    }
    lane->process = child > 0 ? child : 0;
    lane->lane->process = lane->process;
    return child > 0;
}

bool processes_fork(Processes *pool, Error *error)
{
    uint64_t now_ns = clock_now_ns();
    uint32_t workers = pool->backend->lane_count - 1;
    for (uint32_t i = 1; i <= workers; i++) {
        if (pool->lanes[i].process == 0 && !fork_lane(&pool->lanes[i])) {
            return error_set(error, "process %u of %u could not be started (%s)", i, workers,
                             strerror(errno));
        }
    }
    pool->forked_ns = pool->forked_ns ? pool->forked_ns : now_ns;
    pool->caller_core = -1; /* the new ones are told where to run, too */
    return true;
}

/* ---- Dying ---------------------------------------------------------------------------------- */

static void note_death(ProcessLane *lane)
{
    atomic_fetch_or(&lane->life, FUTEX_OWNER_DIED);
    lane->process = 0;
    lane->lane->process = 0;
}

void processes_bury(Processes *pool)
{
    for (uint32_t i = 1; i < pool->backend->lane_count; i++) {
        ProcessLane *lane = &pool->lanes[i];
        if (lane->process > 0 && child_is_over(lane->process)) {
            lane->lane->deaths++;
            note_death(lane);
        }
    }
}

void processes_end(Processes *pool)
{
    for (uint32_t i = 1; i < pool->backend->lane_count; i++) {
        if (pool->lanes[i].process > 0) {
            child_kill(pool->lanes[i].process);
        }
    }
    for (uint32_t i = 1; i < pool->backend->lane_count; i++) {
        ProcessLane *lane = &pool->lanes[i];
        if (lane->process > 0) {
            child_wait(lane->process);
            note_death(lane);
        }
    }
    pool->forked_ns = 0;
}

bool processes_revive(Processes *pool, const SharedMemory *memory)
{
    if (memory->born_ns >= pool->forked_ns) {
        processes_end(pool);
    }
    bool whole = true;
    for (uint32_t i = 1; i < pool->backend->lane_count; i++) {
        whole = whole && pool->lanes[i].process > 0;
    }
    return whole || processes_fork(pool, NULL);
}

/* ---- Where they run ------------------------------------------------------------------------- */

void processes_keep_off(Processes *pool)
{
    cpu_set_t cores;
    if (!cores_move_off(&pool->caller_core, pool->backend->lane_count - 1, &cores)) {
        return;
    }
    for (uint32_t i = 1; i < pool->backend->lane_count; i++) {
        if (pool->lanes[i].process > 0) {
            (void)sched_setaffinity(pool->lanes[i].process, sizeof cores, &cores);
        }
    }
}
