/* Numbers side by side, for kernels that are written once and compiled for each instruction set: a
 * file defines VECTOR_HEADER as one of vector_scalar.h, vector_sse2.h, vector_avx2.h,
 * vector_avx512.h and vector_neon.h, and includes this one.
 *
 * They give V_LANES; the types VFloat, VInt, VUint and VMask; and, lane by lane:
 *
 *     v_set, v_set_u                    the same number in every lane
 *     v_less, v_both, v_either, v_not   masks; v_bits: bit k is lane k's
 *     v_where(mask, yes, no), v_where_u
 *     v_add_where(mask, sum, term)      the sum, and the term where the mask says so; v_add_where_u
 *     v_count_where(mask, count)        one more there
 *     v_max, v_sqrt
 *     v_truncate, v_from_int            towards zero; and back
 *     v_add_product(c, a, b)            c + a * b, and v_take_product: c - a * b; only for products
 *                                       that are exact, since not every processor rounds them
 *     v_look_up(table, index)           the table's element of each lane
 *     v_stream, v_stream_end            past the caches, where that can be, to an address that is
 *                                       a multiple of the vector's size; the end, after the last
 *
 * The rest are the operators + - * / & | << >>, with numbers for all lanes too. Every one of them
 * rounds as IEEE 754 says, once, so that each lane holds the bits that plain floats would.
 */
#pragma once

#include VECTOR_HEADER

#include "base/random.h"

#include <string.h>

#define V_INLINE static inline __attribute__((always_inline))

V_INLINE VFloat v_load(const float *from)
{
    VFloat vector;
    memcpy(&vector, from, sizeof vector);
    return vector;
}

V_INLINE VUint v_load_u(const uint32_t *from)
{
    VUint vector;
    memcpy(&vector, from, sizeof vector);
    return vector;
}

/* The first `count` lanes, at least one. */
V_INLINE void v_store(float *to, VFloat vector, uint32_t count)
{
    if (count == V_LANES) {
        memcpy(to, &vector, sizeof vector);
        return;
    }
    float lanes[V_LANES];
    memcpy(lanes, &vector, sizeof vector);
    for (uint32_t i = 0; i < count; i++) {
        to[i] = lanes[i];
    }
}

V_INLINE void v_store_u(uint32_t *to, VUint vector, uint32_t count)
{
    if (count == V_LANES) {
        memcpy(to, &vector, sizeof vector);
        return;
    }
    uint32_t lanes[V_LANES];
    memcpy(lanes, &vector, sizeof vector);
    for (uint32_t i = 0; i < count; i++) {
        to[i] = lanes[i];
    }
}

V_INLINE bool v_any(VMask mask)
{
    return v_bits(mask) != 0;
}

/* random_signed for the ids of V_LANES sprites. */
V_INLINE VFloat v_random_signed(uint64_t seed, VUint id, uint32_t tick, RandomPurpose purpose)
{
    uint32_t ids[V_LANES];
    uint32_t bits[V_LANES];
    memcpy(ids, &id, sizeof ids);
    for (uint32_t i = 0; i < V_LANES; i++) { /* compilers make vectors of it */
        bits[i] = (uint32_t)(random_u64(seed, ids[i], tick, purpose) >> 40);
    }
    VUint drawn = v_load_u(bits);
    return v_from_int((VInt)drawn) * 0x1p-24f * 2.0f - 1.0f;
}
