/* What a processor does with plain sums and products where it has nothing better. After the types
 * of the vectors. See vector.h. */
#pragma once

static inline VFloat v_add_product(VFloat c, VFloat a, VFloat b)
{
    return a * b + c;
}

static inline VFloat v_take_product(VFloat c, VFloat a, VFloat b)
{
    return c - a * b;
}
