/* Where the time of a frame goes: whole frames into a sliding window, their stages into means that
 * are renewed a few times a second. For the loop; the overlay shows it. */
#pragma once

#include "app/trace.h"
#include "base/error.h"
#include "base/frame_histogram.h"
#include "base/frame_stats.h"
#include "view/overlay.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct Meter {
    FrameStats *window;      /* of whole frames, from begin to begin */
    uint64_t frame_start_ns; /* 0: the last frame is not to be counted */
    uint64_t mark_ns;
    uint64_t frame_ns; /* the last whole frame */
    uint64_t sums_ns[STAGE_COUNT];
    uint32_t frames; /* in the sums */
    uint64_t renewed_ns;
    double shown_ms[STAGE_COUNT];
    FrameHistogram *all; /* of all frames since the reset */
    Trace *trace;        /* the owner's, told of frames and stages; NULL: none */
    uint32_t tick;       /* whose state is drawn; for the trace, as the next two */
    uint32_t sprites;
    uint32_t frame_number;
} Meter;

bool meter_open(Meter *meter, Error *error);
void meter_close(Meter *meter);

/* A frame begins. Returns the time since the last one began; 0 for the first and after a skip. */
uint64_t meter_begin_frame(Meter *meter);

/* What the trace says of the frame that has begun. */
void meter_note(Meter *meter, uint32_t tick, uint32_t sprites);

/* The time since the frame's begin, or since the last mark, was this stage's. */
void meter_mark(Meter *meter, FrameStage stage);

/* Of the time that went to `from`, so much was in truth `to`'s. */
void meter_move(Meter *meter, FrameStage from, FrameStage to, uint64_t moved_ns);

/* This frame is none to be measured: the game rests. */
void meter_skip(Meter *meter);

void meter_reset(Meter *meter);
