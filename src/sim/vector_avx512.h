/* Vectors of 16, with masks in registers of their own. See vector.h. */
#pragma once

#include <immintrin.h>

#define VECTOR_BYTES 64

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

static inline VFloat v_add_product(VFloat c, VFloat a, VFloat b)
{
    return (VFloat)_mm512_fmadd_ps((__m512)a, (__m512)b, (__m512)c);
}

static inline VFloat v_take_product(VFloat c, VFloat a, VFloat b)
{
    return (VFloat)_mm512_fnmadd_ps((__m512)a, (__m512)b, (__m512)c);
}

static inline VUint v_count_where(VMask mask, VUint count)
{
    return (VUint)_mm512_mask_add_epi32((__m512i)count, mask, (__m512i)count, _mm512_set1_epi32(1));
}

static inline VInt v_look_up(const int32_t *table, VUint index)
{
    return (VInt)_mm512_i32gather_epi32((__m512i)index, table, 4);
}

static inline VUint v_add_where_u(VMask mask, VUint sum, VUint term)
{
    return (VUint)_mm512_mask_add_epi32((__m512i)sum, mask, (__m512i)sum, (__m512i)term);
}
