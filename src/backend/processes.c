/* Worker processes, forked once and kept: as fast as threads, and none of them can take the program
 * down. What lanes have in common, and why a death at any moment is harmless, stands in
 * processes_state.h. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* for affinities */
#endif
#include "backend/child.h"
#include "backend/cores.h"
#include "backend/futex.h"
#include "backend/processes_state.h"
#include "backend/thread.h"
#include "base/clock.h"

enum {
    SPIN_NS = 20 * NS_PER_US,      /* as the job system */
    SPINS_A_LOOK = 64,             /* pauses between two looks at the clock */
    ALONE_NS = 60 * NS_PER_US,     /* a shorter step is not worth a wake-up */
    PATIENCE_NS = 120 * NS_PER_US, /* for one that was short */
};

/* ---- Waiting and waking --------------------------------------------------------------------- */

/* The epoch first, the sleepers second; who goes to sleep does it the other way round. */
void processes_tell(Processes *pool)
{
    atomic_fetch_add(&pool->epoch, 1);
    for (uint32_t i = 0; i < pool->backend->lane_count; i++) {
        if (atomic_load(&pool->lanes[i].asleep)) {
            futex_wake_shared(&pool->epoch);
            return;
        }
    }
}

/* True: there is something new. */
static bool spin(Processes *pool, uint32_t seen)
{
    uint64_t end_ns = clock_now_ns() + SPIN_NS;
    do {
        for (int i = 0; i < SPINS_A_LOOK; i++) {
            if (atomic_load(&pool->epoch) != seen) {
                return true;
            }
            thread_relax();
        }
    } while (clock_now_ns() < end_ns);
    return false;
}

static void park(ProcessLane *self, uint32_t seen, uint64_t deadline_ns)
{
    atomic_fetch_add(&self->parks, 1);
    atomic_store(&self->asleep, 1);
    if (!processes_is_over(self->pool)) {
        uint64_t look_ns = clock_now_ns() + LOOK_NS;
        deadline_ns = look_ns < deadline_ns ? look_ns : deadline_ns;
    }
    futex_wait_shared(&self->pool->epoch, seen, deadline_ns);
    atomic_store(&self->asleep, 0);
}

static void park_caller(ProcessLane *self, uint32_t seen, uint64_t deadline_ns)
{
    cpu_set_t before = cores_stay();
    park(self, seen, deadline_ns);
    cores_go(before);
}

void processes_serve(ProcessLane *self)
{
    for (;;) {
        uint32_t seen = atomic_load(&self->pool->epoch); /* before looking for work */
        if (!processes_work(self) && !spin(self->pool, seen)) {
            park(self, seen, FUTEX_FOREVER);
        }
    }
}

/* ---- A step --------------------------------------------------------------------------------- */

static void publish(Processes *pool)
{
    Backend *backend = pool->backend;
    backend->lanes[0].looked_ns = 0; /* dealing and waking belong to no run */
    backend->lanes_used = backend->lane_count;
    pool->alone_coverage = backend->lanes[0].coverage;
    pool->shared = true;
    processes_lay_out(pool, pool->begun);
    processes_keep_off(pool);
    processes_tell(pool);
}

static void processes_begin(Backend *backend)
{
    Processes *pool = backend->model;
    SharedMemory *memory = backend->shared;
    pool->begun = (StepPlace){0};
    pool->shared = false;
    pool->alone = !memory || backend->lane_count == 1 || !shared_memory_share(memory);
    processes_bury(pool);
    if (pool->alone) {
        return;
    }
    processes_revive(pool, memory);
    bool known = pool->learnt == backend->phases[0].run;
    pool->patience_ns = known && pool->learnt_ns < ALONE_NS ? PATIENCE_NS : 0;
    if (pool->patience_ns == 0) {
        publish(pool);
    }
}

/* One loop; a step that takes longer than it should is published on the way. True: it is over. */
static bool run_by_oneself(Processes *pool, uint64_t deadline_ns)
{
    Lane *lane = &pool->backend->lanes[0];
    lane->looked_ns = lane->looked_ns ? lane->looked_ns : clock_now_ns();
    uint64_t patience_end_ns = pool->alone ? FUTEX_FOREVER : lane->looked_ns + pool->patience_ns;
    bool early = patience_end_ns < deadline_ns;
    bool over = lane_run_step(lane, &pool->begun, early ? patience_end_ns : deadline_ns);
    if (!over && early) {
        publish(pool);
    }
    return over;
}

