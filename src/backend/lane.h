/* A lane is one of the places where slices run at the same time: a thread of a pool, or the single
 * thread of a loop or of a scheduler. A slice is handed its lane: to wait, to fail, and to be seen;
 * the overlay and the trace read what each lane recorded. */
#pragma once

#include "backend/clock_batch.h"
#include "backend/deque.h"
#include "base/range.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum {
    CACHE_LINE = 64,
    LANE_RUNS_MAX = 256, /* runs recorded a step; later ones are only counted */
    LANE_REASON_SIZE = 160,
    BACKEND_PHASES_MAX = 16,
};

typedef struct Backend Backend;
typedef struct Future Future;

/* Neighbouring slices that ran one straight after the other: a long one by itself, many short ones
 * together, so that looking at the clock takes no share of the time that is measured. A slice that
 * waits goes on until it is over. A run of no indices is a fork that was stolen. */
typedef struct LaneRun {
    uint64_t start_ns;
    uint64_t end_ns;
    Range indices;
    uint32_t phase; /* index in the step's list */
} LaneRun;

/* What a lane did in a step. Counters are complete; `runs` holds the first LANE_RUNS_MAX. */
typedef struct LaneRecord {
    uint32_t slices;
    uint32_t forks;        /* of other lanes, that it ran */
    uint32_t steals;       /* times it took work from another lane, forks too */
    uint32_t switches;     /* times a coroutine was resumed */
    uint32_t parks;        /* times it gave up spinning and slept, since the step before */
    uint64_t busy_ns;      /* time inside runs */
    uint64_t wake_ns;      /* from begin to its first run; 0: it had none */
    uint64_t lock_held_ns; /* of a model with a lock around its slices: how long it had it, */
    uint64_t lock_wait_ns; /* and how long it waited for it */
    uint32_t thread;       /* that ran it, as thread_time.h numbers them; 0: it had no run */
    uint32_t run_count;
    LaneRun runs[LANE_RUNS_MAX];
} LaneRecord;

typedef struct Lane {
    _Alignas(CACHE_LINE) Backend *backend;
    uint32_t index;  /* 0: the thread that calls finish */
    uint32_t phase;  /* of the slice that runs here, or ran last */
    bool told;       /* what runs here has heard that it was given up */
    bool again;      /* what runs here was begun before on a lane that died: what that one has
                        written may be anything */
    char *fail_text; /* where lane_fail writes: [LANE_REASON_SIZE], the first one stays */
    Future *future;  /* the single task that runs here; NULL: a slice, or nothing */
    bool forked;     /* in this step: it had forks to share */

    /* The open run: see lane.c. */
    LaneRun open;
    uint32_t open_slices;   /* in it; 0: none is open */
    uint64_t looked_ns;     /* at the clock, when the last run was closed; 0: long ago */
    uint64_t run_target_ns; /* how long a run of many slices should be */
    uint64_t phase_ns[BACKEND_PHASES_MAX];  /* time inside runs, by phase */
    ClockBatch batches[BACKEND_PHASES_MAX]; /* slices a run */

    /* Of a lane in a process of its own. */
    atomic_int process; /* its id; 0: the caller's own */
    uint32_t deaths;    /* of its processes so far, since the backend was opened */

    uint64_t coverage; /* see lane.c: proves that each index was visited once */
    bool failed;
    uint32_t failed_phase;
    Range failed_slice;
    char reason[LANE_REASON_SIZE];
    LaneRecord record;
    Deque deque; /* its forks: see fork.h */
} Lane;

/* Within a slice, a fork or a future only, on its own lane. */

/* Fails the slice: keeps the reason (of the lane's first failure in the step), returns false. A
 * slice that returns false because a wait told it to is not taken for the one that failed. */
bool lane_fail(Lane *lane, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Waits at least that long. What waits is the model's affair: a loop blocks its thread, a pool one
 * worker, a scheduler parks the coroutine and runs another. False: the step (or the future) was
 * cancelled, return soon. */
bool lane_sleep_ns(Lane *lane, uint64_t duration_ns);

/* Reads up to `size` bytes as soon as there are any; what waits until then is the model's affair,
 * as above. Returns how many; 0: no more ever. -1: the step (or the future) was cancelled, or
 * reading failed, which lane_fail has said: return false soon. Where several read the same file, it
 * must be O_NONBLOCK. */
ssize_t lane_read(Lane *lane, int fd, void *buffer, size_t size);

/* A place where others may go on; costs nothing where the model has no others on this thread.
 * False: the step (or the future) was cancelled, return soon. */
bool lane_yield(Lane *lane);
