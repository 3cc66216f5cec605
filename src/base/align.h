/* Sizes that are whole multiples of something: a cache line, a page, a vector. */
#pragma once

#include <stddef.h>

/* The next multiple of `unit`, which is at least 1. */
static inline size_t round_up(size_t size, size_t unit)
{
    return (size + unit - 1) / unit * unit;
}
