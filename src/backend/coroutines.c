/* Cooperative coroutines on the calling thread: one a slice. A slice that waits is parked and
 * another one begins; between two turns the deadline is looked at, so that a step too large for
 * one frame goes on in the next and the frame time stays flat. */
#include "backend/model.h"
#include "backend/scheduler.h"
#include "base/clock.h"

#include <assert.h>

enum {
    TASKS = 1024,        /* slices alive at once: parked ones, and the one that runs */
    SLICES_AT_ONCE = 16, /* begun in a row; their stacks stay in the cache */
};

/* A slice that has begun; on its own stack. */
typedef struct SliceTask {
    Range indices;
    bool waited;
    LaneRun run; /* when it has waited: the run that it is the last slice of */
} SliceTask;

typedef struct Coroutines {
    Backend *backend;
    Scheduler *scheduler;
    uint32_t phase;     /* index in the step; phase_count: all is over */
    uint32_t slices;    /* of the phase: in all */
    uint32_t spawned;   /* of them: have a task */
    uint32_t begun;     /* of those: have run, at least as far as their first wait */
    SliceTask *current; /* the one that runs */
    LaneRun run;        /* of the slices that ended without waiting, one straight after the other */
    uint32_t run_slices;
    uint32_t turns; /* since the last look at the clock */
    uint64_t looked_ns;
} Coroutines;

/* ---- Recording ------------------------------------------------------------------------------ */

/* A look at the clock: closes the run, and sets how many turns there are until the next look. */
static uint64_t look(Coroutines *model)
{
    Lane *lane = &model->backend->lanes[0];
    uint64_t now_ns = clock_now_ns();
    if (model->turns > 0) {
        uint64_t elapsed_ns = now_ns - model->looked_ns;
        clock_batch_aim(&lane->batches[model->phase], model->turns, elapsed_ns,
                        lane->run_target_ns);
        lane_record_busy(lane, model->phase, elapsed_ns);
        lane->record.switches += model->turns;
    }
    if (model->run_slices > 0) {
        model->run.end_ns = now_ns;
        lane_record_run(lane, &model->run);
    }
    model->run_slices = model->turns = 0;
    model->looked_ns = now_ns;
    return now_ns;
}

/* The slice that waits takes its run with it: the run ends when the slice does. */
static SliceTask *before_wait(Coroutines *model)
{
    SliceTask *self = model->current;
    if (!self->waited) {
        self->waited = true;
        self->run = model->run;
        self->run.indices.end = self->indices.end;
        model->run_slices = 0;
        look(model);
    }
    return self;
}

/* ---- Slices --------------------------------------------------------------------------------- */

static void run_slice(Scheduler *scheduler, void *argument)
{
    Coroutines *model = argument;
    Lane *lane = &model->backend->lanes[0];
    if (atomic_load_explicit(&model->backend->abandoned, memory_order_relaxed)) {
        return;
    }
    /* Tasks begin in the order in which they were spawned: the slices'. */
    uint32_t slice = model->begun++;
    SliceTask self = {.indices = phase_slice(&model->backend->phases[model->phase], slice)};
    if (model->run_slices == 0) {
        model->run =
            (LaneRun){.start_ns = model->looked_ns, .indices = self.indices, .phase = model->phase};
    }
    model->current = &self;
    if (!lane_run_slice(lane, model->phase, slice)) {
        atomic_store_explicit(&model->backend->abandoned, 1, memory_order_relaxed);
        scheduler_cancel_all(scheduler);
    }
    if (self.waited) {
        self.run.end_ns = clock_now_ns();
        lane_record_run(lane, &self.run);
    } else {
        model->run.indices.end = self.indices.end;
        model->run_slices++;
    }
}

static bool is_abandoned(const Coroutines *model)
{
    return atomic_load_explicit(&model->backend->abandoned, memory_order_relaxed);
}

/* Begins some slices, if there are any and room for them, and gives as many turns to whoever is
 * next. New ones go to the end of the line: slices that yield take turns with those that begin.
 * False: all that live are asleep. */
static bool take_turns(Coroutines *model)
{
    uint32_t batch = clock_batch_next(&model->backend->lanes[0].batches[model->phase]);
    uint32_t turns = min_u32(batch, SLICES_AT_ONCE);
    uint32_t wanted = is_abandoned(model) ? 0 : min_u32(turns, model->slices - model->spawned);
    uint32_t begun = 0;
    while (begun < wanted && !scheduler_is_full(model->scheduler)) {
        scheduler_spawn(model->scheduler, run_slice, model);
        begun++;
    }
    model->spawned += begun;
    uint32_t done = scheduler_turns(model->scheduler, begun > 0 ? begun : turns);
    model->turns += done;
    return done > 0;
}

