/* A job system: persistent workers, work stealing, the caller a lane like the others. How slices
 * are dealt and claimed, and why no wake-up is lost, stands in jobs_state.h. */
#include "backend/block.h"
#include "backend/futex.h"
#include "backend/jobs_state.h"
#include "backend/thread.h"
#include "base/clock.h"

#include <stdlib.h>
#include <string.h>

/* ---- A worker ------------------------------------------------------------------------------- */

static bool find_work(JobsLane *self)
{
    bool found = jobs_work(self, BACKEND_NO_DEADLINE) || jobs_run_stolen_fork(self, true) ||
                 future_run_queued(self->lane);
    self->slept = self->slept && !found; /* what it was woken for is done */
    return found;
}

static void *worker(void *argument)
{
    JobsLane *self = argument;
    Jobs *jobs = self->jobs;
    while (!atomic_load(&jobs->stop)) {
        uint32_t seen = atomic_load(&jobs->epoch); /* before looking for work */
        if (find_work(self) || atomic_load(&jobs->stop)) {
            continue;
        }
        if (!jobs_spin(jobs, seen, NULL)) {
            jobs_park(self, seen, &jobs->sleepers, WAKE_WORKER, FUTEX_FOREVER);
        }
    }
    return NULL;
}

static void jobs_announce(Backend *backend)
{
    Jobs *jobs = backend->model;
    jobs_change_epoch(jobs);
    jobs_wake_worker(jobs);
}

/* ---- A step --------------------------------------------------------------------------------- */

/* Hands the step to everyone, from the caller's place on. */
static void publish(Jobs *jobs)
{
    uint32_t asleep = atomic_load(&jobs->sleepers);
    uint32_t wanted = jobs_plan_workers(jobs, jobs->place.phase);
    uint32_t awake = jobs->threads - min_u32(asleep, jobs->threads);
    jobs->woken = wanted > awake ? wanted - awake : 0;
    jobs->beside = awake;
    jobs->waking_ns = 0;
    uint64_t start_ns = 0;
    if (jobs->woken > 0) {
        start_ns = clock_now_ns();
        jobs_keep_off(jobs);
    }
    jobs->backend->lanes[0].looked_ns = 0; /* dealing and waking belong to no run */
    jobs->backend->lanes_used = jobs->backend->lane_count;
    jobs->shared = true;
    atomic_store_explicit(&jobs->published, true, memory_order_relaxed);
    jobs_lay_out(&jobs->lanes[0], jobs->place.phase, jobs->place.slice, 0);
    if (jobs->woken > 0) {
        jobs->waking_ns = clock_now_ns() - start_ns;
    }
}

/* True: it is over. False: the deadline passed. */
static bool run_with_others(Jobs *jobs, uint64_t deadline_ns)
{
    JobsLane *self = &jobs->lanes[0];
    for (uint32_t rounds = 0;; rounds++) {
        uint32_t seen = atomic_load(&jobs->epoch); /* before looking for work, or for the end */
        if (jobs_step_is_over(jobs)) {
            return true;
        }
        if (rounds > 0 && deadline_is_past(deadline_ns)) {
            return false;
        }
        if (!jobs_work(self, deadline_ns) && !jobs_run_stolen_fork(self, true) &&
            !jobs_spin(jobs, seen, NULL)) {
            jobs_park_caller(self, seen, deadline_ns);
        }
    }
}

static void count_parks(Jobs *jobs)
{
    for (uint32_t i = 0; i < jobs->backend->lanes_used; i++) {
        JobsLane *lane = &jobs->lanes[i];
        uint32_t parks = atomic_load_explicit(&lane->parks, memory_order_relaxed);
        lane->lane->record.parks = parks - lane->parks_before;
        lane->parks_before = parks;
    }
}

/* After a step that was published. */
static __attribute__((noinline)) void withdraw(Jobs *jobs)
{
    jobs->shared = false;
    jobs->woken = 0;
    atomic_store_explicit(&jobs->published, false, memory_order_relaxed);
}

/* Where it takes a plan to tell whether this step is to be published. */
static __attribute__((noinline)) void plan(Jobs *jobs)
{
    uint64_t spin_ns = jobs_plan_spin_ns(jobs);
    if (spin_ns != atomic_load_explicit(&jobs->spin_ns, memory_order_relaxed)) {
        atomic_store_explicit(&jobs->spin_ns, spin_ns, memory_order_relaxed);
    }
    if (jobs_plan_workers(jobs, 0) > 0) {
        publish(jobs);
    } else {
        jobs->patience_ns = jobs_plan_patience_ns(jobs);
    }
}

/* Of a small step, as is jobs_finish: short and in one piece, since the next one is a long time
 * off, and finds none of it in the caches. What a narrow step takes stands first. */
BACKEND_EACH_STEP static void jobs_begin(Backend *backend)
{
    Jobs *jobs = backend->model;
    jobs->place = (StepPlace){0};
    jobs->late_ns = 0;
    jobs->narrow = jobs->threads == 0 || (!backend->divided && !jobs->forks);
    if (__builtin_expect(jobs->shared, false)) {
        withdraw(jobs);
    }
    if (__builtin_expect(jobs->narrow, true)) {
        return;
    }
    if (jobs->calm_ns > 0) {
        jobs->patience_ns = jobs->calm_ns * JOBS_CALM_PART;
    } else {
        plan(jobs);
    }
}

/* One loop, as long as nothing takes longer than was predicted. True: the step is over. False: the
 * deadline passed, or *early: the patience is at its end, and it may have to be published. */
