/* Dealing, claiming and stealing the slices of phases: every slice of every phase is run exactly
 * once, no phase begins before the one before it is over, and the step ends.
 *
 * Three lanes and one step of PHASES phases. A lane looks for work as long as any span has slices;
 * if slices were lost, nobody would get any further: spin calls that an invalid end state. The
 * first lane, the caller, may leave its span at a deadline after every chunk. A phase is dealt to
 * all lanes, or all of it to the dealer, or is run by who would deal it.
 *
 * Memory: every access is sequentially consistent, so each takes effect at once.
 *
 * must fail: NO_TOKEN     the dealer does not count as unfinished while it deals
 * must fail: NO_SERIAL    a swap compares a span without its serial number
 * must fail: ANY_PHASE    a thief does not compare its own phase with the victim's
 * must fail: WEAK_SWAP    the swap is a load, a comparison and a store
 * must fail: LATE_PHASE   the phase is named after its spans have been dealt
 * must fail: STALE_PHASE  a lane runs what it claimed in the phase that it saw before
 * must fail: EARLY_END    slices are told to have ended before they have run */

#define LANES 3
#ifndef PHASES
#define PHASES 2
#endif
#ifndef SLICES
#define SLICES 2 /* of each phase */
#endif
#define PHASE_OVER 9

#define PACK(of, begin, end) ((of) * 64 + (begin) * 8 + (end))
#define SERIAL_OF(word) ((word) / 64)
#define BEGIN_OF(word) (((word) / 8) % 8)
#define END_OF(word) ((word) % 8)
#define IS_EMPTY(word) (BEGIN_OF(word) == END_OF(word))
#define ANY_SLICE (!IS_EMPTY(spans[0]) || !IS_EMPTY(spans[1]) || !IS_EMPTY(spans[2]))

byte spans[LANES];
byte unfinished, serial;
byte phase = PHASE_OVER;
bool over;

/* What the proof keeps count of. */
typedef Phase { bit was_run[SLICES] }
Phase phases[PHASES];
byte runs; /* of all phases */

inline run_slice(slice)
{
    d_step {
        assert(at < PHASES && !phases[at].was_run[slice]);
        phases[at].was_run[slice] = 1;
        runs++;
        assert(runs > at * SLICES); /* all earlier phases are over */
        assert(runs <= (at + 1) * SLICES)
    }
}

/* ---- Dealing --------------------------------------------------------------------------------- */

/*@ src/backend/jobs_work.c deal_spans */
/*= uint32_t serial = atomic_fetch_add(&jobs->serial, 1) + 1; */
/*= uint64_t begin = first + count * i / lanes; */
/*= uint64_t end = first + count * (i + 1) / lanes; */
/*= begin = lane == dealer ? first : slices; */
/*= end = slices; */
/*= atomic_store(&lane->span, span_pack(span)); */
inline deal_to(lane)
{
    if
    :: wide -> spans[lane] = PACK(serial, SLICES * lane / LANES, SLICES * (lane + 1) / LANES)
    :: !wide -> spans[lane] = PACK(serial, (lane == _pid -> 0 : SLICES), SLICES)
    fi
}

inline deal_spans()
{
    atomic {
        serial++;
        if
        :: wide = true
        :: wide = false
        fi
    }
    deal_to(0);
    deal_to(1);
    deal_to(2);
    wide = false
}

#ifdef NO_TOKEN
#define TOKEN 0
#else
#define TOKEN 1
#endif

/*@ src/backend/jobs_work.c jobs_lay_out */
/*= if (phase == backend->phase_count) */
/*= end_step(jobs); */
/*= if (!jobs_is_shareable(jobs, phase) && !deadline_is_past(deadline_ns)) */
/*= run_claimed(dealer, phase, first, slices); */
/*= atomic_store(&jobs->phase, phase); */
/*= atomic_store(&jobs->unfinished, slices - first + 1); */
/*= deal_spans(dealer, phase, first, slices); */
/*= if (atomic_fetch_sub(&jobs->unfinished, 1) != 1) */
inline lay_out(first_phase)
{
    next = first_phase;
    do
    :: next == PHASES -> phase = PHASE_OVER; break
    :: next < PHASES -> /* nobody could share it */
        at = next;
        do
        :: begin < SLICES -> run_slice(begin); begin++
        :: else -> break
        od;
        atomic { begin = 0; next++ }
    :: next < PHASES ->
#ifndef LATE_PHASE
        phase = next;
#endif
        unfinished = SLICES + TOKEN;
        deal_spans();
#ifdef LATE_PHASE
        phase = next;
#endif
        atomic {
            unfinished = unfinished - TOKEN;
            last = TOKEN && unfinished == 0
        }
        if
        :: last -> next++
        :: else -> break
        fi
    od;
    atomic { next = 0; last = false }
}

/* ---- Claiming -------------------------------------------------------------------------------- */

#ifdef NO_SERIAL
#define IS_SAME(span, word) ((span) % 64 == (word) % 64)
#else
#define IS_SAME(span, word) (span) == (word)
#endif

#ifdef WEAK_SWAP
#define TOGETHER
#else
#define TOGETHER d_step
#endif

inline swap(span, after)
{
    TOGETHER {
        swapped = IS_SAME(span, word);
        if
        :: swapped -> span = after
        :: else -> word = span
        fi
    }
}

