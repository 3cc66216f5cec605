#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* for MAP_ANONYMOUS */
#endif
#include "base/shared_memory.h"

#include "base/clock.h"

#include <sys/mman.h>

_Static_assert(sizeof(SharedMemory) <= SHARED_MEMORY_ALIGNMENT, "the header lies before the block");

SharedMemory *shared_memory_create(size_t bytes)
{
    size_t whole = bytes + SHARED_MEMORY_ALIGNMENT;
    if (whole < bytes) {
        return NULL;
    }
    void *mapping = mmap(NULL, whole, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (mapping == MAP_FAILED) {
        return NULL;
    }
    SharedMemory *memory = mapping;
    *memory = (SharedMemory){.bytes = whole, .born_ns = clock_now_ns()};
    return memory;
}

void *shared_memory_block(SharedMemory *memory)
{
    return (char *)memory + SHARED_MEMORY_ALIGNMENT;
}

void shared_memory_destroy(SharedMemory *memory)
{
    if (memory) {
        munmap(memory, memory->bytes);
    }
}
