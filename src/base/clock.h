/* The monotonic clock, in nanoseconds: for everyone who measures or waits. Any thread. */
#pragma once

#include <stdint.h>

#define NS_PER_S  UINT64_C(1000000000)
#define NS_PER_MS UINT64_C(1000000)
#define NS_PER_US UINT64_C(1000)

uint64_t clock_now_ns(void);

/* The time so long from now; UINT64_MAX where that is beyond the clock's range. */
static inline uint64_t clock_after_ns(uint64_t duration_ns)
{
    uint64_t now_ns = clock_now_ns();
    return duration_ns < UINT64_MAX - now_ns ? now_ns + duration_ns : UINT64_MAX;
}

/* Blocks the calling thread for at least that long; signals do not cut it short. */
void clock_sleep_ns(uint64_t duration_ns);

static inline double clock_ms(uint64_t duration_ns)
{
    return (double)duration_ns / NS_PER_MS;
}
