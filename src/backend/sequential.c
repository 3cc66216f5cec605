/* One loop: the reference. All slices run in finish, in order, on the calling thread. */
#include "backend/model.h"
#include "base/clock.h"

static bool sequential_open(Backend *backend, Error *error)
{
    (void)error;
    backend->lane_count = 1;
    return true;
}

BACKEND_EACH_STEP static void sequential_begin(Backend *backend)
{
    (void)backend;
}

BACKEND_EACH_STEP static BackendStatus sequential_finish(Backend *backend, uint64_t deadline_ns)
{
    (void)deadline_ns; /* the reference knows one thing only: to do the work */
    Lane *lane = &backend->lanes[0];
    StepPlace place = {0};
    lane_run_step(lane, &place, UINT64_MAX);
    return lane->failed ? BACKEND_FAILED : BACKEND_DONE;
}

/* Between begin and finish nothing has run, so there is nothing to stop. */
static void sequential_cancel(Backend *backend)
{
    (void)backend;
}

static void sequential_close(Backend *backend)
{
    (void)backend;
}

static bool sequential_sleep(Lane *lane, uint64_t duration_ns)
{
    (void)lane;
    clock_sleep_ns(duration_ns);
    return true;
}

static bool sequential_yield(Lane *lane)
{
    (void)lane;
    return true;
}

const BackendType sequential_type = {
    .name = "sequential",
    .summary = "one loop on one thread: the reference",
    .open = sequential_open,
    .begin = sequential_begin,
    .finish = sequential_finish,
    .cancel = sequential_cancel,
    .close = sequential_close,
    .sleep = sequential_sleep,
    .yield = sequential_yield,
};
