/* Rows of slices: laying them out, claiming them, running them, and running again what a lane that
 * died has left. */
#include "backend/futex.h"
#include "backend/processes_state.h"

/* ---- Laying out ----------------------------------------------------------------------------- */

static uint32_t row_begin(const PhaseRows *rows, uint32_t row)
{
    return rows->first_slice + (uint32_t)((uint64_t)rows->slices * row / rows->count);
}

static uint32_t lay_out_phase(Processes *pool, uint32_t phase, uint32_t first_slice, uint32_t row)
{
    const Phase *work = &pool->backend->phases[phase];
    uint32_t slices = work->count == 0 ? 0 : phase_slices(work) - first_slice;
    uint32_t most = min_u32(ROWS_A_LANE * pool->backend->lane_count, ROWS_A_PHASE);
    uint32_t count = min_u32(slices, most);
    pool->phases[phase] = (PhaseRows){first_slice, slices, row, count};
    for (uint32_t i = 0; i < count; i++) {
        atomic_store(&pool->rows[row + i].word, row_word(pool->serial, ROW_FREE, 0));
    }
    return row + count;
}

/* Also where nothing is left to do: then the first who looks finds the step over. */
void processes_lay_out(Processes *pool, StepPlace from)
{
    pool->serial++;
    uint32_t row = 0;
    for (uint32_t phase = from.phase; phase < pool->backend->phase_count; phase++) {
        row = lay_out_phase(pool, phase, phase == from.phase ? from.slice : 0, row);
    }
    uint64_t place = min_u32(from.phase, pool->backend->phase_count);
    bool over = place == pool->backend->phase_count;
    atomic_store(&pool->place, (uint64_t)pool->serial << 32 | (over ? PLACE_OVER : place));
}

/* ---- The end of a phase --------------------------------------------------------------------- */

/* Whoever comes here late, when the step of that place is over, may find the rows of the next one,
 * or a mixture: they have another serial number. */
static bool all_done(Processes *pool, uint64_t place)
{
    const PhaseRows rows = pool->phases[place_phase(place)];
    uint64_t done = row_word((uint32_t)(place >> 32), ROW_DONE, 0);
    for (uint32_t i = 0; i < rows.count; i++) {
        if (atomic_load(&pool->rows[rows.first_row + i].word) != done) {
            return false;
        }
    }
    return true;
}

bool processes_advance(ProcessLane *self)
{
    Processes *pool = self->pool;
    uint64_t place = atomic_load(&pool->place);
    if (place_phase(place) == PLACE_OVER || !all_done(pool, place)) {
        return false;
    }
    uint32_t next = place_phase(place) + 1;
    while (next < pool->backend->phase_count && pool->phases[next].count == 0) {
        next++;
    }
    next = next < pool->backend->phase_count ? next : PLACE_OVER;
    if (atomic_compare_exchange_strong(&pool->place, &place, (place >> 32 << 32) | next)) {
        processes_tell(pool);
    }
    return true;
}

/* ---- Claiming ------------------------------------------------------------------------------- */

#define NO_ROW UINT32_MAX

static bool claim(ProcessLane *self, uint32_t row, uint64_t word, uint32_t serial)
{
    uint64_t mine = row_word(serial, ROW_CLAIMED, self->lane->index);
    return atomic_compare_exchange_strong(&self->pool->rows[row].word, &word, mine);
}

/* From the first of its own share on, then those of the others. */
static uint32_t claim_free(ProcessLane *self, uint64_t place)
{
    Processes *pool = self->pool;
    const PhaseRows rows = pool->phases[place_phase(place)]; /* maybe of the next step: all_done */
    uint32_t serial = (uint32_t)(place >> 32);
    uint32_t share = rows.count * self->lane->index / pool->backend->lane_count;
    if (self->at != place) {
        self->at = place;
        self->tried = 0;
    }
    while (self->tried < rows.count) {
        uint32_t row = rows.first_row + (share + self->tried++) % rows.count;
        uint64_t word = atomic_load(&pool->rows[row].word);
        if (word == row_word(serial, ROW_FREE, 0) && claim(self, row, word, serial)) {
            return row;
        }
    }
    return NO_ROW;
}

/* What lanes had claimed that are dead. Where one died on its way from failing to giving up the
 * step, the caller does the rest, who alone knows that this is the step that runs. */
static uint32_t claim_left(ProcessLane *self, uint64_t place)
{
    Processes *pool = self->pool;
    const PhaseRows rows = pool->phases[place_phase(place)];
    uint32_t serial = (uint32_t)(place >> 32);
    for (uint32_t row = rows.first_row; row < rows.first_row + rows.count; row++) {
        uint64_t word = atomic_load(&pool->rows[row].word);
        if (word >> 32 != serial || !process_is_dead(&pool->lanes[row_lane(word)])) {
            continue;
        }
        if (row_state(word) == ROW_CLAIMED && claim(self, row, word, serial)) {
            return row;
        }
        if (row_state(word) == ROW_FAILING && self->lane->index == 0) {
            processes_abandon(pool);
        }
    }
    return NO_ROW;
}

