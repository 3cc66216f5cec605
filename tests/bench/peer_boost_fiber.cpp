/* Boost.fiber: its own scheduler (round robin, the default), stacks of 16 KiB from its pool, which
 * its documentation recommends where many fibers come and go. The main fiber waits in the same
 * queue as the others, so one yield of its own is a turn of all. With one fiber, the main one and
 * the library's dispatcher are two thirds of what is measured. */
#include "bench/peers.h"

#if defined(__has_include) && __has_include(<boost/fiber/all.hpp>)

#include <boost/fiber/all.hpp>

namespace
{

using boost::fibers::fiber;
using boost::fibers::launch;
using Pool = boost::fibers::pooled_fixedsize_stack;

constexpr size_t stack_size = 16 * 1024;

bool create(PeerCrowd *crowd)
{
    Pool *pool = new Pool(stack_size);
    crowd->library = pool;
    try {
        for (uint32_t i = 0; i < crowd->count; i++) {
            fiber(launch::post, std::allocator_arg, *pool, [crowd] {
                PEER_COROUTINE_BODY(crowd, boost::this_fiber::yield());
            }).detach();
        }
    } catch (const std::bad_alloc &) {
        return false;
    }
    return true;
}

uint64_t turn(PeerCrowd *crowd, uint32_t times)
{
    for (uint32_t time = 0; time < times; time++) {
        boost::this_fiber::yield();
    }
    return static_cast<uint64_t>(times) * crowd->count;
}

/* What has ended is freed by the dispatcher, a fiber of the library's own, in its next turn. */
void destroy(PeerCrowd *crowd)
{
    boost::this_fiber::yield();
    boost::this_fiber::yield();
    delete static_cast<Pool *>(crowd->library);
    crowd->library = nullptr;
}

bool pool_open(PeerCrowd *crowd)
{
    crowd->library = new Pool(stack_size);
    return true;
}

void live_once(PeerCrowd *crowd)
{
    Pool *pool = static_cast<Pool *>(crowd->library);
    uint64_t expected = crowd->turns + crowd->count;
    for (uint32_t i = 0; i < crowd->count; i++) {
        fiber(launch::post, std::allocator_arg, *pool, [crowd] { PEER_ONCE_BODY(crowd); }).detach();
    }
    while (crowd->turns != expected) {
        boost::this_fiber::yield();
    }
    boost::this_fiber::yield(); /* the dispatcher's turn, which destroys them */
}

const PeerCoroutines coroutines[] = {
    {"Boost.fiber", "16 KiB, pool", false, 100000, create, turn, destroy, pool_open, live_once,
     destroy},
};

} // namespace

const PeerLibrary peer_boost_fiber = {
    "Boost.fiber", nullptr, nullptr, 0, nullptr, coroutines, 1,
};

#endif
