#include "support/fiber.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

Fiber *fiber_create(CoroutineFunction *function, void *argument, size_t stack_size)
{
    Fiber *fiber = calloc(1, sizeof *fiber);
    assert_non_null(fiber);
    fiber->stack = aligned_alloc(16, (stack_size + 15) / 16 * 16);
    assert_non_null(fiber->stack);
    coroutine_create(&fiber->coroutine, function, argument, fiber->stack, stack_size);
    return fiber;
}

void fiber_destroy(Fiber *fiber)
{
    coroutine_destroy(&fiber->coroutine);
    free(fiber->stack);
    free(fiber);
}

void fiber_count_up(Coroutine *self, void *argument)
{
    uint64_t *count = argument;
    for (;;) {
        ++*count;
        coroutine_yield(self);
    }
}
