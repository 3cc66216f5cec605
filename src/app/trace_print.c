#include "app/trace_event.h"

#include "app/version.h"
#include "backend/backend.h"
#include "base/clock.h"
#include "sim/step.h"
#include "view/overlay.h"

#include <inttypes.h>
#include <stdbool.h>

enum {
    ROWS_A_LANE = 64,
    ROW_NAME_SIZE = 48,
    ROW_MAIN = 1,      /* frames and their stages */
    ROW_LANES = 1000,  /* lane 0's; the next lane's is ROWS_A_LANE on */
    TICKS_PENDING = 8, /* whose pictures may still come */
};

/* The last run of a step, whose picture is still to come. */
typedef struct Pending {
    uint32_t tick;
    uint32_t row;
    uint64_t start_ns;
    uint64_t end_ns; /* 0: none */
} Pending;

typedef struct Print {
    FILE *file;
    uint64_t zero_ns;
    bool has_any;
    uint64_t ends_ns[BACKEND_LANES_MAX][ROWS_A_LANE]; /* of each row's newest run */
    Pending pending[TICKS_PENDING];
} Print;

static void begin(Print *print)
{
    fputs(print->has_any ? ",\n" : "\n", print->file);
    print->has_any = true;
}

/* Readers take times for doubles of microseconds and add a duration to them: in thousandths, the
 * end of one box would come out a hair behind the start of the next, and they would overlap. Parts
 * of a power of two are added exactly; 1/256 us is four nanoseconds, less than the clock can tell.
 */
enum { UNITS_A_US = 256, DECIMALS_A_UNIT = 390625 };

static uint64_t units_at(const Print *print, uint64_t at_ns)
{
    return (at_ns - print->zero_ns) * UNITS_A_US / NS_PER_US;
}

static void put_units(const Print *print, const char *key, uint64_t units)
{
    fprintf(print->file, ",\"%s\":%" PRIu64 ".%08u", key, units / UNITS_A_US,
            (unsigned)(units % UNITS_A_US) * DECIMALS_A_UNIT);
}

static void put_head(Print *print, const char *phase, const char *name, uint32_t row,
                     uint64_t at_ns)
{
    begin(print);
    fprintf(print->file, "{\"ph\":\"%s\",\"name\":\"%s\",\"pid\":1,\"tid\":%u", phase, name, row);
    put_units(print, "ts", units_at(print, at_ns));
}

/* A box of that row. */
static void put_box(Print *print, const char *name, uint32_t row, const TraceEvent *event)
{
    put_head(print, "X", name, row, event->start_ns);
    put_units(print, "dur", units_at(print, event->end_ns) - units_at(print, event->start_ns));
}

static void put_row(Print *print, uint32_t row, const char *name)
{
    begin(print);
    fprintf(print->file,
            "{\"ph\":\"M\",\"name\":\"thread_name\",\"pid\":1,\"tid\":%u,"
            "\"args\":{\"name\":\"%s\"}},\n",
            row, name);
    fprintf(print->file,
            "{\"ph\":\"M\",\"name\":\"thread_sort_index\",\"pid\":1,\"tid\":%u,"
            "\"args\":{\"sort_index\":%u}}",
            row, row);
}

/* ---- Rows ----------------------------------------------------------------------------------- */

/* Things in a row must not overlap, and slices that wait do (a coroutine's lane runs others
 * meanwhile): they go to further rows of their lane. With more of them than that, the last row
 * takes the rest. */
static uint32_t row_of(Print *print, const TraceEvent *run)
{
    uint64_t *ends_ns = print->ends_ns[run->lane];
    uint32_t first = ROW_LANES + (uint32_t)run->lane * ROWS_A_LANE;
    uint32_t row = 0;
    while (row < ROWS_A_LANE - 1 && ends_ns[row] > run->start_ns) {
        row++;
    }
    if (ends_ns[row] == 0) {
        char name[ROW_NAME_SIZE];
        int length = snprintf(name, sizeof name, "lane %u", run->lane);
        if (row > 0) { /* beside others that wait */
            snprintf(name + length, sizeof name - (size_t)length, ", beside %u", row);
        }
        put_row(print, first + row, name);
    }
    ends_ns[row] = run->end_ns;
    return first + row;
}

