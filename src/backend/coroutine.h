/* One primitive: a function with a stack of its own, which can be left in the middle and entered
 * again. For the scheduler, and for whoever wants to build another one.
 *
 * Stackful and asymmetric: resume enters, yield goes back to whoever resumed. A coroutine belongs
 * to the thread that resumes it first. The switch is written for x86-64 (System V) and arm64;
 * elsewhere, or with COROUTINE_UCONTEXT defined, it is ucontext's. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#if !defined(COROUTINE_UCONTEXT) && !defined(__x86_64__) && !defined(__aarch64__)
#define COROUTINE_UCONTEXT
#endif

#ifdef COROUTINE_UCONTEXT
#include <ucontext.h>
#endif

enum { COROUTINE_STACK_MIN = 4096 };

typedef enum CoroutineState {
    COROUTINE_SUSPENDED, /* created, or left by yield: may be resumed */
    COROUTINE_RUNNING,   /* the one that executes now */
    COROUTINE_NORMAL,    /* has resumed another one and waits for it */
    COROUTINE_DEAD,      /* its function has returned */
} CoroutineState;

typedef struct Coroutine Coroutine;
typedef void CoroutineFunction(Coroutine *self, void *argument);

/* Where a suspended flow of control goes on. */
typedef struct CoroutineContext {
#ifdef COROUTINE_UCONTEXT
    ucontext_t ucontext;
#else
    void *stack_pointer;
    void *frame_pointer;
    void *instruction;
#endif
} CoroutineContext;

/* Owned by the caller, as is the stack; the fields are the primitive's. */
struct Coroutine {
    CoroutineContext own;    /* where resume goes to; first, see coroutine_switch.h */
    CoroutineContext caller; /* where yield goes to */
    CoroutineFunction *function;
    void *argument;
    void *stack;
    size_t stack_size;
    CoroutineState state;
    Coroutine *resumer; /* the coroutine that resumed this one; NULL: the thread itself */
    void *tool_fiber;   /* what sanitizers know it by, in their builds */
    void *tool_caller;
    const void *caller_stack;
    size_t caller_stack_size;
};

/* Makes `coroutine` ready to run function(coroutine, argument) on `stack` (its lowest address, 16
 * aligned; at least COROUTINE_STACK_MIN bytes). Both must stay where they are until destroy. */
void coroutine_create(Coroutine *coroutine, CoroutineFunction *function, void *argument,
                      void *stack, size_t stack_size);

/* Enters it (SUSPENDED only); returns when it yields or its function returns. */
void coroutine_resume(Coroutine *coroutine);

/* Leaves it for its resumer. `self` must be the RUNNING one. */
void coroutine_yield(Coroutine *self);

static inline CoroutineState coroutine_state(const Coroutine *coroutine)
{
    return coroutine->state;
}

/* DEAD or SUSPENDED only. A suspended one is dropped where it stands: nothing on its stack is
 * cleaned up, so let it run to its end where that matters. The stack is the caller's again. */
void coroutine_destroy(Coroutine *coroutine);
