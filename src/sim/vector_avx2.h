/* Vectors of 8. See vector.h. */
#pragma once

#include <immintrin.h>

#define VECTOR_BYTES 32
#define V_WORDS      /* there are operations on words: see vector.h */

#include "sim/vector_masks.h"

static inline uint32_t v_bits(VMask mask)
{
    return (uint32_t)_mm256_movemask_ps((__m256)mask);
}

static inline VFloat v_sqrt(VFloat a)
{
    return (VFloat)_mm256_sqrt_ps((__m256)a);
}

static inline void v_stream(float *to, VFloat vector)
{
    _mm256_stream_ps(to, (__m256)vector);
}

static inline void v_stream_end(void)
{
    _mm_sfence();
}

static inline VFloat v_set(float number)
{
    return (VFloat)_mm256_set1_ps(number);
}

static inline VUint v_set_u(uint32_t number)
{
    return (VUint)_mm256_set1_epi32((int)number);
}

static inline VFloat v_max(VFloat a, VFloat b)
{
    return (VFloat)_mm256_max_ps((__m256)b, (__m256)a);
}

static inline VInt v_look_up(const void *table, VUint index)
{
    return (VInt)_mm256_i32gather_epi32((const int *)table, (__m256i)index, 4);
}

static inline VUint v_look_up_bytes(const uint8_t *table, VUint index)
{
    return (VUint)_mm256_i32gather_epi32((const int *)(const void *)table, (__m256i)index, 1) &
           0xff;
}

static inline void v_store_words(int16_t *to, VInt lanes)
{
    __m256i halves = (__m256i)((VUint)lanes & 0xffff);
    __m256i words = _mm256_permute4x64_epi64(_mm256_packus_epi32(halves, halves), 0x08);
    _mm_storeu_si128((__m128i *)(void *)to, _mm256_castsi256_si128(words));
}

static inline VInt v_load_word(const int16_t *from)
{
    return (VInt)_mm256_cvtepi16_epi32(_mm_loadu_si128((const __m128i *)(const void *)from));
}

static inline VUint v_sub_words(VUint a, VUint b)
{
    return (VUint)_mm256_sub_epi16((__m256i)a, (__m256i)b);
}

static inline VUint v_add_words(VUint a, VUint b)
{
    return (VUint)_mm256_add_epi16((__m256i)a, (__m256i)b);
}

static inline VUint v_square_words(VUint a)
{
    return (VUint)_mm256_mulhi_epi16((__m256i)a, (__m256i)a);
}

static inline VUint v_less_words(VUint a, VUint b)
{
    return (VUint)_mm256_cmpgt_epi16((__m256i)b, (__m256i)a);
}

static inline VUint v_rest_words(VUint a, VUint b)
{
    return (VUint)_mm256_subs_epu16((__m256i)a, (__m256i)b);
}

static inline VUint v_add_word_products(VUint sum, VUint a, VUint b)
{
    return sum + (VUint)_mm256_madd_epi16((__m256i)a, (__m256i)b);
}
