/* What a firefly costs: flocking by instruction set and by algorithm, the whole step of a million,
 * bouncing against memory and against the loop that one would write, and counts of who is near. */
#include "base/clock.h"
#include "bench/sim_field.h"
#include "bench/sim_peers.h"
#include "sim/kernel.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 9, BRUTE = 50000, MILLION = 1000000, FOUR_MILLION = 4 * MILLION };

typedef struct Limit {
    const char *isa;
    double ns;    /* a firefly, at 100,000 */
    double times; /* as fast as the scalar grid */
} Limit;

static const Limit limits[] = {{"avx512", 15, 15}, {"avx2", 27, 9}, {"sse2", 45, 5.5}};

#define BRUTE_LIMIT   60.0
#define MILLION_LIMIT 10.0 /* ms a tick, two lanes */
#define WALLED_LIMIT  14.0
#define COPY_LIMIT    0.9
#define LOOP_LIMIT    5.0
#define NEAR_LIMIT    8.0 /* ns a sprite */
#define SCALES        1.7 /* two threads do this much more than one, or there are no two cores */

static double measure_field(BenchContestant *contestant)
{
    return field_tick_ns(contestant->context);
}

static BenchContestant enter(Field *field, const char *name)
{
    BenchContestant contestant = {.context = field};
    snprintf(contestant.name, sizeof contestant.name, "%s", name);
    return contestant;
}

static void print_row(const BenchContestant *contestant, const BenchContestant *base)
{
    printf("%-28s ", contestant->name);
    bench_print_spread(bench_spread(contestant), "%9.2f");
    if (base) {
        printf("   ");
        bench_print_spread(bench_speed(contestant, base), "%.2f");
    }
    printf("\n");
}

/* ---- Instruction sets ----------------------------------------------------------------------- */

static const BenchContestant *find(const BenchContestant *contestants, uint32_t count,
                                   const char *name)
{
    for (uint32_t i = 0; i < count; i++) {
        if (strcmp(contestants[i].name, name) == 0) {
            return &contestants[i];
        }
    }
    return NULL;
}

static void bars_of(const BenchContestant *contestants, uint32_t count)
{
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        const BenchContestant *contestant = find(contestants, count, limits[i].isa);
        char name[96];
        char times[96];
        snprintf(name, sizeof name, "ns a firefly, 100000 flocking, one lane, %s", limits[i].isa);
        snprintf(times, sizeof times, "speed over the scalar grid, %s", limits[i].isa);
        if (!contestant) {
            bench_bar_none(name, limits[i].ns, "this processor has no such instructions");
            bench_bar_none(times, limits[i].times, "this processor has no such instructions");
            continue;
        }
        bench_bar_at_most(name, bench_spread(contestant).median, limits[i].ns);
        bench_bar_at_least(times, bench_speed(contestant, &contestants[0]).median, limits[i].times);
    }
}

static void flock_by_isa(uint32_t fireflies)
{
    BenchContestant contestants[8];
    uint32_t count = kernel_count();
    for (uint32_t i = 0; i < count; i++) {
        Field *field = field_open(FIELD_FLOCK, fireflies, 1);
        world_set_kernel(field->world, kernel_at(i));
        contestants[i] = enter(field, kernel_at(i)->name);
    }
    bench_run(contestants, count, ROUNDS, measure_field);
    printf("\n%u fireflies flock and flash, one lane\n%-28s %-31s times as fast\n", fireflies, "",
           "ns a firefly and tick");
    for (uint32_t i = 0; i < count; i++) {
        print_row(&contestants[i], &contestants[0]);
        field_close(contestants[i].context);
    }
    if (fireflies == 100000) {
        bars_of(contestants, count);
    }
}

/* ---- The better algorithm ------------------------------------------------------------------- */

static void grid_against_brute(void)
{
    Field *grid = field_open(FIELD_FLOCK, BRUTE, 1);
    Field *brute = field_open(FIELD_FLOCK, BRUTE, 1);
    world_set_kernel(grid->world, kernel_at(0));
    world_set_kernel(brute->world, kernel_at(0));
    world_set_brute(brute->world, true);
    brute->ticks = 1;
    BenchContestant contestants[] = {enter(brute, "everyone looks at everyone"),
                                     enter(grid, "a grid")};
    bench_run(contestants, 2, 3, measure_field);
    printf("\n%d fireflies, one lane, scalar\n%-28s %-31s times as fast\n", BRUTE, "",
           "ns a firefly and tick");
    print_row(&contestants[0], &contestants[0]);
    print_row(&contestants[1], &contestants[0]);
    bench_bar_at_least("speed of the scalar grid over brute force, 50000",
                       bench_speed(&contestants[1], &contestants[0]).median, BRUTE_LIMIT);
    field_close(grid);
    field_close(brute);
}

/* ---- A million ------------------------------------------------------------------------------ */