/* ---- Running -------------------------------------------------------------------------------- */

static uint32_t count_steal(const ProcessLane *self, const PhaseRows *rows, uint32_t row)
{
    uint32_t lanes = self->pool->backend->lane_count;
    uint32_t own = self->lane->index;
    return row < rows->count * own / lanes || row >= rows->count * (own + 1) / lanes;
}

static void run_row(ProcessLane *self, uint64_t place, uint32_t at, bool again)
{
    Processes *pool = self->pool;
    Lane *lane = self->lane;
    uint32_t phase = place_phase(place);
    const PhaseRows *rows = &pool->phases[phase];
    uint32_t row = at - rows->first_row;
    uint64_t before = lane->coverage;
    lane->again = again;
    bool good = lane_run_slices(lane, phase, row_begin(rows, row), row_begin(rows, row + 1));
    lane->again = false;
    lane_close_run(lane);
    lane->looked_ns = 0;
    lane->record.steals += count_steal(self, rows, row);
    pool->rows[at].coverage = lane->coverage - before;
    uint32_t serial = (uint32_t)(place >> 32);
    if (good) {
        atomic_store(&pool->rows[at].word, row_word(serial, ROW_DONE, 0));
    } else if (lane->failed) {
        /* The step is not over before the second word: it is this step that is abandoned. */
        atomic_store(&pool->rows[at].word, row_word(serial, ROW_FAILING, lane->index));
        processes_abandon(pool);
        atomic_store(&pool->rows[at].word, row_word(serial, ROW_FAILED, lane->index));
        processes_tell(pool);
    } else { /* given up in its middle */
        atomic_store(&pool->rows[at].word, row_word(serial, ROW_CLOSED, 0));
        processes_tell(pool);
    }
}

bool processes_work(ProcessLane *self)
{
    uint64_t place = atomic_load(&self->pool->place);
    if (place_phase(place) == PLACE_OVER || atomic_load(&self->pool->backend->abandoned)) {
        return false;
    }
    uint32_t row = claim_free(self, place);
    if (row != NO_ROW) {
        run_row(self, place, row, false);
        return true;
    }
    if (processes_advance(self)) {
        return true;
    }
    row = claim_left(self, place);
    if (row != NO_ROW) {
        run_row(self, place, row, true);
    }
    return row != NO_ROW;
}

/* ---- Giving up ------------------------------------------------------------------------------ */

void processes_abandon(Processes *pool)
{
    atomic_store(&pool->backend->abandoned, 1);
    futex_wake_shared(&pool->backend->abandoned);
    processes_tell(pool);
}

static uint32_t row_count(const Processes *pool)
{
    uint32_t last = pool->backend->phase_count;
    return last == 0 ? 0 : pool->phases[last - 1].first_row + pool->phases[last - 1].count;
}

/* False: a living lane runs it. */
static bool close_row(Processes *pool, Row *row)
{
    uint64_t word = atomic_load(&row->word);
    RowState state = row_state(word);
    if (state == ROW_FREE) {
        return atomic_compare_exchange_strong(&row->word, &word,
                                              row_word(pool->serial, ROW_CLOSED, 0));
    }
    return (state != ROW_CLAIMED && state != ROW_FAILING) ||
           process_is_dead(&pool->lanes[row_lane(word)]);
}

/* After it no row can be claimed, so that the next step may be laid out. */
bool processes_close_rows(Processes *pool)
{
    bool closed = true;
    for (uint32_t row = 0; row < row_count(pool); row++) {
        closed = close_row(pool, &pool->rows[row]) && closed;
    }
    if (closed) {
        atomic_store(&pool->place, (uint64_t)pool->serial << 32 | PLACE_OVER);
    }
    return closed;
}

bool processes_failed_on(Processes *pool, uint32_t lane)
{
    bool failed = false;
    for (uint32_t row = 0; row < row_count(pool); row++) {
        uint64_t word = atomic_load(&pool->rows[row].word);
        bool on_lane = row_lane(word) == lane;
        failed = failed ||
                 (on_lane && (row_state(word) == ROW_FAILED || row_state(word) == ROW_FAILING));
    }
    return failed;
}

uint64_t processes_coverage(Processes *pool)
{
    uint64_t coverage = 0;
    for (uint32_t row = 0; row < row_count(pool); row++) {
        coverage += pool->rows[row].coverage;
    }
    return coverage;
}
