/* Forks in the job system: sharing them, stealing them, waiting for those that were stolen. The
 * deque itself is deque.h. */
#include "backend/fork.h"

#include "backend/futex.h"
#include "backend/jobs_state.h"
#include "base/clock.h"

#include <string.h>

void fork_offer(Lane *lane)
{
    Jobs *jobs = lane->backend->model;
    deque_share(&lane->deque);
    lane->forked = lane->forked || !lane->future;
    /* In a step that is not worth waking anyone neither are its forks. */
    bool waking = lane->future || atomic_load_explicit(&jobs->published, memory_order_relaxed);
    uint32_t asleep = atomic_load(&jobs->sleepers) + atomic_load(&jobs->joiners);
    asleep += atomic_load(&jobs->caller_sleeps);
    if (waking && asleep > 0) {
        jobs_change_epoch(jobs);
        futex_wake(&jobs->epoch, 1, WAKE_WORKER | WAKE_JOINER | WAKE_CALLER);
    }
}

/* ---- The thief ------------------------------------------------------------------------------ */

/* What surrounds a function that runs on a lane: a thief that waits in a join of its own slice has
 * to find it as it was. */
typedef struct Surroundings {
    uint32_t phase;
    bool told;
    char *fail_text;
    Future *future;
} Surroundings;

static Surroundings enter(Lane *lane, Fork *fork)
{
    Surroundings before = {lane->phase, lane->told, lane->fail_text, lane->future};
    fork->reason[0] = '\0';
    lane->phase = fork->phase;
    lane->told = false;
    lane->fail_text = fork->reason;
    lane->future = fork->future;
    return before;
}

static void leave(Lane *lane, const Surroundings *before)
{
    lane->phase = before->phase;
    lane->told = before->told;
    lane->fail_text = before->fail_text;
    lane->future = before->future;
}

static void run_stolen(Lane *lane, Fork *fork, bool idle)
{
    Jobs *jobs = lane->backend->model;
    Surroundings before = enter(lane, fork);
    bool of_step = fork->future == NULL;
    LaneRun run = {.start_ns = idle && of_step ? clock_now_ns() : 0, .phase = fork->phase};
    bool good = fork->run(lane, fork);
    ForkState state = good ? FORK_DONE : lane->told ? FORK_TOLD : FORK_FAILED;
    if (of_step) {
        lane->record.steals++;
        lane->record.forks++;
    }
    if (run.start_ns != 0) { /* who waits in a join has a run open */
        run.end_ns = clock_now_ns();
        lane_record_run(lane, &run);
        lane_record_busy(lane, run.phase, run.end_ns - run.start_ns);
    }
    leave(lane, &before);
    /* From here on the fork is its owner's again, and may be gone. */
    if (atomic_exchange(&fork->state, state) == FORK_AWAITED) {
        jobs_change_epoch(jobs);
        futex_wake(&jobs->epoch, UINT32_MAX, WAKE_JOINER);
    }
}

bool jobs_run_stolen_fork(JobsLane *self, bool idle)
{
    Jobs *jobs = self->jobs;
    uint32_t lanes = jobs->backend->lane_count;
    for (uint32_t i = 1; i < lanes; i++) {
        Lane *victim = jobs->lanes[(self->lane->index + i) % lanes].lane;
        Fork *fork = deque_steal(&victim->deque);
        if (fork) {
            run_stolen(self->lane, fork, idle);
            return true;
        }
    }
    return false;
}

bool jobs_any_fork(Jobs *jobs)
{
    for (uint32_t i = 0; i < jobs->backend->lane_count; i++) {
        if (deque_has_shared(&jobs->lanes[i].lane->deque)) {
            return true;
        }
    }
    return false;
}

/* ---- The owner ------------------------------------------------------------------------------ */

/* Sleeps, unless the thief is faster: it looks for FORK_AWAITED when it is done. */
static void park_in_join(JobsLane *self, Fork *fork, uint32_t seen)
{
    uint32_t waits = FORK_WAITS;
    if (atomic_compare_exchange_strong(&fork->state, &waits, FORK_AWAITED) ||
        waits == FORK_AWAITED) {
        jobs_park(self, seen, &self->jobs->joiners, WAKE_JOINER, BACKEND_NO_DEADLINE);
    }
}

bool fork_join_stolen(Lane *lane, Fork *fork)
{
    Jobs *jobs = lane->backend->model;
    JobsLane *self = &jobs->lanes[lane->index];
    for (;;) {
        uint32_t seen = atomic_load(&jobs->epoch); /* before looking for its end, or for work */
        if (fork_is_over(fork)) {
            break;
        }
        if (!jobs_run_stolen_fork(self, false) && !jobs_spin(jobs, seen, fork)) {
            park_in_join(self, fork, seen);
        }
    }
    uint32_t state = atomic_load(&fork->state);
    deque_drop(&lane->deque);
    if (state == FORK_TOLD) {
        lane->told = true;
    } else if (state == FORK_FAILED && fork->reason[0] != '\0') {
        lane_fail(lane, "%s", fork->reason);
    }
    return state == FORK_DONE;
}
