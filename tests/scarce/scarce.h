/* A system that runs out: the program's own calls for memory, address space and threads are
 * counted, those that expat and zlib make for it among them, and some are refused. For the test
 * programs that include this, which the Makefile links with those calls wrapped.
 *
 * Begin, end and the failing tests are the main thread's; who calls may be any. */
#pragma once

#include <stdint.h>

typedef enum ScarceKind {
    SCARCE_MEMORY = 1,  /* malloc and its like, mmap */
    SCARCE_THREADS = 2, /* pthread_create, fork */
    SCARCE_GUARDS = 4,  /* mprotect, madvise: who has no guards goes on without */
} ScarceKind;

enum { SCARCE_ALL = SCARCE_MEMORY | SCARCE_THREADS };

#define SCARCE_FOR_EVER UINT32_MAX

/* From now on calls of these kinds are counted, and those from the `first` on, counted from 1, are
 * refused, `count` of them. */
void scarce_begin(unsigned kinds, uint32_t first, uint32_t count);

/* Refuses nothing more; returns how many calls were refused. */
uint32_t scarce_end(void);

/* Of those kinds, since scarce_begin. */
uint32_t scarce_calls(void);

/* The name of the call that was refused first: "malloc". */
const char *scarce_refused(void);

/* Blocks of memory and mappings that were got and not given back, ever. */
int64_t scarce_held(void);
