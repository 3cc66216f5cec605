/* Jobs within a job: a slice, or a fork itself, forks a part of its work off, does the rest, and
 * joins. For trees of work whose shape is not known before.
 *
 *     typedef struct Half { Fork fork; Range range; uint64_t sum; } Half;
 *
 *     static bool sum_half(Lane *lane, Fork *self) { Half *half = (Half *)self; ... }
 *
 *     Half left = {...}, right = {...};
 *     lane_fork(lane, &right.fork, sum_half);
 *     bool good = sum_half(lane, &left.fork);
 *     good = lane_join(lane, &right.fork) && good;
 *
 * Whether somebody else runs the fork meanwhile is the model's affair: the job system lets another
 * lane steal it, a model of one thread runs it in the join. The result does not know. Within a
 * function that a lane runs, on that lane. */
#pragma once

#include "backend/lane.h"

/* Runs on any lane, which need not be the one that forked. False, best by `return lane_fail(...)`:
 * it failed, and so does the join. */
typedef bool ForkFunction(Lane *lane, Fork *self);

typedef enum ForkState {
    FORK_WAITS,   /* in its lane's deque, or stolen and not yet over */
    FORK_KEPT,    /* not in the deque: there are no thieves, or too many forks; the join runs it */
    FORK_AWAITED, /* stolen, and the joiner sleeps: wake it */
    FORK_DONE,
    FORK_FAILED,
    FORK_TOLD, /* returned false because it was told that all was given up */
} ForkState;

/* The caller's, most often on its stack; it must stay where it is until it has been joined. */
struct Fork {
    ForkFunction *run;
    Future *future; /* that it is a part of; NULL: of a slice */
    uint32_t phase; /* of that slice */
    atomic_uint state;
    char reason[LANE_REASON_SIZE]; /* a thief's, for FORK_FAILED */
};

static inline bool fork_is_over(const Fork *fork)
{
    /* Pairs with the thief's last word on it: what the fork wrote is seen. */
    return atomic_load_explicit(&fork->state, memory_order_acquire) >= FORK_DONE;
}

/* For lane_fork and lane_join only. */
void fork_offer(Lane *lane);                   /* shares some, and wakes a lane that sleeps */
bool fork_join_stolen(Lane *lane, Fork *fork); /* does other work until the thief is done */

/* Offers `fork` to other lanes. Every fork must be joined by the function that forked it, the last
 * one first. Costs some nanoseconds. */
static inline void lane_fork(Lane *lane, Fork *fork, ForkFunction *run)
{
    fork->run = run;
    fork->future = lane->future;
    fork->phase = lane->phase;
    bool pushed = deque_push(&lane->deque, fork);
    /* A thief sees it after it has seen that the entry is shared. */
    atomic_store_explicit(&fork->state, pushed ? FORK_WAITS : FORK_KEPT, memory_order_relaxed);
    if (pushed && deque_should_share(&lane->deque)) {
        fork_offer(lane);
    }
}

/* Runs the fork, or waits until another lane has. Returns what it returned. */
static inline bool lane_join(Lane *lane, Fork *fork)
{
    if (atomic_load_explicit(&fork->state, memory_order_relaxed) == FORK_KEPT) {
        return fork->run(lane, fork);
    }
    assert(lane->deque.slots[lane->deque.top - 1] == fork && "the last fork is joined first");
    if (!deque_pop(&lane->deque)) {
        return fork_join_stolen(lane, fork);
    }
    if (deque_should_share(&lane->deque)) {
        fork_offer(lane);
    }
    return fork->run(lane, fork);
}