static void a_million(FieldKind kind, const char *name, double limit)
{
    double before = bench_machine_scaling();
    Field *one = field_open(kind, MILLION, 1);
    Field *two = field_open(kind, MILLION, 2);
    BenchContestant contestants[] = {enter(one, "one lane"), enter(two, "jobs, two lanes")};
    bench_run(contestants, 2, ROUNDS, measure_field);
    double scaling = bench_machine_scaling();
    scaling = scaling < before ? scaling : before;
    printf("\n1000000 fireflies, %s; this machine scales %.2fx\n%-28s %-31s times as fast\n", name,
           scaling, "", "ns a firefly and tick");
    print_row(&contestants[0], &contestants[0]);
    print_row(&contestants[1], &contestants[0]);
    char bar[96];
    snprintf(bar, sizeof bar, "ms a tick, 1000000 flocking, two lanes, %s", name);
    double ms = bench_spread(&contestants[1]).median * MILLION / NS_PER_MS;
    if (scaling < SCALES) {
        bench_bar_none(bar, limit, "two threads do not get two cores here");
    } else {
        bench_bar_at_most(bar, ms, limit);
    }
    field_close(one);
    field_close(two);
}

/* ---- Bouncing ------------------------------------------------------------------------------- */

static double measure_peer(BenchContestant *contestant)
{
    return peer_pass_ns(contestant->context);
}

static double measure_either(BenchContestant *contestant)
{
    return strstr(contestant->name, "ours") ? measure_field(contestant) : measure_peer(contestant);
}

enum { THE_LOOP, THE_COPY, OURS, BOUNCERS };

static void bars_against_copying(const BenchContestant *bouncers)
{
    bench_bar_at_least("bouncing against copying, 4000000",
                       bench_speed(&bouncers[OURS], &bouncers[THE_COPY]).median, COPY_LIMIT);
}

/* Whoever writes another buffer has to copy: where that alone is not so much faster than the loop,
 * which stays in one, no kernel can be. */
static void bars_against_the_loop(const BenchContestant *bouncers)
{
    const char *bar = "speed of bouncing over the loop one would write, 1000000";
    double copying = bench_speed(&bouncers[THE_COPY], &bouncers[THE_LOOP]).median;
    if (copying >= LOOP_LIMIT) {
        bench_bar_at_least(bar, bench_speed(&bouncers[OURS], &bouncers[THE_LOOP]).median,
                           LOOP_LIMIT);
        return;
    }
    char reason[96];
    snprintf(reason, sizeof reason, "here a copy alone is %.2f times as fast as the loop", copying);
    bench_bar_none(bar, LOOP_LIMIT, reason);
}

static void bounce(uint32_t sprites, void (*print_bars)(const BenchContestant *bouncers))
{
    Field *field = field_open(FIELD_BOUNCE, sprites, 1);
    Peer *loop = peer_open(PEER_LOOP, sprites);
    Peer *copy = peer_open(PEER_COPY, sprites);
    BenchContestant bouncers[BOUNCERS] = {
        [THE_LOOP] = {.name = "the loop one would write", .context = loop},
        [THE_COPY] = {.name = "copied as they are", .context = copy},
        [OURS] = enter(field, "ours, double-buffered"),
    };
    bench_run(bouncers, BOUNCERS, BENCH_ROUNDS, measure_either);
    printf("\n%u bouncing sprites, one lane\n%-28s %-31s times as fast\n", sprites, "",
           "ns a sprite");
    for (uint32_t i = 0; i < BOUNCERS; i++) {
        print_row(&bouncers[i], &bouncers[THE_LOOP]);
    }
    print_bars(bouncers);
    field_close(field);
    peer_close(loop);
    peer_close(copy);
}

/* ---- Who is near ---------------------------------------------------------------------------- */

static double measure_near(BenchContestant *contestant)
{
    return field_near_ns(contestant->context);
}

static void count_near(uint32_t sprites)
{
    Field *field = field_open(FIELD_FLOCK, sprites, 1);
    BenchContestant contestant = enter(field, "the grid, and counts");
    bench_run(&contestant, 1, BENCH_ROUNDS, measure_near);
    printf("\n%u sprites: how many are near each, the grid rebuilt\n%-28s ns a sprite\n", sprites,
           "");
    print_row(&contestant, NULL);
    char bar[96];
    snprintf(bar, sizeof bar, "ns a sprite, counts of who is near, %u", sprites);
    bench_bar_at_most(bar, bench_spread(&contestant).median, NEAR_LIMIT);
    field_close(field);
}

int main(int argc, char **argv)
{
    bool all = argc < 2;
    if (all || strcmp(argv[1], "flock") == 0) {
        flock_by_isa(10000);
        flock_by_isa(100000);
    }
    if (all || strcmp(argv[1], "brute") == 0) {
        grid_against_brute();
    }
    if (all || strcmp(argv[1], "million") == 0) {
        a_million(FIELD_FLOCK, "an open field", MILLION_LIMIT);
        a_million(FIELD_WALLED, "walls", WALLED_LIMIT);
    }
    if (all || strcmp(argv[1], "bounce") == 0) {
        bounce(FOUR_MILLION, bars_against_copying);
        bounce(MILLION, bars_against_the_loop);
    }
    if (all || strcmp(argv[1], "near") == 0) {
        count_near(10000);
        count_near(100000);
    }
    return 0;
}
