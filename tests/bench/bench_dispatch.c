/* What it costs to hand out work and to wait for it: a fork-join of 64 slices that do nothing, back
 * to back, and with the pauses of a game that runs at 60 Hz. A table, no bars. */
#include "bench/bench.h"

#include "base/clock.h"

#include <stdio.h>
#include <stdlib.h>

enum { SLICES = 64, TYPES_MAX = 16, BACK_TO_BACK = 2000, PAUSED = 4 };

#define PAUSE_NS (16ull * NS_PER_MS)

static bool do_nothing(Lane *lane, Range slice, void *context)
{
    (void)lane;
    (void)slice;
    (void)context;
    return true;
}

/* The time of one fork-join, in microseconds. */
static double dispatch_us(Backend *backend)
{
    const Phase phases[] = {{"nothing", do_nothing, NULL, SLICES, 1}};
    uint64_t start_ns = clock_now_ns();
    Error error = {""};
    if (backend_run(backend, phases, 1, &error) != BACKEND_DONE) {
        fprintf(stderr, "%s\n", error.text);
        exit(1);
    }
    return (double)(clock_now_ns() - start_ns) / NS_PER_US;
}

static double measure_back_to_back(BenchContestant *contestant)
{
    uint64_t start_ns = clock_now_ns();
    for (int i = 0; i < BACK_TO_BACK; i++) {
        dispatch_us(contestant->context);
    }
    return (double)(clock_now_ns() - start_ns) / NS_PER_US / BACK_TO_BACK;
}

static double measure_paused(BenchContestant *contestant)
{
    double sum_us = 0.0;
    for (int i = 0; i < PAUSED; i++) {
        clock_sleep_ns(PAUSE_NS);
        sum_us += dispatch_us(contestant->context);
    }
    return sum_us / PAUSED;
}

static void print_table(const BenchContestant *contestants, uint32_t count, const char *title)
{
    printf("\n%-24s us a dispatch [quartiles]\n", title);
    for (uint32_t i = 0; i < count; i++) {
        printf("%-24s ", contestants[i].name);
        bench_print_spread(bench_spread(&contestants[i]), "%8.2f");
        printf("\n");
    }
}

int main(void)
{
    BenchContestant contestants[TYPES_MAX];
    uint32_t count = 0;
    uint32_t lanes = min_u32(bench_cores(), BACKEND_LANES_MAX);
    for (uint32_t type = 0; type < backend_type_count() && type < TYPES_MAX; type++) {
        Backend *backend = bench_open(backend_type(type), lanes);
        BenchContestant *contestant = &contestants[count++];
        bench_name(contestant, backend);
        contestant->context = backend;
    }
    printf("a fork-join of %d empty slices, %d rounds\n", SLICES, BENCH_ROUNDS);
    bench_run(contestants, count, BENCH_ROUNDS, measure_back_to_back);
    print_table(contestants, count, "back to back");
    bench_run(contestants, count, BENCH_ROUNDS, measure_paused);
    print_table(contestants, count, "16 ms apart");
    for (uint32_t i = 0; i < count; i++) {
        backend_close(contestants[i].context);
    }
    return 0;
}
