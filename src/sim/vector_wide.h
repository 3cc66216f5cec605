/* What vectors of every width have in common, in the compilers' own vector types. Needs
 * VECTOR_BYTES. See vector.h. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

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

/* v_look_up, for processors that cannot. */
static inline VInt v_look_up_each(const void *table, VUint index)
{
    int32_t found[V_LANES];
    uint32_t indices[V_LANES];
    memcpy(indices, &index, sizeof indices);
    for (uint32_t i = 0; i < V_LANES; i++) {
        memcpy(&found[i], (const uint8_t *)table + (size_t)indices[i] * 4, 4);
    }
    VInt vector;
    memcpy(&vector, found, sizeof vector);
    return vector;
}

static inline VUint v_look_up_bytes_each(const uint8_t *table, VUint index)
{
    uint32_t found[V_LANES];
    memcpy(found, &index, sizeof found);
    for (uint32_t i = 0; i < V_LANES; i++) {
        found[i] = table[found[i]];
    }
    VUint vector;
    memcpy(&vector, found, sizeof vector);
    return vector;
}

static inline VInt v_load_word(const int16_t *from);

static inline VUint v_load_word_twice(const int16_t *from)
{
    VUint words = (VUint)v_load_word(from) & 0xffff;
    return words | words << 16;
}
