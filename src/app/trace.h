/* What happened when, kept in a bounded ring, and written as Chrome's trace JSON ("Trace Event
 * Format", Google, 2016), which Perfetto (ui.perfetto.dev), Tracy's import-chrome and
 * chrome://tracing read: a row for the frames and their stages, a row a lane with its runs,
 * counters of frame time, of sprites and of each lane's lock, and an arrow from each step's last
 * run to the picture of its state. For the loop and for headless runs. Main thread only.
 *
 * It takes down what meter and lanes have measured anyhow, and asks for no time of its own. */
#pragma once

#include "backend/backend.h"
#include "view/overlay.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

typedef struct Trace Trace;

/* Keeps the newest `capacity` events (at least 1; some 48 bytes each). NULL: no memory. */
Trace *trace_create(uint32_t capacity, Error *error);
void trace_destroy(Trace *trace); /* takes NULL */

/* Each in the order in which they ended. A stage of the main thread: `tick` is the one whose state
 * is drawn, and counts for STAGE_DRAW only. */
void trace_stage(Trace *trace, FrameStage stage, uint64_t start_ns, uint64_t end_ns, uint32_t tick);

/* A whole frame, after its stages. */
void trace_frame(Trace *trace, uint32_t frame, uint64_t start_ns, uint64_t end_ns,
                 uint32_t sprites);

/* The step of that tick is finished, and no other is begun: what its lanes recorded. */
void trace_step(Trace *trace, const Backend *backend, uint32_t tick);

/* How much of it is there. */
typedef struct TraceExtent {
    uint64_t events;
    uint64_t lost; /* older ones that the ring had no more room for */
    double seconds;
} TraceExtent;

TraceExtent trace_extent(const Trace *trace);

/* Writes all that is kept, or the last so many seconds of it (0: all), and returns what it wrote.
 * Whether it arrived is the file's to tell. Sorts what is kept, but keeps it. */
TraceExtent trace_write(Trace *trace, FILE *file, double last_s);
