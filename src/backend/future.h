/* Single tasks beside the steps: submit one, go on, and wait for it, for any of a group as they
 * complete, or not at all. For the loading of levels, and whoever has work that is no range.
 *
 *     Future future;
 *     future_submit(&future, backend, decode_picture, &picture, NULL);
 *     ...
 *     if (!future_wait(&future, NULL, deadline_ns)) -> it is not over yet
 *     if (future_state(&future) == FUTURE_FAILED) -> future_error(&future) says why
 *
 * The job system runs futures on its workers while the main thread does other things; a model of
 * one thread runs one when somebody waits for it. The one that was submitted first begins first,
 * unless somebody waits for another one. Nothing here allocates. */
#pragma once

#include "backend/backend.h"

#include <stdatomic.h>

typedef enum FutureState {
    FUTURE_PENDING, /* waits for a lane */
    FUTURE_RUNNING,
    FUTURE_DONE,      /* from here on: over */
    FUTURE_FAILED,    /* its function returned false */
    FUTURE_CANCELLED, /* it was cancelled before it began and never ran, or returned false after it
                         had heard of its cancelling */
} FutureState;

/* Does the work on some lane. To fail, `return lane_fail(lane, "why")`; to wait, lane_sleep_ns,
 * which blocks the lane; to learn whether it was cancelled, lane_yield: false means return (false)
 * soon. It may submit futures and wait for them, and it may fork. Where a slice waits for it, it
 * may run on that slice's stack, which is a coroutine's with some models. */
typedef bool FutureFunction(Lane *lane, void *argument);

typedef struct Future Future;
typedef struct FutureGroup FutureGroup;

/* A place in a ring whose head is a link too; future.c's. */
typedef struct FutureLink {
    struct FutureLink *next;
    struct FutureLink *previous;
} FutureLink;

/* The caller's. It stays where it is until it is over or, if it has a group, until the group has
 * handed it out; then it may be freed or submitted again at once. The fields are future.c's. */
struct Future {
    FutureFunction *run;
    void *argument;
    Backend *backend;
    FutureGroup *group;
    FutureLink in_queue;   /* in one of the backend's rings: until it is over */
    FutureLink in_group;   /* in one of the group's: until it was handed out */
    atomic_uint state;     /* FutureState, and a bit for "somebody sleeps on this word" */
    atomic_uint cancelled; /* futex word: 1 wakes it where it sleeps */
    atomic_bool told;      /* it has heard that it was cancelled */
    char error[LANE_REASON_SIZE];
};

/* Futures of one backend that somebody waits for together; they may be added at any time. It stays
 * where it is while futures of it are left. */
struct FutureGroup {
    Backend *backend;
    FutureLink pending; /* nobody has begun */
    FutureLink running;
    FutureLink over;       /* in the order in which they ended, not yet handed out */
    uint32_t left;         /* submitted and not yet handed out */
    bool closing;          /* is being cancelled: so is what is added meanwhile */
    bool awaited;          /* somebody sleeps on `completed`, or is about to */
    atomic_uint completed; /* ever: the futex word of who waits for the group */
};

void future_group_open(FutureGroup *group, Backend *backend);

/* Queues the task. `group` may be NULL; otherwise it is one of the same backend. Any thread, until
 * the backend begins to close: what running futures and slices submit after that is cancelled. */
void future_submit(Future *future, Backend *backend, FutureFunction *run, void *argument,
                   FutureGroup *group);

/* Any thread. */
FutureState future_state(const Future *future);
bool future_is_over(const Future *future);

/* Why it failed or was cancelled, one sentence; "" for DONE. When it is over. */
const char *future_error(const Future *future);

/* Waits. `lane`: the one that the caller runs on, within a slice, a fork or a future; NULL: the
 * caller is the thread that opened the backend, outside of all slices. True: it is over. False: the
 * deadline (on clock_now_ns()'s clock; BACKEND_NO_DEADLINE) passed first. A future that nobody has
 * begun is run here, past the deadline if need be, where there is no deadline, or where the model
 * has no other lane that could run it. One that runs elsewhere blocks this lane until it is over:
 * that ends as long as futures do not wait for each other in a circle. That whoever waits is
 * cancelled does not end its waiting; what it waits for has to be cancelled. */
bool future_wait(Future *future, Lane *lane, uint64_t deadline_ns);

/* The next of the group that is over, in the order in which they ended, each once. NULL: none is
 * left, or the deadline passed first (group->left tells which). Runs one that nobody has begun
 * where future_wait would. One thread at a time. */
Future *future_group_next(FutureGroup *group, Lane *lane, uint64_t deadline_ns);

/* Never begins it, if it has not begun; asks it to return, if it runs; does nothing if it is over,
 * but the future must not have been freed. Does not wait. Any thread. */
void future_cancel(Future *future);

/* Cancels all of the group and waits for them: bounded by the longest stretch in which one does not
 * ask. After that nothing of the group is left. The thread that calls future_group_next. */
void future_group_cancel(FutureGroup *group, Lane *lane);
