/* A job system: persistent workers, work stealing, the caller a lane like the others. How slices
 * are dealt and claimed, and why no wake-up is lost, stands in jobs_state.h. */
#include "backend/futex.h"
#include "backend/jobs_state.h"
#include "base/clock.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

enum {
    SPIN_NS = 20 * NS_PER_US, /* longer than a barrier, far shorter than a frame */
    SPINS_A_LOOK = 64,        /* pauses between two looks at the clock */
};

static void relax(void)
{
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

/* ---- Waiting -------------------------------------------------------------------------------- */

/* Watches for a moment; true: the epoch is no longer `seen`, or there is something to steal. */
static bool spin(Jobs *jobs, uint32_t seen)
{
    uint64_t end_ns = clock_now_ns() + SPIN_NS;
    do {
        for (int i = 0; i < SPINS_A_LOOK; i++) {
            if (atomic_load(&jobs->epoch) != seen) {
                return true;
            }
            relax();
        }
        if (jobs_any_span_left(jobs)) {
            return true;
        }
    } while (clock_now_ns() < end_ns);
    return false;
}

static void worker_park(JobsLane *self, uint32_t seen)
{
    Jobs *jobs = self->jobs;
    atomic_fetch_add(&self->parks, 1);
    atomic_fetch_add(&jobs->sleepers, 1); /* pairs with wake_workers: see jobs_state.h */
    futex_wait(&jobs->epoch, seen, WAKE_WORKER, FUTEX_FOREVER);
    atomic_fetch_sub(&jobs->sleepers, 1);
}

static void *worker(void *argument)
{
    JobsLane *self = argument;
    Jobs *jobs = self->jobs;
    while (!atomic_load(&jobs->stop)) {
        uint32_t seen = atomic_load(&jobs->epoch); /* before looking for work */
        if (jobs_work(self, BACKEND_NO_DEADLINE) || atomic_load(&jobs->stop)) {
            continue;
        }
        if (!spin(jobs, seen)) {
            worker_park(self, seen);
        }
    }
    return NULL;
}

static void caller_park(Jobs *jobs, uint32_t seen, uint64_t deadline_ns)
{
    atomic_fetch_add(&jobs->lanes[0].parks, 1);
    atomic_store(&jobs->caller_sleeps, true); /* pairs with wake_caller */
    futex_wait(&jobs->epoch, seen, WAKE_CALLER, deadline_ns);
    atomic_store(&jobs->caller_sleeps, false);
}

/* ---- The row of the table ------------------------------------------------------------------- */

static void jobs_begin(Backend *backend)
{
    Jobs *jobs = backend->model;
    for (uint32_t i = 0; i < backend->lane_count; i++) {
        jobs->lanes[i].parks_before = atomic_load(&jobs->lanes[i].parks);
    }
    atomic_store(&jobs->abandoned, 0);
    atomic_store(&jobs->failed, false);
    /* As many as the widest phase can use: what a narrow first phase wakes too early spins into the
     * wide one. */
    uint32_t widest = 1;
    for (uint32_t i = 0; i < backend->phase_count; i++) {
        uint32_t slices = phase_slices(&backend->phases[i]);
        widest = slices > widest ? slices : widest;
    }
    jobs_lay_out(jobs, 0, widest - 1);
}

static BackendStatus jobs_finish(Backend *backend, uint64_t deadline_ns)
{
    Jobs *jobs = backend->model;
    JobsLane *self = &jobs->lanes[0];
    for (uint32_t rounds = 0;; rounds++) {
        uint32_t seen = atomic_load(&jobs->epoch); /* before looking for work, or for the end */
        if (jobs_step_is_over(jobs)) {
            break;
        }
        if (rounds > 0 && deadline_is_past(deadline_ns)) {
            return BACKEND_PENDING;
        }
        if (!jobs_work(self, deadline_ns) && !spin(jobs, seen)) {
            caller_park(jobs, seen, deadline_ns);
        }
    }
    for (uint32_t i = 0; i < backend->lane_count; i++) {
        uint32_t parks = atomic_load(&jobs->lanes[i].parks);
        backend->lanes[i].record.parks = parks - jobs->lanes[i].parks_before;
    }
    return atomic_load(&jobs->failed) ? BACKEND_FAILED : BACKEND_DONE;
}

static void jobs_cancel(Backend *backend)
{
    Jobs *jobs = backend->model;
    jobs_abandon(jobs);
    BackendStatus status = jobs_finish(backend, BACKEND_NO_DEADLINE);
    (void)status; /* given up: how it ended no longer matters */
}

static void jobs_close(Backend *backend)
{
    Jobs *jobs = backend->model;
    atomic_store(&jobs->stop, true);
    atomic_fetch_add(&jobs->epoch, 1);
    futex_wake(&jobs->epoch, UINT32_MAX, WAKE_WORKER);
    for (uint32_t i = 1; i <= jobs->threads; i++) {
        pthread_join(jobs->lanes[i].thread, NULL);
    }
    free(jobs->lanes);
    free(jobs);
}

/* Signals are the main thread's: a worker starts with all of them blocked. */
static int start_thread(JobsLane *lane)
{
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int code = pthread_create(&lane->thread, NULL, worker, lane);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return code;
}

static bool start_workers(Backend *backend, Error *error)
{
    Jobs *jobs = backend->model;
    for (uint32_t i = 1; i < backend->lane_count; i++) {
        int code = start_thread(&jobs->lanes[i]);
        if (code != 0) {
            return error_set(error, "thread %u of %u could not be started (%s)", i,
                             backend->lane_count - 1, strerror(code));
        }
        jobs->threads = i;
    }
    return true;
}

static bool jobs_open(Backend *backend, Error *error)
{
    Jobs *jobs = aligned_alloc(CACHE_LINE, sizeof *jobs);
    JobsLane *lanes = aligned_alloc(CACHE_LINE, backend->lane_count * sizeof *lanes);
    if (!jobs || !lanes) {
        free(jobs);
        free(lanes);
        return error_set(error, "no memory for %u lanes", backend->lane_count);
    }
    memset(jobs, 0, sizeof *jobs);
    memset(lanes, 0, backend->lane_count * sizeof *lanes);
    jobs->backend = backend;
    jobs->lanes = lanes;
    for (uint32_t i = 0; i < backend->lane_count; i++) {
        lanes[i].lane = &backend->lanes[i];
        lanes[i].jobs = jobs;
    }
    backend->model = jobs;
    if (!start_workers(backend, error)) {
        jobs_close(backend);
        return false;
    }
    return true;
}

/* Blocks this worker, and no other, until the time is over or the step is given up. */
static bool jobs_sleep(Lane *lane, uint64_t duration_ns)
{
    Jobs *jobs = lane->backend->model;
    uint64_t deadline_ns = clock_now_ns() + duration_ns;
    while (!atomic_load(&jobs->abandoned) && clock_now_ns() < deadline_ns) {
        futex_wait(&jobs->abandoned, 0, FUTEX_BITSET_MATCH_ANY, deadline_ns);
    }
    return !atomic_load(&jobs->abandoned);
}

static bool jobs_yield(Lane *lane)
{
    Jobs *jobs = lane->backend->model;
    return !atomic_load(&jobs->abandoned);
}

const BackendType jobs_type = {
    .name = "jobs",
    .summary = "a job system: worker threads that steal work from each other",
    .open = jobs_open,
    .begin = jobs_begin,
    .finish = jobs_finish,
    .cancel = jobs_cancel,
    .close = jobs_close,
    .sleep = jobs_sleep,
    .yield = jobs_yield,
};
