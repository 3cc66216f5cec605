#include "bench/backends_libraries.h"

#include <stdio.h>

typedef struct Row {
    const PeerLibrary *library; /* NULL: it was not there when this was built */
    const char *name;
    const char *how; /* to get it */
} Row;

static const Row rows[] = {
    {&peer_plain, "pthread", ""},
    {&peer_ucontext, "ucontext", ""},
    {&peer_tbb, "oneTBB", "g++ and libtbb-dev"},
    {&peer_openmp, "OpenMP", "gcc, or clang and libomp-dev"},
    {&peer_boost_context, "Boost.Context", "g++ and libboost-context-dev"},
    {&peer_boost_fiber, "Boost.fiber", "g++ and libboost-fiber-dev"},
};

enum { ROW_COUNT = sizeof rows / sizeof rows[0] };

uint32_t library_count(void)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < ROW_COUNT; i++) {
        count += rows[i].library != NULL;
    }
    return count;
}

const PeerLibrary *library_at(uint32_t index)
{
    uint32_t row = 0;
    for (;; row++) {
        if (rows[row].library && index-- == 0) {
            return rows[row].library;
        }
    }
}

void libraries_open(uint32_t lanes)
{
    for (uint32_t i = 0; i < library_count(); i++) {
        const PeerLibrary *library = library_at(i);
        if (library->open) {
            library->open(lanes);
        }
    }
}

void libraries_print(void)
{
    printf("compared with:");
    for (uint32_t i = 0; i < ROW_COUNT; i++) {
        if (rows[i].library) {
            printf(" %s", rows[i].name);
        }
    }
    printf("\n");
    bool all = true;
    for (uint32_t i = 0; i < ROW_COUNT; i++) {
        if (!rows[i].library) {
            printf("left out: %s; it needs %s\n", rows[i].name, rows[i].how);
            all = false;
        }
    }
    if (!all) {
        printf("`make setup` installs what is left out; then make this again\n");
    }
}
