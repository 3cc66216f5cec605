/* A lane is one of the places where slices run at the same time: a thread of a pool, or the single
 * thread of a loop or of a scheduler. A slice is handed its lane: to wait, to fail, and to be seen;
 * the overlay and the trace read what each lane recorded. */
#pragma once

#include "base/range.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    CACHE_LINE = 64,
    LANE_RUNS_MAX = 256, /* runs recorded a step; later ones are only counted */
    LANE_REASON_SIZE = 160,
};

typedef struct Backend Backend;

/* One slice, as it ran. A slice that waits is one run from its start to its end. */
typedef struct LaneRun {
    uint64_t start_ns;
    uint64_t end_ns;
    Range slice;
    uint32_t phase; /* index in the step's list */
} LaneRun;

/* What a lane did in a step. Counters are complete; `runs` holds the first LANE_RUNS_MAX. */
typedef struct LaneRecord {
    uint32_t slices;
    uint32_t steals;   /* times it took work from another lane */
    uint32_t switches; /* times a coroutine was resumed */
    uint32_t parks;    /* times it gave up spinning and slept */
    uint64_t busy_ns;  /* time inside slices */
    uint64_t wake_ns;  /* from begin to its first slice; 0: it had none */
    uint32_t run_count;
    LaneRun runs[LANE_RUNS_MAX];
} LaneRecord;

typedef struct Lane {
    _Alignas(CACHE_LINE) Backend *backend;
    uint32_t index; /* 0: the thread that calls finish */
    uint32_t failed_phase;
    Range failed_slice;
    bool failed;
    bool told; /* the slice that runs here has heard that the step was given up */
    char reason[LANE_REASON_SIZE];
    uint64_t coverage; /* see backend.c: proves that each index was visited once */
    LaneRecord record;
} Lane;

/* Within a slice only, on its own lane. */

/* Fails the slice: keeps the reason (of the lane's first failure in the step), returns false. A
 * slice that returns false because a wait told it to is not taken for the one that failed. */
bool lane_fail(Lane *lane, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Waits at least that long. What waits is the model's affair: a loop blocks its thread, a pool one
 * worker, a scheduler parks the coroutine and runs another. False: the step was cancelled, return
 * soon. */
bool lane_sleep_ns(Lane *lane, uint64_t duration_ns);

/* A place where others may go on; costs nothing where the model has no others on this thread.
 * False: the step was cancelled, return soon. */
bool lane_yield(Lane *lane);
