/* Vectors of 16, with masks in registers of their own. See vector.h. */
#pragma once

#include <immintrin.h>

#define VECTOR_BYTES 64
#define V_WORDS      /* there are operations on words: see vector.h */

#include "sim/vector_wide.h"

typedef __mmask16 VMask;

static inline VMask v_less(VFloat a, VFloat b)
{
    return _mm512_cmp_ps_mask((__m512)a, (__m512)b, _CMP_LT_OQ);
}

static inline VMask v_both(VMask a, VMask b)
{
    return _kand_mask16(a, b);
}

static inline VMask v_either(VMask a, VMask b)
{
    return _kor_mask16(a, b);
}

static inline VMask v_not(VMask mask)
{
    return _knot_mask16(mask);
}

static inline uint32_t v_bits(VMask mask)
{
    return mask;
}

static inline VFloat v_where(VMask mask, VFloat yes, VFloat no)
{
    return (VFloat)_mm512_mask_mov_ps((__m512)no, mask, (__m512)yes);
}

static inline VUint v_where_u(VMask mask, VUint yes, VUint no)
{
    return (VUint)_mm512_mask_mov_epi32((__m512i)no, mask, (__m512i)yes);
}

static inline VFloat v_add_where(VMask mask, VFloat sum, VFloat term)
{
    return (VFloat)_mm512_mask_add_ps((__m512)sum, mask, (__m512)sum, (__m512)term);
}

static inline VFloat v_sqrt(VFloat a)
{
    return (VFloat)_mm512_sqrt_ps((__m512)a);
}

static inline void v_stream(float *to, VFloat vector)
{
    _mm512_stream_ps(to, (__m512)vector);
}

static inline void v_stream_end(void)
{
    _mm_sfence();
}

static inline VFloat v_set(float number)
{
    return (VFloat)_mm512_set1_ps(number);
}

static inline VUint v_set_u(uint32_t number)
{
    return (VUint)_mm512_set1_epi32((int)number);
}

static inline VFloat v_max(VFloat a, VFloat b)
{
    return (VFloat)_mm512_max_ps((__m512)b, (__m512)a);
}

static inline VInt v_look_up(const void *table, VUint index)
{
    return (VInt)_mm512_i32gather_epi32((__m512i)index, table, 4);
}

static inline VUint v_look_up_bytes(const uint8_t *table, VUint index)
{
    return (VUint)_mm512_i32gather_epi32((__m512i)index, table, 1) & 0xff;
}

static inline void v_store_words(int16_t *to, VInt lanes)
{
    _mm256_storeu_si256((__m256i *)(void *)to, _mm512_cvtepi32_epi16((__m512i)lanes));
}

static inline VInt v_load_word(const int16_t *from)
{
    return (VInt)_mm512_cvtepi16_epi32(_mm256_loadu_si256((const __m256i *)(const void *)from));
}

static inline VUint v_sub_words(VUint a, VUint b)
{
    return (VUint)_mm512_sub_epi16((__m512i)a, (__m512i)b);
}

static inline VUint v_add_words(VUint a, VUint b)
{
    return (VUint)_mm512_add_epi16((__m512i)a, (__m512i)b);
}

static inline VUint v_square_words(VUint a)
{
    return (VUint)_mm512_mulhi_epi16((__m512i)a, (__m512i)a);
}

static inline VUint v_less_words(VUint a, VUint b)
{
    return (VUint)_mm512_movm_epi16(_mm512_cmplt_epi16_mask((__m512i)a, (__m512i)b));
}

static inline VUint v_rest_words(VUint a, VUint b)
{
    return (VUint)_mm512_subs_epu16((__m512i)a, (__m512i)b);
}

static inline VUint v_add_word_products(VUint sum, VUint a, VUint b)
{
    return (VUint)_mm512_dpwssd_epi32((__m512i)sum, (__m512i)a, (__m512i)b);
}
