/* A half-open range of indices, [begin, end): what a slice of work is, for every floor. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

typedef struct Range {
    uint32_t begin; /* the first index */
    uint32_t end;   /* one past the last; never below begin */
} Range;

static inline uint32_t range_count(Range range)
{
    return range.end - range.begin;
}

static inline bool range_is_empty(Range range)
{
    return range.begin == range.end;
}

static inline uint32_t min_u32(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* The part that both have; empty (begin == end) where they do not meet. */
static inline Range range_intersect(Range a, Range b)
{
    uint32_t begin = a.begin > b.begin ? a.begin : b.begin;
    uint32_t end = min_u32(a.end, b.end);
    return (Range){begin, end > begin ? end : begin};
}
