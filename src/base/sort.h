/* Putting numbers in order. Any thread. */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* The least first, in place. */
void sort_u64(uint64_t *numbers, size_t count);
