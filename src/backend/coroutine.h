/* One primitive: a function with a stack of its own, which can be left in the middle and entered
 * again. For the scheduler, and for whoever wants to build another one.
 *
 * Stackful and asymmetric: resume enters, yield goes back to whoever resumed. A coroutine belongs
 * to the thread that resumes it first. The switch is written for x86-64 (System V) and arm64;
 * elsewhere, or with COROUTINE_UCONTEXT defined, it is ucontext's.
 *
 * Resume and yield are inline because processors predict where a `ret` goes by counting calls: a
 * function that is called on one stack and returns on another costs two wrong guesses a switch,
 * several times as much as the switch. */
#pragma once

#include "backend/coroutine_switch.h"
#include "backend/coroutine_tools.h"

#include <assert.h>
#include <stddef.h>

/* Enough for code that calls little: a signal handler on it, or printf, needs kilobytes. */
enum { COROUTINE_STACK_MIN = 1024 };

typedef enum CoroutineState {
    COROUTINE_SUSPENDED, /* created, or left by yield: may be resumed */
    COROUTINE_RUNNING,   /* the one that executes now */
    COROUTINE_NORMAL,    /* has resumed another one and waits for it */
    COROUTINE_DEAD,      /* its function has returned */
} CoroutineState;

typedef struct Coroutine Coroutine;
typedef void CoroutineFunction(Coroutine *self, void *argument);

/* Owned by the caller, as is the stack; the fields are the primitive's. Small, so that a million of
 * them are one cache line each, with room for what a scheduler needs to know. */
struct Coroutine {
    CoroutineContext own; /* where resume goes to */
    CoroutineFunction *function;
    void *argument;
    CoroutineState state;
    CoroutineTools tools;
};

/* What runs on this thread. Where yield goes to is here, not in the coroutine nor on its resumer's
 * stack: at a fixed address the processor knows it at once, and goes on with the resumer's next
 * steps while the coroutine's memory is still on its way. For this file, and for a loop such as the
 * scheduler's. */
typedef struct CoroutineThread {
    CoroutineContext caller; /* where the running one yields to */
    Coroutine *running;      /* NULL: none */
} CoroutineThread;

extern _Thread_local CoroutineThread coroutine_thread __attribute__((visibility("hidden")));

/* Makes `coroutine` ready to run function(coroutine, argument) on `stack` (its lowest address, 16
 * aligned; at least COROUTINE_STACK_MIN bytes). Both must stay where they are until destroy. */
void coroutine_create(Coroutine *coroutine, CoroutineFunction *function, void *argument,
                      void *stack, size_t stack_size);

/* DEAD or SUSPENDED only. A suspended one is dropped where it stands: nothing on its stack is
 * cleaned up, so let it run to its end where that matters. The stack is the caller's again. */
void coroutine_destroy(Coroutine *coroutine);

static inline CoroutineState coroutine_state(const Coroutine *coroutine)
{
    return coroutine->state;
}

/* The hearts of resume and yield, for a loop that does most of what is around them once, for all
 * that it resumes: it sees to coroutine_thread, and keeps account of who runs by itself. */
static SWITCH_INLINE void coroutine_enter(Coroutine *coroutine)
{
    void *fake_stack = NULL;
    tools_before_resume(&coroutine->tools, &fake_stack);
    context_switch(&coroutine_thread.caller, &coroutine->own);
    tools_after_resume(fake_stack);
}

static SWITCH_INLINE void coroutine_leave(Coroutine *self)
{
    void *fake_stack = NULL;
    tools_before_yield(&self->tools, &fake_stack);
    context_switch(&self->own, &coroutine_thread.caller);
    tools_after_enter(&self->tools, fake_stack);
}

/* Enters it (SUSPENDED only); returns when it yields or its function returns. */
static SWITCH_INLINE void coroutine_resume(Coroutine *coroutine)
{
    assert(coroutine->state == COROUTINE_SUSPENDED);
    coroutine->state = COROUTINE_RUNNING;
    Coroutine *resumer = coroutine_thread.running;
    coroutine_thread.running = coroutine;
    if (!resumer) {
        coroutine_enter(coroutine);
    } else {
        CoroutineContext caller = coroutine_thread.caller; /* the resumer's */
        resumer->state = COROUTINE_NORMAL;
        coroutine_enter(coroutine);
        resumer->state = COROUTINE_RUNNING;
        coroutine_thread.caller = caller;
    }
    coroutine_thread.running = resumer;
}

/* Leaves it for its resumer. `self` must be the RUNNING one. */
static SWITCH_INLINE void coroutine_yield(Coroutine *self)
{
    assert(self->state == COROUTINE_RUNNING);
    self->state = COROUTINE_SUSPENDED;
    coroutine_leave(self);
}