static inline __attribute__((always_inline)) bool run_by_oneself(Jobs *jobs, uint64_t deadline_ns,
                                                                 bool *early)
{
    Lane *lane = &jobs->backend->lanes[0];
    if (__builtin_expect(lane->looked_ns == 0, true)) {
        lane->looked_ns = clock_now_ns();
    }
    uint64_t patience_end_ns = lane->looked_ns + jobs->patience_ns;
    *early = patience_end_ns < deadline_ns;
    return lane_run_step(lane, &jobs->place, *early ? patience_end_ns : deadline_ns);
}

/* What is left of a step that was published, or of one of which there is more to be said than that
 * it is over. */
static __attribute__((noinline)) BackendStatus finish_at_length(Backend *backend,
                                                                uint64_t deadline_ns, bool over,
                                                                bool early)
{
    Jobs *jobs = backend->model;
    if (backend->lanes[0].forked) { /* workers that were awake may have taken some of it */
        backend->lanes_used = backend->lane_count;
    }
    while (!over && early) {
        if (jobs_plan_is_late(jobs)) {
            publish(jobs);
            break;
        }
        jobs->patience_ns = jobs_plan_patience_ns(jobs);
        over = run_by_oneself(jobs, deadline_ns, &early);
    }
    uint64_t start_ns = 0;
    if (!over && jobs->shared) {
        start_ns = clock_now_ns();
        over = run_with_others(jobs, deadline_ns);
    }
    if (!over) {
        return BACKEND_PENDING;
    }
    if (any_lane_failed(backend)) {
        return BACKEND_FAILED;
    }
    count_parks(jobs);
    uint64_t gap_ns = backend->begin_ns - jobs->ended_ns;
    jobs->ended_ns = jobs->shared ? clock_now_ns() : backend->lanes[0].looked_ns;
    if (jobs->threads > 0) {
        jobs_plan_learn(jobs, jobs->ended_ns - start_ns + jobs->waking_ns, gap_ns);
    }
    return BACKEND_DONE;
}

/* Is there nothing to be learned from the step? */
static inline __attribute__((always_inline)) bool is_calm(Jobs *jobs)
{
    uint64_t busy_ns = jobs->backend->lanes[0].record.busy_ns;
    if (busy_ns >= jobs->calm_ns) {
        return false;
    }
    if (busy_ns < JOBS_HAND_OVER_NS) {
        return true;
    }
    bool close = jobs->backend->begin_ns - jobs->ended_ns < JOBS_CLOSE_NS;
    if (!close) {
        jobs->ended_ns = jobs->backend->lanes[0].looked_ns;
    }
    return !close;
}

BACKEND_EACH_STEP static BackendStatus jobs_finish(Backend *backend, uint64_t deadline_ns)
{
    Jobs *jobs = backend->model;
    Lane *lane = &backend->lanes[0];
    bool early = false;
    bool over = false;
    if (__builtin_expect(jobs->narrow, true)) {
        over = lane_run_step(lane, &jobs->place, deadline_ns);
        if (__builtin_expect(over && !lane->failed && !lane->forked, true)) {
            return BACKEND_DONE;
        }
    } else if (!jobs->shared) {
        over = run_by_oneself(jobs, deadline_ns, &early);
        if (over && !lane->failed && !lane->forked && is_calm(jobs)) {
            return BACKEND_DONE;
        }
    }
    return finish_at_length(backend, deadline_ns, over, early);
}

static void jobs_cancel(Backend *backend)
{
    Jobs *jobs = backend->model;
    block_abandon(backend);
    if (jobs->shared) {
        run_with_others(jobs, BACKEND_NO_DEADLINE);
    }
}

/* ---- Life ----------------------------------------------------------------------------------- */

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
}

static bool start_workers(Backend *backend, Error *error)
{
    Jobs *jobs = backend->model;
    for (uint32_t i = 1; i < backend->lane_count; i++) {
        int code = thread_start(&jobs->lanes[i].thread, NULL, worker, &jobs->lanes[i]);
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
    Jobs *jobs = backend->model;
    JobsLane *lanes = aligned_alloc(CACHE_LINE, backend->lane_count * sizeof *lanes);
    if (!lanes) {
        return error_set(error, "no memory for %u lanes", backend->lane_count);
    }
    memset(lanes, 0, backend->lane_count * sizeof *lanes);
    jobs->backend = backend;
    jobs->lanes = lanes;
    jobs->caller_core = -1;
    jobs->spin_ns = JOBS_SPIN_NS;
    jobs_plan_open(&jobs->plan);
    for (uint32_t i = 0; i < backend->lane_count; i++) {
        lanes[i].lane = &backend->lanes[i];
        lanes[i].jobs = jobs;
        backend->lanes[i].deque.capacity = backend->lane_count > 1 ? DEQUE_CAPACITY : 0;
    }
    if (!start_workers(backend, error)) {
        jobs_close(backend);
        return false;
    }
    jobs->roomy = jobs_have_cores(jobs);
    return true;
}

const BackendType jobs_type = {
    .name = "jobs",
    .summary = "a job system: worker threads that steal work from each other",
    .model_size = sizeof(Jobs),
    .open = jobs_open,
    .begin = jobs_begin,
    .finish = jobs_finish,
    .cancel = jobs_cancel,
    .close = jobs_close,
    .sleep = block_sleep,
    .yield = block_yield,
    .announce = jobs_announce,
};
