/* What vectors of every width have in common, in the compilers' own vector types. Needs
 * VECTOR_BYTES. See vector.h. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum { V_LANES = VECTOR_BYTES / 4 };

typedef float VFloat __attribute__((vector_size(VECTOR_BYTES)));
typedef int32_t VInt __attribute__((vector_size(VECTOR_BYTES)));
typedef uint32_t VUint __attribute__((vector_size(VECTOR_BYTES)));

static inline VInt v_truncate(VFloat a)
{
    return __builtin_convertvector(a, VInt);
}

static inline VFloat v_from_int(VInt a)
{
    return __builtin_convertvector(a, VFloat);
}
