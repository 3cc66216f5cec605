#include "backend/lane.h"

#include "backend/block.h"
#include "backend/burden.h"
#include "backend/model.h"
#include "backend/thread_time.h"
#include "base/clock.h"
#include "base/random.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* ---- Coverage ------------------------------------------------------------------------------- */

/* A boundary between slices, as a number that no other boundary is likely to share. Over all slices
 * of a phase the sum of mark(end) - mark(begin) telescopes to mark(count) - mark(0) exactly when
 * each index was visited once: an index left out or visited twice leaves boundaries that do not
 * cancel. It costs two marks for each row of neighbouring slices, so the proof runs in every build;
 * backend.c checks the sum. */
static uint64_t boundary_mark(uint32_t phase, uint32_t index)
{
    return random_mix((uint64_t)phase << 32 | index);
}

uint64_t lane_expected_coverage(uint32_t phase, uint32_t count)
{
    return boundary_mark(phase, count) - boundary_mark(phase, 0);
}

static void note_coverage(Lane *lane, uint32_t phase, Range indices)
{
    lane->coverage += boundary_mark(phase, indices.end) - boundary_mark(phase, indices.begin);
}

/* ---- Runs ----------------------------------------------------------------------------------- */

/* A look at the clock lets no load or store pass it: where a step finds its data in no cache, they
 * wait for each other there. Every 4 us of 100,000 sprites, 16 ms apart, that took 9% of the step;
 * a deadline in milliseconds may be missed by 32 us. */
enum { RUN_TARGET_NS = 32 * NS_PER_US, RUNS_AIMED_AT = LANE_RUNS_MAX * 3 / 4 };

/* A step's runs should fit into its record. */
BACKEND_EACH_STEP void lane_reset(Lane *lane)
{
    LaneRecord *record = &lane->record;
    uint64_t fitting_ns = record->busy_ns / RUNS_AIMED_AT;
    lane->run_target_ns = fitting_ns > RUN_TARGET_NS ? fitting_ns : RUN_TARGET_NS;
    /* Field by field: the array of runs is large, and its old entries are never looked at. */
    record->slices = record->forks = record->steals = record->switches = record->parks = 0;
    record->busy_ns = record->wake_ns = 0;
    record->lock_held_ns = record->lock_wait_ns = 0;
    record->run_count = record->thread = 0;
    for (uint32_t phase = 0; phase < lane->backend->phase_count; phase++) {
        lane->phase_ns[phase] = 0;
    }
    lane->looked_ns = 0;
    lane->failed = lane->forked = false;
    lane->reason[0] = '\0';
    lane->coverage = 0;
}

void lane_record_busy(Lane *lane, uint32_t phase, uint64_t elapsed_ns)
{
    lane->record.busy_ns += elapsed_ns;
    lane->phase_ns[phase] += elapsed_ns;
}

BACKEND_EACH_STEP void lane_record_run(Lane *lane, const LaneRun *run)
{
    LaneRecord *record = &lane->record;
    if (record->run_count == 0) {
        record->wake_ns = run->start_ns - lane->backend->begin_ns;
        record->thread = thread_number();
    }
    if (record->run_count < LANE_RUNS_MAX) {
        record->runs[record->run_count++] = *run;
    }
}

static void open_run(Lane *lane, uint32_t phase, uint32_t index)
{
    lane->phase = phase;
    lane->open = (LaneRun){.start_ns = lane->looked_ns ? lane->looked_ns : clock_now_ns(),
                           .indices = {index, index},
                           .phase = phase};
}

BACKEND_EACH_STEP void lane_close_run(Lane *lane)
{
    if (lane->open_slices == 0) {
        return;
    }
    LaneRun *run = &lane->open;
    run->end_ns = lane->looked_ns = clock_now_ns();
    clock_batch_aim(&lane->batches[run->phase], lane->open_slices, run->end_ns - run->start_ns,
                    lane->run_target_ns);
    lane->record.slices += lane->open_slices;
    lane->open_slices = 0;
    lane_record_run(lane, run);
    lane_record_busy(lane, run->phase, run->end_ns - run->start_ns);
}

uint32_t lane_run_room(const Lane *lane, uint32_t phase)
{
    uint32_t batch = clock_batch_next(&lane->batches[phase]);
    return batch > lane->open_slices ? batch - lane->open_slices : 1;
}

/* ---- Slices --------------------------------------------------------------------------------- */

static void note_failure(Lane *lane, Range slice)
{
    if (!lane->failed && !lane->told) {
        lane->failed = true;
        lane->failed_phase = lane->phase;
        lane->failed_slice = slice;
    }
}

/* Slices up to `end`, or the first that failed, or the step was given up; returns the next one.
 * Within its caller, the loop would keep what it counts in memory: 1.9 ns a slice, here 1.1. */
BACKEND_EACH_STEP static __attribute__((noinline)) uint32_t run_row(Lane *lane, const Phase *work,
                                                                    uint32_t begin, uint32_t end,
                                                                    bool *good)
{
    const atomic_uint *abandoned = &lane->backend->abandoned;
    PhaseFunction *run = work->run;
    void *context = work->context;
    const uint32_t grain = work->grain;
    Range indices = phase_slice(work, begin);
    for (uint32_t slice = begin; slice < end; slice++) {
        if (atomic_load_explicit(abandoned, memory_order_acquire)) {
            *good = false;
            return slice;
        }
        if (slice + 1 == end) {
            indices = phase_slice(work, slice); /* the last of all may be a shorter one */
        }
        lane->told = false;
        if (!run(lane, indices, context)) {
            note_failure(lane, indices);
            *good = false;
            return slice + 1;
        }
        indices.begin += grain;
        indices.end += grain;
    }
    return end;
}

