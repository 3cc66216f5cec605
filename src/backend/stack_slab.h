/* Stacks for coroutines, all in one mapping, so that a process may have many (each mapping of its
 * own would meet vm.max_map_count). Below each lies a page that faults when a stack overflows, as
 * far as the system allows so many. Any thread, after creation. */
#pragma once

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

typedef struct StackSlab {
    char *base;
    size_t stride; /* bytes from one stack to the next: the guard page and the stack */
    size_t stack_size;
    uint32_t count;
    uint32_t guarded; /* the first so many have their page */
} StackSlab;

/* stack_size: a multiple of the page size. False, with a sentence: no address space. */
bool stack_slab_open(StackSlab *slab, uint32_t count, size_t stack_size, Error *error);
void stack_slab_close(StackSlab *slab); /* takes a zeroed one */

static inline void *stack_slab_stack(const StackSlab *slab, uint32_t index)
{
    return slab->base + index * slab->stride + (slab->stride - slab->stack_size);
}
