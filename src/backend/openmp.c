/* A well-kept engine in the same table: each phase is one parallel region of OpenMP, its slices a
 * loop with a dynamic schedule. The threads are the library's: it keeps them from one region to the
 * next, has them spin before they sleep as OMP_WAIT_POLICY says, and ends the process where the
 * system has none left. It knows no part of a phase and nothing of the step before: finish runs
 * whole phases and looks at its deadline between them, and a small phase is dealt like a large one.
 *
 * Built where the compiler has OpenMP; there is nothing here where it has not. */
#ifdef HAS_OPENMP

#include "backend/block.h"
#include "backend/model.h"
#include "backend/thread.h"

#include <omp.h>
#include <string.h>

/* ---- A step --------------------------------------------------------------------------------- */

enum { CHUNKS_A_LANE = 16 }; /* of a phase: as even as the pool deals it, and rows for the record */

/* A loop of OpenMP cannot be left: once the step is given up, its turns are empty. */
static void run_phase(Backend *backend, uint32_t phase)
{
    uint32_t slices = phase_slices(&backend->phases[phase]);
    int lanes = (int)backend->lane_count;
    uint32_t chunk = slices / (backend->lane_count * CHUNKS_A_LANE) + 1;
#pragma omp parallel num_threads(lanes)
    {
        Lane *lane = &backend->lanes[omp_get_thread_num()];
        lane->looked_ns = 0; /* waking, and waiting for the others, belong to no run */
#pragma omp for schedule(dynamic, chunk) nowait
        for (uint32_t slice = 0; slice < slices; slice++) {
            if (!atomic_load(&backend->abandoned) &&
                !lane_run_slices(lane, phase, slice, slice + 1)) {
                block_abandon(backend);
            }
        }
        lane_close_run(lane);
    }
}

static void openmp_begin(Backend *backend)
{
    uint32_t *phase = backend->model;
    *phase = 0;
    backend->lanes_used = backend->lane_count;
}

/* The library makes threads whenever a region wants more than it has: signals are not for them. */
static BackendStatus openmp_finish(Backend *backend, uint64_t deadline_ns)
{
    uint32_t *phase = backend->model;
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    bool in_time = true;
    while (*phase < backend->phase_count && in_time && !atomic_load(&backend->abandoned)) {
        run_phase(backend, (*phase)++);
        in_time = !deadline_is_past(deadline_ns);
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (any_lane_failed(backend)) {
        return BACKEND_FAILED;
    }
    return *phase < backend->phase_count ? BACKEND_PENDING : BACKEND_DONE;
}

/* Between two calls of finish nothing runs. */
static void openmp_cancel(Backend *backend)
{
    (void)backend;
}

/* ---- Life ----------------------------------------------------------------------------------- */

static void *pass_gate(void *gate)
{
    pthread_mutex_lock(gate);
    pthread_mutex_unlock(gate);
    return NULL;
}

/* Whether the system has so many threads: the library would not come back with an error. They are
 * all there at the same time. */
static bool can_start(uint32_t count, Error *error)
{
    pthread_t threads[BACKEND_LANES_MAX];
    pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
    uint32_t started = 0;
    int code = 0;
    pthread_mutex_lock(&gate);
    while (started < count && code == 0) {
        code = thread_start(&threads[started], NULL, pass_gate, &gate);
        started += code == 0;
    }
    pthread_mutex_unlock(&gate);
    for (uint32_t i = 0; i < started; i++) {
        pthread_join(threads[i], NULL);
    }
    return code == 0 || error_set(error, "thread %u of %u could not be started (%s)", started + 1,
                                  count, strerror(code));
}

static bool openmp_open(Backend *backend, Error *error)
{
    if (!can_start(backend->lane_count - 1, error)) {
        return false;
    }
    omp_set_dynamic(0); /* as many lanes as were asked for */
    return true;
}

/* Ends the threads that this thread's regions have had; another backend that is open makes its own
 * anew. */
static void openmp_close(Backend *backend)
{
    (void)backend;
    omp_pause_resource(omp_pause_hard, omp_get_initial_device());
}

const BackendType openmp_type = {
    .name = "openmp",
    .summary = "OpenMP: a parallel loop a phase, on threads that the library keeps",
    .lingers = true,
    .model_size = sizeof(uint32_t), /* the phase that is next */
    .open = openmp_open,
    .begin = openmp_begin,
    .finish = openmp_finish,
    .cancel = openmp_cancel,
    .close = openmp_close,
    .sleep = block_sleep,
    .yield = block_yield,
};

#else

typedef int OpenmpIsMissing; /* ISO C wants something */

#endif
