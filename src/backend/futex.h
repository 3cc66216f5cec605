/* Linux's futex, as three calls: sleep while a word has a value, and wake those who do. Waiters are
 * told apart by bits, so that one kind can be woken and the others left asleep. Any thread. */
#pragma once

#include <errno.h>
#include <limits.h>
#include <linux/futex.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"

#define FUTEX_FOREVER UINT64_MAX

/* Sleeps while *word == value, until woken by one of `bits`, a signal, or the deadline on
 * clock_now_ns()'s clock. May return early: the caller looks again in a loop. */
static inline void futex_wait(atomic_uint *word, uint32_t value, uint32_t bits,
                              uint64_t deadline_ns)
{
    struct timespec until = {.tv_sec = (time_t)(deadline_ns / NS_PER_S),
                             .tv_nsec = (long)(deadline_ns % NS_PER_S)};
    syscall(SYS_futex, word, FUTEX_WAIT_BITSET | FUTEX_PRIVATE_FLAG, value,
            deadline_ns == FUTEX_FOREVER ? NULL : &until, NULL, bits);
}

/* Wakes at most `count` of those who wait with one of `bits`. */
static inline void futex_wake(atomic_uint *word, uint32_t count, uint32_t bits)
{
    syscall(SYS_futex, word, FUTEX_WAKE_BITSET | FUTEX_PRIVATE_FLAG,
            count > INT_MAX ? INT_MAX : (int)count, NULL, NULL, bits);
}
