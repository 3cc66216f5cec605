#include "bench/backends_peer.h"

#include "backend/model.h"

#include <assert.h>

typedef struct Chunks {
    const Phase *phase;
    Lane *lane;
} Chunks;

/* Every slice is handed the one lane there is, whatever thread it runs on: those of the game's step
 * never wait and never fail, so nobody writes to it. */
static void run_chunk(void *context, uint32_t chunk)
{
    const Chunks *chunks = context;
    const Phase *phase = chunks->phase;
    bool good = phase->run(chunks->lane, phase_slice(phase, chunk), phase->context);
    assert(good);
    (void)good;
}

static bool peer_open(Backend *backend, Error *error)
{
    (void)error;
    backend->lane_count = 1;
    return true;
}

static void do_nothing(Backend *backend)
{
    (void)backend;
}

/* A phase of one slice is called, not dispatched: nobody would take a library for it. */
static BackendStatus peer_finish(Backend *backend, uint64_t deadline_ns)
{
    (void)deadline_ns;
    const PeerBackend *peer = (const PeerBackend *)backend->type;
    for (uint32_t i = 0; i < backend->phase_count; i++) {
        const Phase *phase = &backend->phases[i];
        Chunks chunks = {.phase = phase, .lane = &backend->lanes[0]};
        uint32_t count = phase_slices(phase);
        if (count == 1) {
            run_chunk(&chunks, 0);
        } else if (count > 1) {
            peer->loop->run(count, run_chunk, &chunks);
        }
        /* The proof of our own models; bench_backends compares the states instead. */
        backend->lanes[0].coverage += lane_expected_coverage(i, phase->count);
    }
    return BACKEND_DONE;
}

static bool peer_sleep(Lane *lane, uint64_t duration_ns)
{
    (void)lane;
    clock_sleep_ns(duration_ns);
    return true;
}

static bool peer_yield(Lane *lane)
{
    (void)lane;
    return true;
}

PeerBackend peer_backend(const PeerLoop *loop)
{
    return (PeerBackend){.type = {.name = loop->name,
                                  .summary = "a library's loop",
                                  .open = peer_open,
                                  .begin = do_nothing,
                                  .finish = peer_finish,
                                  .cancel = do_nothing,
                                  .close = do_nothing,
                                  .sleep = peer_sleep,
                                  .yield = peer_yield},
                         .loop = loop};
}
