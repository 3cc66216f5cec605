/* A coroutine a sprite: the game's step at grain 1, on coroutines and on one loop. */
#include "bench/backends_contest.h"

#include <stdio.h>

enum { SPRITES = 1000000 };

#define COROUTINES_LIMIT 3.0

static void run(Session *session, const char *level, uint32_t rounds)
{
    TrialPlan plan = {.work = TRIAL_WORLD, .sprites = SPRITES, .ticks = 1, .alone = true};
    char text[REPORT_NAME_SIZE];
    Contest contest = {0};
    snprintf(plan.level, sizeof plan.level, "%s", level);
    uint32_t usual = contest_add_model(&contest, &plan, "sequential", 1);
    snprintf(contest.contestants[usual].name, BENCH_NAME_SIZE, "sequential, grain %u",
             bench_default_grain());
    plan.grain = 1;
    uint32_t loop = contest_add_model(&contest, &plan, "sequential", 1);
    uint32_t coroutines = contest_add_model(&contest, &plan, "coroutines", 1);
    contest_run(&contest, rounds);
    snprintf(text, sizeof text, "%s, %d sprites, grain 1", level, SPRITES);
    contest_print(&contest, text, coroutines, "ms a tick", 1000.0);
    snprintf(text, sizeof text, "time of coroutines over sequential, %s %d, grain 1", level,
             SPRITES);
    report_at_most(&session->report, text, contest_ratio(&contest, coroutines, loop).median,
                   COROUTINES_LIMIT);
    contest_close(&contest);
}

void section_slices(Session *session)
{
    run(session, "bounce", 7);
    run(session, "reeds", 3);
}
