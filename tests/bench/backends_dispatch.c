/* What it costs to hand out work and to wait for it, and what workers burn when there is none. */
#include "bench/backends_contest.h"

#include <stdio.h>
#include <string.h>

enum {
    BACK_TO_BACK_TICKS = 2000,
    APART_TICKS = 3,
    APART_ROUNDS = 9,
    IDLE_SPRITES = 100000,
};

#define TBB_LIMIT       0.6
#define OPENMP_LIMIT    0.5
#define TBB_APART_LIMIT 0.7
#define IDLE_LIMIT      0.01 /* of a core */

static uint32_t add_all(Contest *contest, const TrialPlan *plan, const Session *session)
{
    uint32_t jobs = contest_add_model(contest, plan, "jobs", CONTEST_LANES);
    contest_add_model(contest, plan, "sequential", 1);
    contest_add_model(contest, plan, "coroutines", 1);
    contest_add_peers(contest, plan, session);
    return jobs;
}

static void run_back_to_back(Session *session)
{
    const TrialPlan plan = {.work = TRIAL_EMPTY, .ticks = BACK_TO_BACK_TICKS};
    Contest contest = {0};
    uint32_t jobs = add_all(&contest, &plan, session);
    contest_run(&contest, BENCH_ROUNDS);
    contest_print(&contest, "64 empty chunks, back to back", jobs, "us a dispatch", 1.0);
    contest_bar_against(&contest, &session->report,
                        "time of 64 empty chunks over oneTBB's best partitioner, back to back",
                        jobs, "oneTBB", TBB_LIMIT);
    contest_bar_against(&contest, &session->report,
                        "time of 64 empty chunks over OpenMP's best schedule, back to back", jobs,
                        "OpenMP", OPENMP_LIMIT);
    contest_close(&contest);
}

static void run_apart(Session *session)
{
    const TrialPlan plan = {.work = TRIAL_EMPTY, .ticks = APART_TICKS, .pause_us = TRIAL_PAUSE_US};
    Contest contest = {0};
    uint32_t jobs = add_all(&contest, &plan, session);
    contest_run(&contest, APART_ROUNDS);
    contest_print(&contest, "64 empty chunks, 16 ms apart", jobs, "us a dispatch", 1.0);
    contest_bar_against(&contest, &session->report,
                        "time of 64 empty chunks over oneTBB's best partitioner, 16 ms apart", jobs,
                        "oneTBB", TBB_APART_LIMIT);
    contest_close(&contest);
}

static void report_idle(Session *session, const char *when, double load)
{
    char name[REPORT_NAME_SIZE];
    snprintf(name, sizeof name, "part of a core taken by idle workers, %s", when);
    report_at_most(&session->report, name, load, IDLE_LIMIT);
}

/* The workers of one static loop of each library stand for the others: they are the same. */
static void run_idle(Session *session)
{
    const TrialPlan plan = {.work = TRIAL_EMPTY, .ticks = 1, .pause_us = TRIAL_PAUSE_US};
    Contest contest = {0};
    uint32_t jobs = add_all(&contest, &plan, session);
    printf("\nprocessor time of all threads but the caller's, in a second\n%-26s %16s %16s\n", "",
           "of empty ticks", "without a tick");
    for (uint32_t i = 0; i < contest.count; i++) {
        if (i != jobs && !strstr(contest.contestants[i].name, ", static")) {
            continue;
        }
        double ticking = contest_idle_load(&contest, i, true);
        double resting = contest_idle_load(&contest, i, false);
        printf("%-26s %13.3f %%  %13.3f %%\n", contest.contestants[i].name, 100.0 * ticking,
               100.0 * resting);
        if (i == jobs) {
            report_idle(session, "empty ticks", ticking);
            report_idle(session, "no tick", resting);
        }
    }
    contest_close(&contest);
}

static void run_idle_between_work(Session *session)
{
    const TrialPlan plan = {
        .work = TRIAL_BOUNCE, .sprites = IDLE_SPRITES, .ticks = 1, .pause_us = TRIAL_PAUSE_US};
    Contest contest = {0};
    uint32_t jobs = contest_add_model(&contest, &plan, "jobs", CONTEST_LANES);
    double load = contest_idle_load(&contest, jobs, true);
    printf("jobs with %d bouncing sprites, 16 ms apart, their moving not counted: %.3f %%\n",
           IDLE_SPRITES, 100.0 * load);
    report_idle(session, "between ticks of work", load);
    contest_close(&contest);
}

void section_dispatch(Session *session)
{
    run_back_to_back(session);
    run_apart(session);
    run_idle(session);
    run_idle_between_work(session);
}
