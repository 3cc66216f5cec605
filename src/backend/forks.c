/* A new process a slice, at every step: what it costs to have no pool. At most as many live at a
 * time as there are lanes. A phase of one slice is the caller's own, and so is a slice whose
 * process was killed, or could not be forked. */
#include "backend/child.h"
#include "backend/futex.h"
#include "backend/model.h"

#include <assert.h>
#include <string.h>
#include <unistd.h>

enum { ROWS_A_PHASE = 32 }; /* a finer cut gives a process several neighbouring slices */

typedef enum ForkEnd { END_GOOD, END_FAILED, END_GIVEN_UP } ForkEnd;

/* The slices that a lane's process runs, in one phase. */
typedef struct ForksLane {
    pid_t process; /* 0: none */
    uint32_t begin, end;
    uint64_t coverage; /* of the lane, before */
} ForksLane;

typedef struct Forks {
    SharedMemory *memory; /* that this lies in */
    bool alone;           /* the step touches memory that is not shared: the caller runs it */
    StepPlace place;      /* what comes next; slice: a row */
    ForksLane lanes[BACKEND_LANES_MAX];
} Forks;

/* ---- One row -------------------------------------------------------------------------------- */

static ForkEnd run_here(Lane *lane, uint32_t phase, uint32_t begin, uint32_t end)
{
    bool good = lane_run_slices(lane, phase, begin, end);
    lane_close_run(lane);
    lane->looked_ns = 0;
    if (!good) {
        atomic_store(&lane->backend->abandoned, 1);
        futex_wake_shared(&lane->backend->abandoned);
    }
    return good ? END_GOOD : lane->failed ? END_FAILED : END_GIVEN_UP;
}

/* What its process was at when it died, the caller does. */
static void do_again(Lane *lane, const ForksLane *row, uint32_t phase)
{
    lane->deaths++;
    lane->coverage = row->coverage;
    lane->open_slices = 0;
    lane->failed = lane->told = false;
    lane->reason[0] = '\0';
    lane->again = true;
    run_here(lane, phase, row->begin, row->end);
    lane->again = false;
}

static void collect(Backend *backend, uint32_t index, uint32_t phase)
{
    Forks *forks = backend->model;
    ForksLane *row = &forks->lanes[index];
    if (row->process == 0) {
        return;
    }
    int end = child_wait(row->process);
    row->process = 0;
    backend->lanes[index].process = 0;
    if (end < END_GOOD || end > END_GIVEN_UP) {
        do_again(&backend->lanes[index], row, phase);
    }
}

static void start(Backend *backend, uint32_t index, uint32_t phase, uint32_t begin, uint32_t end)
{
    Forks *forks = backend->model;
    Lane *lane = &backend->lanes[index];
    ForksLane *row = &forks->lanes[index];
    assert(row->process == 0);
    *row = (ForksLane){.begin = begin, .end = end, .coverage = lane->coverage};
    pid_t child = child_fork();
    if (child == 0) {
        lane->process = getpid();
        _exit((int)run_here(lane, phase, begin, end));
    }
    if (child < 0) {
        run_here(lane, phase, begin, end);
        return;
    }
    row->process = child;
}

/* ---- A step --------------------------------------------------------------------------------- */

static void forks_begin(Backend *backend)
{
    Forks *forks = backend->model;
    forks->alone = !backend->shared || !shared_memory_share(backend->shared);
    forks->place = (StepPlace){0};
    backend->lanes_used = forks->alone ? 1 : backend->lane_count;
}

static void collect_all(Backend *backend, uint32_t phase)
{
    for (uint32_t i = 0; i < backend->lane_count; i++) {
        collect(backend, i, phase);
    }
}

/* False: the deadline passed in its middle. */
static bool run_phase(Backend *backend, StepPlace *place, uint64_t deadline_ns)
{
    const Phase *phase = &backend->phases[place->phase];
    uint32_t slices = phase->count == 0 ? 0 : phase_slices(phase);
    uint32_t rows = min_u32(slices, ROWS_A_PHASE);
    if (rows == 1) {
        run_here(&backend->lanes[0], place->phase, 0, slices);
        return true;
    }
    while (place->slice < rows && !atomic_load(&backend->abandoned)) {
        uint32_t row = place->slice++;
        uint32_t index = row % backend->lane_count;
        collect(backend, index, place->phase);
        start(backend, index, place->phase, (uint32_t)((uint64_t)slices * row / rows),
              (uint32_t)((uint64_t)slices * (row + 1) / rows));
        if (deadline_is_past(deadline_ns)) {
            break;
        }
    }
    collect_all(backend, place->phase);
    return place->slice >= rows;
}

/* True: the step is over. */
static bool run_step(Backend *backend, uint64_t deadline_ns)
{
    Forks *forks = backend->model;
    StepPlace *place = &forks->place;
    while (place->phase < backend->phase_count && !atomic_load(&backend->abandoned)) {
        if (!run_phase(backend, place, deadline_ns)) {
            return atomic_load(&backend->abandoned);
        }
        *place = (StepPlace){.phase = place->phase + 1};
        if (place->phase < backend->phase_count && deadline_is_past(deadline_ns)) {
            return atomic_load(&backend->abandoned);
        }
    }
    return true;
}

static BackendStatus forks_finish(Backend *backend, uint64_t deadline_ns)
{
    Forks *forks = backend->model;
    bool over = forks->alone ? lane_run_step(&backend->lanes[0], &forks->place, deadline_ns)
                             : run_step(backend, deadline_ns);
    if (!over) {
        return BACKEND_PENDING;
    }
    return any_lane_failed(backend) ? BACKEND_FAILED : BACKEND_DONE;
}

/* Between two calls of finish no process lives. */
static void forks_cancel(Backend *backend)
{
    (void)backend;
}

/* ---- Life ----------------------------------------------------------------------------------- */

static bool forks_open(Backend *backend, Error *error)
{
    SharedMemory *memory = shared_memory_create(sizeof(Forks));
    if (!memory) {
        return error_set(error, "no memory for %u lanes", backend->lane_count);
    }
    Forks *forks = shared_memory_block(memory);
    forks->memory = memory;
    backend->model = forks;
    return true;
}

static void forks_close(Backend *backend)
{
    Forks *forks = backend->model;
    shared_memory_destroy(forks->memory);
}

const BackendType forks_type = {
    .name = "forks",
    .summary = "a new process a slice, at every step: what a pool of them saves",
    .private_memory = true,
    .slow = true,
    .open = forks_open,
    .begin = forks_begin,
    .finish = forks_finish,
    .cancel = forks_cancel,
    .close = forks_close,
    .sleep = child_sleep,
    .yield = child_yield,
};