bool lane_run_slice(Lane *lane, uint32_t phase, uint32_t slice)
{
    const Phase *work = &lane->backend->phases[phase];
    Range indices = phase_slice(work, slice);
    lane->phase = phase;
    lane->record.slices++;
    note_coverage(lane, phase, indices);
    lane->told = false;
    bool good = work->run(lane, indices, work->context);
    if (!good) {
        note_failure(lane, indices);
    }
    return good;
}

/* As run_row, but not more than the open run has room for; they become a part of it. */
BACKEND_EACH_STEP static uint32_t run_recorded(Lane *lane, uint32_t phase, uint32_t begin,
                                               uint32_t end, bool *good)
{
    const Phase *work = &lane->backend->phases[phase];
    uint32_t first = begin * work->grain;
    if (lane->open_slices > 0 && (lane->open.phase != phase || lane->open.indices.end != first)) {
        lane_close_run(lane);
    }
    if (lane->open_slices == 0) {
        open_run(lane, phase, first);
    }
    uint32_t room = lane_run_room(lane, phase);
    uint32_t next = run_row(lane, work, begin, begin + min_u32(room, end - begin), good);
    if (next > begin) {
        lane->open_slices += next - begin;
        lane->open.indices.end = phase_slice(work, next - 1).end;
        note_coverage(lane, phase, (Range){first, lane->open.indices.end});
    }
    if (next - begin == room) {
        lane_close_run(lane);
    }
    return next;
}

bool lane_run_slices(Lane *lane, uint32_t phase, uint32_t begin, uint32_t end)
{
    bool good = true;
    while (begin < end && good) {
        begin = run_recorded(lane, phase, begin, end, &good);
    }
    return good;
}

/* False: that time has come, in the middle of the phase. */
static bool run_phase(Lane *lane, StepPlace *place, uint64_t until_ns, bool *good)
{
    uint32_t slices = phase_slices(&lane->backend->phases[place->phase]);
    while (place->slice < slices && *good) {
        place->slice = run_recorded(lane, place->phase, place->slice, slices, good);
        if (place->slice < slices && lane->open_slices == 0 && lane->looked_ns >= until_ns) {
            return false;
        }
    }
    return true;
}

BACKEND_EACH_STEP bool lane_run_step(Lane *lane, StepPlace *place, uint64_t until_ns)
{
    uint32_t phases = lane->backend->phase_count;
    bool good = true;
    while (place->phase < phases && good) {
        if (!run_phase(lane, place, until_ns, &good)) {
            return !good;
        }
        lane_close_run(lane);
        *place = (StepPlace){.phase = place->phase + 1};
        if (place->phase < phases && lane->looked_ns >= until_ns) {
            return !good;
        }
    }
    return true;
}

/* ---- What a slice asks of its lane ---------------------------------------------------------- */

bool lane_fail(Lane *lane, const char *format, ...)
{
    bool late = lane->fail_text == lane->reason && lane->failed;
    if (!late && lane->fail_text[0] == '\0') {
        va_list arguments;
        va_start(arguments, format);
        vsnprintf(lane->fail_text, LANE_REASON_SIZE, format, arguments);
        va_end(arguments);
    }
    return false;
}

static bool sleep_for(Lane *lane, uint64_t duration_ns)
{
    bool goes_on = lane->future ? future_sleep_ns(lane, duration_ns)
                                : lane->backend->type->sleep(lane, duration_ns);
    lane->told = !goes_on;
    return goes_on;
}

bool lane_sleep_ns(Lane *lane, uint64_t duration_ns)
{
    bool late = false;
    uint64_t within_ns =
        lane->future ? duration_ns : burden_clip_wait(lane->backend, duration_ns, &late);
    return sleep_for(lane, within_ns) && (!late || burden_fail_late(lane));
}

static bool await(Lane *lane, int fd, uint64_t until_ns)
{
    const BackendType *type = lane->backend->type;
    bool goes_on = lane->future || !type->await ? block_await(lane, fd, until_ns)
                                                : type->await(lane, fd, until_ns);
    lane->told = !goes_on;
    return goes_on;
}

static bool is_readable(int fd)
{
    struct pollfd file = {.fd = fd, .events = POLLIN};
    return poll(&file, 1, 0) != 0;
}

ssize_t lane_read(Lane *lane, int fd, void *buffer, size_t size)
{
    bool late = false;
    uint64_t until_ns = UINT64_MAX;
    if (!lane->future) {
        uint64_t left_ns = burden_clip_wait(lane->backend, UINT64_MAX, &late);
        until_ns = clock_after_ns(left_ns);
    }
    while (await(lane, fd, until_ns)) {
        if (clock_now_ns() >= until_ns && !is_readable(fd)) {
            burden_fail_late(lane);
            return -1;
        }
        ssize_t count = read(fd, buffer, size);
        if (count >= 0) {
            return count;
        }
        if (errno != EAGAIN && errno != EINTR) {
            lane_fail(lane, "reading failed (%s)", strerror(errno));
            return -1;
        }
    }
    return -1;
}

bool lane_yield(Lane *lane)
{
    bool goes_on = lane->future ? future_yield(lane) : lane->backend->type->yield(lane);
    lane->told = !goes_on;
    return goes_on;
}
