#include "backend/lane.h"

#include "backend/model.h"
#include "base/clock.h"
#include "base/random.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

/* A boundary between slices, as a number that no other boundary is likely to share. Over all slices
 * of a phase the sum of mark(end) - mark(begin) telescopes to mark(count) - mark(0) exactly when
 * each index was visited once: an index left out or visited twice leaves boundaries that do not
 * cancel. Two additions a slice, so the proof runs in every build; backend.c checks the sum. */
static uint64_t boundary_mark(uint32_t phase, uint32_t index)
{
    return random_mix((uint64_t)phase << 32 | index);
}

uint64_t lane_expected_coverage(uint32_t phase, uint32_t count)
{
    return boundary_mark(phase, count) - boundary_mark(phase, 0);
}

static void note_failure(Lane *lane, uint32_t phase, Range slice)
{
    if (!lane->failed) {
        lane->failed = true;
        lane->failed_phase = phase;
        lane->failed_slice = slice;
    }
}

bool lane_run_slice(Lane *lane, uint32_t phase, uint32_t slice)
{
    const Phase *work = &lane->backend->phases[phase];
    Range range = phase_slice(work, slice);
    LaneRecord *record = &lane->record;
    record->slices++;

    /* A run takes its place before the slice runs: a slice that waits lets others run meanwhile. */
    LaneRun *run = NULL;
    if (record->run_count < LANE_RUNS_MAX) {
        run = &record->runs[record->run_count++];
        *run = (LaneRun){.start_ns = clock_now_ns(), .slice = range, .phase = phase};
    }
    lane->told = false;
    bool good = work->run(lane, range, work->context);
    if (run) {
        run->end_ns = clock_now_ns();
    }
    if (!good && !lane->told) {
        note_failure(lane, phase, range);
    }
    lane->coverage += boundary_mark(phase, range.end) - boundary_mark(phase, range.begin);
    return good;
}

void lane_note_busy(Lane *lane, uint64_t start_ns, uint64_t end_ns)
{
    if (lane->record.slices == 0) {
        return; /* it looked for work and found none */
    }
    if (lane->record.busy_ns == 0) {
        lane->record.wake_ns = start_ns - lane->backend->begin_ns;
    }
    lane->record.busy_ns += end_ns - start_ns;
}

bool lane_fail(Lane *lane, const char *format, ...)
{
    if (!lane->failed && lane->reason[0] == '\0') {
        va_list arguments;
        va_start(arguments, format);
        vsnprintf(lane->reason, sizeof lane->reason, format, arguments);
        va_end(arguments);
    }
    return false;
}

bool lane_sleep_ns(Lane *lane, uint64_t duration_ns)
{
    bool goes_on = lane->backend->type->sleep(lane, duration_ns);
    lane->told = !goes_on;
    return goes_on;
}

bool lane_yield(Lane *lane)
{
    bool goes_on = lane->backend->type->yield(lane);
    lane->told = !goes_on;
    return goes_on;
}