/* Nobody is ready: sleeps until the first sleeper is due, a file has something to read, or the
 * deadline. */
static void idle(Coroutines *model, uint64_t deadline_ns)
{
    uint64_t until_ns = scheduler_next_wake_ns(model->scheduler);
    assert((until_ns != UINT64_MAX || scheduler_awaits_files(model->scheduler)) &&
           "every slice waits, and none for anything that comes");
    until_ns = deadline_ns < until_ns ? deadline_ns : until_ns;
    uint64_t now_ns = look(model);
    if (until_ns > now_ns) {
        model->backend->lanes[0].record.parks++;
        scheduler_rest(model->scheduler, until_ns);
        model->looked_ns = clock_now_ns();
    }
}

/* ---- A step --------------------------------------------------------------------------------- */

static void enter_phase(Coroutines *model, uint32_t phase)
{
    const Backend *backend = model->backend;
    model->phase = phase;
    model->spawned = model->begun = 0;
    model->slices = phase < backend->phase_count ? phase_slices(&backend->phases[phase]) : 0;
}

static void coroutines_begin(Backend *backend)
{
    Coroutines *model = backend->model;
    model->run_slices = model->turns = 0; /* a step that was cancelled may have left some */
    enter_phase(model, 0);
}

/* Goes on to the next phase that has something to do; false: the step is over. */
static bool has_work(Coroutines *model)
{
    while (scheduler_live_count(model->scheduler) == 0 &&
           (model->spawned == model->slices || is_abandoned(model))) {
        if (model->turns > 0) {
            look(model);
        }
        if (is_abandoned(model) || model->phase >= model->backend->phase_count) {
            return false;
        }
        enter_phase(model, model->phase + 1);
    }
    return true;
}

static BackendStatus coroutines_finish(Backend *backend, uint64_t deadline_ns)
{
    Coroutines *model = backend->model;
    Lane *lane = &backend->lanes[0];
    model->looked_ns = lane->looked_ns ? lane->looked_ns : clock_now_ns();
    lane->looked_ns = 0; /* of the step's begin; this model keeps its own */
    while (has_work(model)) {
        if (!take_turns(model)) {
            idle(model, deadline_ns);
        }
        bool due = model->turns == 0 || /* has just slept, or waited for the first time */
                   model->turns >= clock_batch_next(&lane->batches[model->phase]);
        if (due && look(model) >= deadline_ns && has_work(model)) {
            return BACKEND_PENDING;
        }
    }
    return lane->failed ? BACKEND_FAILED : BACKEND_DONE;
}

static void coroutines_cancel(Backend *backend)
{
    Coroutines *model = backend->model;
    atomic_store_explicit(&backend->abandoned, 1, memory_order_relaxed);
    scheduler_cancel_all(model->scheduler);
    while (scheduler_turn(model->scheduler)) {
    }
}

/* ---- Life ----------------------------------------------------------------------------------- */

static bool coroutines_open(Backend *backend, Error *error)
{
    Coroutines *model = backend->model;
    model->scheduler = scheduler_create(TASKS, SCHEDULER_STACK_SIZE, error);
    if (!model->scheduler) {
        return false;
    }
    model->backend = backend;
    backend->lane_count = 1;
    return true;
}

static void coroutines_close(Backend *backend)
{
    Coroutines *model = backend->model;
    scheduler_destroy(model->scheduler);
}

/* ---- Within a slice ------------------------------------------------------------------------- */

static bool coroutines_sleep(Lane *lane, uint64_t duration_ns)
{
    Coroutines *model = lane->backend->model;
    SliceTask *self = before_wait(model);
    bool goes_on = scheduler_sleep_until(model->scheduler, clock_after_ns(duration_ns));
    model->current = self;
    return goes_on;
}

static bool coroutines_await(Lane *lane, int fd, uint64_t until_ns)
{
    Coroutines *model = lane->backend->model;
    SliceTask *self = before_wait(model);
    bool goes_on = scheduler_await(model->scheduler, fd, until_ns) != WAIT_CANCELLED;
    model->current = self;
    return goes_on;
}

static bool coroutines_yield(Lane *lane)
{
    Coroutines *model = lane->backend->model;
    SliceTask *self = before_wait(model);
    bool goes_on = scheduler_yield(model->scheduler);
    model->current = self;
    return goes_on;
}

const BackendType coroutines_type = {
    .name = "coroutines",
    .summary = "cooperative coroutines on one thread; a long step is spread over frames",
    .model_size = sizeof(Coroutines),
    .open = coroutines_open,
    .begin = coroutines_begin,
    .finish = coroutines_finish,
    .cancel = coroutines_cancel,
    .close = coroutines_close,
    .sleep = coroutines_sleep,
    .yield = coroutines_yield,
    .await = coroutines_await,
};
