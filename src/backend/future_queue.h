/* The futures of a backend that wait for a lane, and those that run: for the models, between
 * future.c and their idle workers. */
#pragma once

#include "backend/future.h"
#include "backend/lane.h"

#include <pthread.h>
#include <stdatomic.h>

typedef struct FutureQueue {
    pthread_mutex_t lock; /* held for some instructions, never while a future runs; guards this,
                             and the groups of the backend */
    FutureLink pending;   /* the oldest first */
    FutureLink running;   /* so that closing can ask them to return */
    bool closing;         /* what is submitted is cancelled at once */
    atomic_uint waiting;  /* in `pending`; changes under the lock, is looked at without */
} FutureQueue;

bool future_queue_open(FutureQueue *queue);

/* Cancels those that wait, asks those that run to return, and from now on cancels at once what is
 * submitted. Does not wait: a future that runs ends before its lane does. To be called before the
 * step is cancelled and the lanes end, since a slice may wait for a future. */
void future_queue_stop(FutureQueue *queue);

/* When no lane runs any more. */
void future_queue_close(FutureQueue *queue);

/* Is there one to run? Cheap. */
static inline bool future_queue_has_some(FutureQueue *queue)
{
    return atomic_load(&queue->waiting) > 0; /* pairs with future_submit, which adds to it before it
                                                announces */
}

/* Runs the one that has waited longest; false: there is none. */
bool future_run_queued(Lane *lane);

/* lane_sleep_ns and lane_yield of a lane that runs a future. */
bool future_sleep_ns(Lane *lane, uint64_t duration_ns);
bool future_yield(Lane *lane);
