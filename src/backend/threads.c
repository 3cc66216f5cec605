/* A new thread for each slice, joined when it has ended: what tutorials begin with, and what a pool
 * saves. As many slices run at once as there are lanes: where all the others have their thread, and
 * where the system has none left, the caller runs one by itself. */
#include "backend/block.h"
#include "backend/model.h"
#include "backend/thread.h"

#include <pthread.h>
#include <stdlib.h>

/* A phase of more slices than this is dealt in rows, a thread a row: at a sprite a slice the game
 * would do nothing but start threads. */
enum { THREADS_A_PHASE = 128 };

/* Enough for a slice, and so little that the system keeps the stacks of many for the next ones. */
#define STACK_SIZE ((size_t)256 * 1024)

typedef struct Row {
    uint32_t phase;
    uint32_t begin, end; /* slices */
} Row;

typedef struct Threads Threads;

typedef struct ThreadsLane {
    Lane *lane;
    Threads *threads;
    pthread_t thread;
    Row row;
} ThreadsLane;

struct Threads {
    Backend *backend;
    ThreadsLane *lanes;
    uint32_t phase, slice; /* how far the step has been handed out */
    uint32_t alive;        /* started, and not joined */
    uint32_t *idle;        /* [idle_count] lanes without a thread, the caller's left out */
    uint32_t idle_count;
    pthread_attr_t attributes;

    pthread_mutex_t lock;
    pthread_cond_t one_ended;
    uint32_t *ended; /* [ended_count] lanes whose thread has run its row */
    uint32_t ended_count;
};

/* ---- A thread ------------------------------------------------------------------------------- */

static void run_row(ThreadsLane *self)
{
    const Row *row = &self->row;
    if (!lane_run_slices(self->lane, row->phase, row->begin, row->end)) {
        block_abandon(self->threads->backend);
    }
    lane_close_run(self->lane);
    self->lane->looked_ns = 0; /* the next run of this lane is another thread's */
}

static void *thread_main(void *argument)
{
    ThreadsLane *self = argument;
    Threads *threads = self->threads;
    run_row(self);
    pthread_mutex_lock(&threads->lock);
    threads->ended[threads->ended_count++] = self->lane->index;
    pthread_cond_signal(&threads->one_ended);
    pthread_mutex_unlock(&threads->lock);
    return NULL;
}

static bool start(ThreadsLane *lane)
{
    return thread_start(&lane->thread, &lane->threads->attributes, thread_main, lane) == 0;
}

/* Joins one of those that have ended; false: none has by that time. */
static bool join_one(Threads *threads, uint64_t deadline_ns)
{
    struct timespec until = {.tv_sec = (time_t)(deadline_ns / NS_PER_S),
                             .tv_nsec = (long)(deadline_ns % NS_PER_S)};
    bool waits = !deadline_is_past(deadline_ns); /* or the system makes some 0.1 ms of no wait */
    pthread_mutex_lock(&threads->lock);
    while (threads->ended_count == 0 && waits) {
        waits = (deadline_ns == BACKEND_NO_DEADLINE
                     ? pthread_cond_wait(&threads->one_ended, &threads->lock)
                     : pthread_cond_timedwait(&threads->one_ended, &threads->lock, &until)) == 0;
    }
    bool any = threads->ended_count > 0;
    uint32_t index = any ? threads->ended[--threads->ended_count] : 0;
    pthread_mutex_unlock(&threads->lock);
    if (any) {
        pthread_join(threads->lanes[index].thread, NULL);
        threads->alive--;
        threads->idle[threads->idle_count++] = index;
    }
    return any;
}

static bool join_all(Threads *threads, uint64_t deadline_ns)
{
    while (threads->alive > 0 && join_one(threads, deadline_ns)) {
    }
    return threads->alive == 0;
}

/* ---- A step --------------------------------------------------------------------------------- */

static bool is_abandoned(const Backend *backend)
{
    return atomic_load(&backend->abandoned);
}

/* On a thread of its own, or right here. */
static void hand_out(Threads *threads, Row row)
{
    while (threads->alive > 0 && join_one(threads, 0)) {
    }
    if (threads->idle_count > 0) {
        ThreadsLane *lane = &threads->lanes[threads->idle[threads->idle_count - 1]];
        lane->row = row;
        if (start(lane)) {
            threads->idle_count--;
            threads->alive++;
            return;
        }
    }
    threads->lanes[0].row = row;
    run_row(&threads->lanes[0]);
}

