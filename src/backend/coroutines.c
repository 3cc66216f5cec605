/* Cooperative coroutines on the calling thread: one a slice. A slice that waits is parked and
 * another one begins; between two turns the deadline is looked at, so that a step too large for
 * one frame goes on in the next and the frame time stays flat. */
#include "backend/model.h"
#include "backend/scheduler.h"
#include "base/clock.h"

#include <assert.h>
#include <stdlib.h>

enum { TASKS = 1024 }; /* slices alive at once: parked ones, and the one that runs */

typedef struct Coroutines {
    Backend *backend;
    Scheduler *scheduler;
    uint32_t phase;   /* index in the step; phase_count: all is over */
    uint32_t slices;  /* of the phase: in all */
    uint32_t spawned; /* of them: have a task */
    uint32_t begun;   /* of those: have run, at least as far as their first wait */
    bool abandoned;   /* begin no other slice */
    bool failed;
} Coroutines;

static bool coroutines_open(Backend *backend, Error *error)
{
    Coroutines *model = calloc(1, sizeof *model);
    if (!model) {
        return error_set(error, "no memory");
    }
    model->scheduler = scheduler_create(TASKS, error);
    if (!model->scheduler) {
        free(model);
        return false;
    }
    model->backend = backend;
    backend->model = model;
    backend->lane_count = 1;
    return true;
}

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
    model->failed = model->abandoned = false;
    enter_phase(model, 0);
}

static void run_slice(Scheduler *scheduler, void *argument)
{
    Coroutines *model = argument;
    if (model->abandoned) {
        return;
    }
    /* Tasks begin in the order in which they were spawned: the slices'. */
    uint32_t slice = model->begun++;
    if (!lane_run_slice(&model->backend->lanes[0], model->phase, slice)) {
        model->failed = model->abandoned = true;
        scheduler_cancel_all(scheduler);
    }
}

/* Begins a slice if there is one and room for it, and gives a turn to whoever is next. The new one
 * goes to the end of the line: slices that yield take turns with those that begin. False: all that
 * live are asleep. */
static bool take_turn(Coroutines *model)
{
    if (model->spawned < model->slices && !model->abandoned &&
        !scheduler_is_full(model->scheduler)) {
        scheduler_spawn(model->scheduler, run_slice, model);
        model->spawned++;
    }
    if (!scheduler_turn(model->scheduler)) {
        return false;
    }
    model->backend->lanes[0].record.switches++;
    return true;
}

/* Nobody is ready: sleeps until the first sleeper is due, or the deadline. */
static void idle(Coroutines *model, uint64_t deadline_ns)
{
    uint64_t until_ns = scheduler_next_wake_ns(model->scheduler);
    assert(until_ns != UINT64_MAX && "every slice waits, and none for time");
    until_ns = deadline_ns < until_ns ? deadline_ns : until_ns;
    uint64_t now_ns = clock_now_ns();
    if (until_ns > now_ns) {
        model->backend->lanes[0].record.parks++;
        clock_sleep_ns(until_ns - now_ns);
    }
}

/* Goes on to the next phase that has something to do; false: the step is over. */
static bool has_work(Coroutines *model)
{
    while (scheduler_live_count(model->scheduler) == 0 &&
           (model->spawned == model->slices || model->abandoned)) {
        if (model->abandoned || model->phase >= model->backend->phase_count) {
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
    uint64_t busy_since_ns = clock_now_ns();
    for (uint32_t turns = 0; has_work(model); turns++) {
        if (turns > 0 && deadline_is_past(deadline_ns)) {
            lane_note_busy(lane, busy_since_ns, clock_now_ns());
            return BACKEND_PENDING;
        }
        if (!take_turn(model)) {
            lane_note_busy(lane, busy_since_ns, clock_now_ns());
            idle(model, deadline_ns);
            busy_since_ns = clock_now_ns();
        }
    }
    lane_note_busy(lane, busy_since_ns, clock_now_ns());
    return model->failed ? BACKEND_FAILED : BACKEND_DONE;
}

static void coroutines_cancel(Backend *backend)
{
    Coroutines *model = backend->model;
    model->abandoned = true;
    scheduler_cancel_all(model->scheduler);
    while (scheduler_turn(model->scheduler)) {
    }
}

static void coroutines_close(Backend *backend)
{
    Coroutines *model = backend->model;
    scheduler_destroy(model->scheduler);
    free(model);
}

static bool coroutines_sleep(Lane *lane, uint64_t duration_ns)
{
    Coroutines *model = lane->backend->model;
    return scheduler_sleep_until(model->scheduler, clock_now_ns() + duration_ns);
}

static bool coroutines_yield(Lane *lane)
{
    Coroutines *model = lane->backend->model;
    return scheduler_yield(model->scheduler);
}

const BackendType coroutines_type = {
    .name = "coroutines",
    .summary = "cooperative coroutines on one thread; a long step is spread over frames",
    .open = coroutines_open,
    .begin = coroutines_begin,
    .finish = coroutines_finish,
    .cancel = coroutines_cancel,
    .close = coroutines_close,
    .sleep = coroutines_sleep,
    .yield = coroutines_yield,
};
