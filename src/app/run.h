/* A measured run: one backend, frame by frame, and what the frames add up to. Headless runs fill
 * it, reports read it. */
#pragma once

#include "app/game.h"
#include "base/frame_stats.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct RunFrame {
    uint32_t tick;     /* the world's, when the frame ended */
    uint64_t frame_ns; /* the whole frame */
    uint64_t step_ns;  /* of it, the main thread's share of the step: beginning and joining */
    uint64_t draw_ns;  /* of it, writing the draw list and drawing; 0 where nothing is drawn */
} RunFrame;

typedef struct RunSummary {
    FrameSummary frame;
    double step_ms; /* means; 0 where there are no frames */
    double draw_ms;
    double cpu_ms;
    double budget_ms;     /* the limit below: of the first --budget, or a frame at 60 Hz */
    uint32_t over_budget; /* frames that took longer */
} RunSummary;

typedef struct Run {
    char level[SPEC_NAME_SIZE];
    const char *backend; /* the one that ran, which may be the one that stood in */
    uint32_t lanes;
    uint32_t grain;
    const char *isa; /* the kernels' instruction set */
    bool brute;      /* neighbours were looked for among all */
    uint32_t sprites;
    uint64_t seed;
    uint32_t ticks; /* the state's, warm-up included */
    uint32_t warmup;
    uint64_t hash;   /* of the last state */
    uint64_t cpu_ns; /* processor time of all threads, in the measured frames */
    RunFrame *frames;
    uint32_t frame_count;
    uint32_t frame_capacity;
    RunSummary summary; /* after run_summarize */
} Run;

/* What will run; keeps nothing of the game but static text. */
void run_start(Run *run, const Game *game);

/* Frees the frames. */
void run_release(Run *run);

/* Room for `count` more frames. False: no memory. */
bool run_reserve(Run *run, uint32_t count);

/* There must be room. */
void run_add(Run *run, RunFrame frame);

/* Its frame times; NULL: no memory. To be destroyed by the caller. */
FrameStats *run_stats(const Run *run);

/* Fills the summary from the frames, by frame times that run_stats gave. */
void run_summarize(Run *run, FrameStats *stats, double budget_ms);

/* "meadow/jobs/lanes:2/grain:1024/sprites:1200" */
enum { RUN_NAME_SIZE = 256 };
void run_name(const Run *run, char name[RUN_NAME_SIZE]);
