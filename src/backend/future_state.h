/* Inside the futures: for future.c (submitting, waiting, cancelling) and future_queue.c (from one
 * state to the next, running).
 *
 * One lock a backend guards its rings, its groups, and who may run what; the work itself is done
 * outside of it. Futures are coarse: a lock of some dozen nanoseconds does not show.
 *
 * Freeing. A waiter may free a future as soon as it learns that it is over, so whoever ends one
 * must by then be done with it. There are two ways of learning it:
 *
 *   - From `state`, without the lock. So the ending lane does all else first, stores the state last
 *     (end_and_unlock), and after that uses but the address of the word, to wake those who sleep on
 *     it. The kernel does not look into the word to wake; at worst it wakes somebody who sleeps on
 *     what lies there meanwhile, and all who sleep look again in a loop.
 *   - From its group, with the lock. The future enters the group's ring `over` and has its state
 *     stored under one hold of the lock, so it can be handed out only after that hold, when the
 *     ending lane is done with it, and with the group but for the address of `completed`.
 *
 * A future of a group that somebody also waits for by itself is in the ring `over` still when its
 * state says so: that is why it must not be freed before the group has handed it out. The backend
 * outlives them both, since it is freed only after its lanes have ended.
 *
 * Sleeping. Whoever waits for `state` or `completed` first says that he does (by a bit in the word,
 * or under the lock) and then has the kernel compare the word; whoever changes the word looks for
 * that after, or in the same exchange. So one of the two sees the other, and no wake-up is lost.
 *
 * No future is buried. A lane that waits runs inline the future that it waits for, or one of the
 * group, never just any: so what lies above another one on a lane's stack is always something that
 * the lower one waits for, and the lanes are deadlocked only if futures wait in a circle.
 *
 * All atomics are sequentially consistent operations, so that thread sanitizers can follow. */
#pragma once

#include "backend/future_queue.h"

enum {
    STATE_MASK = 7,
    STATE_AWAITED = 8, /* in `state`: wake those who sleep on it */
};

static inline bool state_is_over(uint32_t word)
{
    return (word & STATE_MASK) >= FUTURE_DONE;
}

/* ---- Rings: the head is a link like the others ---------------------------------------------- */

static inline void ring_open(FutureLink *ring)
{
    ring->next = ring->previous = ring;
}

static inline bool ring_is_empty(const FutureLink *ring)
{
    return ring->next == ring;
}

static inline void ring_append(FutureLink *ring, FutureLink *link)
{
    link->next = ring;
    link->previous = ring->previous;
    ring->previous->next = link;
    ring->previous = link;
}

static inline void ring_remove(FutureLink *link)
{
    link->previous->next = link->next;
    link->next->previous = link->previous;
}

/* The future whose in_group that link is. */
Future *future_of_group(FutureLink *link);

/* ---- With the queue's lock held ------------------------------------------------------------- */

/* The ways out of PENDING. */
void future_begin(FutureQueue *queue, Future *future);
void future_cancel_pending_and_unlock(FutureQueue *queue, Future *future);

/* One that runs. */
void future_ask_to_return(Future *future);

/* ---- Without -------------------------------------------------------------------------------- */

/* Runs one that is begun, to its end. The lane may be in the middle of a slice or of another
 * future, which then goes on as if nothing had been. */
void future_run(Lane *lane, Future *future);
