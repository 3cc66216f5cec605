/* Wrong on purpose: the pool, and whatever its slices count together they count without a lock, as
 * one reads a number, works, and writes back what one has read and one's own. Whoever wrote
 * meanwhile is forgotten: an update is lost. And who moves the sprites gives them one buffer where
 * this is the model (see BackendType's `unsafe`), so that they see half of the next tick.
 *
 * It is defined all the same: what races are relaxed atomics. */
#include "backend/block.h"
#include "backend/jobs_state.h"

#include <sched.h>
#include <stdlib.h>

typedef struct Racy {
    _Atomic uint64_t tally; /* indices done in the step, as far as nobody has overwritten it */
    uint64_t expected;
    Phase phases[BACKEND_PHASES_MAX];
} Racy;

static Racy *racy_of(const Backend *backend)
{
    const Jobs *jobs = backend->model;
    return jobs->above;
}

/* Between reading and writing others are let in, so that it goes wrong on one core too. */
static bool run_and_count(Lane *lane, Range slice, void *context)
{
    const Phase *phase = context;
    Racy *racy = racy_of(lane->backend);
    uint64_t seen = atomic_load_explicit(&racy->tally, memory_order_relaxed);
    bool good = phase->run(lane, slice, phase->context);
    sched_yield();
    atomic_store_explicit(&racy->tally, seen + range_count(slice), memory_order_relaxed);
    return good;
}

static void racy_begin(Backend *backend)
{
    Racy *racy = racy_of(backend);
    backend->lost_updates = racy->expected = 0;
    atomic_store_explicit(&racy->tally, 0, memory_order_relaxed);
    for (uint32_t i = 0; i < backend->phase_count; i++) {
        Phase *phase = &backend->phases[i];
        racy->phases[i] = *phase;
        racy->expected += phase->count;
        phase->run = run_and_count;
        phase->context = &racy->phases[i];
    }
    jobs_type.begin(backend);
}

static BackendStatus racy_finish(Backend *backend, uint64_t deadline_ns)
{
    Racy *racy = racy_of(backend);
    BackendStatus status = jobs_type.finish(backend, deadline_ns);
    if (status == BACKEND_DONE) {
        uint64_t counted = atomic_load_explicit(&racy->tally, memory_order_relaxed);
        backend->lost_updates = racy->expected - counted;
    }
    return status;
}

static bool racy_open(Backend *backend, Error *error)
{
    Racy *racy = calloc(1, sizeof *racy);
    if (!racy) {
        return error_set(error, "no memory for its tally");
    }
    if (!jobs_type.open(backend, error)) {
        free(racy);
        return false;
    }
    Jobs *jobs = backend->model;
    jobs->above = racy;
    return true;
}

static void racy_close(Backend *backend)
{
    Racy *racy = racy_of(backend);
    jobs_type.close(backend);
    free(racy);
}

static void racy_cancel(Backend *backend)
{
    jobs_type.cancel(backend);
}

static void racy_announce(Backend *backend)
{
    jobs_type.announce(backend);
}

const BackendType racy_type = {
    .name = "racy",
    .summary = "wrong on purpose: one buffer, no order, updates lost",
    .unsafe = true,
    .model_size = sizeof(Jobs),
    .open = racy_open,
    .begin = racy_begin,
    .finish = racy_finish,
    .cancel = racy_cancel,
    .close = racy_close,
    .sleep = block_sleep,
    .yield = block_yield,
    .announce = racy_announce,
};
