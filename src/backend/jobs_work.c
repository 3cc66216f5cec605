/* Dealing a phase's slices to the lanes, claiming them, running them. */
#include "backend/futex.h"
#include "backend/jobs_state.h"
#include "base/clock.h"

enum { CHUNK_SHIFT = 6 }; /* the owner takes 1/64 of its span at once, at least one slice */

/* ---- Laying out phases ---------------------------------------------------------------------- */

static void wake_workers(Jobs *jobs, uint32_t wanted)
{
    uint32_t asleep = atomic_load(&jobs->sleepers);
    if (asleep > 0 && wanted > 0) {
        futex_wake(&jobs->epoch, min_u32(wanted, asleep), WAKE_WORKER);
    }
}

static void wake_caller(Jobs *jobs)
{
    if (atomic_load(&jobs->caller_sleeps)) {
        futex_wake(&jobs->epoch, 1, WAKE_CALLER);
    }
}

static void deal_spans(Jobs *jobs, uint32_t slices)
{
    uint32_t lanes = jobs->backend->lane_count;
    uint32_t serial = atomic_fetch_add(&jobs->serial, 1) + 1;
    serial &= (1u << (64 - 2 * (SPAN_BITS + 1))) - 1;
    for (uint32_t i = 0; i < lanes; i++) {
        /* Rounded up, so that a single slice is the caller's. */
        uint64_t begin = ((uint64_t)slices * i + lanes - 1) / lanes;
        uint64_t end = ((uint64_t)slices * (i + 1) + lanes - 1) / lanes;
        Span span = {.serial = serial, .begin = (uint32_t)begin, .end = (uint32_t)end};
        atomic_store(&jobs->lanes[i].span, span_pack(span));
    }
}

/* The first phase from `phase` on that has slices; phase_count: there is none. */
static uint32_t next_phase(Jobs *jobs, uint32_t phase)
{
    const Backend *backend = jobs->backend;
    while (phase < backend->phase_count && backend->phases[phase].count == 0) {
        phase++;
    }
    return atomic_load(&jobs->abandoned) ? backend->phase_count : phase;
}

static void end_step(Jobs *jobs)
{
    atomic_store(&jobs->phase, jobs->backend->phase_count);
    atomic_fetch_add(&jobs->epoch, 1);
    wake_caller(jobs);
}

/* Lays out the next phase that has slices, or ends the step. Called by the one thread that knows
 * that no slice is unfinished. Until all spans are dealt, the dealer counts as one more unfinished
 * slice: otherwise the others could end the phase, and deal the next, under its hands. */
void jobs_lay_out(Jobs *jobs, uint32_t phase, uint32_t wanted)
{
    const Backend *backend = jobs->backend;
    for (;;) {
        phase = next_phase(jobs, phase);
        if (phase == backend->phase_count) {
            end_step(jobs);
            return;
        }
        uint32_t slices = phase_slices(&backend->phases[phase]);
        atomic_store(&jobs->phase, phase);
        atomic_store(&jobs->unfinished, slices + 1);
        deal_spans(jobs, slices);
        atomic_fetch_add(&jobs->epoch, 1);
        wake_workers(jobs, wanted > slices - 1 ? wanted : slices - 1);
        wake_caller(jobs);
        if (atomic_fetch_sub(&jobs->unfinished, 1) != 1) {
            return;
        }
        phase++; /* the others were done with it before the dealer was */
        wanted = 0;
    }
}

bool jobs_step_is_over(Jobs *jobs)
{
    return atomic_load(&jobs->phase) == jobs->backend->phase_count;
}

/* ---- Claiming and running ------------------------------------------------------------------- */

/* From the front of one's own span: false where it is empty. */
static bool take_own(JobsLane *self, Span *taken)
{
    uint64_t word = atomic_load(&self->span);
    for (;;) {
        Span span = span_unpack(word);
        if (span.begin == span.end) {
            return false;
        }
        uint32_t chunk = (span.end - span.begin) >> CHUNK_SHIFT;
        uint32_t middle = span.begin + (chunk > 0 ? chunk : 1);
        Span rest = {.serial = span.serial, .begin = middle, .end = span.end};
        if (atomic_compare_exchange_weak(&self->span, &word, span_pack(rest))) {
            *taken = (Span){.serial = span.serial, .begin = span.begin, .end = middle};
            return true;
        }
    }
}