/* ---- From step to draw ---------------------------------------------------------------------- */

static void note_last_run(Print *print, const TraceEvent *run, uint32_t row)
{
    Pending *pending = &print->pending[run->number % TICKS_PENDING];
    if (pending->tick != run->number || run->end_ns >= pending->end_ns) {
        *pending = (Pending){run->number, row, run->start_ns, run->end_ns};
    }
}

static void put_flow(Print *print, const TraceEvent *draw)
{
    Pending *pending = &print->pending[draw->number % TICKS_PENDING];
    if (pending->end_ns == 0 || pending->tick != draw->number || pending->end_ns > draw->start_ns) {
        return;
    }
    put_head(print, "s", "state", pending->row, pending->start_ns);
    fprintf(print->file, ",\"cat\":\"state\",\"id\":%u}", pending->tick);
    put_head(print, "f", "state", ROW_MAIN, draw->start_ns);
    fprintf(print->file, ",\"cat\":\"state\",\"id\":%u,\"bp\":\"e\"}", pending->tick);
    pending->end_ns = 0;
}

/* ---- Events --------------------------------------------------------------------------------- */

static void put_frame(Print *print, const TraceEvent *frame)
{
    put_box(print, "frame", ROW_MAIN, frame);
    fprintf(print->file, ",\"args\":{\"frame\":%u}}", frame->number);
    put_head(print, "C", "frame ms", ROW_MAIN, frame->start_ns);
    fprintf(print->file, ",\"args\":{\"ms\":%.6f}}", clock_ms(frame->end_ns - frame->start_ns));
    put_head(print, "C", "sprites", ROW_MAIN, frame->start_ns);
    fprintf(print->file, ",\"args\":{\"sprites\":%u}}", frame->sprites);
}

static void put_stage(Print *print, const TraceEvent *stage)
{
    put_box(print, frame_stage_name((FrameStage)stage->what), ROW_MAIN, stage);
    fputs(",\"cat\":\"stage\"}", print->file);
    if (stage->what == STAGE_DRAW) {
        put_flow(print, stage);
    }
}

static void put_run(Print *print, const TraceEvent *run)
{
    uint32_t row = row_of(print, run);
    put_box(print, step_phase_name(run->what), row, run);
    fprintf(print->file, ",\"cat\":\"run\",\"args\":{\"tick\":%u,\"from\":%u,\"to\":%u}}",
            run->number, run->indices.begin, run->indices.end);
    note_last_run(print, run, row);
}

/* A counter a lane; its step's figures, since a lock is taken too often for a box each time. The
 * lane is in both names: readers go by the one or by the other. */
static void put_lock(Print *print, const TraceEvent *lock)
{
    char name[ROW_NAME_SIZE];
    snprintf(name, sizeof name, "lane %u lock us", lock->lane);
    put_head(print, "C", name, ROW_MAIN, lock->start_ns);
    fprintf(print->file, ",\"args\":{\"lane %u held\":%u,\"lane %u waited\":%u}}", lock->lane,
            lock->lock.held_us, lock->lane, lock->lock.wait_us);
}

void trace_print(FILE *file, const TraceEvent *events, uint32_t count)
{
    Print print = {.file = file, .zero_ns = count > 0 ? events[0].start_ns : 0};
    fprintf(file, "{\"displayTimeUnit\":\"ms\",\"otherData\":{\"version\":\"lampyris %s\"},\n",
            LAMPYRIS_VERSION);
    fputs("\"traceEvents\":[", file);
    begin(&print);
    fputs("{\"ph\":\"M\",\"name\":\"process_name\",\"pid\":1,\"args\":{\"name\":\"lampyris\"}}",
          file);
    put_row(&print, ROW_MAIN, "frames");
    for (uint32_t i = 0; i < count; i++) {
        switch (events[i].kind) {
        case TRACE_FRAME: put_frame(&print, &events[i]); break;
        case TRACE_STAGE: put_stage(&print, &events[i]); break;
        case TRACE_LOCK: put_lock(&print, &events[i]); break;
        default: put_run(&print, &events[i]); break;
        }
    }
    fputs("\n]}\n", file);
}
