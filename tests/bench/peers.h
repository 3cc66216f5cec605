/* The libraries that people would otherwise take, as bench_backends sees them: the one header that
 * C and C++ share. A library that is not installed has no PeerLibrary: its symbol is weak, and then
 * NULL.
 *
 * Each does its work as its own documentation has it done. What a contestant is given is the same
 * for all: a chunk is called through a pointer, once, since a job system cannot know it before. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Fork-join over a range ----------------------------------------------------------------- */

typedef void PeerChunk(void *context, uint32_t chunk);

/* Runs the chunks [0, chunks), each once, and returns when all have run. */
typedef struct PeerLoop {
    const char *name; /* "oneTBB, static" */
    void (*run)(uint32_t chunks, PeerChunk *body, void *context);
} PeerLoop;

/* ---- A tree of tiny jobs -------------------------------------------------------------------- */

/* fib(n) on that many lanes, where each call forks one half, calls the other and joins. */
typedef uint64_t PeerTree(uint32_t n, uint32_t lanes);

/* ---- Coroutines ----------------------------------------------------------------------------- */

enum {
    PEER_LINE_WORDS = 8, /* a cache line, on the coroutine's own stack */
    PEER_STACK_SIZE = 4096,
};

/* What the coroutines of one crowd share. Each of them does the same, see PEER_COROUTINE_BODY. */
typedef struct PeerCrowd {
    uint32_t count;   /* of coroutines */
    bool large_pages; /* the library's slab of stacks asks the system for them */
    bool ends;        /* set before the last turn */
    uint64_t turns;   /* of those that have ended, added up from their lines */
    void *library;    /* whatever it keeps */
} PeerCrowd;

/* The body of every coroutine of every contestant. The line is volatile, so that each turn reads
 * and writes it where it lies. */
#define PEER_COROUTINE_BODY(crowd, yield)                                                          \
    do {                                                                                           \
        volatile uint64_t line[PEER_LINE_WORDS] = {0};                                             \
        while (!(crowd)->ends) {                                                                   \
            line[0] = line[0] + 1;                                                                 \
            yield;                                                                                 \
        }                                                                                          \
        (crowd)->turns += line[0];                                                                 \
    } while (0)

/* And of one that is there only to be created and to end. */
#define PEER_ONCE_BODY(crowd) ((crowd)->turns++)

typedef struct PeerCoroutines {
    const char *name;
    const char *stack; /* for the table */
    bool large_pages;
    uint32_t most; /* that it is asked to hold */

    /* Creates crowd->count coroutines; none has run. False: no memory. */
    bool (*create)(PeerCrowd *crowd);
    /* Resumes every coroutine, in turns, about so many times; returns how many resumes there were.
     * Where the crowd ends, each once. */
    uint64_t (*turn)(PeerCrowd *crowd, uint32_t times);
    /* After the last turn, in which all have ended. */
    void (*destroy)(PeerCrowd *crowd);

    /* NULL: not asked. With stacks that are kept from call to call: creates crowd->count of
     * PEER_ONCE_BODY, runs and destroys them. */
    bool (*pool_open)(PeerCrowd *crowd);
    void (*live_once)(PeerCrowd *crowd);
    void (*pool_close)(PeerCrowd *crowd);
} PeerCoroutines;

/* ---- A library ------------------------------------------------------------------------------ */

typedef struct PeerLibrary {
    const char *name;
    void (*open)(uint32_t lanes); /* NULL: nothing to prepare */
    const PeerLoop *loops;
    uint32_t loop_count;
    PeerTree *tree;
    const PeerCoroutines *coroutines;
    uint32_t coroutines_count;
} PeerLibrary;

/* In no package but the C library's. */
extern const PeerLibrary peer_plain; /* one loop, and a new thread a step */
extern const PeerLibrary peer_ucontext;

#define PEER_WEAK __attribute__((weak))
extern const PeerLibrary peer_tbb PEER_WEAK;
extern const PeerLibrary peer_openmp PEER_WEAK;
extern const PeerLibrary peer_boost_context PEER_WEAK;
extern const PeerLibrary peer_boost_fiber PEER_WEAK;

#ifdef __cplusplus
}
#endif
