#include "backend/block.h"

#include "backend/futex.h"
#include "backend/model.h"

#include <poll.h>

/* Nothing wakes a thread that waits for a file but the file: so often it looks whether the step was
 * given up. */
enum { LOOK_UP_MS = 5 };

bool block_sleep(Lane *lane, uint64_t duration_ns)
{
    atomic_uint *abandoned = &lane->backend->abandoned;
    uint64_t deadline_ns = clock_after_ns(duration_ns);
    while (!atomic_load(abandoned) && clock_now_ns() < deadline_ns) { /* pairs with abandon */
        futex_wait(abandoned, 0, FUTEX_BITSET_MATCH_ANY, deadline_ns);
    }
    return !atomic_load(abandoned);
}

bool block_yield(Lane *lane)
{
    return !atomic_load(&lane->backend->abandoned);
}

bool block_await(Lane *lane, int fd, uint64_t until_ns)
{
    struct pollfd file = {.fd = fd, .events = POLLIN};
    while (lane->future ? future_yield(lane) : block_yield(lane)) {
        if (poll(&file, 1, LOOK_UP_MS) != 0 || clock_now_ns() >= until_ns) {
            return true; /* where poll fails, reading says why */
        }
    }
    return false;
}

void block_abandon(Backend *backend)
{
    atomic_store(&backend->abandoned, 1);
    futex_wake(&backend->abandoned, UINT32_MAX, FUTEX_BITSET_MATCH_ANY);
}
