/* A measured run: one backend, frame by frame, and what the frames add up to. Headless runs fill
 * it, reports read it. */
#pragma once

#include "app/game.h"
#include "base/frame_stats.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct RunFrame {
    uint32_t tick;     /* the world's, when the frame ended */
    uint64_t start_ns; /* by clock_now_ns */
    uint64_t frame_ns; /* the whole frame */
    uint64_t list_ns;  /* of it, one after the other: writing the draw list, ... */
    uint64_t begin_ns; /* ... beginning the step, ... */
    uint64_t draw_ns;  /* ... drawing (0, as the list, where nothing is drawn), ... */
    uint64_t join_ns;  /* ... and working along until the step is done */
    bool drawn_first;  /* the picture was drawn before the step began */

    uint64_t busy_ns;      /* of all lanes, inside runs */
    uint64_t lock_held_ns; /* of all lanes, where slices take a lock, */
    uint64_t lock_wait_ns; /* and waiting for it; 0 where there is none */
    uint64_t slice_ns; /* the longest run of all lanes: a slice, or short ones in a row; 0: none */
    Range slice;       /* its indices */
    uint8_t slice_lane;
    uint8_t slice_phase;
} RunFrame;

/* The main thread's share of the step. */
static inline uint64_t run_frame_step_ns(const RunFrame *frame)
{
    return frame->begin_ns + frame->join_ns;
}

/* Fills the frame's last part from what the lanes recorded of the step. */
void run_frame_look(RunFrame *frame, const Backend *backend);

typedef struct RunSummary {
    FrameSummary frame;
    double step_ms; /* means, as of RunFrame; 0 where there are no frames */
    double draw_ms; /* with the list */
    double list_ms;
    double begin_ms;
    double join_ms;
    double busy_ms;
    double lock_held_ms;
    double lock_wait_ms;
    double cpu_ms;
    RunFrame slowest;     /* the frame with the longest run */
    double budget_ms;     /* the limit below: of the first --budget, or a frame at 60 Hz */
    uint32_t over_budget; /* frames that took longer */
} RunSummary;

enum { RUN_REASON_SIZE = 160 };

typedef struct Run {
    char level[SPEC_NAME_SIZE];
    const char *backend;          /* the one that ran, which may be the one that stood in */
    char reason[RUN_REASON_SIZE]; /* why it did what it did in the end; "": it gave none */
    uint32_t lanes;
    uint32_t grain;
    const char *isa;     /* the kernels' instruction set */
    bool brute;          /* neighbours were looked for among all */
    const char *load;    /* what slices did beside their work */
    uint64_t frame_hash; /* of the last picture's pixels; 0: none was asked for */
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
    Error fault;        /* why it ended before its time; empty: it did not */
} Run;

/* What will run; keeps nothing of the game but static text. */
void run_start(Run *run, const Game *game);

/* It has ended: the state that the game is in, and what its model says. */
void run_end(Run *run, const Game *game);

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
