/* Random numbers without a generator: a pure function of (seed, id, tick, purpose), so that any
 * lane may ask for any sprite's number in any order and gets the same bits. Any thread.
 *
 * The mixing step is splitmix64's (Steele, Lea, Flood: "Fast Splittable Pseudorandom Number
 * Generators", OOPSLA 2014). */
#pragma once

#include <stdint.h>

/* What a number is for: two purposes never share their numbers. */
typedef enum RandomPurpose {
    RANDOM_SPAWN_X,
    RANDOM_SPAWN_Y,
    RANDOM_SPAWN_HEADING,
    RANDOM_SPAWN_PHASE,
    RANDOM_LOOK,
    RANDOM_WANDER,
    RANDOM_TEST,
} RandomPurpose;

static inline uint64_t random_mix(uint64_t z)
{
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static inline uint64_t random_u64(uint64_t seed, uint32_t id, uint32_t tick, RandomPurpose purpose)
{
    uint64_t stream = random_mix(seed + 0x9e3779b97f4a7c15u * ((uint64_t)purpose + 1));
    return random_mix(stream + 0x9e3779b97f4a7c15u * (((uint64_t)tick << 32 | id) + 1));
}

/* Uniform in [0, 1): 24 bits, each exact in a float. */
static inline float random_unit(uint64_t seed, uint32_t id, uint32_t tick, RandomPurpose purpose)
{
    return (float)(random_u64(seed, id, tick, purpose) >> 40) * 0x1p-24f;
}

/* Uniform in [-1, 1). */
static inline float random_signed(uint64_t seed, uint32_t id, uint32_t tick, RandomPurpose purpose)
{
    return random_unit(seed, id, tick, purpose) * 2.0f - 1.0f;
}