/* The rear half of another lane's span becomes one's own. One's own must be empty and of the same
 * phase as the victim's: then nobody else fills it, for the next phase is not laid out while the
 * stolen slices are unfinished. Of an earlier phase, it is about to be dealt. */
static bool steal_from(JobsLane *victim, JobsLane *self, uint32_t serial)
{
    uint64_t word = atomic_load(&victim->span);
    for (;;) {
        Span span = span_unpack(word);
        if (span.begin == span.end || span.serial != serial) {
            return false;
        }
        uint32_t middle = span.begin + (span.end - span.begin) / 2;
        Span rest = {.serial = span.serial, .begin = span.begin, .end = middle};
        if (atomic_compare_exchange_weak(&victim->span, &word, span_pack(rest))) {
            Span stolen = {.serial = span.serial, .begin = middle, .end = span.end};
            self->lane->record.steals++; /* before others may steal it all and end the step */
            atomic_store(&self->span, span_pack(stolen));
            return true;
        }
    }
}

static bool steal(JobsLane *self)
{
    Jobs *jobs = self->jobs;
    uint32_t lanes = jobs->backend->lane_count;
    Span own = span_unpack(atomic_load(&self->span));
    if (own.begin != own.end) {
        return true; /* dealt since it was seen empty */
    }
    for (uint32_t i = 1; i < lanes; i++) {
        if (steal_from(&jobs->lanes[(self->lane->index + i) % lanes], self, own.serial)) {
            return true;
        }
    }
    return false;
}

bool jobs_any_span_left(Jobs *jobs)
{
    for (uint32_t i = 0; i < jobs->backend->lane_count; i++) {
        Span span = span_unpack(atomic_load(&jobs->lanes[i].span));
        if (span.begin != span.end) {
            return true;
        }
    }
    return false;
}

void jobs_abandon(Jobs *jobs)
{
    atomic_store(&jobs->abandoned, 1);
    futex_wake(&jobs->abandoned, UINT32_MAX, FUTEX_BITSET_MATCH_ANY);
}

/* Runs claimed slices. They are unfinished until the caller of this says so, so the phase and its
 * description stay what they are. */
static void run_claimed(JobsLane *self, Span taken)
{
    Jobs *jobs = self->jobs;
    uint32_t phase = atomic_load(&jobs->phase);
    for (uint32_t slice = taken.begin; slice < taken.end; slice++) {
        if (atomic_load(&jobs->abandoned)) {
            return;
        }
        if (!lane_run_slice(self->lane, phase, slice)) {
            atomic_store(&jobs->failed, true);
            jobs_abandon(jobs);
            return;
        }
    }
}

/* Empties one's own span, then tells how many slices have ended; the last of a phase lays out the
 * next. A deadline is looked at between chunks; what is left of the span can be stolen. */
static bool run_own_span(JobsLane *self, uint64_t deadline_ns)
{
    Jobs *jobs = self->jobs;
    Span taken;
    if (!take_own(self, &taken)) {
        return false;
    }
    /* Before the slices are told to have ended: after that the phase may be another. */
    uint32_t phase = atomic_load(&jobs->phase);
    uint64_t start_ns = clock_now_ns();
    uint32_t ended = 0;
    do {
        run_claimed(self, taken);
        ended += taken.end - taken.begin;
    } while (!deadline_is_past(deadline_ns) && take_own(self, &taken));
    lane_note_busy(self->lane, start_ns, clock_now_ns());
    if (atomic_fetch_sub(&jobs->unfinished, ended) == ended) {
        jobs_lay_out(jobs, phase + 1, 0);
    }
    return true;
}

bool jobs_work(JobsLane *self, uint64_t deadline_ns)
{
    return run_own_span(self, deadline_ns) || (steal(self) && run_own_span(self, deadline_ns));
}
