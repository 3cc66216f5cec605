/* Rows of slices that are claimed by lanes which may die: whenever one dies, every row of every
 * phase is run to its end, by one living lane at a time, no phase begins before the one before it is
 * over, and the step ends.
 *
 * A caller, two workers, and STEPS steps of two phases, which have two rows and one. Each worker is
 * killed between any two of its instructions, or after all of them; before the next step another is
 * in its place, if the kernel has marked its death by then. A row that runs is half-written, and
 * what a lane had half-written when it died stays so until it is run again. A lane that finds
 * nothing to do waits until there is something: nobody sleeps longer than LOOK_NS without looking,
 * so a lost wake-up costs time alone, and is left out. If a row were lost, nobody would get any
 * further: spin calls that an invalid end state.
 *
 * Memory: every access is sequentially consistent, so each takes effect at once. What stays so once
 * it holds (a row that is done, a lane that is dead) is looked for in one go, and rows are tried in
 * any order.
 *
 * must end: every run
 * must fail: NO_LEGACY   rows that a dead lane had claimed are not looked for
 * must fail: LIVE_LEGACY they are taken from lanes that live, too
 * must fail: WEAK_CLAIM  claiming is a load, a comparison and a store
 * must fail: EARLY_DONE  a row is said to be done before it has run
 * must fail: EARLY_END   a phase is over when none of its rows is free
 * must fail: WEAK_PLACE  the place is stored, not swapped for the one that was seen
 * must fail: NO_SERIAL   a row does not say of which step it is */

#define LANES 3 /* the first is the caller */
#define NOBODY LANES
#ifdef MUST_END /* a search that takes several times as long */
#define STEPS 1
#else
#define STEPS 2
#endif
#define ROWS 3
#define PHASE_OF(row) ((row) / 2)
#define PHASE_OVER 2

/* ---- What lanes have in common --------------------------------------------------------------- */

#define FREE 0
#define CLAIMED 1
#define DONE 2

#ifdef NO_SERIAL
#define ROW_WORD(of, state, lane) ((state) * 4 + (lane))
#else
#define ROW_WORD(of, state, lane) ((of) * 16 + (state) * 4 + (lane))
#endif
#define STATE_OF(word) (((word) / 4) % 4)
#define LANE_OF(word) ((word) % 4)
#define PLACE(of, phase) ((of) * 4 + (phase))
#define SERIAL_OF(place) ((place) / 4)
#define PHASE_AT(place) ((place) % 4)
#define IS_OVER (PHASE_AT(place) == PHASE_OVER)

byte rows[ROWS];
byte place = PLACE(0, PHASE_OVER);
bool dead[LANES]; /* as the kernel marks it */

/* What the proof keeps count of. */
bool killed[LANES]; /* it does nothing any more; the mark may come later */
bool whole[ROWS];   /* run to its end in this step */
byte runner[ROWS] = NOBODY;

/* ---- Claiming -------------------------------------------------------------------------------- */

#ifdef WEAK_CLAIM
#define TOGETHER
#else
#define TOGETHER d_step
#endif

/*@ src/backend/processes_rows.c claim */
/*= uint64_t mine = row_word(serial, ROW_CLAIMED, self->lane->index); */
/*= return atomic_compare_exchange_strong(&self->pool->rows[row].word, &word, mine); */
inline claim()
{
    TOGETHER {
        claimed = rows[at] == word;
        if
        :: claimed -> rows[at] = ROW_WORD(SERIAL_OF(seen), CLAIMED, _pid)
        :: else
        fi
    }
}

#define IS_IN_PHASE(row) (PHASE_OF(row) == PHASE_AT(seen))

/*@ src/backend/processes_rows.c claim_free */
/*= uint64_t word = atomic_load(&pool->rows[row].word); */
/*= if (word == row_word(serial, ROW_FREE, 0) && claim(self, row, word, serial)) */
#define IS_FREE(row) (IS_IN_PHASE(row) && rows[row] == ROW_WORD(SERIAL_OF(seen), FREE, 0))

/*@ src/backend/processes_rows.c claim_left */
/*= uint64_t word = atomic_load(&pool->rows[row].word); */
/*= if (word >> 32 != serial || !process_is_dead(&pool->lanes[row_lane(word)])) */
/*= if (row_state(word) == ROW_CLAIMED && claim(self, row, word, serial)) */
#ifdef NO_LEGACY
#define IS_LEFT(row) false
#elif defined(LIVE_LEGACY)
#define IS_LEFT(row) (IS_IN_PHASE(row) && STATE_OF(rows[row]) == CLAIMED)
#else
#define IS_LEFT(row)                                                                               \
    (IS_IN_PHASE(row) && dead[LANE_OF(rows[row])] &&                                               \
     rows[row] == ROW_WORD(SERIAL_OF(seen), CLAIMED, LANE_OF(rows[row])))
#endif

#define IS_THERE(row) (IS_FREE(row) || IS_LEFT(row))

/* ---- Running --------------------------------------------------------------------------------- */

