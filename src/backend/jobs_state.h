/* Inside the job system: jobs.c (the row of the table), jobs_work.c (dealing, claiming, running),
 * jobs_wait.c (spinning, sleeping, waking), jobs_forecast.c (what will a step cost?), jobs_plan.c
 * (does waking pay?), jobs_fork.c (stealing forks).
 *
 * Each lane has a span of the phase's slices, packed with a serial number into one 64-bit word. Its
 * owner takes slices from the front and a thief the rear half, both by compare-and-swap; a span
 * only shrinks while its phase lasts. Whoever finishes the phase's last slice lays out the next
 * phase. Nobody waits for a lane that has claimed nothing: a worker that the system took off its
 * core holds up no one.
 *
 * A step that is too small to be worth waking anyone is not dealt at all: the caller runs it by
 * itself, as one loop would, and publishes the rest if it takes longer than was predicted.
 *
 * Sleep and wake: `epoch` changes after there is something to do. Whoever finds nothing remembers
 * the epoch that it read *before* it looked, watches it for a moment, then sleeps on it. The waker
 * changes the epoch first and counts sleepers second, the sleeper counts itself first and lets the
 * kernel compare the epoch second; all four are sequentially consistent, so one of the two sees the
 * other and no wake-up is lost.
 *
 * All atomics below are sequentially consistent operations (C11's default) unless they name an
 * order, and there are no fences: thread sanitizers can follow that, and on the processors at hand
 * it costs the same. */
#pragma once

#include "backend/model.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>

enum {
    SPAN_BITS = 22,  /* a slice's number; BACKEND_SLICES_MAX fits */
    WAKE_WORKER = 1, /* futex bits: who sleeps on the epoch */
    WAKE_CALLER = 2,
    WAKE_JOINER = 4,
    PHASE_OVER = BACKEND_PHASES_MAX,   /* no phase: the step is over */
    JOBS_CALM_PART = 2,                /* a step is calm below this part of the crossover */
    JOBS_HAND_OVER_NS = 2 * NS_PER_US, /* shorter work is not worth it between awake lanes */
    JOBS_SPIN_NS = 20 * NS_PER_US,     /* longer than a barrier, far shorter than a frame */
    JOBS_CLOSE_NS = 10 * NS_PER_US,    /* steps less far apart follow closely: workers stay awake */
};

#define SPAN_MASK ((1u << (SPAN_BITS + 1)) - 1) /* an end may equal BACKEND_SLICES_MAX */

/* Slices [begin, end) that wait to be claimed, and the serial number of their phase: 18 + 23 + 23
 * bits. The serial keeps a thief that slept through a phase from claiming in the next one by a
 * value that happens to be equal again; it would have to sleep through a multiple of 2^18 phases
 * (a quarter of an hour of play) between two neighbouring instructions. */
typedef struct Span {
    uint32_t serial;
    uint32_t begin;
    uint32_t end;
} Span;

typedef struct JobsLane {
    _Alignas(CACHE_LINE) _Atomic uint64_t span;
    _Alignas(CACHE_LINE) atomic_uint parks; /* ever; the workers count it between steps too */
    uint32_t parks_before;                  /* the caller's: at the end of the step before */
    bool slept;                             /* the lane's own: since its last claim */
    uint64_t latency_ns; /* from being woken to its first claim, in this step; 0: was not asleep.
                            Written with slices claimed, read when none is */
    Lane *lane;
    struct Jobs *jobs;
    pthread_t thread;
} JobsLane;

enum { JOBS_FORECAST_KINDS = 4 }; /* of steps that take turns */

/* What the last steps tell of the work of the next one, by the phase's place: moving, the draw list
 * and drawing take turns there, and each is remembered. The caller changes this and the plan
 * between steps; whoever lays out a phase reads them. */
typedef struct JobsForecast {
    struct {
        PhaseFunction *run; /* what was measured; another one is not known */
        uint64_t index_ps;  /* picoseconds an index, smoothed */
        bool alone;         /* that one lane took, with the machine for itself */
    } phases[BACKEND_PHASES_MAX][JOBS_FORECAST_KINDS];
    uint8_t next_kind[BACKEND_PHASES_MAX]; /* the oldest, to be forgotten for a new one */
    uint32_t since_alone;                  /* shared steps, since one lane did all */
} JobsForecast;

