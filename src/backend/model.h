/* Inside an opened backend: for the models in this folder, and for nobody above. */
#pragma once

#include "backend/backend.h"
#include "backend/future_queue.h"
#include "base/clock.h"

struct Backend {
    const BackendType *type;
    SharedMemory *memory; /* that this and the lanes lie in; NULL: the heap */
    void *model;          /* the model's own: of its model_size, or set by its open and freed by
                             its close */
    uint32_t lane_count;  /* a model of one thread lowers it in its open */
    uint32_t lanes_used;  /* lanes from this one on have a clean record: they did nothing */
    Lane *lanes;
    Phase phases[BACKEND_PHASES_MAX];
    uint32_t phase_count;
    bool divided;         /* a phase has more than one slice */
    SharedMemory *shared; /* as backend_share; NULL: the step touches other memory too */
    uint64_t begin_ns;
    uint64_t lost_updates;      /* of the last step, of a model that is unsafe */
    bool running;               /* begun, and neither finished nor cancelled */
    atomic_uint abandoned;      /* 1: begin no other slice; a futex word of slices that sleep */
    FutureQueue futures;        /* single tasks: see future.h */
    Backend *acting;            /* runs the steps in its place; NULL: it does so itself */
    Backend *helper;            /* runs its futures; NULL: the same */
    struct BurdenBlock *burden; /* what slices bear beside their work: see burden.h */
};

#define MODEL(name) extern const BackendType name##_type;
#include "backend/models.def"
#undef MODEL

/* What every step runs, however small, lies together, each function from a line of its own on: a
 * frame after the last step neither the lines nor their pages' addresses are in the caches. */
#define BACKEND_EACH_STEP __attribute__((hot, aligned(CACHE_LINE)))

/* Slices of a phase, given that backend_begin has made its grain at least 1. */
static inline uint32_t phase_slices(const Phase *phase)
{
    return phase->count / phase->grain + (phase->count % phase->grain != 0);
}

static inline Range phase_slice(const Phase *phase, uint32_t slice)
{
    uint32_t begin = slice * phase->grain;
    return (Range){begin, begin + min_u32(phase->grain, phase->count - begin)};
}

/* When nothing runs any more. */
static inline bool any_lane_failed(const Backend *backend)
{
    bool any = false;
    for (uint32_t i = 0; i < backend->lanes_used; i++) {
        any = any || backend->lanes[i].failed;
    }
    return any;
}

/* Costs a look at the clock only where there is a deadline. */
static inline bool deadline_is_past(uint64_t deadline_ns)
{
    return deadline_ns != BACKEND_NO_DEADLINE && clock_now_ns() >= deadline_ns;
}

/* Forgets the last step, whose phases are still the backend's. */
void lane_reset(Lane *lane);

/* Runs slices [begin, end) of a phase, in order, and records them. False: one failed, or the step
 * was given up before they were all begun. The run stays open, to be continued by the next slices:
 * close it before waiting for others, and before telling anyone that the slices have ended. */
bool lane_run_slices(Lane *lane, uint32_t phase, uint32_t begin, uint32_t end);
void lane_close_run(Lane *lane);

/* A place in a step: everything before it has been run. */
typedef struct StepPlace {
    uint32_t phase;
    uint32_t slice;
} StepPlace;

/* One loop over the step from that place on, which it moves. True: the step is over, or a slice
 * failed. False: it came by until_ns on the way, having done a little at least. */
bool lane_run_step(Lane *lane, StepPlace *place, uint64_t until_ns);

/* How many slices until the run is closed by itself, at least 1; then lane->looked_ns is fresh. */
uint32_t lane_run_room(const Lane *lane, uint32_t phase);

/* For what is not a row of slices without a pause (a stolen fork, a slice that waited): runs one
 * slice without looking at the clock; notes a run; notes time that was spent working. */
bool lane_run_slice(Lane *lane, uint32_t phase, uint32_t slice);
void lane_record_run(Lane *lane, const LaneRun *run);
void lane_record_busy(Lane *lane, uint32_t phase, uint64_t elapsed_ns);

/* What the coverage of all lanes adds up to, for one phase that ran whole. */
uint64_t lane_expected_coverage(uint32_t phase, uint32_t count);
