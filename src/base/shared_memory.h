/* Memory that this process shares with those that it forks later, at the same addresses: for state
 * that lanes of another process work on, without knowing that they do. It has no name anywhere and
 * goes with the last process that maps it, however that one ends: nothing is ever left behind. */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* Stands at the front of the mapping. */
typedef struct SharedMemory {
    size_t bytes;     /* of the whole mapping */
    uint64_t born_ns; /* clock_now_ns(): a process forked at or before this time does not have it */
} SharedMemory;

enum { SHARED_MEMORY_ALIGNMENT = 64 };

/* `bytes` of zeros, aligned to a cache line, after the header. NULL: the system has no memory for
 * it. Any thread. */
SharedMemory *shared_memory_create(size_t bytes);
void *shared_memory_block(SharedMemory *memory);

/* Takes NULL. Processes that were forked meanwhile keep theirs until they end. */
void shared_memory_destroy(SharedMemory *memory);
