/* What a concurrency model is, for everyone who has work to hand out: a table of models, and one
 * opened model that runs a list of phases. The floors above never learn which model it is.
 *
 *     Backend *backend = backend_open(backend_find("jobs"), lanes, &error);
 *     backend_begin(backend, phases, count);
 *     ... draw what does not change ...
 *     backend_finish(backend, BACKEND_NO_DEADLINE, &error);
 *
 * A phase is a job over the indices [0, count), cut into slices of `grain`. Phases run one after
 * another with a barrier between them; within a phase every slice is run exactly once, by some
 * lane, in any order. All functions here belong to the thread that opened the backend. */
#pragma once

#include "base/error.h"
#include "base/range.h"
#include "base/shared_memory.h"
#include "backend/lane.h"

#include <stdbool.h>
#include <stdint.h>

enum { BACKEND_LANES_MAX = 128 }; /* BACKEND_PHASES_MAX: see lane.h */

/* The most slices a phase may have; a finer grain than that allows is coarsened. */
#define BACKEND_SLICES_MAX (1u << 22)

#define BACKEND_NO_DEADLINE UINT64_MAX

/* Works on one slice: [k * grain, min((k + 1) * grain, count)). Runs on any lane's thread. To fail,
 * `return lane_fail(lane, "why")`; to wait, lane_sleep_ns and lane_yield. */
typedef bool PhaseFunction(Lane *lane, Range slice, void *context);

typedef struct Phase {
    const char *name; /* static; for the overlay and for error sentences */
    PhaseFunction *run;
    void *context;
    uint32_t count; /* indices; 0: the phase has no slices and is passed over */
    uint32_t grain; /* indices a slice, at least 1; 0: all of them in one slice */
} Phase;

/* The grain by which that phase is really cut: at least 1, and coarse enough for
 * BACKEND_SLICES_MAX. Slice k begins at k times this. */
uint32_t backend_grain(uint32_t count, uint32_t grain);

typedef enum BackendStatus {
    BACKEND_DONE,    /* every slice of every phase has run and returned true */
    BACKEND_PENDING, /* the deadline passed first; call finish again, or cancel */
    BACKEND_FAILED,  /* a slice failed; the rest was not begun; nothing runs any more */
} BackendStatus;

typedef struct Backend Backend;
typedef struct BackendType BackendType;

/* A row of the table. The functions are called through the backend_* ones below, which check the
 * contract; they get the opened Backend, whose `model` is theirs. */
struct BackendType {
    const char *name;    /* one word, as --backend takes it */
    const char *summary; /* one line for people */
    bool unsafe;         /* wrong on purpose: its bits are not the reference's, nor its own of a
                            run before. Agreement, --verify=all, auto and the best results leave
                            it out, and the overlay marks it */
    bool private_memory; /* its lanes are other processes: a job may write only to memory that they
                            share, and futures run on the caller */
    bool slow;           /* milliseconds a step, however little there is to do: what runs for long
                            leaves it out */
    bool lingers;        /* its threads burn cores for milliseconds after a step: who measures the
                            next model would measure them */
    size_t model_size;   /* bytes that its open finds at `model`, zero, on the backend's own page
                            as far as they fit; 0: it has none, or they are memory that processes
                            share */
    bool (*open)(Backend *backend, Error *error);
    void (*begin)(Backend *backend);
    BackendStatus (*finish)(Backend *backend, uint64_t deadline_ns);
    void (*cancel)(Backend *backend); /* returns when no slice runs any more; begins no other */
    void (*close)(Backend *backend);  /* after cancel, or when nothing was begun */
    bool (*sleep)(Lane *lane, uint64_t duration_ns);      /* as lane_sleep_ns */
    bool (*yield)(Lane *lane);                            /* as lane_yield */
    bool (*await)(Lane *lane, int fd, uint64_t until_ns); /* as block_await; NULL: is it */
    bool (*kill)(Backend *backend, uint32_t lane); /* as backend_kill; NULL: no lane can die */
    void (*announce)(Backend *backend); /* a future was queued: have a lane run it, by calling
                                           future_run_queued. NULL: the model has no lane but the
                                           caller's, and whoever waits runs it. Any thread */
    const char *(*reason)(const Backend *backend); /* as backend_reason; NULL: it has none */
};

/* The table, the reference first. */
uint32_t backend_type_count(void);
const BackendType *backend_type(uint32_t index);
const BackendType *backend_find(const char *name); /* NULL: no such row */

/* The same without those that are unsafe: they all come to the same bits. */
uint32_t backend_safe_count(void);
const BackendType *backend_safe(uint32_t index);

/* Opens a model with that many lanes (1 to BACKEND_LANES_MAX, the caller's thread among them; a
 * model of one thread has one lane whatever is asked). NULL, with a sentence, where the system
 * refuses (no threads left, no memory). */
Backend *backend_open(const BackendType *type, uint32_t lanes, Error *error);

/* Stops and joins everything, in the middle of a step too. Takes NULL. */
void backend_close(Backend *backend);

const BackendType *backend_type_of(const Backend *backend);
uint32_t backend_lane_count(const Backend *backend);

/* Why it does what it does, in a few words for people: "jobs: 0.41 ms a step, sequential 0.72" of
 * `auto`, "" of most. Until the next begin or finish. */
const char *backend_reason(const Backend *backend);

/* Who does what beside the steps that are to be measured: the job system of `auto`, which compares
 * steps of one kind; most models do it themselves. For futures, and for jobs while no step runs. */
Backend *backend_helper(Backend *backend);

/* The same for jobs that need every index once, in memory of which `shared` says whether it is
 * shared_memory's: NULL where there is but one lane, lanes are wrong on purpose, or do not see that
 * memory, and the caller does them. Takes NULL. */
Backend *backend_beside(Backend *backend, bool shared);

/* Lane `index`, whose record of the last step may be read between finish and the next begin. */
const Lane *backend_lane(const Backend *backend, uint32_t index);

/* Says of the next step to be begun, and of it alone, that all that its slices write is shared
 * memory, and `memory` the newest of what they touch; their phases' contexts are part of it. A step
 * of which that was not said is run on the caller's lane by models whose lanes are processes. In
 * such a lane there are no futures, and no files but those that were open before `memory` was made;
 * a slice may run again where one broke off: see lane->again. */
void backend_share(Backend *backend, SharedMemory *memory);

/* Of an unsafe model, after a step that is done: indices that were done and are not counted. */
uint64_t backend_lost_updates(const Backend *backend);

/* Begins a step of 0 to BACKEND_PHASES_MAX phases, which are copied. Nothing else may be begun
 * until finish said DONE or FAILED, or cancel was called. */
void backend_begin(Backend *backend, const Phase *phases, uint32_t phase_count);

/* Works on the step and returns when it is over, or soon after clock_now_ns() passes deadline_ns
 * (a slice that runs is not interrupted, and a call with a deadline long past still does a little,
 * so that a step ends some day). A model may ignore the deadline. On FAILED the sentence
 * names the phase, the slice, the lane and the reason. */
BackendStatus backend_finish(Backend *backend, uint64_t deadline_ns, Error *error);

/* Gives the step up: returns when no slice runs any more. Does nothing when none was begun. */
void backend_cancel(Backend *backend);

/* Kills the process that this lane is, as anybody may from outside: its work is done by others, and
 * the next step finds another process in its place. False: it has none, or none that lives. */
bool backend_kill(Backend *backend, uint32_t lane);

/* begin and finish in one. */
BackendStatus backend_run(Backend *backend, const Phase *phases, uint32_t phase_count,
                          Error *error);
