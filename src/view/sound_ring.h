/* Commands on their way from the main thread to the audio callback: a ring with one producer and
 * one consumer, without locks, so that neither ever waits for the other. For sound.c.
 *
 * The two counters only grow (and wrap around at 2^32, which the ring's size divides). The producer
 * alone writes `pushed` and the slots between the two that are free; the consumer alone writes
 * `popped`. A slot is handed over by the counter that is stored after it was written, or read, with
 * release, and loaded by the other side with acquire. */
#pragma once

#include "view/synth.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum { SOUND_RING_SIZE = 256 }; /* a power of two: more than a callback's worth, by far */

typedef struct SoundRing {
    _Alignas(64) _Atomic uint32_t pushed; /* the producer's, as is `dropped` */
    uint32_t dropped;                     /* commands that found it full */
    _Alignas(64) _Atomic uint32_t popped; /* the consumer's */
    _Alignas(64) SynthCommand slots[SOUND_RING_SIZE];
} SoundRing;

/* Before either side begins. */
static inline void sound_ring_init(SoundRing *ring)
{
    atomic_init(&ring->pushed, 0);
    atomic_init(&ring->popped, 0);
    ring->dropped = 0;
}

/* The producer's. False: it is full; the command is dropped, and counted. */
static inline bool sound_ring_push(SoundRing *ring, const SynthCommand *command)
{
    uint32_t pushed = atomic_load_explicit(&ring->pushed, memory_order_relaxed); /* our own */
    /* Acquire pairs with the release in sound_ring_pop: the slot has been read. */
    uint32_t popped = atomic_load_explicit(&ring->popped, memory_order_acquire);
    if (pushed - popped == SOUND_RING_SIZE) {
        ring->dropped++;
        return false;
    }
    ring->slots[pushed % SOUND_RING_SIZE] = *command;
    /* Release pairs with the acquire in sound_ring_pop: the slot is written. */
    atomic_store_explicit(&ring->pushed, pushed + 1, memory_order_release);
    return true;
}

/* The consumer's: the oldest command. False: there is none. */
static inline bool sound_ring_pop(SoundRing *ring, SynthCommand *command)
{
    uint32_t popped = atomic_load_explicit(&ring->popped, memory_order_relaxed); /* our own */
    /* Acquire pairs with the release in sound_ring_push: the slot is written. */
    uint32_t pushed = atomic_load_explicit(&ring->pushed, memory_order_acquire);
    if (pushed == popped) {
        return false;
    }
    *command = ring->slots[popped % SOUND_RING_SIZE];
    /* Release pairs with the acquire in sound_ring_push: the slot has been read. */
    atomic_store_explicit(&ring->popped, popped + 1, memory_order_release);
    return true;
}
