/* The monotonic clock, in nanoseconds: for everyone who measures or waits. Any thread. */
#pragma once

#include <stdint.h>

#define NS_PER_S  1000000000u
#define NS_PER_MS 1000000u
#define NS_PER_US 1000u

uint64_t clock_now_ns(void);

/* Blocks the calling thread for at least that long; signals do not cut it short. */
void clock_sleep_ns(uint64_t duration_ns);

static inline double clock_ms(uint64_t duration_ns)
{
    return (double)duration_ns / NS_PER_MS;
}
