#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* for affinities */
#endif
#include "bench/bench.h"

#include "app/machine.h"
#include "app/options.h"
#include "app/paths.h"
#include "base/clock.h"
#include "base/random.h"

#include <assert.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* ---- Rounds --------------------------------------------------------------------------------- */

static uint32_t to_and_fro(uint32_t turn, uint32_t round, uint32_t count)
{
    return ((round % 2 ? count - 1 - turn : turn) + round / 2) % count;
}

static void run(BenchContestant *contestants, uint32_t count, uint32_t rounds,
                BenchFunction *measure, bool in_turn)
{
    assert(count <= BENCH_CONTESTANTS_MAX && rounds <= BENCH_ROUNDS_MAX);
    for (uint32_t i = 0; i < count; i++) {
        contestants[i].rounds = 0;
        measure(&contestants[i]);
    }
    for (uint32_t round = 0; round < rounds; round++) {
        for (uint32_t turn = 0; turn < count; turn++) {
            uint32_t place = in_turn ? turn : to_and_fro(turn, round, count);
            BenchContestant *contestant = &contestants[place];
            contestant->figures[contestant->rounds++] = measure(contestant);
        }
    }
}

void bench_run(BenchContestant *contestants, uint32_t count, uint32_t rounds,
               BenchFunction *measure)
{
    run(contestants, count, rounds, measure, false);
}

void bench_run_in_turn(BenchContestant *contestants, uint32_t count, uint32_t rounds,
                       BenchFunction *measure)
{
    run(contestants, count, rounds, measure, true);
}

static int compare_doubles(const void *a, const void *b)
{
    double left = *(const double *)a;
    double right = *(const double *)b;
    return (left > right) - (left < right);
}

/* Between two figures where the quartile lies between them. */
static double quantile(const double *sorted, uint32_t count, double part)
{
    double place = part * (count - 1);
    uint32_t below = (uint32_t)place;
    uint32_t above = below + 1 < count ? below + 1 : below;
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}

static BenchSpread spread_of(double *figures, uint32_t count)
{
    assert(count > 0);
    qsort(figures, count, sizeof *figures, compare_doubles);
    return (BenchSpread){.low = quantile(figures, count, 0.25),
                         .median = quantile(figures, count, 0.5),
                         .high = quantile(figures, count, 0.75)};
}

BenchSpread bench_spread(const BenchContestant *contestant)
{
    double sorted[BENCH_ROUNDS_MAX] = {0};
    for (uint32_t i = 0; i < contestant->rounds; i++) {
        sorted[i] = contestant->figures[i];
    }
    return spread_of(sorted, contestant->rounds);
}

BenchSpread bench_speed(const BenchContestant *contestant, const BenchContestant *base)
{
    double ratios[BENCH_ROUNDS_MAX] = {0};
    assert(contestant->rounds == base->rounds);
    for (uint32_t i = 0; i < base->rounds; i++) {
        ratios[i] = base->figures[i] / contestant->figures[i];
    }
    return spread_of(ratios, base->rounds);
}

void bench_print_spread(BenchSpread spread, const char *format)
{
    char texts[3][32];
    const double figures[3] = {spread.median, spread.low, spread.high};
    for (int i = 0; i < 3; i++) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        snprintf(texts[i], sizeof texts[i], format, figures[i]);
#pragma GCC diagnostic pop
    }
    printf("%s [%s %s]", texts[0], texts[1], texts[2]);
}

/* ---- The machine ---------------------------------------------------------------------------- */

double bench_thread_ns(void)
{
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

uint32_t bench_cores(void)
{
    return machine_usable_cores();
}

typedef struct Computing {
    uint64_t value;
    int not_on; /* the core that somebody else computes on; -1: any */
} Computing;

/* Arithmetic that needs nothing but a core. It keeps off the other one's by itself: whether a
 * kernel starts two threads on one core and parts them some milliseconds later is not what is
 * asked. */
static void *compute(void *argument)
{
    Computing *computing = argument;
    cpu_set_t cores;
    if (computing->not_on >= 0 && sched_getaffinity(0, sizeof cores, &cores) == 0 &&
        CPU_COUNT(&cores) > 1) {
        CPU_CLR((size_t)computing->not_on, &cores);
        sched_setaffinity(0, sizeof cores, &cores);
    }
    uint64_t mixed = computing->value;
    for (uint32_t i = 0; i < 2000000; i++) {
        mixed = random_mix(mixed + i);
        __asm__ volatile("" : "+r"(mixed)); /* or a compiler sees that nobody wants to know it */
    }
    computing->value = mixed;
    return NULL;
}

static uint64_t compute_with_threads(uint32_t count)
{
    pthread_t threads[2];
    Computing computing[2] = {{1, -1}, {2, sched_getcpu()}};
    uint64_t start_ns = clock_now_ns();
    for (uint32_t i = 1; i < count; i++) {
        if (pthread_create(&threads[i], NULL, compute, &computing[i]) != 0) {
            return UINT64_MAX;
        }
    }
    compute(&computing[0]);
    for (uint32_t i = 1; i < count; i++) {
        pthread_join(threads[i], NULL);
    }
    return clock_now_ns() - start_ns;
}

double bench_machine_scaling(void)
{
    uint64_t one_ns = compute_with_threads(1);
    uint64_t two_ns = compute_with_threads(2);
    return 2.0 * (double)one_ns / (double)two_ns;
}

/* ---- What is measured ----------------------------------------------------------------------- */

static void give_up(const Error *error)
{
    fprintf(stderr, "%s\n", error->text);
    exit(1);
}

uint32_t bench_default_grain(void)
{
    char name[] = "bench";
    char *arguments[] = {name, NULL};
    Options options;
    Error error = {""};
    if (!options_parse(&options, 1, arguments, &error)) {
        give_up(&error);
    }
    return options.grain;
}

/* As the game finds it, or else in the working directory. */
Level *bench_load_level(const char *name)
{
    Paths paths;
    char path[LEVEL_PATH_SIZE];
    Error error = {""};
    if (!paths_find(&paths, &error)) {
        paths = (Paths){.levels = "levels", .assets = "assets"};
    }
    Level *level = paths_level(&paths, name, path, &error) ? level_load(path, &error) : NULL;
    if (!level) {
        give_up(&error);
    }
    return level;
}

Backend *bench_open(const BackendType *type, uint32_t lanes)
{
    Error error = {""};
    Backend *backend = backend_open(type, lanes, &error);
    if (!backend) {
        give_up(&error);
    }
    return backend;
}

void bench_name(BenchContestant *contestant, const Backend *backend)
{
    uint32_t lanes = backend_lane_count(backend);
    snprintf(contestant->name, sizeof contestant->name, "%s, %u lane%s",
             backend_type_of(backend)->name, lanes, lanes == 1 ? "" : "s");
}

/* ---- Bars ----------------------------------------------------------------------------------- */

void bench_bar_at_least(const char *name, double figure, double limit)
{
    printf("bar\t%s\t%.2f\t%.2f\t%s\n", name, figure, limit, figure >= limit ? "ok" : "short");
}

void bench_bar_at_most(const char *name, double figure, double limit)
{
    printf("bar\t%s\t%.3f\t%.3f\t%s\n", name, figure, limit, figure <= limit ? "ok" : "short");
}

void bench_floor(const char *name, double figure)
{
    printf("floor\t%s\t%.3f\n", name, figure);
}

void bench_bar_none(const char *name, double limit, const char *reason)
{
    printf("bar\t%s\t-\t%.2f\tn/a\t%s\n", name, limit, reason);
}
