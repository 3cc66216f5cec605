/* Linux's futex: sleep while a word has a value, and wake those who do. Waiters are told apart by
 * bits, so that one kind can be woken and the others left asleep. Any thread; and any process, for
 * the calls named so, on words in shared memory. */
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

static inline void futex_wait_as(int operation, atomic_uint *word, uint32_t value, uint32_t bits,
                                 uint64_t deadline_ns)
{
    struct timespec until = {.tv_sec = (time_t)(deadline_ns / NS_PER_S),
                             .tv_nsec = (long)(deadline_ns % NS_PER_S)};
    syscall(SYS_futex, word, operation, value, deadline_ns == FUTEX_FOREVER ? NULL : &until, NULL,
            bits);
}

/* Sleeps while *word == value, until woken by one of `bits`, a signal, or the deadline on
 * clock_now_ns()'s clock. May return early: the caller looks again in a loop. */
static inline void futex_wait(atomic_uint *word, uint32_t value, uint32_t bits,
                              uint64_t deadline_ns)
{
    futex_wait_as(FUTEX_WAIT_BITSET | FUTEX_PRIVATE_FLAG, word, value, bits, deadline_ns);
}

/* Wakes at most `count` of those who wait with one of `bits`. */
static inline void futex_wake(atomic_uint *word, uint32_t count, uint32_t bits)
{
    syscall(SYS_futex, word, FUTEX_WAKE_BITSET | FUTEX_PRIVATE_FLAG,
            count > INT_MAX ? INT_MAX : (int)count, NULL, NULL, bits);
}

/* The same between processes; all who wait are woken. */
static inline void futex_wait_shared(atomic_uint *word, uint32_t value, uint64_t deadline_ns)
{
    futex_wait_as(FUTEX_WAIT_BITSET, word, value, FUTEX_BITSET_MATCH_ANY, deadline_ns);
}

static inline void futex_wake_shared(atomic_uint *word)
{
    syscall(SYS_futex, word, FUTEX_WAKE_BITSET, INT_MAX, NULL, NULL, FUTEX_BITSET_MATCH_ANY);
}