/* What they tell of sharing it. */
typedef struct JobsPlan {
    uint64_t latency_ns;      /* until a sleeping worker runs its first slice */
    uint64_t waking_ns;       /* what it costs the one who wakes it */
    uint64_t excess_ns[2];    /* that a shared step takes longer than these explain, with workers
                                 who were awake, and with some who were not */
    uint64_t trial_ns;        /* the least of that in the steps by which a trial is judged */
    uint32_t shared_in_a_row; /* steps, of which it is in doubt whether that pays */
    uint32_t close_steps;     /* one after the other that followed closely; no more are counted
                                 than matter */
    uint64_t alone_ns;        /* worked by one lane in these, since the last one that was shared */
    uint64_t stake_ns;        /* of that, before somebody is woken for the steps to come */
    uint64_t faded_ns;        /* when what is not measured was last forgotten a bit */
} JobsPlan;

typedef struct Jobs {
    /* The caller's own. All that a small step touches is the first line: see below. */
    Backend *backend;
    StepPlace place;      /* where the caller stands in a step that is not published */
    uint64_t calm_ns;     /* steps are so short that nothing is planned as long as they stay below
                             this; 0: they are not */
    uint64_t patience_ns; /* how long the caller goes on before it asks whether it is late */
    uint64_t late_ns;     /* it was: the rest of the phase at `place`, at its pace so far */
    uint64_t ended_ns;    /* the last step that was longer than JOBS_HAND_OVER_NS */
    uint32_t threads;     /* started; lanes 1 to threads */
    bool shared;          /* the step is published; `published` says it to others */
    bool narrow;          /* there is nothing in it for a second lane, and nothing to be planned */
    bool forks;           /* single slices may be trees of work: in the last step they were */

    JobsLane *lanes;
    uint32_t woken;     /* workers that were asleep when the step was published, and woken for it */
    uint32_t beside;    /* that were awake */
    uint64_t waking_ns; /* what it took to publish it, where somebody was woken */
    int caller_core;    /* that the workers keep off; -1: none as yet */
    bool roomy;         /* each lane has a core: who watches for work is in nobody's way */
    JobsForecast forecast;
    JobsPlan plan;
    void *above; /* of a model that is made of this one: its own */

    _Alignas(CACHE_LINE) atomic_uint epoch; /* changes when there may be something to do */
    atomic_uint sleepers;                   /* workers asleep on the epoch, or about to be */
    atomic_uint caller_sleeps;              /* the same of the caller, 0 or 1 */
    atomic_uint joiners;                    /* the same of lanes that wait for a stolen fork */
    atomic_bool stop;                       /* workers end */
    atomic_bool published;                  /* the step is everyone's */
    _Atomic uint64_t spin_ns;  /* how long workers watch for the next one before they sleep */
    _Atomic uint64_t woken_ns; /* when workers were last woken for a phase */
    _Alignas(CACHE_LINE) atomic_uint unfinished; /* slices of the phase that have not ended */
    _Alignas(CACHE_LINE) atomic_uint phase;      /* index in the step, or PHASE_OVER */
    atomic_uint serial;                          /* of the phase, ever growing */
} Jobs;

static_assert(offsetof(Jobs, forks) < CACHE_LINE, "a small step touches one line of it");

static inline uint64_t span_pack(Span span)
{
    return (uint64_t)span.serial << (2 * (SPAN_BITS + 1)) |
           (uint64_t)span.begin << (SPAN_BITS + 1) | span.end;
}

static inline Span span_unpack(uint64_t word)
{
    return (Span){.serial = (uint32_t)(word >> (2 * (SPAN_BITS + 1))),
                  .begin = (uint32_t)(word >> (SPAN_BITS + 1)) & SPAN_MASK,
                  .end = (uint32_t)word & SPAN_MASK};
}

/* ---- jobs_work.c ---------------------------------------------------------------------------- */

/* Deals slices from `first` on of the first phase from `phase` on that has any, or ends the step.
 * What no other lane could share it runs at once, as long as the deadline is not past (0: it runs
 * nothing). For the one thread that knows that no slice is unfinished. */
void jobs_lay_out(JobsLane *dealer, uint32_t phase, uint32_t first, uint64_t deadline_ns);

bool jobs_step_is_over(Jobs *jobs);

/* Runs what is in the lane's own span, or steals; false: found nothing. Looks at the deadline
 * between runs. */
bool jobs_work(JobsLane *self, uint64_t deadline_ns);

