/* The pool, but whoever computes must hold one global lock, as in the interpreters that have one:
 * threads that do not help computing, and do help waiting, for who waits lets the lock go.
 *
 * It is the job system with a lock around each slice. Forks are kept by who makes them, since it
 * holds the lock for as long as it would wait for them. Futures run without it, as extensions do
 * that let it go. */
#include "backend/block.h"
#include "backend/jobs_state.h"
#include "base/clock.h"

#include <stdlib.h>

typedef struct Gil {
    pthread_mutex_t lock;
    uint64_t taken_ns;                /* when its holder took it; the holder's */
    Phase phases[BACKEND_PHASES_MAX]; /* what runs under it */
} Gil;

static Gil *gil_of(const Backend *backend)
{
    const Jobs *jobs = backend->model;
    return jobs->above;
}

/* ---- The lock ------------------------------------------------------------------------------- */

static void take(Gil *gil, Lane *lane)
{
    uint64_t asked_ns = clock_now_ns();
    pthread_mutex_lock(&gil->lock);
    gil->taken_ns = clock_now_ns();
    lane->record.lock_wait_ns += gil->taken_ns - asked_ns;
}

static void let_go(Gil *gil, Lane *lane)
{
    lane->record.lock_held_ns += clock_now_ns() - gil->taken_ns;
    pthread_mutex_unlock(&gil->lock);
}

static bool run_locked(Lane *lane, Range slice, void *context)
{
    const Phase *phase = context;
    Gil *gil = gil_of(lane->backend);
    take(gil, lane);
    bool good = phase->run(lane, slice, phase->context);
    let_go(gil, lane);
    return good;
}

/* ---- Within a slice, which holds it --------------------------------------------------------- */

static bool gil_sleep(Lane *lane, uint64_t duration_ns)
{
    Gil *gil = gil_of(lane->backend);
    let_go(gil, lane);
    bool goes_on = block_sleep(lane, duration_ns);
    take(gil, lane);
    return goes_on;
}

static bool gil_await(Lane *lane, int fd, uint64_t until_ns)
{
    Gil *gil = gil_of(lane->backend);
    let_go(gil, lane);
    bool goes_on = block_await(lane, fd, until_ns);
    take(gil, lane);
    return goes_on;
}

static bool gil_yield(Lane *lane)
{
    Gil *gil = gil_of(lane->backend);
    let_go(gil, lane);
    take(gil, lane);
    return block_yield(lane);
}

/* ---- The rest is the job system's ----------------------------------------------------------- */

static void gil_begin(Backend *backend)
{
    Gil *gil = gil_of(backend);
    for (uint32_t i = 0; i < backend->phase_count; i++) {
        Phase *phase = &backend->phases[i];
        gil->phases[i] = *phase;
        phase->run = run_locked;
        phase->context = &gil->phases[i];
    }
    jobs_type.begin(backend);
}

static bool gil_open(Backend *backend, Error *error)
{
    Gil *gil = calloc(1, sizeof *gil);
    if (!gil) {
        return error_set(error, "no memory for its lock");
    }
    if (!jobs_type.open(backend, error)) {
        free(gil);
        return false;
    }
    pthread_mutex_init(&gil->lock, NULL); /* cannot fail on Linux */
    for (uint32_t i = 0; i < backend->lane_count; i++) {
        backend->lanes[i].deque.capacity = 0; /* forks are kept */
    }
    Jobs *jobs = backend->model;
    jobs->above = gil;
    return true;
}

static void gil_close(Backend *backend)
{
    Gil *gil = gil_of(backend);
    jobs_type.close(backend);
    pthread_mutex_destroy(&gil->lock);
    free(gil);
}

static BackendStatus gil_finish(Backend *backend, uint64_t deadline_ns)
{
    return jobs_type.finish(backend, deadline_ns);
}

static void gil_cancel(Backend *backend)
{
    jobs_type.cancel(backend);
}

static void gil_announce(Backend *backend)
{
    jobs_type.announce(backend);
}

const BackendType gil_type = {
    .name = "gil",
    .summary = "the pool under one global lock: helps waiting, not computing",
    .model_size = sizeof(Jobs),
    .open = gil_open,
    .begin = gil_begin,
    .finish = gil_finish,
    .cancel = gil_cancel,
    .close = gil_close,
    .sleep = gil_sleep,
    .yield = gil_yield,
    .await = gil_await,
    .announce = gil_announce,
};
