#define _GNU_SOURCE /* madvise */

#include "backend/stack_slab.h"

#include "base/align.h"

#include <assert.h>
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Linux 6.13: a page that faults without a mapping of its own. Older headers lack the name. */
#ifndef MADV_GUARD_INSTALL
#define MADV_GUARD_INSTALL 102
#endif

enum {
    HUGE_PAGE = 2 * 1024 * 1024,
    COLOURS = 64,
    /* A guard made by mprotect splits the mapping in two; past this many the process' limit of
     * mappings comes near. */
    MPROTECTED_MAX = 8192,
};

static bool install_guard(const StackSlab *slab, char *guard)
{
    return slab->mprotects ? mprotect(guard, slab->guard, PROT_NONE) == 0
                           : madvise(guard, slab->guard, MADV_GUARD_INSTALL) == 0;
}

static bool map(StackSlab *slab, size_t room)
{
    slab->mapping_size = room + slab->stride * slab->count;
    slab->mapping = mmap(NULL, slab->mapping_size, PROT_READ | PROT_WRITE,
                         MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (slab->mapping == MAP_FAILED) {
        slab->mapping = NULL;
        return false;
    }
    slab->base = (char *)slab->mapping + room;
    return true;
}

/* False: no address space, or no guards. */
static bool open_guarded(StackSlab *slab, size_t stack_size, size_t page)
{
    slab->guard = page;
    slab->stride = round_up(stack_size, page) + page;
    slab->colours = COLOURS - 1;
    if (!map(slab, 0)) {
        return false;
    }
    madvise(slab->mapping, slab->mapping_size, MADV_NOHUGEPAGE); /* many a stack needs little */
    /* An emulator may take every advice, and follow none: qemu does. */
    bool follows = madvise(slab->mapping, page, -1) != 0;
    slab->mprotects = !follows || !install_guard(slab, slab->base);
    if (slab->mprotects && (slab->count > MPROTECTED_MAX || !install_guard(slab, slab->base))) {
        stack_slab_close(slab);
        return false;
    }
    return true;
}

static bool open_packed(StackSlab *slab, size_t stack_size)
{
    slab->stride = round_up(stack_size, STACK_SLAB_LINE) | STACK_SLAB_LINE;
    /* To begin at a huge page, and with a word below it. */
    if (!map(slab, 2 * HUGE_PAGE)) {
        return false;
    }
    slab->base -= (uintptr_t)slab->base % HUGE_PAGE;
    /* Whole huge pages only: the rest stays small, so that few stacks take little memory. */
    size_t whole = slab->stride * slab->count / HUGE_PAGE * HUGE_PAGE;
    if (whole > 0) {
        madvise(slab->base, whole,
                stack_size < STACK_SLAB_GUARDED_MIN ? MADV_HUGEPAGE : MADV_NOHUGEPAGE);
    }
    return true;
}

bool stack_slab_open(StackSlab *slab, uint32_t count, size_t stack_size, Error *error)
{
    assert(count > 0 && stack_size >= 1024);
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    *slab = (StackSlab){.count = count};
    if (stack_size >= STACK_SLAB_GUARDED_MIN && open_guarded(slab, stack_size, page)) {
        return true;
    }
    *slab = (StackSlab){.count = count};
    if (open_packed(slab, stack_size)) {
        return true;
    }
    memset(slab, 0, sizeof *slab);
    return error_set(error, "no address space for %u stacks of %zu bytes (%s)", count, stack_size,
                     strerror(errno));
}

void stack_slab_close(StackSlab *slab)
{
    if (slab->mapping) {
        munmap(slab->mapping, slab->mapping_size);
    }
    memset(slab, 0, sizeof *slab);
}

void stack_slab_guard(const StackSlab *slab, uint32_t index)
{
    if (slab->guard > 0) {
        (void)install_guard(slab, slab->base + index * slab->stride);
    }
}

bool stack_slab_find_guard(const StackSlab *slab, const void *address, uint32_t *index)
{
    if ((uintptr_t)address < (uintptr_t)slab->base) {
        return false;
    }
    size_t offset = (size_t)((uintptr_t)address - (uintptr_t)slab->base);
    if (offset >= slab->stride * slab->count || offset % slab->stride >= slab->guard) {
        return false;
    }
    *index = (uint32_t)(offset / slab->stride);
    return true;
}
