/* Real work in parallel: bouncing sprites as plain arrays, and the game's own step, whose phases a
 * library runs as well as a model of ours (backends_peer.h). */
#include "bench/backends_contest.h"

#include <stdio.h>

enum { APART_SPRITES = 100000, APART_TICKS = 3, APART_ROUNDS = 9 };

#define APART_LIMIT 1.0

typedef struct Size {
    uint32_t sprites;
    uint32_t ticks; /* a turn */
} Size;

static const Size sizes[] = {{1000, 2000}, {10000, 800}, {100000, 80}, {1000000, 8}};

enum { SIZE_COUNT = sizeof sizes / sizeof sizes[0] };

static void run_back_to_back(const Session *session, const Size *size)
{
    const TrialPlan plan = {.work = TRIAL_BOUNCE, .sprites = size->sprites, .ticks = size->ticks};
    char title[96];
    Contest contest = {0};
    uint32_t jobs = contest_add_model(&contest, &plan, "jobs", CONTEST_LANES);
    contest_add_peers(&contest, &plan, session);
    contest_run(&contest, BENCH_ROUNDS);
    snprintf(title, sizeof title, "%u bouncing sprites as arrays, back to back", size->sprites);
    contest_print(&contest, title, jobs, "us a tick", 1.0);
    contest_close(&contest);
}

/* All peers sleep between ticks that are 16 ms apart, so the best is the best of all. A difference
 * that is smaller than its own spread is none, hence the lower quartile of the ratio. */
static void run_apart(Session *session, const TrialPlan *plan, const char *what)
{
    char title[96];
    char name[REPORT_NAME_SIZE];
    Contest contest = {0};
    uint32_t jobs = contest_add_model(&contest, plan, "jobs", CONTEST_LANES);
    contest_add_peers(&contest, plan, session);
    contest_run(&contest, APART_ROUNDS);
    snprintf(title, sizeof title, "%u bouncing sprites, %s, 16 ms apart", plan->sprites, what);
    contest_print(&contest, title, jobs, "us a tick", 1.0);

    uint32_t best = contest_best(&contest, "");
    BenchSpread ratio = contest_ratio(&contest, jobs, best);
    printf("the best of them: %s; jobs takes ", contest.contestants[best].name);
    bench_print_spread(ratio, "%.3f");
    printf(" of its time\n");
    snprintf(name, sizeof name, "time of %u sprites, %s, 16 ms apart, over the best (low quartile)",
             plan->sprites, what);
    contest_bar_at_most(&contest, &session->report, name, ratio.low, APART_LIMIT);
    contest_close(&contest);
}

void section_work(Session *session)
{
    for (uint32_t i = 0; i < SIZE_COUNT; i++) {
        run_back_to_back(session, &sizes[i]);
    }
    TrialPlan plan = {.work = TRIAL_BOUNCE,
                      .sprites = APART_SPRITES,
                      .ticks = APART_TICKS,
                      .pause_us = TRIAL_PAUSE_US};
    run_apart(session, &plan, "arrays");
    plan.work = TRIAL_WORLD;
    snprintf(plan.level, sizeof plan.level, "bounce");
    run_apart(session, &plan, "the game's step");
}
