/* Whole frames without a GPU: many fireflies moved and drawn, and the same with a core taken away.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* for affinities */
#endif
#include "bench/bench.h"
#include "bench/draw_reel.h"
#include "bench/draw_sections.h"

#include "base/clock.h"

#include <math.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { HUNDRED_K = 100000, MILLION = 1000000, STOLEN_FRAMES = 100, STOLEN_ROUNDS = 7 };

#define P99_MS        16.7
#define FPS_LEAST     30.0
#define SCALES        1.7
#define ONE_LANE_MOST 1.1 /* of the time that one lane needs, with one of two cores taken */

static void one_population(ReelScene scene, uint32_t sprites, uint32_t frames,
                           FrameSummary *summary)
{
    Error error = {""};
    ReelParts parts = {0};
    Reel *reel = reel_open(scene, sprites, 2, &error);
    FrameStats *stats = frame_stats_create(frames);
    *summary = (FrameSummary){.p50_ms = NAN, .p99_ms = NAN};
    if (!reel || !stats) {
        printf("%8u  %s\n", sprites, error.text);
        frame_stats_destroy(stats);
        reel_close(reel);
        return;
    }
    reel_frame(reel, &(ReelParts){0});
    for (uint32_t i = 0; i < frames; i++) {
        frame_stats_add(stats, reel_frame(reel, &parts));
    }
    *summary = frame_stats_summary(stats);
    printf("%8u %8.2f %8.2f %8.2f %8.2f %8.2f %8.2f %8.2f %8.1f\n", sprites, summary->mean_ms,
           summary->p50_ms, summary->p99_ms, summary->max_ms, parts.list / frames,
           parts.draw / frames, parts.step / frames, 1000.0 / summary->p50_ms);
    frame_stats_destroy(stats);
    reel_close(reel);
}

/* NAN: there is no figure. */
static void bar(const char *name, double figure, double limit, bool is_most, double scaling)
{
    char reason[96];
    bool passes = is_most ? figure <= limit : figure >= limit;
    if (isnan(figure) || (!passes && scaling < SCALES)) {
        snprintf(reason, sizeof reason, "measured %.2f; the machine scales by %.2f at the moment",
                 figure, scaling);
        bench_bar_none(name, limit,
                       isnan(figure) ? "there is no drawing with the processor" : reason);
    } else if (is_most) {
        bench_bar_at_most(name, figure, limit);
    } else {
        bench_bar_at_least(name, figure, limit);
    }
}

static void frames_of(ReelScene scene, const char *title, const char *bar_title)
{
    FrameSummary few;
    FrameSummary many;
    char name[128];
    double scaling = bench_machine_scaling();
    printf("\nfireflies that flock, %s, two lanes; ms a frame\n%8s %8s %8s %8s %8s %8s %8s %8s "
           "%8s\n",
           title, "", "mean", "p50", "p99", "max", "list", "draw", "step", "fps");
    one_population(scene, HUNDRED_K, 1200, &few);
    one_population(scene, MILLION, 120, &many);
    snprintf(name, sizeof name, "p99 ms a frame, 100000 moved and drawn, %s, 2 lanes", bar_title);
    bar(name, few.p99_ms, P99_MS, true, scaling);
    snprintf(name, sizeof name, "frames a second, 1000000 moved and drawn, %s, 2 lanes, median",
             bar_title);
    bar(name, 1000.0 / many.p50_ms, FPS_LEAST, false, scaling);
}

void draw_frames(void)
{
    frames_of(REEL_GAME, "the level \"million\" as a player sees it", "the game");
    frames_of(REEL_SCREEN, "plain glows, all on one screen", "all on one screen");
}

/* ---- A core taken away ---------------------------------------------------------------------- */

/* A process that takes one core all for itself, when it is let. */
static pid_t start_thief(void)
{
    fflush(stdout);
    pid_t parent = getpid();
    pid_t id = fork();
    if (id != 0) {
        return id;
    }
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    cpu_set_t cores;
    if (getppid() != parent || sched_getaffinity(0, sizeof cores, &cores) != 0) {
        _exit(0);
    }
    for (size_t core = 0, kept = 0; core < CPU_SETSIZE; core++) {
        if (CPU_ISSET(core, &cores) && kept++ > 0) {
            CPU_CLR(core, &cores);
        }
    }
    sched_setaffinity(0, sizeof cores, &cores);
    raise(SIGSTOP);
    for (volatile uint64_t turns = 0;; turns = turns + 1) {
    }
}

typedef struct Setting {
    uint32_t lanes;
    pid_t thief; /* 0: none */
    Reel *reel;
} Setting;

static double measure_setting(BenchContestant *contestant)
{
    Setting *setting = contestant->context;
    double sum_ms = 0;
    ReelParts parts = {0};
    if (setting->thief > 0) {
        kill(setting->thief, SIGCONT);
    }
    reel_frame(setting->reel, &parts);
    for (uint32_t i = 0; i < STOLEN_FRAMES; i++) {
        sum_ms += clock_ms(reel_frame(setting->reel, &parts));
    }
    if (setting->thief > 0) {
        kill(setting->thief, SIGSTOP);
    }
    return sum_ms / STOLEN_FRAMES;
}

static const char STOLEN_BAR[] = "frame with one of two cores taken, over one lane's, 100000";

static void contest_of_settings(pid_t thief)
{
    Error error = {""};
    Setting settings[] = {{1, 0, NULL}, {2, 0, NULL}, {2, thief, NULL}};
    BenchContestant contestants[] = {
        {.name = "one lane"}, {.name = "two lanes"}, {.name = "two lanes, a core taken"}};
    for (uint32_t i = 0; i < 3; i++) {
        settings[i].reel = reel_open(REEL_SCREEN, HUNDRED_K, settings[i].lanes, &error);
        contestants[i].context = &settings[i];
    }
    if (settings[0].reel && settings[1].reel && settings[2].reel) {
        bench_run(contestants, 3, STOLEN_ROUNDS, measure_setting);
        printf("\n100000 fireflies moved and drawn\n%-28s %-31s times one lane's\n", "",
               "ms a frame");
        for (uint32_t i = 0; i < 3; i++) {
            printf("%-28s ", contestants[i].name);
            bench_print_spread(bench_spread(&contestants[i]), "%8.2f");
            printf("   ");
            bench_print_spread(bench_speed(&contestants[0], &contestants[i]), "%.2f");
            printf("\n");
        }
        bench_bar_at_most(STOLEN_BAR, bench_speed(&contestants[0], &contestants[2]).median,
                          ONE_LANE_MOST);
    } else {
        bench_bar_none(STOLEN_BAR, ONE_LANE_MOST, error.text);
    }
    for (uint32_t i = 0; i < 3; i++) {
        reel_close(settings[i].reel);
    }
}

void draw_stolen(void)
{
    double scaling = bench_machine_scaling();
    pid_t thief = bench_cores() > 1 && scaling >= SCALES ? start_thief() : 0;
    if (thief <= 0) {
        bench_bar_none(STOLEN_BAR, ONE_LANE_MOST, "there are no two cores at the moment");
        return;
    }
    contest_of_settings(thief);
    kill(thief, SIGKILL);
    waitpid(thief, NULL, 0);
}
