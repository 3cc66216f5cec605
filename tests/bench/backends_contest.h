/* Trials that are compared with each other: who takes part, their turns, the table, the bar. One
 * contest is one piece of work for everybody. */
#pragma once

#include "bench/backends_sections.h"
#include "bench/backends_trial.h"
#include "bench/bench.h"

enum { CONTEST_LANES = 2 }; /* what the bars are about */

typedef struct ContestEntry {
    Trial *trial; /* NULL: it is the child's */
    Child *child;
    uint32_t child_trial;
    bool ours; /* one of our models */
} ContestEntry;

typedef struct Contest {
    BenchContestant contestants[BENCH_CONTESTANTS_MAX];
    ContestEntry entries[BENCH_CONTESTANTS_MAX];
    uint32_t count;
    uint32_t child_trials;
    bool in_turn;           /* always in one order: of single ticks with pauses before them */
    double machine_scaling; /* about the time of the contest: see bench_machine_scaling */
} Contest;

/* All zeros is a contest without contestants. */
void contest_close(Contest *contest);

/* One of our models. Returns its place. */
uint32_t contest_add_model(Contest *contest, const TrialPlan *plan, const char *model,
                           uint32_t lanes);
/* A loop of a library. */
uint32_t contest_add_loop(Contest *contest, const TrialPlan *plan, const PeerLoop *loop);

/* Every loop there is, OpenMP's also in the child. */
void contest_add_peers(Contest *contest, const TrialPlan *plan, const Session *session);

/* The rounds. Ends the program where somebody forgot a chunk, or the states differ at the end. */
void contest_run(Contest *contest, uint32_t rounds);

/* As trial_idle_load, of one of them. */
double contest_idle_load(const Contest *contest, uint32_t place, bool ticking);

/* The quickest, by its median, of those whose name begins so and are not ours; "" is any but "one
 * loop". CONTEST_NOBODY: nobody is. */
uint32_t contest_best(const Contest *contest, const char *prefix);
#define CONTEST_NOBODY UINT32_MAX

/* Of the time that contestant `of` takes over that of `over`, round by round. */
BenchSpread contest_ratio(const Contest *contest, uint32_t of, uint32_t over);

/* A line a contestant: its time in `unit`, of which there are `unit_us` microseconds, and the time
 * of `reference` over its own. */
void contest_print(const Contest *contest, const char *title, uint32_t reference, const char *unit,
                   double unit_us);

/* ---- Bars that two cores are needed for ------------------------------------------------------ */

/* "n/a", with the figure, where two threads of plain arithmetic do not do CONTEST_SCALING times as
 * much as one (bench_machine_scaling); for a speed, where they do not do `limit` times as much. */
#define CONTEST_SCALING 1.7
void contest_bar_at_most(const Contest *contest, Report *report, const char *name, double figure,
                         double limit);
void contest_bar_at_least(const Contest *contest, Report *report, const char *name, double speed,
                          double limit);

/* Time of `of` over that of the best whose name begins with `prefix`; "n/a" where nobody's does. */
void contest_bar_against(const Contest *contest, Report *report, const char *name, uint32_t of,
                         const char *prefix, double limit);
