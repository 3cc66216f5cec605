/* Where a suspended coroutine goes on, for a loop such as the scheduler's that keeps it at hand:
 * who goes there need not touch the coroutine, which may be a cache line more. */
#pragma once

#include "backend/coroutine.h"

#if !defined(COROUTINE_UCONTEXT) && !defined(COROUTINE_TOOLS)

enum { COROUTINE_TRANSFERS = 1 };

typedef struct CoroutinePlace {
    CoroutineContext context;
} CoroutinePlace;

/* Read word by word, as it was written: a vector of two words that have only just been written has
 * to wait until they are in the cache. */
static inline CoroutinePlace coroutine_place(Coroutine *suspended)
{
    const volatile CoroutineContext *own = &suspended->own;
    return (CoroutinePlace){{.stack_pointer = own->stack_pointer,
                             .frame_pointer = own->frame_pointer,
                             .instruction = own->instruction}};
}

/* Has the line fetched in which its stack stands. */
static SWITCH_INLINE void coroutine_fetch(const CoroutinePlace *place)
{
    __builtin_prefetch(place->context.stack_pointer);
}

/* As coroutine_enter. */
static SWITCH_INLINE void coroutine_enter_at(const CoroutinePlace *place)
{
    context_switch(&coroutine_thread.caller, &place->context);
}

/* Leaves the running one for the one at `to`, as if it had yielded and its resumer had resumed that
 * one instead: a switch is saved. Where it goes on itself is put into `from`; returns when somebody
 * goes there. Only where COROUTINE_TRANSFERS. */
static SWITCH_INLINE void coroutine_transfer(CoroutinePlace *from, const CoroutinePlace *to)
{
    context_switch(&from->context, &to->context);
}

#else

/* Tools have to be told about the coroutine, and ucontext's place is as large as all the rest. */
enum { COROUTINE_TRANSFERS = 0 };

typedef struct CoroutinePlace {
    Coroutine *coroutine;
} CoroutinePlace;

static inline CoroutinePlace coroutine_place(Coroutine *suspended)
{
    return (CoroutinePlace){suspended};
}

static SWITCH_INLINE void coroutine_fetch(const CoroutinePlace *place)
{
    __builtin_prefetch(place->coroutine);
}

static SWITCH_INLINE void coroutine_enter_at(const CoroutinePlace *place)
{
    coroutine_enter(place->coroutine);
}

static SWITCH_INLINE void coroutine_transfer(CoroutinePlace *from, const CoroutinePlace *to)
{
    (void)from;
    (void)to;
    assert(COROUTINE_TRANSFERS);
}

#endif
