/* Memory that this process shares with those that it forks later, at the same addresses: for state
 * that lanes of another process work on, without knowing that they do. It has no name anywhere and
 * goes with the last process that maps it, however that one ends: nothing is ever left behind. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Stands at the front of the mapping. */
typedef struct SharedMemory {
    size_t bytes;     /* of the whole mapping */
    uint64_t born_ns; /* clock_now_ns(): a process forked at or before this time does not have it */
    bool is_shared;
} SharedMemory;

enum { SHARED_MEMORY_ALIGNMENT = 64 };

/* `bytes` of zeros, aligned to a cache line, after the header. NULL: the system has no memory for
 * it. Any thread. */
SharedMemory *shared_memory_create(size_t bytes);
void *shared_memory_block(SharedMemory *memory);

/* The same, but this process's alone until somebody shares it: until then it lies on large pages,
 * which most systems do not give to what is shared. */
SharedMemory *shared_memory_create_unshared(size_t bytes);

/* Shares it with what will be forked, where it is and with what is in it, for ever. Nobody else may
 * write there meanwhile. False: the system has no memory for that, and nothing has changed. */
bool shared_memory_share(SharedMemory *memory);

/* Takes NULL. Processes that were forked meanwhile keep theirs until they end. */
void shared_memory_destroy(SharedMemory *memory);
