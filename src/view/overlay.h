/* The overlay: what the frame cost and what each lane did. It formats and draws; it measures
 * nothing but itself. Line 1: backend, lanes, grain, sprites, tick, hash. Line 2: frame ms now,
 * mean, p50, p95, p99, max; FPS is 1000 / mean. A figure without enough samples shows n/a. */
#pragma once

#include "backend/backend.h"
#include "base/frame_histogram.h"
#include "base/frame_stats.h"

#include <stdbool.h>
#include <stdint.h>

typedef enum OverlayLevel {
    OVERLAY_OFF,
    OVERLAY_LINE,
    OVERLAY_STATISTICS,
    OVERLAY_GRAPH, /* with stages */
    OVERLAY_LANES,
    OVERLAY_LEVEL_COUNT,
} OverlayLevel;

/* Stages of a frame; work and waiting apart. */
typedef enum FrameStage {
    STAGE_INPUT,
    STAGE_LIST, /* writing the draw list */
    STAGE_STEP, /* beginning steps, and the main thread's own share of them */
    STAGE_DRAW,
    STAGE_JOIN, /* step_finish: working along, */
    STAGE_WAIT, /* and waiting for the other lanes */
    STAGE_OVERLAY,
    STAGE_PRESENT, /* with vsync: mostly waiting */
    STAGE_IDLE,    /* the limiter's sleep */
    STAGE_COUNT,
} FrameStage;

const char *frame_stage_name(FrameStage stage);

/* It is time in which the main thread does nothing. Presenting waits for the display where there is
 * vsync, and is counted as waiting as a whole. */
bool frame_stage_waits(FrameStage stage);

typedef struct OverlayInfo {
    OverlayLevel level;
    const char *backend;
    uint32_t lanes;
    uint32_t grain;
    uint32_t sprites;
    uint32_t tick;
    const char *isa;    /* the kernels' instruction set */
    bool brute;         /* neighbours are looked for among all */
    bool unsafe;        /* the model is wrong on purpose; in its last tick: */
    uint64_t lost;      /* updates that were lost */
    uint32_t differing; /* sprites that moved otherwise than they should have */
    const char *load;   /* what slices do beside their work; "light": nothing */
    const char *reason; /* why the model does what it does; NULL, or "": it gives none */
    double order;       /* of the swarm's flashing: 0 to 1 */
    uint64_t hash;
    bool hash_is_fresh;            /* false: of an earlier tick, not computed lately */
    FrameStats *stats;             /* sliding window of whole frames */
    const FrameHistogram *all;     /* of all frames since the reset; NULL: not kept */
    const char *proof;             /* what verifying beside the play says; NULL: nobody verifies */
    bool proof_differs;            /* and it found another state: the overlay turns red */
    uint64_t frame_ns;             /* the last one */
    double stages_ms[STAGE_COUNT]; /* smoothed over the refresh period */
    double speed;                  /* 1: real time */
    uint32_t dropped_ticks;        /* since the statistics were reset */
    int64_t heap_bytes; /* by which a frame made the heap larger, libraries and all: 0. INT64_MAX:
                           not known. That the game's own code asks for no memory in a frame is held
                           by tests/frame/test_frame_allocation.c, whose linker counts the calls */
    const char *renderer;
    bool vsync;
} OverlayInfo;
