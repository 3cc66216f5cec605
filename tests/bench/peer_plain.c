/* What needs no library: one loop, and threads that are created and joined for every loop. */
#include "bench/peers.h"

#include <assert.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

enum { LANES_MAX = 64 };

static uint32_t lane_count = 1; /* set once, before any loop runs */

typedef struct Part {
    uint32_t begin;
    uint32_t end;
    PeerChunk *body;
    void *context;
} Part;

static void run_one(uint32_t chunks, PeerChunk *body, void *context)
{
    for (uint32_t chunk = 0; chunk < chunks; chunk++) {
        body(context, chunk);
    }
}

static void *run_part(void *argument)
{
    const Part *part = argument;
    for (uint32_t chunk = part->begin; chunk < part->end; chunk++) {
        part->body(part->context, chunk);
    }
    return NULL;
}

static void run_threads(uint32_t chunks, PeerChunk *body, void *context)
{
    pthread_t threads[LANES_MAX] = {0};
    Part parts[LANES_MAX] = {0};
    for (uint32_t lane = 0; lane < lane_count; lane++) {
        parts[lane] = (Part){.begin = (uint32_t)((uint64_t)chunks * lane / lane_count),
                             .end = (uint32_t)((uint64_t)chunks * (lane + 1) / lane_count),
                             .body = body,
                             .context = context};
    }
    for (uint32_t lane = 1; lane < lane_count; lane++) {
        if (pthread_create(&threads[lane], NULL, run_part, &parts[lane]) != 0) {
            fprintf(stderr, "no thread could be started\n");
            exit(1);
        }
    }
    run_part(&parts[0]);
    for (uint32_t lane = 1; lane < lane_count; lane++) {
        pthread_join(threads[lane], NULL);
    }
}

static void open_lanes(uint32_t lanes)
{
    assert(lanes >= 1 && lanes <= LANES_MAX);
    lane_count = lanes;
}

static const PeerLoop loops[] = {
    {"one loop", run_one},
    {"pthread create, join", run_threads},
};

const PeerLibrary peer_plain = {
    .name = "plain",
    .open = open_lanes,
    .loops = loops,
    .loop_count = sizeof loops / sizeof loops[0],
};
