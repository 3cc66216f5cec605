/* OpenMP, as gcc has it: a loop of each schedule, and tasks. How long its workers spin is chosen by
 * OMP_WAIT_POLICY when the program starts: see backends_child.h. */
#include "bench/peers.h"

#ifdef _OPENMP

#include <omp.h>

static void run_static(uint32_t chunks, PeerChunk *body, void *context)
{
#pragma omp parallel for schedule(static)
    for (uint32_t chunk = 0; chunk < chunks; chunk++) {
        body(context, chunk);
    }
}

static void run_dynamic(uint32_t chunks, PeerChunk *body, void *context)
{
#pragma omp parallel for schedule(dynamic)
    for (uint32_t chunk = 0; chunk < chunks; chunk++) {
        body(context, chunk);
    }
}

static uint64_t fib(uint32_t n)
{
    if (n < 2) {
        return n;
    }
    uint64_t left = 0;
#pragma omp task shared(left) firstprivate(n)
    left = fib(n - 1);
    uint64_t right = fib(n - 2);
#pragma omp taskwait
    return left + right;
}

static uint64_t run_tree(uint32_t n, uint32_t lanes)
{
    uint64_t result = 0;
#pragma omp parallel num_threads(lanes)
#pragma omp single
    result = fib(n);
    return result;
}

static void open_lanes(uint32_t lanes)
{
    omp_set_dynamic(0);
    omp_set_num_threads((int)lanes);
}

static const PeerLoop loops[] = {
    {"OpenMP, static", run_static},
    {"OpenMP, dynamic", run_dynamic},
};

const PeerLibrary peer_openmp = {
    .name = "OpenMP",
    .open = open_lanes,
    .loops = loops,
    .loop_count = sizeof loops / sizeof loops[0],
    .tree = run_tree,
};

#else

/* Without OpenMP there is nothing here, and ISO C wants something. */
typedef int PeerOpenmpIsMissing;

#endif
