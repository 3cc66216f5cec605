/* Masks where the processor keeps them in vectors: all ones, or all zeros, a lane. See vector.h. */
#pragma once

#include "sim/vector_wide.h"

typedef VInt VMask;

static inline VMask v_less(VFloat a, VFloat b)
{
    return a < b;
}

static inline VMask v_both(VMask a, VMask b)
{
    return a & b;
}

static inline VMask v_either(VMask a, VMask b)
{
    return a | b;
}

static inline VMask v_not(VMask mask)
{
    return ~mask;
}

static inline VUint v_where_u(VMask mask, VUint yes, VUint no)
{
    return ((VUint)mask & yes) | (~(VUint)mask & no);
}

static inline VFloat v_where(VMask mask, VFloat yes, VFloat no)
{
    return (VFloat)v_where_u(mask, (VUint)yes, (VUint)no);
}

static inline VFloat v_add_where(VMask mask, VFloat sum, VFloat term)
{
    return sum + (VFloat)(mask & (VInt)term);
}
