/* A job system: persistent workers, work stealing, the caller a lane like the others.
 *
 * Each lane has a span of the phase's slices, packed with a serial number into one 64-bit word. Its
 * owner takes slices from the front and a thief the rear half, both by compare-and-swap; a span
 * only shrinks while its phase lasts. Whoever finishes the phase's last slice lays out the next
 * phase. Nobody waits for a lane that has claimed nothing: a worker that the system took off its
 * core holds up no one.
 *
 * Sleep and wake: `epoch` changes after new spans are laid out. Whoever finds no work remembers the
 * epoch that it read *before* it looked, watches it for a moment, then sleeps on it. The layer-out
 * changes the epoch first and counts sleepers second, the sleeper counts itself first and lets the
 * kernel compare the epoch second; all four are sequentially consistent, so one of the two sees the
 * other and no wake-up is lost.
 *
 * All atomics below are sequentially consistent operations (C11's default), and there are no
 * fences: thread sanitizers can follow that, and on the processors at hand it costs the same. */
#include "backend/futex.h"
#include "backend/model.h"
#include "base/clock.h"

#include <assert.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

enum {
    SPIN_NS = 20 * NS_PER_US, /* longer than a barrier, far shorter than a frame */
    SPINS_A_LOOK = 64,        /* pauses between two looks at the clock */
    SPAN_BITS = 22,           /* a slice's number; BACKEND_SLICES_MAX fits */
    CHUNK_SHIFT = 6,          /* the owner takes 1/64 of its span at once, at least one slice */
    WAKE_WORKER = 1,          /* futex bits */
    WAKE_CALLER = 2,
};

#define SPAN_MASK ((1u << (SPAN_BITS + 1)) - 1) /* an end may equal BACKEND_SLICES_MAX */

/* Slices [begin, end) that wait to be claimed, and the serial number of their phase: 18 + 23 + 23
 * bits. The serial keeps a thief that slept through a phase from claiming in the next one by a
 * value that happens to be equal again; it would have to sleep through a multiple of 2^18 phases
 * (18 minutes of play) between two neighbouring instructions. */
typedef struct Span {
    uint32_t serial;
    uint32_t begin;
    uint32_t end;
} Span;

typedef struct JobsLane {
    _Alignas(CACHE_LINE) _Atomic uint64_t span;
    _Alignas(CACHE_LINE) atomic_uint parks; /* ever; the workers count it between steps too */
    uint32_t parks_before;                  /* the caller's: at the step's begin */
    Lane *lane;
    struct Jobs *jobs;
    pthread_t thread;
} JobsLane;

typedef struct Jobs {
    Backend *backend;
    uint32_t threads; /* started; lanes 1 to threads */
    JobsLane *lanes;
    _Alignas(CACHE_LINE) atomic_uint epoch;      /* changes when there may be something to do */
    atomic_uint sleepers;                        /* workers asleep on the epoch, or about to be */
    atomic_bool caller_sleeps;                   /* the same of the caller */
    atomic_bool stop;                            /* workers end */
    _Alignas(CACHE_LINE) atomic_uint unfinished; /* slices of the phase that have not ended */
    _Alignas(CACHE_LINE) atomic_uint phase;      /* index in the step; phase_count: all is over */
    atomic_uint serial;                          /* of the phase, ever growing */
    _Alignas(CACHE_LINE) atomic_uint abandoned;  /* 1: claim what is left, but do not run it */
    atomic_bool failed;
} Jobs;

static uint64_t span_pack(Span span)
{
    return (uint64_t)span.serial << (2 * (SPAN_BITS + 1)) |
           (uint64_t)span.begin << (SPAN_BITS + 1) | span.end;
}

static Span span_unpack(uint64_t word)
{
    return (Span){.serial = (uint32_t)(word >> (2 * (SPAN_BITS + 1))),
                  .begin = (uint32_t)(word >> (SPAN_BITS + 1)) & SPAN_MASK,
                  .end = (uint32_t)word & SPAN_MASK};
}

