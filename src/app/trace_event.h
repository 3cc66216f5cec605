/* An event of a trace, between trace.c, which keeps them, and trace_print.c, which writes them. */
#pragma once

#include "base/range.h"

#include <stdint.h>
#include <stdio.h>

/* What encloses others comes first. */
typedef enum TraceKind { TRACE_FRAME, TRACE_STAGE, TRACE_RUN, TRACE_LOCK } TraceKind;

typedef struct TraceEvent {
    uint64_t start_ns;
    uint64_t end_ns;
    union {
        Range indices;    /* of a run */
        uint32_t sprites; /* of a frame */
        struct {
            uint32_t held_us;
            uint32_t wait_us;
        } lock; /* of a lane's step */
    };
    uint32_t number; /* the frame, or the tick */
    uint8_t kind;    /* TraceKind */
    uint8_t lane;    /* of a run, or a lock */
    uint8_t what;    /* a FrameStage, or a run's phase */
} TraceEvent;

/* Sorted by when they start. */
void trace_print(FILE *file, const TraceEvent *events, uint32_t count);