/* One slice or two. */
/*@ src/backend/jobs_work.c take_own */
/*= uint64_t word = atomic_load(&self->span); */
/*= if (span.begin == span.end) */
/*= uint32_t middle = span.begin + (chunk > 0 ? chunk : 1); */
/*= Span rest = {.serial = span.serial, .begin = middle, .end = span.end}; */
/*= if (atomic_compare_exchange_weak(&self->span, &word, span_pack(rest))) */
/*= *taken = (Span){.serial = span.serial, .begin = span.begin, .end = middle}; */
inline take_own()
{
    word = spans[_pid];
    do
    :: IS_EMPTY(word) -> break
    :: else ->
        if
        :: middle = BEGIN_OF(word) + 1
        :: END_OF(word) - BEGIN_OF(word) > 1 -> middle = BEGIN_OF(word) + 2
        fi;
        swap(spans[_pid], PACK(SERIAL_OF(word), middle, END_OF(word)));
        if
        :: swapped -> begin = BEGIN_OF(word); end = middle; break
        :: else
        fi
    od;
    atomic { word = 0; middle = 0; swapped = false }
}

/*@ src/backend/jobs_work.c steal_from */
/*= uint64_t word = atomic_load(&victim->span); */
/*= if (span.begin == span.end || span.serial != serial) */
/*= uint32_t middle = span.begin + (span.end - span.begin) / 2; */
/*= Span rest = {.serial = span.serial, .begin = span.begin, .end = middle}; */
/*= if (atomic_compare_exchange_weak(&victim->span, &word, span_pack(rest))) */
/*= Span stolen = {.serial = span.serial, .begin = middle, .end = span.end}; */
/*= atomic_store(&self->span, span_pack(stolen)); */
inline steal_from(victim)
{
    word = spans[victim];
    do
    :: IS_EMPTY(word) -> break
#ifndef ANY_PHASE
    :: SERIAL_OF(word) != own_serial -> break
#endif
    :: else ->
        middle = BEGIN_OF(word) + (END_OF(word) - BEGIN_OF(word)) / 2;
        swap(spans[victim], PACK(SERIAL_OF(word), BEGIN_OF(word), middle));
        if
        :: swapped -> spans[_pid] = PACK(SERIAL_OF(word), middle, END_OF(word)); found = true; break
        :: else
        fi
    od;
    atomic { word = 0; middle = 0; swapped = false }
}

/*@ src/backend/jobs_work.c steal */
/*= Span own = span_unpack(atomic_load(&self->span)); */
/*= if (own.begin != own.end) */
/*= if (steal_from(&jobs->lanes[(self->lane->index + i) % lanes], self, own.serial)) */
inline steal()
{
    atomic {
        own_serial = SERIAL_OF(spans[_pid]);
        found = !IS_EMPTY(spans[_pid])
    }
    if
    :: !found -> steal_from((_pid + 1) % LANES)
    :: else
    fi;
    if
    :: !found -> steal_from((_pid + 2) % LANES)
    :: else
    fi;
    own_serial = 0
}

/* ---- Running --------------------------------------------------------------------------------- */

/*@ src/backend/jobs_work.c run_own_span */
/*= uint32_t phase = atomic_load(&jobs->phase); */
/*= if (phase == PHASE_OVER || !take_own(self, phase, &taken)) */
/*= phase = atomic_load(&jobs->phase); */
/*= run_claimed(self, phase, taken.begin, taken.end); */
/*= ended += taken.end - taken.begin; */
/*= } while (!is_past(lane, deadline_ns) && take_own(self, phase, &taken)); */
/*= if (atomic_fetch_sub(&jobs->unfinished, ended) == ended) */
/*= jobs_lay_out(self, phase + 1, 0, deadline_ns); */
inline tell_ended()
{
    atomic { unfinished = unfinished - ended; last = (unfinished == 0); ended = 0 }
}

inline run_own_span()
{
    at = phase;
    if
    :: at == PHASE_OVER
    :: else -> take_own()
    fi;
    found = (begin != end);
    if
    :: begin == end
    :: else ->
#ifndef STALE_PHASE
        at = phase;
#endif
        do
        :: begin != end ->
#ifdef EARLY_END
            ended = end - begin;
            tell_ended();
#endif
            run_slice(begin);
            if
            :: end - begin > 1 -> run_slice(begin + 1)
            :: else
            fi;
            atomic {
#ifndef EARLY_END
                ended = ended + end - begin;
#endif
                begin = 0;
                end = 0
            }
            if
            :: take_own()
            :: _pid == 0 /* the deadline is past */
            fi
        :: else -> break
        od;
#ifndef EARLY_END
        tell_ended();
#endif
        if
        :: last -> lay_out(at + 1)
        :: else
        fi
    fi;
    atomic { at = 0; last = false }
}

/*@ src/backend/jobs_work.c jobs_work */
/*= return run_own_span(self, deadline_ns) || (steal(self) && run_own_span(self, deadline_ns)); */
active [LANES] proctype lane()
{
    byte word, begin, end, middle, at, ended, own_serial, next;
    bool wide, swapped, found, last;
    if
    :: _pid == 0 -> lay_out(0)
    :: else
    fi;
    do
    :: _pid == 0 && phase == PHASE_OVER -> over = true; break
    :: _pid != 0 && over -> break
    :: ANY_SLICE ->
        run_own_span();
        if
        :: !found -> steal()
        :: else -> found = false
        fi;
        if
        :: found -> found = false; run_own_span(); found = false
        :: else
        fi
    od;
    assert(runs == PHASES * SLICES && unfinished == 0 && !ANY_SLICE)
}
