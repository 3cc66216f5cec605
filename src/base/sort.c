#include "base/sort.h"

#include <stdlib.h>

static int compare(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left;
    uint64_t b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

void sort_u64(uint64_t *numbers, size_t count)
{
    qsort(numbers, count, sizeof *numbers, compare);
}
