#include "app/trace.h"

#include "app/trace_event.h"
#include "base/clock.h"

#include <assert.h>
#include <stdlib.h>

struct Trace {
    uint32_t capacity;
    uint32_t count;
    uint32_t next; /* the oldest, where the ring is full */
    uint64_t lost;
    TraceEvent events[]; /* [capacity], a ring */
};

Trace *trace_create(uint32_t capacity, Error *error)
{
    assert(capacity >= 1);
    Trace *trace = malloc(sizeof *trace + capacity * sizeof *trace->events);
    if (!trace) {
        error_set(error, "no memory for a trace of %u events", capacity);
        return NULL;
    }
    *trace = (Trace){.capacity = capacity};
    return trace;
}

void trace_destroy(Trace *trace)
{
    free(trace);
}

static void add(Trace *trace, TraceEvent event)
{
    trace->lost += trace->count == trace->capacity;
    trace->count += trace->count < trace->capacity;
    trace->events[trace->next] = event;
    trace->next = trace->next + 1 < trace->capacity ? trace->next + 1 : 0;
}

void trace_stage(Trace *trace, FrameStage stage, uint64_t start_ns, uint64_t end_ns, uint32_t tick)
{
    add(trace, (TraceEvent){.kind = TRACE_STAGE,
                            .start_ns = start_ns,
                            .end_ns = end_ns,
                            .number = tick,
                            .what = (uint8_t)stage});
}

void trace_frame(Trace *trace, uint32_t frame, uint64_t start_ns, uint64_t end_ns, uint32_t sprites)
{
    add(trace, (TraceEvent){.kind = TRACE_FRAME,
                            .start_ns = start_ns,
                            .end_ns = end_ns,
                            .number = frame,
                            .sprites = sprites});
}

/* From the lane's first run to its last one's end. */
static void add_lock(Trace *trace, uint8_t lane, const LaneRecord *record, uint32_t tick)
{
    if (record->run_count == 0 || record->lock_held_ns + record->lock_wait_ns == 0) {
        return;
    }
    add(trace, (TraceEvent){.kind = TRACE_LOCK,
                            .lane = lane,
                            .start_ns = record->runs[0].start_ns,
                            .end_ns = record->runs[record->run_count - 1].end_ns,
                            .number = tick,
                            .lock = {(uint32_t)(record->lock_held_ns / NS_PER_US),
                                     (uint32_t)(record->lock_wait_ns / NS_PER_US)}});
}

void trace_step(Trace *trace, const Backend *backend, uint32_t tick)
{
    for (uint32_t i = 0; i < backend_lane_count(backend); i++) {
        const LaneRecord *record = &backend_lane(backend, i)->record;
        for (uint32_t k = 0; k < record->run_count; k++) {
            const LaneRun *run = &record->runs[k];
            add(trace, (TraceEvent){.kind = TRACE_RUN,
                                    .lane = (uint8_t)i,
                                    .start_ns = run->start_ns,
                                    .end_ns = run->end_ns,
                                    .number = tick,
                                    .indices = run->indices,
                                    .what = (uint8_t)run->phase});
        }
        add_lock(trace, (uint8_t)i, record, tick);
    }
}

/* What encloses others stands before them. */
static int compare(const void *left, const void *right)
{
    const TraceEvent *a = left;
    const TraceEvent *b = right;
    if (a->start_ns != b->start_ns) {
        return a->start_ns < b->start_ns ? -1 : 1;
    }
    if (a->end_ns != b->end_ns) {
        return a->end_ns > b->end_ns ? -1 : 1;
    }
    return (a->kind > b->kind) - (a->kind < b->kind);
}

static uint64_t last_end_ns(const Trace *trace)
{
    uint64_t end_ns = 0;
    for (uint32_t i = 0; i < trace->count; i++) {
        end_ns = trace->events[i].end_ns > end_ns ? trace->events[i].end_ns : end_ns;
    }
    return end_ns;
}

static TraceExtent extent_from(const Trace *trace, uint64_t since_ns)
{
    TraceExtent extent = {.lost = trace->lost};
    uint64_t start_ns = UINT64_MAX;
    for (uint32_t i = 0; i < trace->count; i++) {
        uint64_t at_ns = trace->events[i].start_ns;
        extent.events += at_ns >= since_ns;
        start_ns = at_ns >= since_ns && at_ns < start_ns ? at_ns : start_ns;
    }
    if (extent.events > 0) {
        extent.seconds = (double)(last_end_ns(trace) - start_ns) / NS_PER_S;
    }
    return extent;
}

TraceExtent trace_extent(const Trace *trace)
{
    return extent_from(trace, 0);
}

/* The ring is sorted where it lies, and so begins at its beginning again: the oldest event is the
 * first one to be overwritten then, as before. */
static void sort_ring(Trace *trace)
{
    qsort(trace->events, trace->count, sizeof *trace->events, compare);
    trace->next = trace->count < trace->capacity ? trace->count : 0;
}

TraceExtent trace_write(Trace *trace, FILE *file, double last_s)
{
    sort_ring(trace);
    uint64_t since_ns = 0;
    uint64_t end_ns = last_end_ns(trace);
    if (last_s > 0 && (double)end_ns > last_s * NS_PER_S) {
        since_ns = end_ns - (uint64_t)(last_s * NS_PER_S);
    }
    uint32_t first = 0;
    while (first < trace->count && trace->events[first].start_ns < since_ns) {
        first++;
    }
    trace_print(file, trace->events + first, trace->count - first);
    return extent_from(trace, since_ns);
}
