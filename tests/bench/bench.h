/* What the benchmarks share: contestants that take turns in one process, medians with their spread,
 * and the line that a bar ends in. A machine drifts while it is measured, so nothing here compares
 * figures from different minutes: a ratio is made within a round, and the rounds are summed up. */
#pragma once

#include "backend/backend.h"
#include "level/level.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    BENCH_ROUNDS = 15,
    BENCH_ROUNDS_MAX = 1024,
    BENCH_CONTESTANTS_MAX = 32,
    BENCH_NAME_SIZE = 48,
};

/* Quartiles of a set of figures. */
typedef struct BenchSpread {
    double low;
    double median;
    double high;
} BenchSpread;

/* One that is compared: its name, and its figure of each round. */
typedef struct BenchContestant {
    char name[BENCH_NAME_SIZE];
    void *context; /* whatever the measuring function makes of it */
    double figures[BENCH_ROUNDS_MAX];
    uint32_t rounds;
} BenchContestant;

/* Measures once: smaller is better. */
typedef double BenchFunction(BenchContestant *contestant);

/* An unmeasured round, then `rounds` of them. Who is first changes from round to round, and every
 * other round runs backwards. */
void bench_run(BenchContestant *contestants, uint32_t count, uint32_t rounds,
               BenchFunction *measure);

/* The same, always in one order: for those that pause before they measure, so that as much time
 * lies between two figures of one contestant as between any other two. */
void bench_run_in_turn(BenchContestant *contestants, uint32_t count, uint32_t rounds,
                       BenchFunction *measure);

BenchSpread bench_spread(const BenchContestant *contestant);

/* Of base / contestant, round by round: how many times as fast the contestant is. */
BenchSpread bench_speed(const BenchContestant *contestant, const BenchContestant *base);

/* "1.234 [1.200 1.300]" */
void bench_print_spread(BenchSpread spread, const char *format);

/* ---- The machine ---------------------------------------------------------------------------- */

double bench_thread_ns(void); /* of processor that the calling thread has had */

uint32_t bench_cores(void); /* that the process may use */

/* Two threads of plain arithmetic against one, now: 2.0 where both have a core of their own. Takes
 * some 10 ms. */
double bench_machine_scaling(void);

/* What the game starts with. */
uint32_t bench_default_grain(void);

/* ---- What is measured ----------------------------------------------------------------------- */

/* Ends the program with a sentence where these cannot. */
Level *bench_load_level(const char *name);
Backend *bench_open(const BackendType *type, uint32_t lanes);

/* "jobs, 2 lanes" */
void bench_name(BenchContestant *contestant, const Backend *backend);

/* ---- Bars ----------------------------------------------------------------------------------- */

/* The line of a bar: the figure must be at least, or at most, the limit. */
void bench_bar_at_least(const char *name, double figure, double limit);
void bench_bar_at_most(const char *name, double figure, double limit);

/* A line below a bar: what the machine takes for the least that anybody would have to do. */
void bench_floor(const char *name, double figure);

/* The line of a bar that this machine cannot show; the reason comes in a column more. */
void bench_bar_none(const char *name, double limit, const char *reason);