/* True: the phase is over. False: the deadline passed. */
static bool run_phase(Threads *threads, uint64_t deadline_ns)
{
    const Phase *phase = &threads->backend->phases[threads->phase];
    uint32_t slices = phase_slices(phase);
    uint32_t a_row = (slices + THREADS_A_PHASE - 1) / THREADS_A_PHASE;
    bool in_time = true;
    while (threads->slice < slices && in_time && !is_abandoned(threads->backend)) {
        uint32_t end = threads->slice + min_u32(a_row, slices - threads->slice);
        hand_out(threads, (Row){threads->phase, threads->slice, end});
        threads->slice = end;
        in_time = !deadline_is_past(deadline_ns);
    }
    bool handed_out = threads->slice == slices || is_abandoned(threads->backend);
    return handed_out && join_all(threads, deadline_ns);
}

static void threads_begin(Backend *backend)
{
    Threads *threads = backend->model;
    threads->phase = threads->slice = 0;
    backend->lanes_used = backend->lane_count;
}

static BackendStatus threads_finish(Backend *backend, uint64_t deadline_ns)
{
    Threads *threads = backend->model;
    backend->lanes[0].looked_ns = 0; /* of the step's begin: starting a thread belongs to no run */
    while (threads->phase < backend->phase_count && !is_abandoned(backend)) {
        if (!run_phase(threads, deadline_ns)) {
            return BACKEND_PENDING;
        }
        threads->phase++;
        threads->slice = 0;
    }
    if (!join_all(threads, deadline_ns)) {
        return BACKEND_PENDING; /* given up, in a call before this one */
    }
    return any_lane_failed(backend) ? BACKEND_FAILED : BACKEND_DONE;
}

static void threads_cancel(Backend *backend)
{
    block_abandon(backend);
    join_all(backend->model, BACKEND_NO_DEADLINE);
}

/* ---- Life ----------------------------------------------------------------------------------- */

static void free_lists(Threads *threads)
{
    free(threads->lanes);
    free(threads->idle);
    free(threads->ended);
}

static void threads_close(Backend *backend)
{
    Threads *threads = backend->model;
    pthread_cond_destroy(&threads->one_ended);
    pthread_mutex_destroy(&threads->lock);
    pthread_attr_destroy(&threads->attributes);
    free_lists(threads);
}

static bool lay_out(Backend *backend)
{
    Threads *threads = backend->model;
    uint32_t count = backend->lane_count;
    threads->backend = backend;
    threads->lanes = calloc(count, sizeof *threads->lanes);
    threads->idle = calloc(count, sizeof *threads->idle);
    threads->ended = calloc(count, sizeof *threads->ended);
    if (!threads->lanes || !threads->idle || !threads->ended) {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        threads->lanes[i] = (ThreadsLane){.lane = &backend->lanes[i], .threads = threads};
    }
    for (uint32_t i = 1; i < count; i++) {
        threads->idle[threads->idle_count++] = count - i; /* the first is taken first */
    }
    return true;
}

static bool threads_open(Backend *backend, Error *error)
{
    Threads *threads = backend->model;
    if (!lay_out(backend)) {
        free_lists(threads);
        return error_set(error, "no memory for %u lanes", backend->lane_count);
    }
    pthread_condattr_t by_clock; /* that of clock_now_ns. None of these can fail on Linux */
    pthread_condattr_init(&by_clock);
    pthread_condattr_setclock(&by_clock, CLOCK_MONOTONIC);
    pthread_cond_init(&threads->one_ended, &by_clock);
    pthread_condattr_destroy(&by_clock);
    pthread_mutex_init(&threads->lock, NULL);
    pthread_attr_init(&threads->attributes);
    pthread_attr_setstacksize(&threads->attributes, STACK_SIZE);
    return true;
}

const BackendType threads_type = {
    .name = "threads",
    .summary = "a new thread a slice, joined at its end: what a pool saves",
    .model_size = sizeof(Threads),
    .open = threads_open,
    .begin = threads_begin,
    .finish = threads_finish,
    .cancel = threads_cancel,
    .close = threads_close,
    .sleep = block_sleep,
    .yield = block_yield,
};
