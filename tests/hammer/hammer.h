/* What the hammers share. A hammer is a program that looks for one kind of fault for longer than a
 * unit test may take. It tells its cases as cmocka does (TAP), ends with 0 when it found no fault,
 * and with HAMMER_FOUND, after a sentence on stderr, when it found one. A hang is a fault too, and
 * is told by a watchdog. */
#pragma once

#include <stdint.h>

enum {
    HAMMER_FOUND = 3,
    HAMMER_PATIENCE_S = 10, /* without a sign of life */
};

/* How much is to be done: the program's argument --NAME=N; `quick` where there is none, and
 * LAMPYRIS_TEST_QUICK is set; otherwise `usual`. */
typedef struct HammerSize {
    const char *name;
    uint64_t usual;
    uint64_t quick;
} HammerSize;

/* Starts the watchdog and announces the cases; returns the size. Ends the program with 2 where an
 * argument is not understood. */
uint64_t hammer_begin(int argc, char **argv, const HammerSize *size, uint32_t cases);

/* A sign of life: the next must come within HAMMER_PATIENCE_S. `where` is static, and named should
 * it not come. Main thread only. */
void hammer_alive(const char *where);

/* A case that found nothing: what it did. Main thread only. */
void hammer_pass(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Ends the program. Any thread. */
void hammer_fail(const char *format, ...) __attribute__((noreturn, format(printf, 1, 2)));

/* One of [0, sides), from a counter that the caller keeps. */
uint32_t hammer_dice(uint64_t *throws, uint32_t sides);

/* Keeps the calling thread on one processor, the index-th (modulo their number) of those that the
 * program was given: on a busy machine the system likes to put two that talk on one. */
void hammer_pin(uint32_t index);

/* Keeps its core for that long. */
void hammer_spin_ns(uint64_t duration_ns);
