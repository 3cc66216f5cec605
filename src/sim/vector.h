/* Numbers side by side, for kernels that are written once and compiled for each instruction set: a
 * file defines VECTOR_HEADER as one of vector_scalar.h, vector_sse2.h, vector_avx2.h,
 * vector_avx512.h and vector_neon.h, and includes this one.
 *
 * They give V_LANES; the types VFloat, VInt, VUint and VMask; and, lane by lane:
 *
 *     v_set, v_set_u                    the same number in every lane
 *     v_less, v_both, v_either, v_not   masks; v_bits: bit k is lane k's
 *     v_where(mask, yes, no), v_where_u
 *     v_add_where(mask, sum, term)      the sum, and the term where the mask says so
 *     v_max, v_sqrt
 *     v_truncate, v_from_int            towards zero; and back
 *     v_look_up(table, index)           of a table of 32-bit numbers, the one of each lane
 *     v_stream, v_stream_end            past the caches, where that can be, to an address that is
 *                                       a multiple of the vector's size; the end, after the last
 *
 * The rest are the operators + - * / & | << >>, with numbers for all lanes too. Every one of them
 * rounds as IEEE 754 says, once, so that each lane holds the bits that plain floats would.
 *
 * All but the scalar one also take a lane for two words of 16 bits, and define V_WORDS:
 *
 *     v_set_words(from)                 the same two words in every lane
 *     v_store_words(to, lanes)          a word a lane: the lower half of each
 *     v_look_up_bytes(table, index)     a byte of each lane; the three behind it may be read too
 *     v_load_word(from)                 a word a lane, made wide; v_load_word_twice: in both halves
 *     v_add_words, v_sub_words          modulo 2^16
 *     v_rest_words(a, b)                a - b, or 0 where that is less; without signs
 *     v_square_words(a)                 the upper half of its square, which is less than 2^30
 *     v_less_words(a, b)                -1 where it is, else 0
 *     v_add_word_products(sum, a, b)    the sum, and both words' products, in 32 bits
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

#ifdef V_WORDS
V_INLINE VUint v_set_words(const int16_t *from)
{
    uint32_t words;
    memcpy(&words, from, sizeof words);
    return v_set_u(words);
}
#endif

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
