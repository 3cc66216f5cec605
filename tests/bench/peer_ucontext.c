/* The C library's ucontext, on a slab of stacks, resumed in order. Each switch is a system call,
 * since it carries the signal mask over. */
#include "bench/peers.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <ucontext.h>

typedef struct Slab {
    char *stacks;
    size_t size;
    ucontext_t *contexts;
    ucontext_t resumer;
    PeerCrowd *crowd;
    uint32_t running;
} Slab;

/* makecontext passes ints: two halves of a pointer. */
static void coroutine(unsigned high, unsigned low)
{
    Slab *slab = (Slab *)((uintptr_t)high << 16 << 16 | low); /* NOLINT: see above */
    uint32_t self = slab->running;
    PEER_COROUTINE_BODY(slab->crowd, swapcontext(&slab->contexts[self], &slab->resumer));
}

static void destroy(PeerCrowd *crowd)
{
    Slab *slab = crowd->library;
    munmap(slab->stacks, slab->size);
    free(slab->contexts);
    free(slab);
    crowd->library = NULL;
}

static bool create(PeerCrowd *crowd)
{
    Slab *slab = calloc(1, sizeof *slab);
    ucontext_t *contexts = calloc(crowd->count, sizeof *contexts);
    size_t size = (size_t)crowd->count * PEER_STACK_SIZE;
    void *stacks = mmap(NULL, size, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (!slab || !contexts || stacks == MAP_FAILED) {
        free(slab);
        free(contexts);
        if (stacks != MAP_FAILED) {
            munmap(stacks, size);
        }
        return false;
    }
    *slab = (Slab){.stacks = stacks, .size = size, .contexts = contexts, .crowd = crowd};
    crowd->library = slab;
    uintptr_t self = (uintptr_t)slab;
    for (uint32_t i = 0; i < crowd->count; i++) {
        getcontext(&contexts[i]);
        contexts[i].uc_stack.ss_sp = slab->stacks + (size_t)i * PEER_STACK_SIZE;
        contexts[i].uc_stack.ss_size = PEER_STACK_SIZE;
        contexts[i].uc_link = &slab->resumer;
        makecontext(&contexts[i], (void (*)(void))coroutine, 2, (unsigned)(self >> 16 >> 16),
                    (unsigned)self);
    }
    return true;
}

static uint64_t turn(PeerCrowd *crowd, uint32_t times)
{
    Slab *slab = crowd->library;
    for (uint32_t time = 0; time < times; time++) {
        for (uint32_t i = 0; i < crowd->count; i++) {
            slab->running = i;
            swapcontext(&slab->resumer, &slab->contexts[i]);
        }
    }
    return (uint64_t)times * crowd->count;
}

static const PeerCoroutines coroutines[] = {
    {.name = "ucontext",
     .stack = "4 KiB, slab",
     .most = 100000,
     .create = create,
     .turn = turn,
     .destroy = destroy},
};

const PeerLibrary peer_ucontext = {
    .name = "ucontext",
    .coroutines = coroutines,
    .coroutines_count = sizeof coroutines / sizeof coroutines[0],
};
