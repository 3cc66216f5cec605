/* Steps by the million, all at random: models, lanes, grains, phases, loads, forks, futures beside
 * the steps and within them, steps that fail, that end in pieces, that are given up. Each index is
 * visited once, no phase begins before the last one's end, and what was given up is left alone.
 *
 *     hammer_random [--steps=N]
 *
 * What the lanes write is not atomic, on purpose: it is for the backend to order it, and for the
 * thread sanitizer to see whether it does. */
#include "backend/backend.h"
#include "backend/fork.h"
#include "backend/future.h"
#include "base/clock.h"
#include "base/random.h"
#include "hammer/hammer.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    LANES_MAX = 5,
    PHASES_MAX = 3,
    INDICES_MAX = 48,
    FUTURES_MAX = 3,
    STEPS_A_BACKEND = 300,
    PIECE_NS = 2000,
    NAP_NS = 1000,
    UNEVEN_MAX_NS = 2000,
};

static const char reason[] = "the dice said so";

typedef enum Load {
    LOAD_TINY,
    LOAD_UNEVEN, /* up to UNEVEN_MAX_NS a slice */
    LOAD_YIELDING,
    LOAD_FORKING,
    LOAD_AWAITING, /* futures, submitted by the slice */
    LOAD_NAPPING,  /* from here on rare */
    LOAD_FAILING,
    LOADS
} Load;

typedef struct Blow {
    uint8_t visits[INDICES_MAX]; /* not atomic: see above */
    const struct Blow *before;   /* the phase before; NULL: the first */
    uint32_t count;
    Load load;
    bool early; /* a slice ran before the phase before was over; not atomic either */
} Blow;

typedef struct Task {
    Future future;
    uint32_t turns; /* how often it asks whether it is cancelled */
    bool fails;
    bool has_run; /* not atomic: see above */
} Task;

typedef struct Anvil {
    Backend *backend;
    uint64_t throws; /* the main thread's dice */
    Blow blows[PHASES_MAX];
    Phase phases[PHASES_MAX];
    uint32_t phase_count;
    bool may_fail;
    bool heavy; /* on this backend most phases are uneven, hence long enough to be shared */
    Task tasks[FUTURES_MAX];
    uint64_t steps, slices, shared, forks, failed, given_up, futures; /* for the report */
} Anvil;

static uint32_t dice(Anvil *anvil, uint32_t sides)
{
    return hammer_dice(&anvil->throws, sides);
}

/* ---- What the lanes do ---------------------------------------------------------------------- */

static bool run_task(Lane *lane, void *argument)
{
    Task *task = argument;
    task->has_run = true;
    for (uint32_t turn = 0; turn < task->turns; turn++) {
        if (!lane_yield(lane)) {
            return false;
        }
    }
    return !task->fails || lane_fail(lane, "%s", reason);
}

static void visit(Blow *blow, Range range)
{
    for (uint32_t i = range.begin; i < range.end; i++) {
        blow->visits[i]++;
    }
}

typedef struct Branch {
    Fork fork; /* first */
    Blow *blow;
    Range range;
} Branch;

static bool visit_branch(Lane *lane, Fork *self)
{
    Branch *branch = (Branch *)self;
    if (range_count(branch->range) <= 1) {
        visit(branch->blow, branch->range);
        return true;
    }
    uint32_t middle = branch->range.begin + range_count(branch->range) / 2;
    Branch left = {.blow = branch->blow, .range = {branch->range.begin, middle}};
    Branch right = {.blow = branch->blow, .range = {middle, branch->range.end}};
    lane_fork(lane, &right.fork, visit_branch);
    bool good = visit_branch(lane, &left.fork);
    return lane_join(lane, &right.fork) && good;
}

/* One task is waited for here, whoever runs it. */
static bool await_task(Lane *lane, uint32_t turns)
{
    Task task = {.turns = turns % 4};
    future_submit(&task.future, lane->backend, run_task, &task, NULL);
    if (turns % 3 == 0) {
        future_cancel(&task.future);
    }
    bool over = future_wait(&task.future, lane, BACKEND_NO_DEADLINE);
    FutureState state = future_state(&task.future);
    bool ran = state == FUTURE_DONE && task.has_run;
    return over && (ran || (turns % 3 == 0 && state == FUTURE_CANCELLED));
}

