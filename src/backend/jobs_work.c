/* Dealing a phase's slices to the lanes, claiming them, running them. */
#include "backend/block.h"
#include "backend/jobs_state.h"
#include "base/clock.h"

enum { CHUNK_SHIFT = 4 }; /* the owner claims at most 1/16 of its span at once, or one slice */

/* ---- Laying out phases ---------------------------------------------------------------------- */

/* To all lanes, or all to the dealer. */
static void deal_spans(JobsLane *dealer, uint32_t phase, uint32_t first, uint32_t slices)
{
    Jobs *jobs = dealer->jobs;
    uint32_t lanes = jobs->backend->lane_count;
    bool wide = jobs_plan_is_wide(jobs, phase, slices - first);
    uint32_t serial = atomic_fetch_add(&jobs->serial, 1) + 1;
    serial &= (1u << (64 - 2 * (SPAN_BITS + 1))) - 1;
    uint64_t count = slices - first;
    for (uint32_t i = 0; i < lanes; i++) {
        JobsLane *lane = &jobs->lanes[i];
        uint64_t begin = first + count * i / lanes;
        uint64_t end = first + count * (i + 1) / lanes;
        if (!wide) {
            begin = lane == dealer ? first : slices;
            end = slices;
        }
        Span span = {.serial = serial, .begin = (uint32_t)begin, .end = (uint32_t)end};
        atomic_store(&lane->span, span_pack(span));
    }
}

/* The first phase from `phase` on that has slices; phase_count: there is none. */
static uint32_t next_phase(Jobs *jobs, uint32_t phase)
{
    const Backend *backend = jobs->backend;
    while (phase < backend->phase_count && backend->phases[phase].count == 0) {
        phase++;
    }
    return atomic_load(&backend->abandoned) ? backend->phase_count : phase;
}

static void end_step(Jobs *jobs)
{
    atomic_store(&jobs->phase, PHASE_OVER);
    jobs_change_epoch(jobs);
    jobs_wake_caller(jobs);
}

static void run_claimed(JobsLane *self, uint32_t phase, uint32_t begin, uint32_t end)
{
    if (!lane_run_slices(self->lane, phase, begin, end)) {
        block_abandon(self->jobs->backend); /* what is left is claimed, and not run */
    }
}

/* Before anybody hears that they have ended: the caller may begin the next step at once. */
static void close_claimed(JobsLane *self)
{
    lane_close_run(self->lane);
    self->lane->looked_ns = 0;
}

/* Until all spans are dealt, the dealer counts as one more unfinished slice: otherwise the others
 * could end the phase, and deal the next, under its hands. What nobody could share is not dealt. */
void jobs_lay_out(JobsLane *dealer, uint32_t phase, uint32_t first, uint64_t deadline_ns)
{
    Jobs *jobs = dealer->jobs;
    const Backend *backend = jobs->backend;
    for (;; phase++, first = 0) {
        phase = next_phase(jobs, phase);
        if (phase == backend->phase_count) {
            end_step(jobs);
            return;
        }
        uint32_t slices = phase_slices(&backend->phases[phase]);
        if (!jobs_is_shareable(jobs, phase) && !deadline_is_past(deadline_ns)) {
            run_claimed(dealer, phase, first, slices);
            close_claimed(dealer);
            continue;
        }
        uint32_t wanted = jobs_plan_workers(jobs, phase);
        atomic_store(&jobs->phase, phase);
        atomic_store(&jobs->unfinished, slices - first + 1);
        deal_spans(dealer, phase, first, slices);
        jobs_change_epoch(jobs);
        if (atomic_fetch_sub(&jobs->unfinished, 1) != 1) {
            jobs_have_awake(jobs, wanted);
            jobs_wake_caller(jobs);
            return;
        }
        /* The others were done with it before the dealer was. */
    }
}

bool jobs_step_is_over(Jobs *jobs)
{
    return atomic_load(&jobs->phase) == PHASE_OVER;
}

/* ---- Claiming and running ------------------------------------------------------------------- */

/* From the front of one's own span: false where it is empty. Not more than fits into the open run,
 * so that a deadline is looked at in time. */
static bool take_own(JobsLane *self, uint32_t phase, Span *taken)
{
    uint32_t room = lane_run_room(self->lane, phase);
    uint64_t word = atomic_load(&self->span);
    for (;;) {
        Span span = span_unpack(word);
        if (span.begin == span.end) {
            return false;
        }
        uint32_t chunk = min_u32((span.end - span.begin) >> CHUNK_SHIFT, room);
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

bool jobs_any_slice(Jobs *jobs)
{
    for (uint32_t i = 0; i < jobs->backend->lane_count; i++) {
        Span span = span_unpack(atomic_load(&jobs->lanes[i].span));
        if (span.begin != span.end) {
            return true;
        }
    }
    return false;
}

static void note_waking(JobsLane *self)
{
    if (self->slept) {
        self->slept = false;
        uint64_t woken_ns = atomic_load_explicit(&self->jobs->woken_ns, memory_order_relaxed);
        uint64_t now_ns = clock_now_ns();
        self->latency_ns = now_ns > woken_ns ? now_ns - woken_ns : 1;
    }
}

static bool is_past(const Lane *lane, uint64_t deadline_ns)
{
    return deadline_ns != BACKEND_NO_DEADLINE && lane->open_slices == 0 &&
           lane->looked_ns >= deadline_ns;
}

/* Empties one's own span, then tells how many slices have ended; the last of a phase lays out the
 * next. At a deadline what is left of the span can be stolen. */
static bool run_own_span(JobsLane *self, uint64_t deadline_ns)
{
    Jobs *jobs = self->jobs;
    Lane *lane = self->lane;
    uint32_t phase = atomic_load(&jobs->phase); /* maybe of a moment ago */
    Span taken;
    if (phase == PHASE_OVER || !take_own(self, phase, &taken)) {
        return false;
    }
    phase = atomic_load(&jobs->phase); /* what is claimed is unfinished: it stays */
    note_waking(self);
    uint32_t ended = 0;
    do {
        run_claimed(self, phase, taken.begin, taken.end);
        ended += taken.end - taken.begin;
    } while (!is_past(lane, deadline_ns) && take_own(self, phase, &taken));
    close_claimed(self);
    if (atomic_fetch_sub(&jobs->unfinished, ended) == ended) {
        jobs_lay_out(self, phase + 1, 0, deadline_ns);
    }
    return true;
}

bool jobs_work(JobsLane *self, uint64_t deadline_ns)
{
    return run_own_span(self, deadline_ns) || (steal(self) && run_own_span(self, deadline_ns));
}
