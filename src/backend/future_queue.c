/* The queue of a backend: futures go from one state to the next here, and run. */
#include "backend/future_queue.h"

#include "backend/future_state.h"
#include "backend/futex.h"
#include "backend/model.h"

#include <assert.h>
#include <stddef.h>
#include <stdio.h>

static Future *of_queue(FutureLink *link)
{
    return (Future *)(void *)((char *)link - offsetof(Future, in_queue));
}

Future *future_of_group(FutureLink *link)
{
    return (Future *)(void *)((char *)link - offsetof(Future, in_group));
}

/* ---- From one state to the next: with the lock held ------------------------------------------ */

static void leave_rings(Future *future)
{
    ring_remove(&future->in_queue);
    if (future->group) {
        ring_remove(&future->in_group);
    }
}

void future_begin(FutureQueue *queue, Future *future)
{
    leave_rings(future);
    atomic_fetch_sub(&queue->waiting, 1); /* pairs with future_queue_has_some */
    ring_append(&queue->running, &future->in_queue);
    if (future->group) {
        ring_append(&future->group->running, &future->in_group);
    }
    /* Adds, since whoever waits may set its bit at the same time. */
    atomic_fetch_add(&future->state, FUTURE_RUNNING - FUTURE_PENDING);
}

/* The last to be done with it: see future_state.h. */
static void end_and_unlock(FutureQueue *queue, Future *future, FutureState state)
{
    leave_rings(future);
    atomic_uint *word = &future->state;
    atomic_uint *completed = NULL;
    FutureGroup *group = future->group;
    if (group) {
        ring_append(&group->over, &future->in_group);
        atomic_fetch_add(&group->completed, 1); /* pairs with the sleep in future_group_next */
        completed = group->awaited ? &group->completed : NULL;
        group->awaited = false;
    }
    uint32_t before = atomic_exchange(word, state); /* pairs with those who look at the state */
    pthread_mutex_unlock(&queue->lock);
    if (before & STATE_AWAITED) {
        futex_wake(word, UINT32_MAX, FUTEX_BITSET_MATCH_ANY);
    }
    if (completed) {
        futex_wake(completed, UINT32_MAX, FUTEX_BITSET_MATCH_ANY);
    }
}

void future_cancel_pending_and_unlock(FutureQueue *queue, Future *future)
{
    atomic_fetch_sub(&queue->waiting, 1); /* pairs with future_queue_has_some */
    snprintf(future->error, sizeof future->error, "it was cancelled before it began");
    end_and_unlock(queue, future, FUTURE_CANCELLED);
}

/* Pairs with future_sleep_ns and future_yield. The lock keeps the future from ending meanwhile. */
void future_ask_to_return(Future *future)
{
    atomic_store(&future->cancelled, 1);
    futex_wake(&future->cancelled, UINT32_MAX, FUTEX_BITSET_MATCH_ANY);
}

/* ---- Running -------------------------------------------------------------------------------- */

static FutureState settle(Future *future, bool good)
{
    if (good) {
        future->error[0] = '\0';
        return FUTURE_DONE;
    }
    if (atomic_load(&future->told)) { /* a fork of it may have heard it, on another lane */
        snprintf(future->error, sizeof future->error, "it was cancelled");
        return FUTURE_CANCELLED;
    }
    if (future->error[0] == '\0') {
        snprintf(future->error, sizeof future->error, "it gave no reason");
    }
    return FUTURE_FAILED;
}

void future_run(Lane *lane, Future *future)
{
    Future *outer = lane->future;
    char *outer_fail_text = lane->fail_text;
    bool outer_told = lane->told;
    lane->future = future;
    lane->fail_text = future->error;
    bool good = future->run(lane, future->argument);
    lane->future = outer;
    lane->fail_text = outer_fail_text;
    lane->told = outer_told;

    FutureState state = settle(future, good);
    FutureQueue *queue = &future->backend->futures; /* which need not be the lane's */
    pthread_mutex_lock(&queue->lock);
    end_and_unlock(queue, future, state);
}

bool future_run_queued(Lane *lane)
{
    FutureQueue *queue = &lane->backend->futures;
    Future *future = NULL;
    pthread_mutex_lock(&queue->lock);
    if (!ring_is_empty(&queue->pending)) {
        future = of_queue(queue->pending.next);
        future_begin(queue, future);
    }
    pthread_mutex_unlock(&queue->lock);
    if (future) {
        future_run(lane, future);
    }
    return future;
}

bool future_yield(Lane *lane)
{
    Future *future = lane->future;
    bool cancelled = atomic_load(&future->cancelled); /* pairs with future_ask_to_return */
    if (cancelled) {
        atomic_store(&future->told, true);
    }
    return !cancelled;
}

bool future_sleep_ns(Lane *lane, uint64_t duration_ns)
{
    atomic_uint *cancelled = &lane->future->cancelled; /* pairs with future_ask_to_return */
    uint64_t deadline_ns = clock_after_ns(duration_ns);
    while (!atomic_load(cancelled) && !deadline_is_past(deadline_ns)) {
        futex_wait(cancelled, 0, FUTEX_BITSET_MATCH_ANY, deadline_ns);
    }
    return future_yield(lane);
}

/* ---- The queue ------------------------------------------------------------------------------ */

bool future_queue_open(FutureQueue *queue)
{
    ring_open(&queue->pending);
    ring_open(&queue->running);
    queue->closing = false;
    atomic_init(&queue->waiting, 0);
    return pthread_mutex_init(&queue->lock, NULL) == 0;
}

void future_queue_stop(FutureQueue *queue)
{
    pthread_mutex_lock(&queue->lock);
    queue->closing = true;
    while (!ring_is_empty(&queue->pending)) {
        future_cancel_pending_and_unlock(queue, of_queue(queue->pending.next));
        pthread_mutex_lock(&queue->lock);
    }
    /* Those that run come last: a lane may have begun one meanwhile. */
    for (FutureLink *link = queue->running.next; link != &queue->running; link = link->next) {
        future_ask_to_return(of_queue(link));
    }
    pthread_mutex_unlock(&queue->lock);
}

void future_queue_close(FutureQueue *queue)
{
    assert(ring_is_empty(&queue->pending) && ring_is_empty(&queue->running));
    pthread_mutex_destroy(&queue->lock);
}
