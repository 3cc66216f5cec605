/* oneTBB: each partitioner, and task_group. Chunks are the indices of a blocked_range of grain 1,
 * so that every partitioner cuts as it likes; an affinity_partitioner is kept from loop to loop, as
 * its documentation asks. */
#include "bench/peers.h"

#if defined(__has_include) && __has_include(<oneapi/tbb/parallel_for.h>)

#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>
#include <oneapi/tbb/task_group.h>

namespace
{

template <typename Partitioner>
void run_loop(uint32_t chunks, PeerChunk *body, void *context, Partitioner &&partitioner)
{
    tbb::parallel_for(
        tbb::blocked_range<uint32_t>(0, chunks),
        [body, context](const tbb::blocked_range<uint32_t> &range) {
            for (uint32_t chunk = range.begin(); chunk != range.end(); ++chunk) {
                body(context, chunk);
            }
        },
        partitioner);
}

void run_static(uint32_t chunks, PeerChunk *body, void *context)
{
    run_loop(chunks, body, context, tbb::static_partitioner());
}

void run_auto(uint32_t chunks, PeerChunk *body, void *context)
{
    run_loop(chunks, body, context, tbb::auto_partitioner());
}

void run_simple(uint32_t chunks, PeerChunk *body, void *context)
{
    run_loop(chunks, body, context, tbb::simple_partitioner());
}

void run_affinity(uint32_t chunks, PeerChunk *body, void *context)
{
    static tbb::affinity_partitioner partitioner;
    run_loop(chunks, body, context, partitioner);
}

uint64_t fib(uint32_t n)
{
    if (n < 2) {
        return n;
    }
    uint64_t left = 0;
    tbb::task_group group;
    group.run([&left, n] { left = fib(n - 1); });
    uint64_t right = fib(n - 2);
    group.wait();
    return left + right;
}

uint64_t run_tree(uint32_t n, uint32_t lanes)
{
    tbb::task_arena arena(static_cast<int>(lanes));
    return arena.execute([n] { return fib(n); });
}

/* The limit holds as long as the object lives: to the end of the program. */
void open(uint32_t lanes)
{
    static tbb::global_control control(tbb::global_control::max_allowed_parallelism, lanes);
}

const PeerLoop loops[] = {
    {"oneTBB, static", run_static},
    {"oneTBB, auto", run_auto},
    {"oneTBB, simple", run_simple},
    {"oneTBB, affinity", run_affinity},
};

} // namespace

const PeerLibrary peer_tbb = {
    "oneTBB", open, loops, sizeof loops / sizeof loops[0], run_tree, nullptr, 0,
};

#endif
