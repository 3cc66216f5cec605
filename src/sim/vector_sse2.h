/* Vectors of 4, as every x86-64 has them. See vector.h. */
#pragma once

#include <emmintrin.h>

#define VECTOR_BYTES 16
#define V_WORDS      /* there are operations on words: see vector.h */

#include "sim/vector_masks.h"

static inline uint32_t v_bits(VMask mask)
{
    return (uint32_t)_mm_movemask_ps((__m128)mask);
}

static inline VFloat v_sqrt(VFloat a)
{
    return (VFloat)_mm_sqrt_ps((__m128)a);
}

static inline void v_stream(float *to, VFloat vector)
{
    _mm_stream_ps(to, (__m128)vector);
}

static inline void v_stream_end(void)
{
    _mm_sfence();
}

static inline VFloat v_set(float number)
{
    return (VFloat)_mm_set1_ps(number);
}

static inline VUint v_set_u(uint32_t number)
{
    return (VUint)_mm_set1_epi32((int)number);
}

static inline VFloat v_max(VFloat a, VFloat b)
{
    return (VFloat)_mm_max_ps((__m128)b, (__m128)a);
}

static inline VInt v_look_up(const void *table, VUint index)
{
    return v_look_up_each(table, index);
}

static inline VUint v_look_up_bytes(const uint8_t *table, VUint index)
{
    return v_look_up_bytes_each(table, index);
}

static inline void v_store_words(int16_t *to, VInt lanes)
{
    __m128i halves = (__m128i)((lanes << 16) >> 16); /* which the next cannot saturate */
    _mm_storel_epi64((__m128i *)(void *)to, _mm_packs_epi32(halves, halves));
}

static inline VInt v_load_word(const int16_t *from)
{
    __m128i words = _mm_loadl_epi64((const __m128i *)(const void *)from);
    return (VInt)_mm_srai_epi32(_mm_unpacklo_epi16(words, words), 16);
}

static inline VUint v_sub_words(VUint a, VUint b)
{
    return (VUint)_mm_sub_epi16((__m128i)a, (__m128i)b);
}

static inline VUint v_add_words(VUint a, VUint b)
{
    return (VUint)_mm_add_epi16((__m128i)a, (__m128i)b);
}

static inline VUint v_square_words(VUint a)
{
    return (VUint)_mm_mulhi_epi16((__m128i)a, (__m128i)a);
}

static inline VUint v_less_words(VUint a, VUint b)
{
    return (VUint)_mm_cmpgt_epi16((__m128i)b, (__m128i)a);
}

static inline VUint v_rest_words(VUint a, VUint b)
{
    return (VUint)_mm_subs_epu16((__m128i)a, (__m128i)b);
}

static inline VUint v_add_word_products(VUint sum, VUint a, VUint b)
{
    return sum + (VUint)_mm_madd_epi16((__m128i)a, (__m128i)b);
}