/*@ src/backend/processes_rows.c run_row */
/*= bool good = lane_run_slices(lane, phase, row_begin(rows, row), row_begin(rows, row + 1)); */
/*= atomic_store(&pool->rows[at].word, row_word(serial, ROW_DONE, 0)); */
inline run_row()
{
#ifdef EARLY_DONE
    rows[at] = ROW_WORD(SERIAL_OF(seen), DONE, 0);
#endif
    d_step {
        assert(place == seen);
        assert(runner[at] == NOBODY || killed[runner[at]]);
        runner[at] = _pid;
        whole[at] = false
    }
    d_step {
        runner[at] = NOBODY;
        whole[at] = true
    }
#ifndef EARLY_DONE
    rows[at] = ROW_WORD(SERIAL_OF(seen), DONE, 0)
#endif
}

/* ---- The end of a phase ---------------------------------------------------------------------- */

/*@ src/backend/processes_rows.c all_done */
/*= uint64_t done = row_word((uint32_t)(place >> 32), ROW_DONE, 0); */
/*= if (atomic_load(&pool->rows[rows.first_row + i].word) != done) */
#ifdef EARLY_END
#define IS_ENDED(row) (!IS_FREE(row))
#else
#define IS_ENDED(row) (!IS_IN_PHASE(row) || rows[row] == ROW_WORD(SERIAL_OF(seen), DONE, 0))
#endif
#define ALL_DONE (IS_ENDED(0) && IS_ENDED(1) && IS_ENDED(2))

/*@ src/backend/processes_rows.c processes_advance */
/*= if (place_phase(place) == PLACE_OVER || !all_done(pool, place)) */
/*= uint32_t next = place_phase(place) + 1; */
/*= if (atomic_compare_exchange_strong(&pool->place, &place, (place >> 32 << 32) | next)) */
inline advance()
{
    d_step {
        if
#ifndef WEAK_PLACE
        :: place != seen
#endif
        :: else ->
            assert(place == seen);
            assert(PHASE_AT(seen) != 0 || (whole[0] && whole[1]));
            assert(PHASE_AT(seen) != 1 || whole[2]);
            place = seen + 1
        fi
    }
}

/* ---- Lanes ----------------------------------------------------------------------------------- */

/*@ src/backend/processes_rows.c processes_work */
/*= uint64_t place = atomic_load(&self->pool->place); */
/*= uint32_t row = claim_free(self, place); */
/*= run_row(self, place, row, false); */
/*= if (processes_advance(self)) */
/*= row = claim_left(self, place); */
/*= run_row(self, place, row, true); */
inline work()
{
    atomic {
        if
        :: IS_THERE(0) -> at = 0; word = rows[0]
        :: IS_THERE(1) -> at = 1; word = rows[1]
        :: IS_THERE(2) -> at = 2; word = rows[2]
        :: ALL_DONE -> at = ROWS
        :: place != seen -> at = ROWS + 1
        fi
    }
    if
    :: at < ROWS ->
        claim();
        if
        :: claimed -> run_row()
        :: else
        fi
    :: at == ROWS -> advance()
    :: else
    fi;
    d_step { at = 0; word = 0; claimed = false; seen = 0 }
}

/*@ src/backend/processes_rows.c lay_out_phase */
/*= atomic_store(&pool->rows[row + i].word, row_word(pool->serial, ROW_FREE, 0)); */
/*@ src/backend/processes_rows.c processes_lay_out */
/*= pool->serial++; */
/*= row = lay_out_phase(pool, phase, phase == from.phase ? from.slice : 0, row); */
/*= atomic_store(&pool->place, (uint64_t)pool->serial << 32 | (over ? PLACE_OVER : place)); */
inline lay_out()
{
    d_step {
        step++;
        whole[0] = false; whole[1] = false; whole[2] = false
    }
    rows[0] = ROW_WORD(step, FREE, 0);
    rows[1] = ROW_WORD(step, FREE, 0);
    rows[2] = ROW_WORD(step, FREE, 0);
    place = PLACE(step, 0)
}

/*@ src/backend/processes_life.c fork_lane */
/*= atomic_store(&lane->life, 0); */
inline revive()
{
    d_step {
        killed[1] = killed[1] && !dead[1];
        killed[2] = killed[2] && !dead[2];
        dead[1] = false;
        dead[2] = false
    }
}

/*@ src/backend/processes.c run_with_others */
/*= if (processes_is_over(pool) || (given_up && processes_close_rows(pool))) */
/*= if (!processes_work(self) && !spin(pool, seen)) */
active proctype caller()
{
    byte at, word, seen, step;
    bool claimed;
    do
    :: step < STEPS ->
        revive();
        lay_out();
        do
        :: atomic { !IS_OVER -> seen = place }; work()
        :: IS_OVER -> break
        od
    :: else -> break
    od
}

/*@ src/backend/processes.c processes_serve */
/*= if (!processes_work(self) && !spin(self->pool, seen)) */
active [LANES - 1] proctype worker()
{
    byte at, word, seen;
    bool claimed;
end_new:
    do
    :: {
end_idle:
        do
        :: atomic { !IS_OVER -> seen = place }; work()
        od
    } unless { atomic { killed[_pid] -> dead[_pid] = true } };
end_dead:
    atomic { !dead[_pid] -> at = 0; word = 0; claimed = false; seen = 0 }
    od
}

/* Each worker once; they are alike, so in this order. */
active proctype killer()
{
    killed[1] = true;
    killed[2] = true
}
