/* Is `jobs` ever the slow choice? The game's step against one loop, from one sprite to a million.
 * The loop takes part twice, each with a world of its own: what the two differ by is what this
 * machine, at that moment, cannot tell apart. So does `jobs`: with pauses, a model's code has left
 * the caches more or less with the time since it last ran, and the loop's would have run twice as
 * lately, which is 1 to 3% of the smallest steps. All is opened anew every few rounds, since where
 * the lines of a small world lie is worth more than the bar leaves room for. */
#include "bench/backends_contest.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>

enum {
    OPENINGS = 8,
    ROUNDS = 2, /* an opening, back to back */
    APART_OPENINGS = 16,
    APART_ROUNDS = 30,
    APART_LEARNING = 15, /* rounds before these: jobs finds out what it takes to wake a worker */
    MILLION = 1000000,
};

#define NEVER_OVER_LIMIT 1.05
#define ALIKE            0.05 /* more than that between two loops, and the bar cannot be shown */
#define SPEED_LIMIT      1.9  /* at a million */

typedef struct Population {
    uint32_t sprites;
    uint32_t ticks; /* a turn, back to back */
    bool apart;     /* also with 16 ms between ticks */
} Population;

enum { POPULATIONS = 10 };

typedef struct Meadow {
    const char *level;
    bool is_parallel; /* bound by computing, not by memory: two cores halve it */
    Population populations[POPULATIONS];
} Meadow;

static const Meadow meadows[] = {
    {"bounce",
     false,
     {{1, 20000, true},
      {10, 15000, true},
      {100, 6000, true},
      {1000, 1200, true},
      {3000, 400, true},
      {10000, 120, true},
      {30000, 40, true},
      {100000, 15, true},
      {300000, 5, false},
      {MILLION, 2, false}}},
    {"reeds",
     true,
     {{1, 15000, true},
      {10, 8000, true},
      {100, 1000, true},
      {1000, 80, true},
      {3000, 25, true},
      {10000, 8, true},
      {30000, 3, false},
      {100000, 1, false},
      {300000, 1, false},
      {MILLION, 1, false}}},
};

enum { LOOP, JOBS, LOOP_AGAIN, JOBS_AGAIN, WHO_COUNT };

static_assert(2 * APART_OPENINGS * APART_ROUNDS <= BENCH_ROUNDS_MAX, "both of all openings fit");

static void print_line(const Contest *contest, const TrialPlan *plan, BenchSpread ratio,
                       BenchSpread same)
{
    printf("%-7s %8u  %-12s %12.2f %12.2f    ", plan->level, plan->sprites,
           plan->pause_us ? "16 ms apart" : "back to back",
           bench_spread(&contest->contestants[LOOP]).median,
           bench_spread(&contest->contestants[JOBS]).median);
    bench_print_spread(ratio, "%.3f");
    printf("   ");
    bench_print_spread(same, "%.3f");
    printf("   %.2f\n", contest->machine_scaling);
}

/* How far a median may lie from what many more rounds would show, as is usual for the notches of a
 * box plot (McGill, Tukey, Larsen: Variations of Box Plots, 1978). */
static double uncertainty(BenchSpread spread, uint32_t rounds)
{
    return 1.57 * (spread.high - spread.low) / sqrt(rounds);
}

static void report_never_over(Report *report, const TrialPlan *plan, uint32_t rounds,
                              BenchSpread ratio, double same)
{
    char name[REPORT_NAME_SIZE];
    snprintf(name, sizeof name, "time of jobs over sequential, %s %u, %s", plan->level,
             plan->sprites, plan->pause_us ? "16 ms apart" : "back to back");
    double within = uncertainty(ratio, rounds);
    if (fabs(same - 1.0) > ALIKE) {
        report_none(report, name, NEVER_OVER_LIMIT,
                    "measured %.3f; the loop over the same loop is %.3f at the moment",
                    ratio.median, same);
    } else if (fabs(ratio.median - NEVER_OVER_LIMIT) < within) {
        report_none(report, name, NEVER_OVER_LIMIT, "measured %.3f, give or take %.3f",
                    ratio.median, within);
    } else {
        report_at_most(report, name, ratio.median, NEVER_OVER_LIMIT);
    }
}

