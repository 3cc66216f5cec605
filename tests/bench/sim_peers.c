#include "bench/sim_peers.h"

#include "base/clock.h"
#include "base/random.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIELDS = 4, PASSES = 5, WIDTH = 800, HEIGHT = 450, BAR = 40, SIZE = 32 };

/* As published: a structure of position, speed and colour. */
typedef struct Bunny {
    float x, y;
    float speed_x, speed_y;
    uint32_t color;
} Bunny;

struct Peer {
    PeerKind kind;
    uint32_t sprites;
    Bunny *bunnies;
    float *from[FIELDS], *to[FIELDS];
};

static void *need(size_t count, size_t size)
{
    void *memory = aligned_alloc(64, (count * size + 63) / 64 * 64);
    if (!memory) {
        fprintf(stderr, "no memory for %zu sprites\n", count);
        exit(1);
    }
    memset(memory, 0, (count * size + 63) / 64 * 64);
    return memory;
}

Peer *peer_open(PeerKind kind, uint32_t sprites)
{
    Peer *peer = need(1, sizeof *peer);
    peer->kind = kind;
    peer->sprites = sprites;
    for (int field = 0; kind == PEER_COPY && field < FIELDS; field++) {
        peer->from[field] = need(sprites, sizeof(float));
        peer->to[field] = need(sprites, sizeof(float));
    }
    if (kind == PEER_LOOP) {
        peer->bunnies = need(sprites, sizeof(Bunny));
        for (uint32_t i = 0; i < sprites; i++) {
            peer->bunnies[i] =
                (Bunny){.x = (float)(random_mix(i) % WIDTH),
                        .y = (float)(random_mix(i + 1) % HEIGHT),
                        .speed_x = (float)(random_mix(i + 2) % 500) / 60.0f - 250 / 60.0f,
                        .speed_y = (float)(random_mix(i + 3) % 500) / 60.0f - 250 / 60.0f};
        }
    }
    return peer;
}

void peer_close(Peer *peer)
{
    for (int field = 0; field < FIELDS; field++) {
        free(peer->from[field]);
        free(peer->to[field]);
    }
    free(peer->bunnies);
    free(peer);
}

/* The library's, in another file than the loop: calls, as there. */
static int __attribute__((noinline)) screen_width(void)
{
    int width = WIDTH;
    __asm__ volatile("" : "+r"(width));
    return width;
}

static int __attribute__((noinline)) screen_height(void)
{
    int height = HEIGHT;
    __asm__ volatile("" : "+r"(height));
    return height;
}

/* On its own, so that the loop is compiled as it would be in a game. */
static void __attribute__((noinline)) bounce_as_published(Bunny *bunnies, int count, int size)
{
    for (int i = 0; i < count; i++) {
        bunnies[i].x += bunnies[i].speed_x;
        bunnies[i].y += bunnies[i].speed_y;
        if (bunnies[i].x + (float)(size / 2) > (float)screen_width() ||
            bunnies[i].x + (float)(size / 2) < 0) {
            bunnies[i].speed_x *= -1;
        }
        if (bunnies[i].y + (float)(size / 2) > (float)screen_height() ||
            bunnies[i].y + (float)(size / 2) - BAR < 0) {
            bunnies[i].speed_y *= -1;
        }
    }
}

double peer_pass_ns(Peer *peer)
{
    uint64_t start_ns = clock_now_ns();
    for (int pass = 0; pass < PASSES; pass++) {
        if (peer->kind == PEER_LOOP) {
            bounce_as_published(peer->bunnies, (int)peer->sprites, SIZE);
        }
        for (int field = 0; peer->kind == PEER_COPY && field < FIELDS; field++) {
            memcpy(peer->to[field], peer->from[field], peer->sprites * sizeof(float));
        }
    }
    return (double)(clock_now_ns() - start_ns) / PASSES / peer->sprites;
}
