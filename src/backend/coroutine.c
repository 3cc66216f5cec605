#include "backend/coroutine.h"

#include "backend/coroutine_switch.h"
#include "backend/coroutine_tools.h"

#include <assert.h>
#include <stdlib.h>

/* Which coroutine runs on this thread: resume must know whom it interrupts. Touched only in
 * coroutine_resume, before and after a switch that comes back to the same thread. */
static _Thread_local Coroutine *running;

void coroutine_create(Coroutine *coroutine, CoroutineFunction *function, void *argument,
                      void *stack, size_t stack_size)
{
    assert(stack_size >= COROUTINE_STACK_MIN);
    assert((uintptr_t)stack % 16 == 0);
    coroutine->function = function;
    coroutine->argument = argument;
    coroutine->stack = stack;
    coroutine->stack_size = stack_size;
    coroutine->state = COROUTINE_SUSPENDED;
    coroutine->resumer = NULL;
    tools_create(coroutine);
    context_prepare(coroutine);
}

void coroutine_main(Coroutine *self)
{
    tools_after_enter(self, NULL);
    self->function(self, self->argument);
    self->state = COROUTINE_DEAD;
    tools_before_yield(self, NULL);
    context_switch(&self->own, &self->caller);
    abort(); /* a dead coroutine was resumed: the assertion in resume was compiled out */
}

void coroutine_resume(Coroutine *coroutine)
{
    assert(coroutine->state == COROUTINE_SUSPENDED);
    Coroutine *resumer = running;
    if (resumer) {
        resumer->state = COROUTINE_NORMAL;
    }
    coroutine->resumer = resumer;
    coroutine->state = COROUTINE_RUNNING;
    running = coroutine;

    void *fake_stack = NULL;
    tools_before_resume(coroutine, &fake_stack);
    context_switch(&coroutine->caller, &coroutine->own);
    tools_after_resume(fake_stack);

    running = resumer;
    if (resumer) {
        resumer->state = COROUTINE_RUNNING;
    }
}

void coroutine_yield(Coroutine *self)
{
    assert(self->state == COROUTINE_RUNNING);
    self->state = COROUTINE_SUSPENDED;
    void *fake_stack = NULL;
    tools_before_yield(self, &fake_stack);
    context_switch(&self->own, &self->caller);
    tools_after_enter(self, fake_stack);
}

void coroutine_destroy(Coroutine *coroutine)
{
    assert(coroutine->state == COROUTINE_DEAD || coroutine->state == COROUTINE_SUSPENDED);
    tools_destroy(coroutine);
    coroutine->state = COROUTINE_DEAD;
}
