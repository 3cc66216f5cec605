/* What the lanes' statistics cost. The game's step runs on a model of the benchmark's own that
 * calls the same slices in a bare loop and records nothing (backends_peer.h with one loop), and on
 * `sequential` and `jobs` with one lane, which record and check all they do. Their difference holds
 * all of a model's accounting, the statistics among it: a bound from above. */
#include "bench/backends_contest.h"

#include <stdio.h>

enum { GRAIN = 256, ROUNDS = 31 };

#define RECORDS_LIMIT 1.01

typedef struct Step {
    const char *level;
    uint32_t sprites;
    uint32_t ticks;
} Step;

static const Step steps[] = {{"bounce", 10000, 120}, {"bounce", 100000, 12}, {"reeds", 10000, 8}};

static void run(Session *session, const Step *step)
{
    TrialPlan plan = {.work = TRIAL_WORLD,
                      .sprites = step->sprites,
                      .grain = GRAIN,
                      .ticks = step->ticks,
                      .alone = true};
    char text[REPORT_NAME_SIZE];
    Contest contest = {0};
    snprintf(plan.level, sizeof plan.level, "%s", step->level);
    uint32_t bare = contest_add_loop(&contest, &plan, &peer_plain.loops[0]);
    uint32_t sequential = contest_add_model(&contest, &plan, "sequential", 1);
    contest_add_model(&contest, &plan, "jobs", 1);
    contest_run(&contest, ROUNDS);
    snprintf(text, sizeof text, "%s, %u sprites, grain %d", step->level, step->sprites, GRAIN);
    contest_print(&contest, text, bare, "us a tick", 1.0);
    snprintf(text, sizeof text, "time of a step with records over one without, %s %u, grain %d",
             step->level, step->sprites, GRAIN);
    report_at_most(&session->report, text, contest_ratio(&contest, sequential, bare).median,
                   RECORDS_LIMIT);
    contest_close(&contest);
}

void section_records(Session *session)
{
    for (uint32_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        run(session, &steps[i]);
    }
}