/* The rounds of `more`, from `first` on, behind those of `sum`. */
static void append(BenchContestant *sum, const BenchContestant *more, uint32_t first)
{
    for (uint32_t round = first, end = more->rounds; round < end; round++) {
        sum->figures[sum->rounds++] = more->figures[round];
    }
}

/* Some rounds more, of worlds and models that are opened anew, the one or the other first. */
static void add_rounds(Contest *total, const TrialPlan *plan, uint32_t opening)
{
    uint32_t learning = plan->pause_us ? APART_LEARNING : 0;
    uint32_t rounds = plan->pause_us ? APART_ROUNDS : ROUNDS;
    Contest contest = {.in_turn = plan->pause_us > 0};
    uint32_t place_of[WHO_COUNT];
    for (uint32_t i = 0; i < WHO_COUNT; i++) {
        uint32_t who = (opening + i) % WHO_COUNT;
        bool loop = who == LOOP || who == LOOP_AGAIN;
        place_of[who] = loop ? contest_add_model(&contest, plan, "sequential", 1)
                             : contest_add_model(&contest, plan, "jobs", CONTEST_LANES);
    }
    contest_run(&contest, learning + rounds);
    for (uint32_t who = 0; who < WHO_COUNT; who++) {
        append(&total->contestants[who], &contest.contestants[place_of[who]], learning);
    }
    total->machine_scaling += contest.machine_scaling;
    contest_close(&contest);
}

static void compare(Session *session, const TrialPlan *plan, bool is_parallel)
{
    Contest total = {.count = WHO_COUNT};
    uint32_t openings = plan->pause_us ? APART_OPENINGS : OPENINGS;
    for (uint32_t opening = 0; opening < openings; opening++) {
        add_rounds(&total, plan, opening);
    }
    total.machine_scaling /= openings;
    BenchSpread same = contest_ratio(&total, LOOP_AGAIN, LOOP);
    append(&total.contestants[LOOP], &total.contestants[LOOP_AGAIN], 0);
    append(&total.contestants[JOBS], &total.contestants[JOBS_AGAIN], 0);
    BenchSpread ratio = contest_ratio(&total, JOBS, LOOP);
    print_line(&total, plan, ratio, same);
    report_never_over(&session->report, plan, total.contestants[JOBS].rounds, ratio, same.median);
    if (is_parallel && plan->sprites == MILLION) {
        char name[REPORT_NAME_SIZE];
        snprintf(name, sizeof name, "speed of jobs over sequential, %s %u", plan->level,
                 plan->sprites);
        contest_bar_at_least(&total, &session->report, name, 1.0 / ratio.median, SPEED_LIMIT);
    }
}

static void compare_meadow(Session *session, const Meadow *meadow)
{
    for (uint32_t i = 0; i < POPULATIONS; i++) {
        const Population *population = &meadow->populations[i];
        TrialPlan plan = {.work = TRIAL_WORLD,
                          .sprites = population->sprites,
                          .ticks = population->ticks,
                          .alone = true};
        snprintf(plan.level, sizeof plan.level, "%s", meadow->level);
        compare(session, &plan, meadow->is_parallel);
        if (population->apart) {
            plan.pause_us = TRIAL_PAUSE_US / WHO_COUNT; /* they take turns, tick by tick */
            plan.ticks = 1;
            compare(session, &plan, meadow->is_parallel);
        }
    }
}

void section_adaptive(Session *session)
{
    printf("\nthe game's step, us a tick\n%-7s %8s  %-12s %12s %12s    jobs over sequential    "
           "sequential over itself   machine\n",
           "level", "sprites", "", "sequential", "jobs");
    for (uint32_t i = 0; i < sizeof meadows / sizeof meadows[0]; i++) {
        compare_meadow(session, &meadows[i]);
    }
}