static void relax(void)
{
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

/* ---- Laying out phases ---------------------------------------------------------------------- */

static void wake_workers(Jobs *jobs, uint32_t wanted)
{
    uint32_t asleep = atomic_load(&jobs->sleepers);
    if (asleep > 0 && wanted > 0) {
        futex_wake(&jobs->epoch, min_u32(wanted, asleep), WAKE_WORKER);
    }
}

static void wake_caller(Jobs *jobs)
{
    if (atomic_load(&jobs->caller_sleeps)) {
        futex_wake(&jobs->epoch, 1, WAKE_CALLER);
    }
}

static void deal_spans(Jobs *jobs, uint32_t slices)
{
    uint32_t lanes = jobs->backend->lane_count;
    uint32_t serial = atomic_fetch_add(&jobs->serial, 1) + 1;
    serial &= (1u << (64 - 2 * (SPAN_BITS + 1))) - 1;
    for (uint32_t i = 0; i < lanes; i++) {
        /* Rounded up, so that a single slice is the caller's. */
        uint64_t begin = ((uint64_t)slices * i + lanes - 1) / lanes;
        uint64_t end = ((uint64_t)slices * (i + 1) + lanes - 1) / lanes;
        Span span = {.serial = serial, .begin = (uint32_t)begin, .end = (uint32_t)end};
        atomic_store(&jobs->lanes[i].span, span_pack(span));
    }
}

/* The first phase from `phase` on that has slices; phase_count: there is none. */
static uint32_t next_phase(Jobs *jobs, uint32_t phase)
{
    const Backend *backend = jobs->backend;
    while (phase < backend->phase_count && backend->phases[phase].count == 0) {
        phase++;
    }
    return atomic_load(&jobs->abandoned) ? backend->phase_count : phase;
}

static void end_step(Jobs *jobs)
{
    atomic_store(&jobs->phase, jobs->backend->phase_count);
    atomic_fetch_add(&jobs->epoch, 1);
    wake_caller(jobs);
}

/* Lays out the next phase that has slices, or ends the step. Called by the one thread that knows
 * that no slice is unfinished. Until all spans are dealt, the dealer counts as one more unfinished
 * slice: otherwise the others could end the phase, and deal the next, under its hands. */
static void lay_out_phase(Jobs *jobs, uint32_t phase, uint32_t wanted)
{
    const Backend *backend = jobs->backend;
    for (;;) {
        phase = next_phase(jobs, phase);
        if (phase == backend->phase_count) {
            end_step(jobs);
            return;
        }
        uint32_t slices = phase_slices(&backend->phases[phase]);
        atomic_store(&jobs->phase, phase);
        atomic_store(&jobs->unfinished, slices + 1);
        deal_spans(jobs, slices);
        atomic_fetch_add(&jobs->epoch, 1);
        wake_workers(jobs, wanted > slices - 1 ? wanted : slices - 1);
        wake_caller(jobs);
        if (atomic_fetch_sub(&jobs->unfinished, 1) != 1) {
            return;
        }
        phase++; /* the others were done with it before the dealer was */
        wanted = 0;
    }
}

static bool step_is_over(Jobs *jobs)
{
    return atomic_load(&jobs->phase) == jobs->backend->phase_count;
}

/* ---- Claiming and running ------------------------------------------------------------------- */

/* From the front of one's own span: false where it is empty. */
static bool take_own(JobsLane *self, Span *taken)
{
    uint64_t word = atomic_load(&self->span);
    for (;;) {
        Span span = span_unpack(word);
        if (span.begin == span.end) {
            return false;
        }
        uint32_t chunk = (span.end - span.begin) >> CHUNK_SHIFT;
        uint32_t middle = span.begin + (chunk > 0 ? chunk : 1);
        Span rest = {.serial = span.serial, .begin = middle, .end = span.end};
        if (atomic_compare_exchange_weak(&self->span, &word, span_pack(rest))) {
            *taken = (Span){.serial = span.serial, .begin = span.begin, .end = middle};
            return true;
        }
    }
}

/* The rear half of another lane's span becomes one's own. One's own must be empty and of the same
 * phase as the victim's: then nobody else fills it, for the next phase is not laid out while the
 * stolen slices are unfinished. Of an earlier phase, it is about to be dealt. */
static bool steal_from(JobsLane *victim, JobsLane *self, uint32_t serial)
{
    uint64_t word = atomic_load(&victim->span);
    for (;;) {
        Span span = span_unpack(word);
        if (span.begin == span.end || span.serial != serial) {
            return false;
        }
        uint32_t middle = span.begin + (span.end - span.begin) / 2;
        Span rest = {.serial = span.serial, .begin = span.begin, .end = middle};
        if (atomic_compare_exchange_weak(&victim->span, &word, span_pack(rest))) {
            Span stolen = {.serial = span.serial, .begin = middle, .end = span.end};
            self->lane->record.steals++; /* before others may steal it all and end the step */
            atomic_store(&self->span, span_pack(stolen));
            return true;
        }
    }
}

static bool steal(JobsLane *self)
{
    Jobs *jobs = self->jobs;
    uint32_t lanes = jobs->backend->lane_count;
    Span own = span_unpack(atomic_load(&self->span));
    if (own.begin != own.end) {
        return true; /* dealt since it was seen empty */
    }
    for (uint32_t i = 1; i < lanes; i++) {
        if (steal_from(&jobs->lanes[(self->lane->index + i) % lanes], self, own.serial)) {
            return true;
        }
    }
    return false;
}

static bool any_span_left(Jobs *jobs)
{
    for (uint32_t i = 0; i < jobs->backend->lane_count; i++) {
        Span span = span_unpack(atomic_load(&jobs->lanes[i].span));
        if (span.begin != span.end) {
            return true;
        }
    }
    return false;
}

/* Runs claimed slices. They are unfinished until the caller of this says so, so the phase and its
 * description stay what they are. */
static void run_claimed(JobsLane *self, Span taken)
{
    Jobs *jobs = self->jobs;
    uint32_t phase = atomic_load(&jobs->phase);
    for (uint32_t slice = taken.begin; slice < taken.end; slice++) {
        if (atomic_load(&jobs->abandoned)) {
            return;
        }
        if (!lane_run_slice(self->lane, phase, slice)) {
            atomic_store(&jobs->failed, true);
            atomic_store(&jobs->abandoned, 1);
            futex_wake(&jobs->abandoned, UINT32_MAX, FUTEX_BITSET_MATCH_ANY); /* sleeping slices */
            return;
        }
    }
}

static bool past(uint64_t deadline_ns)
{
    return deadline_ns != BACKEND_NO_DEADLINE && clock_now_ns() >= deadline_ns;
}

/* Empties one's own span, then tells how many slices have ended; the last of a phase lays out the
 * next. A deadline is looked at between chunks; what is left of the span can be stolen. */
static bool run_own_span(JobsLane *self, uint64_t deadline_ns)
{
    Jobs *jobs = self->jobs;
    Span taken;
    if (!take_own(self, &taken)) {
        return false;
    }
    /* Before the slices are told to have ended: after that the phase may be another. */
    uint32_t phase = atomic_load(&jobs->phase);
    uint64_t start_ns = clock_now_ns();
    uint32_t ended = 0;
    do {
        run_claimed(self, taken);
        ended += taken.end - taken.begin;
    } while (!past(deadline_ns) && take_own(self, &taken));
    lane_note_busy(self->lane, start_ns, clock_now_ns());
    if (atomic_fetch_sub(&jobs->unfinished, ended) == ended) {
        lay_out_phase(jobs, phase + 1, 0);
    }
    return true;
}

static bool work(JobsLane *self, uint64_t deadline_ns)
{
    return run_own_span(self, deadline_ns) || (steal(self) && run_own_span(self, deadline_ns));
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
        if (any_span_left(jobs)) {
            return true;
        }
    } while (clock_now_ns() < end_ns);
    return false;
}

