/* The side of those who submit futures, wait for them and cancel them. How that is safe stands in
 * future_state.h. */
#include "backend/future.h"

#include "backend/future_state.h"
#include "backend/futex.h"
#include "backend/model.h"

#include <assert.h>

void future_group_open(FutureGroup *group, Backend *backend)
{
    group->backend = backend_helper(backend);
    ring_open(&group->pending);
    ring_open(&group->running);
    ring_open(&group->over);
    group->left = 0;
    group->closing = group->awaited = false;
    atomic_init(&group->completed, 0);
}

/* Are there lanes beside the caller's that run futures? */
static bool has_helpers(const Backend *backend)
{
    return backend->type->announce && backend->lane_count > 1;
}

static bool runs_here(const Backend *backend, uint64_t deadline_ns)
{
    return deadline_ns == BACKEND_NO_DEADLINE || !has_helpers(backend);
}

static Lane *lane_or_first(Backend *backend, Lane *lane)
{
    return lane ? lane : &backend->lanes[0];
}

/* ---- Submitting ----------------------------------------------------------------------------- */

void future_submit(Future *future, Backend *backend, FutureFunction *run, void *argument,
                   FutureGroup *group)
{
    backend = backend_helper(backend);
    assert(!group || group->backend == backend);
    future->run = run;
    future->argument = argument;
    future->backend = backend;
    future->group = group;
    atomic_init(&future->state, FUTURE_PENDING);
    atomic_init(&future->cancelled, 0);
    atomic_init(&future->told, false);
    future->error[0] = '\0';

    FutureQueue *queue = &backend->futures;
    pthread_mutex_lock(&queue->lock);
    ring_append(&queue->pending, &future->in_queue);
    if (group) {
        ring_append(&group->pending, &future->in_group);
        group->left++;
    }
    atomic_fetch_add(&queue->waiting, 1); /* pairs with future_queue_has_some */
    if (queue->closing || (group && group->closing)) {
        future_cancel_pending_and_unlock(queue, future);
        return;
    }
    pthread_mutex_unlock(&queue->lock); /* from here on it may be over, and freed */
    if (has_helpers(backend)) {
        backend->type->announce(backend);
    }
}

FutureState future_state(const Future *future)
{
    return (FutureState)(atomic_load(&future->state) & STATE_MASK); /* pairs with its end */
}

bool future_is_over(const Future *future)
{
    return state_is_over(atomic_load(&future->state)); /* pairs with its end */
}

const char *future_error(const Future *future)
{
    assert(future_is_over(future));
    return future->error;
}

/* ---- Waiting -------------------------------------------------------------------------------- */

/* Makes the caller the one who runs it, if nobody has begun it. */
static bool claim(Future *future)
{
    FutureQueue *queue = &future->backend->futures;
    pthread_mutex_lock(&queue->lock);
    bool is_pending = future_state(future) == FUTURE_PENDING;
    if (is_pending) {
        future_begin(queue, future);
    }
    pthread_mutex_unlock(&queue->lock);
    return is_pending;
}

static bool await_end(Future *future, uint64_t deadline_ns)
{
    for (;;) {
        uint32_t seen = atomic_load(&future->state);
        if (state_is_over(seen)) {
            return true;
        }
        if (deadline_is_past(deadline_ns)) {
            return false;
        }
        /* Pairs with the exchange at its end. */
        if ((seen & STATE_AWAITED) ||
            atomic_compare_exchange_strong(&future->state, &seen, seen | STATE_AWAITED)) {
            futex_wait(&future->state, seen | STATE_AWAITED, FUTEX_BITSET_MATCH_ANY, deadline_ns);
        }
    }
}

bool future_wait(Future *future, Lane *lane, uint64_t deadline_ns)
{
    Backend *backend = future->backend;
    Lane *here = lane_or_first(backend, lane);
    assert(here->future != future && "a future waits for itself");
    if (!future_is_over(future) && runs_here(backend, deadline_ns) && claim(future)) {
        future_run(here, future);
        return true;
    }
    return await_end(future, deadline_ns);
}

/* ---- Groups --------------------------------------------------------------------------------- */

/* One that is over, out of its group; NULL: none. With the lock held. */
static Future *hand_out(FutureGroup *group)
{
    if (ring_is_empty(&group->over)) {
        return NULL;
    }
    Future *future = future_of_group(group->over.next);
    ring_remove(&future->in_group);
    group->left--;
    return future;
}

/* With the lock held. */
static Future *begin_first_of(FutureGroup *group)
{
    if (ring_is_empty(&group->pending)) {
        return NULL;
    }
    Future *future = future_of_group(group->pending.next);
    future_begin(&group->backend->futures, future);
    return future;
}

Future *future_group_next(FutureGroup *group, Lane *lane, uint64_t deadline_ns)
{
    Backend *backend = group->backend;
    FutureQueue *queue = &backend->futures;
    for (;;) {
        pthread_mutex_lock(&queue->lock);
        Future *future = hand_out(group);
        if (future || group->left == 0) {
            pthread_mutex_unlock(&queue->lock);
            return future;
        }
        Future *begun = runs_here(backend, deadline_ns) ? begin_first_of(group) : NULL;
        group->awaited = !begun;
        uint32_t seen = atomic_load(&group->completed); /* pairs with the end of one of them */
        pthread_mutex_unlock(&queue->lock);

        if (begun) {
            future_run(lane_or_first(backend, lane), begun);
        } else if (deadline_is_past(deadline_ns)) {
            return NULL;
        } else {
            futex_wait(&group->completed, seen, FUTEX_BITSET_MATCH_ANY, deadline_ns);
        }
    }
}

/* ---- Cancelling ----------------------------------------------------------------------------- */

void future_cancel(Future *future)
{
    FutureQueue *queue = &future->backend->futures;
    pthread_mutex_lock(&queue->lock);
    FutureState state = future_state(future);
    if (state == FUTURE_PENDING) {
        future_cancel_pending_and_unlock(queue, future);
        return;
    }
    if (state == FUTURE_RUNNING) {
        future_ask_to_return(future);
    }
    pthread_mutex_unlock(&queue->lock);
}

void future_group_cancel(FutureGroup *group, Lane *lane)
{
    FutureQueue *queue = &group->backend->futures;
    pthread_mutex_lock(&queue->lock);
    group->closing = true;
    while (!ring_is_empty(&group->pending)) {
        future_cancel_pending_and_unlock(queue, future_of_group(group->pending.next));
        pthread_mutex_lock(&queue->lock);
    }
    /* Those that run come last: a lane may have begun one meanwhile. */
    for (FutureLink *link = group->running.next; link != &group->running; link = link->next) {
        future_ask_to_return(future_of_group(link));
    }
    pthread_mutex_unlock(&queue->lock);
    while (future_group_next(group, lane, BACKEND_NO_DEADLINE)) {
    }
    pthread_mutex_lock(&queue->lock);
    group->closing = false;
    pthread_mutex_unlock(&queue->lock);
}
