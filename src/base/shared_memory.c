#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* for MAP_ANONYMOUS and mremap */
#endif
#include "base/shared_memory.h"

#include "base/clock.h"

#include <string.h>
#include <sys/mman.h>

_Static_assert(sizeof(SharedMemory) <= SHARED_MEMORY_ALIGNMENT, "the header lies before the block");

static SharedMemory *map(size_t bytes, bool is_shared)
{
    const int kind = is_shared ? MAP_SHARED : MAP_PRIVATE;
    void *mapping = mmap(NULL, bytes, PROT_READ | PROT_WRITE, kind | MAP_ANONYMOUS, -1, 0);
    if (mapping == MAP_FAILED) {
        return NULL;
    }
    return mapping;
}

static SharedMemory *create(size_t bytes, bool is_shared)
{
    size_t whole = bytes + SHARED_MEMORY_ALIGNMENT;
    SharedMemory *memory = whole < bytes ? NULL : map(whole, is_shared);
    if (!memory) {
        return NULL;
    }
    if (!is_shared) {
        (void)madvise(memory, whole, MADV_HUGEPAGE); /* slower without */
    }
    *memory = (SharedMemory){whole, clock_now_ns(), is_shared};
    return memory;
}

SharedMemory *shared_memory_create(size_t bytes)
{
    return create(bytes, true);
}

SharedMemory *shared_memory_create_unshared(size_t bytes)
{
    return create(bytes, false);
}

bool shared_memory_share(SharedMemory *memory)
{
    if (memory->is_shared) {
        return true;
    }
    size_t bytes = memory->bytes;
    SharedMemory *copy = map(bytes, true);
    if (!copy) {
        return false;
    }
    memcpy(copy, memory, bytes);
    copy->is_shared = true;
    copy->born_ns = clock_now_ns();
    if (mremap(copy, bytes, bytes, MREMAP_MAYMOVE | MREMAP_FIXED, memory) == MAP_FAILED) {
        munmap(copy, bytes);
        return false;
    }
    return true;
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
