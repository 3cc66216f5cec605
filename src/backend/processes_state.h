/* Inside the model of worker processes: processes.c (the row of the table, waiting and waking),
 * processes_rows.c (laying out, claiming and running), processes_life.c (forking, dying, taking
 * somebody's place).
 *
 * All that lanes have in common lies in shared memory. When a step is published, each phase is cut
 * into rows of neighbouring slices, and each row has a word that says all there is to say about it:
 * of which step it is, whether it is free, claimed, done, or failed, and by which lane. A lane
 * claims a row by one compare-and-swap, and says that it is done by another; so at any moment at
 * which a lane may die, the words say what it had claimed and not done. Whoever finds nothing free
 * and a row that a dead lane had claimed claims it in that one's place, and runs it again. A phase
 * is over when all its rows are done; whoever finds that moves `place` on, by compare-and-swap.
 * None of this has two halves between which it could break off.
 *
 * Who is dead? A lane's `life` is a futex word that the kernel marks when the process ends, for
 * whatever reason: that is what the kernel does for robust mutexes. Any lane sees it by a load.
 *
 * A wake-up may be lost together with the lane that was to give it, so as long as a step is not
 * over nobody sleeps for longer than LOOK_NS without looking for himself.
 *
 * All atomics are sequentially consistent operations, as in the job system. */
#pragma once

#include "backend/model.h"

#include <linux/futex.h>
#include <stdatomic.h>
#include <sys/types.h>

enum {
    ROWS_A_LANE = 64, /* of a phase: so fine that lanes end at the same time */
    ROWS_A_PHASE = 512,
    LOOK_NS = 250 * NS_PER_US,
};

typedef enum RowState {
    ROW_FREE,
    ROW_CLAIMED, /* by `lane` */
    ROW_DONE,
    ROW_FAILING, /* a slice of it failed on `lane`, which is about to give up the step */
    ROW_FAILED,
    ROW_CLOSED, /* of a step that was given up: nobody may claim it any more */
} RowState;

typedef struct Row {
    _Atomic uint64_t word; /* row_word */
    uint64_t coverage;     /* what running it added to its lane's: written before it is done */
} Row;

/* The serial number of the step keeps a lane that slept through one from claiming in the next. */
static inline uint64_t row_word(uint32_t serial, RowState state, uint32_t lane)
{
    return (uint64_t)serial << 32 | (uint64_t)state << 8 | lane;
}

static inline RowState row_state(uint64_t word)
{
    return (RowState)(word >> 8 & 0xff);
}

static inline uint32_t row_lane(uint64_t word)
{
    return (uint32_t)(word & 0xff);
}

typedef struct PhaseRows {
    uint32_t first_slice; /* those before it were run before the step was published */
    uint32_t slices;      /* from there on */
    uint32_t first_row;   /* in `rows` */
    uint32_t count;
} PhaseRows;

typedef struct ProcessLane {
    _Alignas(CACHE_LINE) atomic_uint life; /* the process's id, and FUTEX_OWNER_DIED where it is
                                              dead; 0: it has not come so far, or there is none */
    atomic_uint asleep;                    /* 1: on the epoch, or about to be */
    atomic_uint parks;                     /* ever */
    uint32_t parks_before;                 /* the caller's */
    struct robust_list robust;             /* what the kernel finds `life` by */
    struct robust_list_head robust_head;
    pid_t process; /* the caller's: 0: none */

    /* The lane's own: rows of that place up to the `tried`th, counted from its share's first, are
     * not free. */
    _Alignas(CACHE_LINE) uint64_t at;
    uint32_t tried;
    Lane *lane;
    struct Processes *pool;
} ProcessLane;

typedef struct Processes {
    /* The caller's own. */
    SharedMemory *memory; /* that this lies in */
    Backend *backend;
    uint64_t forked_ns;      /* since when there are these workers: older memory they have */
    StepPlace begun;         /* where the caller stands in a step that is not published */
    bool shared;             /* the step is published */
    bool alone;              /* it will not be: it touches memory that is not shared */
    uint64_t patience_ns;    /* how long the caller tries by itself before it publishes it */
    PhaseFunction *learnt;   /* a step that begins with this one ... */
    uint64_t learnt_ns;      /* ... took so long, all lanes together */
    uint64_t alone_coverage; /* of what was run before the step was published */
    int caller_core;         /* that the workers keep off; -1: none as yet */

    _Alignas(CACHE_LINE) atomic_uint epoch;      /* changes when there may be something to do */
    _Alignas(CACHE_LINE) _Atomic uint64_t place; /* serial << 32 | phase; PLACE_OVER */
    PhaseRows phases[BACKEND_PHASES_MAX];
    uint32_t serial;
    Row rows[BACKEND_PHASES_MAX * ROWS_A_PHASE];
    ProcessLane lanes[BACKEND_LANES_MAX];
} Processes;

enum { PLACE_OVER = BACKEND_PHASES_MAX };

static inline uint32_t place_phase(uint64_t place)
{
    return (uint32_t)place;
}

static inline bool processes_is_over(Processes *pool)
{
    return place_phase(atomic_load(&pool->place)) == PLACE_OVER;
}

/* ---- processes_rows.c ----------------------------------------------------------------------- */

/* Publishes the step from that place on. The caller, when no row of an earlier step is claimed. */
void processes_lay_out(Processes *pool, StepPlace from);

/* Runs one row, or moves the step on to its next phase; false: there was nothing to do. */
bool processes_work(ProcessLane *self);

/* Moves the step on if the phase is over. */
bool processes_advance(ProcessLane *self);

/* Begins no other slice of the step, and ends those that sleep. */
void processes_abandon(Processes *pool);

/* Of a step that is given up: leaves nothing to claim. False: living lanes still run some. */
bool processes_close_rows(Processes *pool);

/* Did a row fail on that lane? */
bool processes_failed_on(Processes *pool, uint32_t lane);

/* What all rows covered. */
uint64_t processes_coverage(Processes *pool);

/* ---- processes.c ---------------------------------------------------------------------------- */

/* Tells all who look, and wakes those who sleep. */
void processes_tell(Processes *pool);

/* What a worker does until it is killed. */
_Noreturn void processes_serve(ProcessLane *self);

/* ---- processes_life.c ----------------------------------------------------------------------- */

static inline bool process_is_dead(ProcessLane *lane)
{
    return atomic_load(&lane->life) & FUTEX_OWNER_DIED;
}

/* Forks a process for each lane but the caller's that has none. False, with a sentence: the system
 * refuses. */
bool processes_fork(Processes *pool, Error *error);

/* Looks who has died, so that no lane waits for them and nothing is left in the table of processes.
 * The caller. */
void processes_bury(Processes *pool);

/* The same, and forks others in their place; all of them, where they were forked before the memory
 * was made. Between steps. False: the step has to do with fewer. */
bool processes_revive(Processes *pool, const SharedMemory *memory);

/* As jobs_keep_off. */
void processes_keep_off(Processes *pool);

/* Ends all of them. */
void processes_end(Processes *pool);
