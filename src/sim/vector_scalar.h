/* Vectors of one: the reference that the kernels of every processor are compared with. See
 * vector.h. */
#pragma once

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

enum { V_LANES = 1 };

typedef float VFloat;
typedef int32_t VInt;
typedef uint32_t VUint;
typedef bool VMask;

static inline VMask v_less(VFloat a, VFloat b)
{
    return a < b;
}

static inline VMask v_both(VMask a, VMask b)
{
    return a && b;
}

static inline VMask v_either(VMask a, VMask b)
{
    return a || b;
}

static inline VMask v_not(VMask mask)
{
    return !mask;
}

static inline uint32_t v_bits(VMask mask)
{
    return mask;
}

static inline VFloat v_where(VMask mask, VFloat yes, VFloat no)
{
    return mask ? yes : no;
}

static inline VUint v_where_u(VMask mask, VUint yes, VUint no)
{
    return mask ? yes : no;
}

static inline VFloat v_add_where(VMask mask, VFloat sum, VFloat term)
{
    return mask ? sum + term : sum;
}

static inline VFloat v_sqrt(VFloat a)
{
    return sqrtf(a);
}

static inline VInt v_truncate(VFloat a)
{
    return (int32_t)a;
}

static inline VFloat v_from_int(VInt a)
{
    return (float)a;
}

static inline void v_stream(float *to, VFloat vector)
{
    *to = vector;
}

static inline void v_stream_end(void)
{
}

static inline VFloat v_set(float number)
{
    return number;
}

static inline VUint v_set_u(uint32_t number)
{
    return number;
}

static inline VFloat v_max(VFloat a, VFloat b)
{
    return a < b ? b : a;
}
