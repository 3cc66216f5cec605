/* The forks of one lane that wait for somebody to run them: for fork.h and the job system.
 *
 * A split deque, after Lace (T. van Dijk and J. van de Pol, "Lace: non-blocking split deque for
 * work-stealing", 2014). Entries lie in the order in which they were pushed. Thieves take from the
 * old end, the owner from the new one, and a boundary divides what thieves may have from what is
 * the owner's alone:
 *
 *     0 ....... stolen ........ split ............ top
 *     | have been stolen | shared: may be | private |
 *
 * Most of a deep tree is pushed and popped on the private side, with no atomic operation but one
 * load. `stolen` and `split` share one 64-bit word, and every change that could meet another one is
 * a compare-and-swap of both: a thief raises `stolen` while it is below `split`, the owner lowers
 * `split` while it is above `stolen`. So no order between two words matters, and no entry goes to
 * two lanes. The one store without a comparison is made while `stolen == split`: then no thief may
 * change the word.
 *
 * A thief reads the entry after its swap succeeded. The entry is still there: its owner overwrites
 * a stolen one only when it has joined it, hence after the thief has run it. For the same reason an
 * old value that comes back does no harm (the thief gets the entry that lies there now). */
#pragma once

#include "base/range.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { DEQUE_CAPACITY = 1000 };

typedef struct Fork Fork;

typedef struct Deque {
    _Alignas(64) _Atomic uint64_t shared; /* split << 32 | stolen; everyone's */
    _Alignas(64) uint32_t top;            /* entries; from here on, the owner's alone */
    uint32_t split;                       /* as in `shared`, which only the owner changes */
    uint32_t capacity;                    /* 0: nobody would steal, so nothing is pushed */
    Fork *slots[DEQUE_CAPACITY];
} Deque;

static inline uint64_t deque_pack(uint32_t split, uint32_t stolen)
{
    return (uint64_t)split << 32 | stolen;
}

static inline uint32_t deque_split_of(uint64_t word)
{
    return (uint32_t)(word >> 32);
}

static inline uint32_t deque_stolen_of(uint64_t word)
{
    return (uint32_t)word;
}

/* Is there something to steal? Any thread; the answer may be old when it arrives. Sequentially
 * consistent: who is about to sleep is counted first, and looks here second (see deque_share). */
static inline bool deque_has_shared(Deque *deque)
{
    uint64_t word = atomic_load(&deque->shared);
    return deque_stolen_of(word) != deque_split_of(word);
}

/* ---- The owner's ---------------------------------------------------------------------------- */

/* Thieves have run out, and there is something private to share with them. */
static inline bool deque_should_share(Deque *deque)
{
    return deque->top > deque->split && !deque_has_shared(deque);
}

/* Shares the older half of what is private, at least one. Only when deque_should_share.
 * Sequentially consistent: the sharer looks for sleepers next, and a sleeper looks here once more.
 */
static inline void deque_share(Deque *deque)
{
    uint32_t stolen = deque->split; /* nothing is shared, so all below has been stolen */
    deque->split += (deque->top - deque->split + 1) / 2;
    atomic_store(&deque->shared, deque_pack(deque->split, stolen));
}

/* False: full. */
static inline bool deque_push(Deque *deque, Fork *fork)
{
    if (deque->top >= deque->capacity) {
        return false;
    }
    deque->slots[deque->top++] = fork;
    return true;
}

/* Swaps both halves at once; on failure *word is what was there. */
static inline bool deque_swap(Deque *deque, uint64_t *word, uint64_t next)
{
#ifdef DEQUE_WEAKENED /* for the hammer test, which must notice: checked and stored, not swapped   \
                       */
    uint64_t seen = atomic_load_explicit(&deque->shared, memory_order_relaxed);
    bool equal = seen == *word;
    if (equal) {
        atomic_store_explicit(&deque->shared, next, memory_order_relaxed);
    }
    *word = seen;
    return equal;
#else
    return atomic_compare_exchange_weak(&deque->shared, word, next);
#endif
}

/* All entries are shared or stolen: the newer half of what is shared becomes private again. False:
 * all have been stolen. */
static inline bool deque_take_back(Deque *deque)
{
    uint64_t word = atomic_load_explicit(&deque->shared, memory_order_acquire);
    for (;;) {
        uint32_t stolen = deque_stolen_of(word);
        uint32_t split = deque_split_of(word);
        if (stolen == split) {
            return false;
        }
        uint32_t middle = stolen + (split - stolen) / 2;
        if (deque_swap(deque, &word, deque_pack(middle, stolen))) {
            deque->split = middle;
            return true;
        }
    }
}

/* Removes the newest entry, to be run by the owner. False: it has been stolen; wait for its end,
 * then call deque_drop. The deque must not be empty. */
static inline bool deque_pop(Deque *deque)
{
    assert(deque->top > 0);
    if (deque->top == deque->split && !deque_take_back(deque)) {
        return false;
    }
    deque->top--;
    return true;
}

/* Removes the newest entry, which has been stolen and has been run. As all below it has been stolen
 * too, no thief changes the word meanwhile. */
static inline void deque_drop(Deque *deque)
{
    deque->top--;
    deque->split = deque->top;
    atomic_store_explicit(&deque->shared, deque_pack(deque->top, deque->top),
                          memory_order_release); /* pairs with the loads of thieves */
}

/* ---- The thieves' --------------------------------------------------------------------------- */

/* The oldest entry that is shared; NULL: there is none. */
static inline Fork *deque_steal(Deque *deque)
{
    uint64_t word = atomic_load_explicit(&deque->shared, memory_order_acquire);
    for (;;) {
        uint32_t stolen = deque_stolen_of(word);
        uint32_t split = deque_split_of(word);
        if (stolen == split) {
            return NULL;
        }
        if (deque_swap(deque, &word, deque_pack(split, stolen + 1))) {
            return deque->slots[stolen];
        }
    }
}
