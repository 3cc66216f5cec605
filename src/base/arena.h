/* One block of memory handed out from front to back, and freed as a whole: for what is allocated
 * at load and never in a frame. Lay out twice: on an arena without a block to learn the size, then
 * on one with a block to get the pointers. */
#pragma once

#include "base/align.h"

#include <stddef.h>
#include <stdint.h>

enum { ARENA_ALIGNMENT = 64 };

typedef struct Arena {
    char *block; /* NULL: only measures */
    size_t used;
} Arena;

/* `count` elements of `size` bytes, aligned to a cache line; NULL while measuring. */
static inline void *arena_take(Arena *arena, size_t count, size_t size)
{
    char *at = arena->block ? arena->block + arena->used : NULL;
    size_t bytes = count * size;
    arena->used += round_up(bytes, ARENA_ALIGNMENT);
    return at;
}