static void worker_park(JobsLane *self, uint32_t seen)
{
    Jobs *jobs = self->jobs;
    atomic_fetch_add(&self->parks, 1);
    atomic_fetch_add(&jobs->sleepers, 1); /* pairs with wake_workers: see the top of this file */
    futex_wait(&jobs->epoch, seen, WAKE_WORKER, FUTEX_FOREVER);
    atomic_fetch_sub(&jobs->sleepers, 1);
}

static void *worker(void *argument)
{
    JobsLane *self = argument;
    Jobs *jobs = self->jobs;
    while (!atomic_load(&jobs->stop)) {
        uint32_t seen = atomic_load(&jobs->epoch); /* before looking for work */
        if (work(self, BACKEND_NO_DEADLINE) || atomic_load(&jobs->stop)) {
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
    lay_out_phase(jobs, 0, widest - 1);
}

static BackendStatus jobs_finish(Backend *backend, uint64_t deadline_ns)
{
    Jobs *jobs = backend->model;
    JobsLane *self = &jobs->lanes[0];
    for (;;) {
        uint32_t seen = atomic_load(&jobs->epoch); /* before looking for work, or for the end */
        if (step_is_over(jobs)) {
            break;
        }
        if (past(deadline_ns)) {
            return BACKEND_PENDING;
        }
        if (!work(self, deadline_ns) && !spin(jobs, seen)) {
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
    atomic_store(&jobs->abandoned, 1);
    futex_wake(&jobs->abandoned, UINT32_MAX, FUTEX_BITSET_MATCH_ANY);
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