/* True: it is over. False: the deadline passed. */
static bool run_with_others(Processes *pool, uint64_t deadline_ns)
{
    ProcessLane *self = &pool->lanes[0];
    for (uint32_t rounds = 0;; rounds++) {
        uint32_t seen = atomic_load(&pool->epoch); /* before looking for work, or for the end */
        bool given_up = atomic_load(&pool->backend->abandoned);
        if (processes_is_over(pool) || (given_up && processes_close_rows(pool))) {
            return true;
        }
        if (rounds > 0 && deadline_is_past(deadline_ns)) {
            return false;
        }
        if (!processes_work(self) && !spin(pool, seen)) {
            processes_bury(pool);
            park_caller(self, seen, deadline_ns);
        }
    }
}

/* A lane that died in the middle of failing has not failed: its row was run again. */
static bool any_failed(Processes *pool)
{
    Backend *backend = pool->backend;
    bool any = false;
    for (uint32_t i = 0; i < backend->lanes_used; i++) {
        Lane *lane = &backend->lanes[i];
        lane->failed = lane->failed && (!pool->shared || processes_failed_on(pool, i));
        any = any || lane->failed;
    }
    return any;
}

/* Deaths make what lanes counted inexact, but not what their rows did. */
static void gather(Processes *pool)
{
    Backend *backend = pool->backend;
    for (uint32_t i = 0; i < backend->lanes_used; i++) {
        uint32_t parks = atomic_load(&pool->lanes[i].parks);
        backend->lanes[i].record.parks = parks - pool->lanes[i].parks_before;
        pool->lanes[i].parks_before = parks;
        backend->lanes[i].coverage = 0;
    }
    backend->lanes[0].coverage = pool->alone_coverage + processes_coverage(pool);
}

static void learn(Processes *pool)
{
    uint64_t busy_ns = 0;
    for (uint32_t i = 0; i < pool->backend->lanes_used; i++) {
        busy_ns += pool->backend->lanes[i].record.busy_ns;
    }
    pool->learnt = pool->backend->phases[0].run;
    pool->learnt_ns = busy_ns;
}

static BackendStatus processes_finish(Backend *backend, uint64_t deadline_ns)
{
    Processes *pool = backend->model;
    bool over = !pool->shared && run_by_oneself(pool, deadline_ns);
    if (!over && pool->shared) {
        over = run_with_others(pool, deadline_ns);
    }
    if (!over) {
        return BACKEND_PENDING;
    }
    if (any_failed(pool)) {
        return BACKEND_FAILED;
    }
    if (pool->shared) {
        gather(pool);
    }
    if (!pool->alone) {
        learn(pool);
    }
    return BACKEND_DONE;
}

static void processes_cancel(Backend *backend)
{
    Processes *pool = backend->model;
    if (pool->shared) {
        processes_abandon(pool);
        run_with_others(pool, BACKEND_NO_DEADLINE);
    }
}

static bool processes_kill(Backend *backend, uint32_t lane)
{
    Processes *pool = backend->model;
    ProcessLane *victim = &pool->lanes[lane];
    bool lives = victim->process > 0 && !process_is_dead(victim);
    if (lives) {
        child_kill(victim->process);
    }
    return lives;
}

/* ---- Life ----------------------------------------------------------------------------------- */

static void processes_close(Backend *backend)
{
    Processes *pool = backend->model;
    processes_end(pool);
    shared_memory_destroy(pool->memory);
}

static bool processes_open(Backend *backend, Error *error)
{
    SharedMemory *memory = shared_memory_create(sizeof(Processes));
    if (!memory) {
        return error_set(error, "no shared memory for %u lanes", backend->lane_count);
    }
    Processes *pool = shared_memory_block(memory);
    pool->memory = memory;
    pool->backend = backend;
    pool->caller_core = -1;
    pool->place = PLACE_OVER;
    for (uint32_t i = 0; i < backend->lane_count; i++) {
        pool->lanes[i].lane = &backend->lanes[i];
        pool->lanes[i].pool = pool;
    }
    backend->model = pool;
    if (!processes_fork(pool, error)) {
        processes_close(backend);
        return false;
    }
    return true;
}

const BackendType processes_type = {
    .name = "processes",
    .summary = "worker processes over shared memory: as threads, and one may be killed",
    .private_memory = true,
    .open = processes_open,
    .begin = processes_begin,
    .finish = processes_finish,
    .cancel = processes_cancel,
    .close = processes_close,
    .sleep = child_sleep,
    .yield = child_yield,
    .kill = processes_kill,
};