/* Is there a slice that nobody has claimed? A fork that may be stolen? */
bool jobs_any_slice(Jobs *jobs);
bool jobs_any_fork(Jobs *jobs);

/* ---- jobs_wait.c ---------------------------------------------------------------------------- */

/* Tells all who look that there is something to do. Those who sleep are woken after it. */
void jobs_change_epoch(Jobs *jobs);

/* Wakes so many workers that `wanted` are awake. */
void jobs_have_awake(Jobs *jobs, uint32_t wanted);
void jobs_wake_worker(Jobs *jobs);
void jobs_wake_caller(Jobs *jobs);

/* Watches for a moment; true: the epoch is no longer `seen`, or there is something to steal. For a
 * lane that waits for `joined` (NULL: for anything): forks only, and the end of that one. */
bool jobs_spin(Jobs *jobs, uint32_t seen, const Fork *joined);

/* Sleeps until the epoch is no longer `seen`, or the deadline, or a little less. `sleepers`: the
 * count of those who sleep for the same reason, woken by `bits`. */
void jobs_park(JobsLane *self, uint32_t seen, atomic_uint *sleepers, uint32_t bits,
               uint64_t deadline_ns);

/* ---- jobs_cores.c --------------------------------------------------------------------------- */

/* Of those that this process may use, is there one for each lane? */
bool jobs_have_cores(const Jobs *jobs);

/* jobs_park for the caller, who has begun a step; it stays on its core. */
void jobs_park_caller(JobsLane *self, uint32_t seen, uint64_t deadline_ns);

/* For the caller, before it wakes workers: keeps them off the core that it is on, where there are
 * others for all of them. */
void jobs_keep_off(Jobs *jobs);

/* ---- jobs_forecast.c ------------------------------------------------------------------------ */

#define JOBS_UNKNOWN_NS UINT64_MAX

/* What that phase will take one lane. */
uint64_t jobs_forecast_phase_ns(const Jobs *jobs, uint32_t phase);

/* Of the phases from `phase` on, what more than one lane may share. */
uint64_t jobs_forecast_ns(const Jobs *jobs, uint32_t phase);

/* Was it measured with one lane, as far as it is known? */
bool jobs_forecast_is_sure(const Jobs *jobs, uint32_t phase);

/* What all lanes together took in the step that ended, for the phases that may be shared, or for
 * those that may not. */
uint64_t jobs_measured_ns(const Jobs *jobs, bool shareable);

void jobs_forecast_learn(Jobs *jobs);

/* A measurement moves what was known by a part of the difference. */
enum { JOBS_SMOOTHING = 4 };
static inline uint64_t jobs_smooth(uint64_t known, uint64_t measured)
{
    return known - known / JOBS_SMOOTHING + measured / JOBS_SMOOTHING;
}

/* ---- jobs_plan.c ---------------------------------------------------------------------------- */

void jobs_plan_open(JobsPlan *plan);

/* May more than one lane take part in the phase? */
static inline bool jobs_is_shareable(const Jobs *jobs, uint32_t phase)
{
    const Phase *work = &jobs->backend->phases[phase];
    return work->count > work->grain || (work->count > 0 && jobs->forks);
}

/* How many workers are worth having awake for the step from `phase` on, given how many are. */
uint32_t jobs_plan_workers(const Jobs *jobs, uint32_t phase);

/* How long workers are to watch for work before they sleep. */
uint64_t jobs_plan_spin_ns(const Jobs *jobs);

/* Is the phase long enough that several lanes shorten it? */
bool jobs_plan_is_wide(const Jobs *jobs, uint32_t phase, uint32_t slices);

/* How long the caller goes on from its place in a step that is not published. */
uint64_t jobs_plan_patience_ns(const Jobs *jobs);

/* Asked in the middle of a step that takes longer than was predicted: does it pay after all to
 * publish the rest? */
bool jobs_plan_is_late(Jobs *jobs);

/* Of a job system that has workers: learns from the step that ended at jobs->ended_ns, and whether
 * the next ones need no plan (jobs->calm_ns). took_ns: where it was shared, what that took the
 * caller. gap_ns: since the step before. */
void jobs_plan_learn(Jobs *jobs, uint64_t took_ns, uint64_t gap_ns);

/* ---- jobs_fork.c ---------------------------------------------------------------------------- */

/* Steals a fork from another lane and runs it; false: found none. `idle`: the lane runs nothing
 * else meanwhile. */
bool jobs_run_stolen_fork(JobsLane *self, bool idle);