static bool bear(Lane *lane, Blow *blow, Range slice)
{
    switch (blow->load) {
    case LOAD_UNEVEN: hammer_spin_ns(random_mix(slice.begin) % UNEVEN_MAX_NS); return true;
    case LOAD_YIELDING: return lane_yield(lane);
    case LOAD_AWAITING:
        return slice.begin % 5 != 0 || await_task(lane, slice.begin) ||
               lane_fail(lane, "a future went wrong");
    case LOAD_NAPPING: return slice.begin % 16 != 3 || lane_sleep_ns(lane, NAP_NS);
    case LOAD_FAILING: return slice.begin % 16 != 3 || lane_fail(lane, "%s", reason);
    default: return true;
    }
}

static bool strike(Lane *lane, Range slice, void *context)
{
    Blow *blow = context;
    const Blow *before = blow->before;
    if (before && before->count > 0 && before->visits[slice.begin % before->count] != 1) {
        blow->early = true;
    }
    if (!bear(lane, blow, slice)) {
        return false;
    }
    if (blow->load == LOAD_FORKING) {
        Branch whole = {.blow = blow, .range = slice};
        return visit_branch(lane, &whole.fork);
    }
    visit(blow, slice);
    return true;
}

/* ---- A step --------------------------------------------------------------------------------- */

static void anvil_fail(const Anvil *anvil, const char *what)
{
    hammer_fail("%s, %u lanes, step %" PRIu64 ": %s", backend_type_of(anvil->backend)->name,
                backend_lane_count(anvil->backend), anvil->steps, what);
}

static void aim(Anvil *anvil)
{
    static const uint32_t widths[] = {0, 1, 2, 5, 16, INDICES_MAX};
    anvil->phase_count = 1 + dice(anvil, PHASES_MAX);
    anvil->may_fail = false;
    memset(anvil->blows, 0, sizeof anvil->blows);
    for (uint32_t i = 0; i < anvil->phase_count; i++) {
        Blow *blow = &anvil->blows[i];
        bool rare = dice(anvil, 100) == 0;
        blow->load = (Load)(rare ? dice(anvil, LOADS) : dice(anvil, LOAD_NAPPING));
        if (anvil->heavy && dice(anvil, 4) > 0) {
            blow->load = LOAD_UNEVEN;
        }
        blow->count = widths[dice(anvil, 6)];
        blow->before = i > 0 ? &anvil->blows[i - 1] : NULL;
        anvil->phases[i] = (Phase){"strike", strike, blow, blow->count, dice(anvil, 6)};
        anvil->may_fail = anvil->may_fail || blow->load == LOAD_FAILING;
    }
}

static void check_visits(Anvil *anvil, BackendStatus status)
{
    for (uint32_t i = 0; i < anvil->phase_count; i++) {
        const Blow *blow = &anvil->blows[i];
        if (blow->early) {
            anvil_fail(anvil, "a phase began before the last one's end");
        }
        for (uint32_t index = 0; index < INDICES_MAX; index++) {
            uint32_t most = index < blow->count ? 1 : 0;
            uint32_t visits = blow->visits[index];
            if (visits > most || (status == BACKEND_DONE && visits != most)) {
                anvil_fail(anvil, visits > most ? "an index was visited too often"
                                                : "an index was forgotten");
            }
        }
    }
}

/* Some steps are finished in pieces, some are given up after so many. */
static void strike_once(Anvil *anvil)
{
    Error error = {""};
    BackendStatus status = BACKEND_PENDING;
    uint32_t pieces = dice(anvil, 8) == 0 ? dice(anvil, 4) : 0;
    bool given_up = dice(anvil, 50) == 0;
    backend_begin(anvil->backend, anvil->phases, anvil->phase_count);
    for (uint32_t i = 0; i < pieces && status == BACKEND_PENDING; i++) {
        status = backend_finish(anvil->backend, clock_now_ns() + i * PIECE_NS, &error);
    }
    if (given_up) {
        backend_cancel(anvil->backend);
        anvil->given_up++;
    } else if (status == BACKEND_PENDING) {
        status = backend_finish(anvil->backend, BACKEND_NO_DEADLINE, &error);
    }
    if (status == BACKEND_FAILED) {
        anvil->failed++;
        if (!anvil->may_fail || !strstr(error.text, reason)) {
            anvil_fail(anvil, error.text);
        }
    }
    check_visits(anvil, status);
    for (uint32_t i = 0; i < backend_lane_count(anvil->backend); i++) {
        const LaneRecord *record = &backend_lane(anvil->backend, i)->record;
        anvil->slices += record->slices;
        anvil->shared += i > 0 ? record->slices : 0;
        anvil->forks += record->forks;
    }
}

