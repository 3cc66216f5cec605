/* Inside the job system: for jobs.c (workers, waiting, the row of the table) and jobs_work.c
 * (dealing, claiming, running).
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
#pragma once

#include "backend/model.h"

#include <pthread.h>
#include <stdatomic.h>

enum {
    SPAN_BITS = 22,  /* a slice's number; BACKEND_SLICES_MAX fits */
    WAKE_WORKER = 1, /* futex bits */
    WAKE_CALLER = 2,
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

/* Lays out the next phase from `phase` on that has slices, or ends the step. For the one thread
 * that knows that no slice is unfinished. `wanted`: workers to wake at least. */
void jobs_lay_out(Jobs *jobs, uint32_t phase, uint32_t wanted);

bool jobs_step_is_over(Jobs *jobs);

/* Is there a slice that nobody has claimed? */
bool jobs_any_span_left(Jobs *jobs);

/* Runs what is in the lane's own span, or steals; false: found nothing. Looks at the deadline
 * between chunks. */
bool jobs_work(JobsLane *self, uint64_t deadline_ns);

/* Begins no other slice, and ends those that sleep. */
void jobs_abandon(Jobs *jobs);
