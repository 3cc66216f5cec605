/* How many cheap things to do between two looks at the clock, for loops that keep a deadline: a
 * look costs as much as several of them. One batch belongs to one loop; all zeros is a new one.
 *
 *     uint32_t todo = clock_batch_next(&batch);
 *     ... does at most so many, and looks at the clock ...
 *     clock_batch_note(&batch, done, now_ns - last_look_ns);
 */
#pragma once

#include <stdint.h>

enum {
    CLOCK_BATCH_TARGET_NS = 4000, /* between two looks: what a deadline may be missed by */
    CLOCK_BATCH_MAX = 256,        /* a look costs less than a tenth of a nanosecond each by then */
};

typedef struct ClockBatch {
    uint32_t size; /* 0: nothing is known as yet */
} ClockBatch;

/* How many to do before the next look: 1 to CLOCK_BATCH_MAX. */
static inline uint32_t clock_batch_next(const ClockBatch *batch)
{
    return batch->size > 0 ? batch->size : 1;
}

/* `done` things took `elapsed_ns`. The batch falls at once to what would take `target_ns`; it grows
 * to at most twice its size, since a few quick things say little about the next ones. */
static inline void clock_batch_aim(ClockBatch *batch, uint32_t done, uint64_t elapsed_ns,
                                   uint64_t target_ns)
{
    if (done == 0) {
        return;
    }
    uint32_t twice = 2 * clock_batch_next(batch);
    uint32_t most = twice < CLOCK_BATCH_MAX ? twice : CLOCK_BATCH_MAX;
    uint64_t room_ns = done * target_ns;
    if (room_ns >= most * elapsed_ns) { /* as a rule; it spares a division */
        batch->size = most;
        return;
    }
    uint64_t fitting = room_ns / elapsed_ns;
    batch->size = fitting > 0 ? (uint32_t)fitting : 1;
}

/* The same with the usual target. */
static inline void clock_batch_note(ClockBatch *batch, uint32_t done, uint64_t elapsed_ns)
{
    clock_batch_aim(batch, done, elapsed_ns, CLOCK_BATCH_TARGET_NS);
}
