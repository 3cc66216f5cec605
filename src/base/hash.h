/* The state hash's arithmetic: values in, 64 bits out, the same on every machine. Hash values,
 * never structs: padding and pointers differ where the state does not. Any thread. */
#pragma once

#include "base/random.h"

#include <stdint.h>
#include <string.h>

/* Folds one value into a running hash; order matters. */
static inline uint64_t hash_u64(uint64_t hash, uint64_t value)
{
    return random_mix(hash ^ (value + 0x9e3779b97f4a7c15u + (hash << 6) + (hash >> 2)));
}

/* A float by its bits, so that -0 and 0 differ: what differs in the state differs in the hash. */
static inline uint32_t hash_bits_of(float value)
{
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static inline uint64_t hash_f32x2(uint64_t hash, float a, float b)
{
    return hash_u64(hash, (uint64_t)hash_bits_of(a) << 32 | hash_bits_of(b));
}

/* Bytes whose order is defined (a file's, a string's): FNV-1a. */
uint64_t hash_bytes(uint64_t hash, const void *bytes, uint64_t count);

#define HASH_START 0xcbf29ce484222325u
