#include "backend/stack_slab.h"

#include <assert.h>
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* A guard splits the mapping in two; past this many the process' limit of mappings comes near. */
enum { GUARDS_MAX = 8192 };

bool stack_slab_open(StackSlab *slab, uint32_t count, size_t stack_size, Error *error)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    assert(stack_size % page == 0);
    memset(slab, 0, sizeof *slab);
    size_t stride = stack_size + page;
    void *base = mmap(NULL, stride * count, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (base == MAP_FAILED) {
        return error_set(error, "no address space for %u stacks of %zu KiB (%s)", count,
                         stack_size / 1024, strerror(errno));
    }
    *slab = (StackSlab){.base = base, .stride = stride, .stack_size = stack_size, .count = count};
    while (slab->guarded < count && slab->guarded < GUARDS_MAX &&
           mprotect(slab->base + slab->guarded * stride, page, PROT_NONE) == 0) {
        slab->guarded++;
    }
    return true;
}

void stack_slab_close(StackSlab *slab)
{
    if (slab->base) {
        munmap(slab->base, slab->stride * slab->count);
    }
    memset(slab, 0, sizeof *slab);
}
