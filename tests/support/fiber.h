/* A coroutine with a stack of its own, for tests of the primitive. A fault in here fails the
 * running test; main thread only. */
#pragma once

#include "backend/coroutine.h"

enum { FIBER_STACK_SIZE = 64 * 1024 };

typedef struct Fiber {
    Coroutine coroutine;
    char *stack;
} Fiber;

Fiber *fiber_create(CoroutineFunction *function, void *argument, size_t stack_size);
void fiber_destroy(Fiber *fiber);

/* A CoroutineFunction that adds one at each turn, for ever; its argument is a uint64_t. */
void fiber_count_up(Coroutine *self, void *argument);