/* ---- Futures beside it ---------------------------------------------------------------------- */

static void submit_tasks(Anvil *anvil, uint32_t count, FutureGroup *group)
{
    for (uint32_t i = 0; i < count; i++) {
        Task *task = &anvil->tasks[i];
        *task = (Task){.turns = dice(anvil, 20), .fails = dice(anvil, 4) == 0};
        future_submit(&task->future, anvil->backend, run_task, task, group);
    }
    if (count > 0 && dice(anvil, 4) == 0) {
        future_cancel(&anvil->tasks[0].future);
    }
    anvil->futures += count;
}

static void check_task(const Anvil *anvil, const Task *task)
{
    switch (future_state(&task->future)) {
    case FUTURE_DONE:
        if (!task->has_run || task->fails) {
            anvil_fail(anvil, "a future is done that cannot be");
        }
        break;
    case FUTURE_FAILED:
        if (!task->fails || strcmp(future_error(&task->future), reason) != 0) {
            anvil_fail(anvil, future_error(&task->future));
        }
        break;
    case FUTURE_CANCELLED:
        if (task != &anvil->tasks[0]) {
            anvil_fail(anvil, "a future was cancelled that nobody cancelled");
        }
        break;
    default: anvil_fail(anvil, "a future was handed out that is not over");
    }
}

static void take_tasks(Anvil *anvil, uint32_t count, FutureGroup *group)
{
    uint32_t taken = 0;
    while (group->left > 0) {
        uint64_t deadline_ns = dice(anvil, 2) == 0 ? BACKEND_NO_DEADLINE : clock_now_ns();
        Future *future = future_group_next(group, NULL, deadline_ns);
        if (future) {
            check_task(anvil, future->argument);
            taken++;
        }
    }
    if (taken != count) {
        anvil_fail(anvil, "a future was handed out twice, or never");
    }
}

/* ---- Backends ------------------------------------------------------------------------------- */

static void anvil_open(Anvil *anvil)
{
    Error error = {""};
    const BackendType *type = dice(anvil, 2) == 0 /* it has the most to lose */
                                  ? backend_find("jobs")
                                  : backend_type(dice(anvil, backend_type_count()));
    anvil->backend = backend_open(type, 1 + dice(anvil, LANES_MAX), &error);
    if (!anvil->backend) {
        fprintf(stderr, "%s\n", error.text);
        exit(1);
    }
    anvil->heavy = dice(anvil, 2) == 0;
}

/* In the middle of a step, as often as not. */
static void anvil_close(Anvil *anvil)
{
    if (dice(anvil, 2) == 0) {
        aim(anvil);
        backend_begin(anvil->backend, anvil->phases, anvil->phase_count);
    }
    backend_close(anvil->backend);
}

int main(int argc, char **argv)
{
    static Anvil anvil;
    static const HammerSize size = {"steps", 1000 * 1000, 1000 * 1000};
    uint64_t steps = hammer_begin(argc, argv, &size, 1);
    while (anvil.steps < steps) {
        hammer_alive("backends were opened");
        anvil_open(&anvil);
        for (uint32_t i = 0; i < STEPS_A_BACKEND; i++, anvil.steps++) {
            FutureGroup group;
            uint32_t count = dice(&anvil, 5) == 0 ? dice(&anvil, FUTURES_MAX + 1) : 0;
            future_group_open(&group, anvil.backend);
            submit_tasks(&anvil, count, &group);
            aim(&anvil);
            strike_once(&anvil);
            take_tasks(&anvil, count, &group);
        }
        anvil_close(&anvil);
    }
    hammer_pass("%" PRIu64 " steps (%" PRIu64 " failed, %" PRIu64 " were given up), %" PRIu64
                " slices (%" PRIu64 " by workers), %" PRIu64 " forks by thieves, %" PRIu64
                " futures",
                anvil.steps, anvil.failed, anvil.given_up, anvil.slices, anvil.shared, anvil.forks,
                anvil.futures);
    return 0;
}
