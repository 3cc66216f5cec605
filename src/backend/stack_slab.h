/* Stacks for coroutines, all in one mapping, so that a process may have millions (each mapping of
 * its own would meet vm.max_map_count near 32,000). Opening reserves addresses only: memory comes
 * when a stack is first touched. One thread at a time.
 *
 * Tops of stacks are what is touched most, so they are spread over the sets of the caches
 * ("coloured"); a power of two between them would have them all compete for a few lines.
 *
 * Guarded stacks, those of STACK_SLAB_GUARDED_MIN bytes or more where the system allows so many
 * guards, begin above a page that faults when the stack overflows; their tops are lowered by 0 to
 * 63 lines. All others are packed: they lie an odd number of cache lines apart, in huge pages where
 * the system has them. The word below a packed stack, its mark, is the topmost of the stack below,
 * whose owner spares it: an overflow changes it. */
#pragma once

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    STACK_SLAB_LINE = 64,
    STACK_SLAB_GUARDED_MIN = 16 * 1024,
};

typedef struct StackSlab {
    char *base;    /* where the addresses of the first stack begin, its guard included */
    size_t stride; /* bytes from one to the next */
    size_t guard;  /* of them, the lowest: the page that faults; 0: packed */
    uint32_t count;
    uint32_t colours; /* a mask: lines by which tops differ */
    bool mprotects;   /* guards are made in the old way */
    void *mapping;
    size_t mapping_size;
} StackSlab;

/* stack_size: 1 KiB or more; it is rounded up, to pages if it is large. False, with a sentence: no
 * address space. */
bool stack_slab_open(StackSlab *slab, uint32_t count, size_t stack_size, Error *error);
void stack_slab_close(StackSlab *slab); /* takes a zeroed one */

/* Puts the guard below this stack, if it has one: once, before its first use. The system may refuse
 * it for want of memory, and the stack is as good without. */
void stack_slab_guard(const StackSlab *slab, uint32_t index);

/* Whose guard the address lies in; false: in none of them. Only reads, so that a handler of SIGSEGV
 * may ask. */
bool stack_slab_find_guard(const StackSlab *slab, const void *address, uint32_t *index);

/* Lines by which a top lies lower. Sixty-four neighbours differ, and so do those that are a
 * multiple of 64 pages apart. */
static inline size_t stack_slab_colour(const StackSlab *slab, uint32_t index)
{
    return (size_t)((index + index / 64) & slab->colours) * STACK_SLAB_LINE;
}

/* Where the stack ends: the address after it, a multiple of STACK_SLAB_LINE. */
static inline char *stack_slab_top(const StackSlab *slab, uint32_t index)
{
    return slab->base + ((size_t)index + 1) * slab->stride - stack_slab_colour(slab, index);
}

/* Its lowest address. */
static inline char *stack_slab_low(const StackSlab *slab, uint32_t index)
{
    return slab->base + (size_t)index * slab->stride + slab->guard;
}
