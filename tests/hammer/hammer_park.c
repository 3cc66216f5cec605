/* Sleeping and waking in the job system: a worker with nothing to do, the caller whose step others
 * still work on, a lane that waits for a stolen fork, and whoever waits for a future. Each is given
 * its news about when it falls asleep, some hundred thousand times; a wake-up that gets lost is a
 * wait that never ends.
 *
 *     hammer_park [--rounds=N]
 *
 * Built with JOBS_WEAKENED it must find a fault. */
#include "backend/backend.h"
#include "backend/fork.h"
#include "backend/future.h"
#include "base/clock.h"
#include "hammer/hammer.h"

#include <inttypes.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    LANES = 2,            /* the one who could help out is the one who sleeps */
    PAUSE_MAX_NS = 40000, /* about twice as long as a lane watches before it sleeps */
    ROUNDS_A_SIGN = 100,  /* of life */
    ANSWER_S = HAMMER_PATIENCE_S / 2,
};

enum { PARKS_SHARE = 1000 }; /* rounds a park at the most: otherwise nobody falls asleep */

typedef struct Anvil {
    Backend *backend;
    uint64_t throws; /* the main thread's dice */
    uint64_t parks;  /* of all lanes, in all steps */
} Anvil;

/* ---- A worker that has nothing to do -------------------------------------------------------- */

static bool do_nothing(Lane *lane, void *argument)
{
    (void)lane;
    (void)argument;
    return true;
}

/* Nobody helps: the worker has to come, and every other time it has to wake the waiter, too. */
static void wait_for_future(Anvil *anvil, uint64_t round)
{
    Future future;
    hammer_spin_ns(hammer_dice(&anvil->throws, PAUSE_MAX_NS));
    future_submit(&future, anvil->backend, do_nothing, NULL, NULL);
    if (round % 2 == 0) {
        while (!future_is_over(&future)) {
        }
    } else if (!future_wait(&future, NULL, clock_now_ns() + (uint64_t)ANSWER_S * NS_PER_S)) {
        hammer_fail("a future was not run, or its waiter not woken");
    }
}

/* ---- A caller whose step is not over --------------------------------------------------------- */

/* A step that is too small to be worth waking anyone for is run by the caller alone: so the worker
 * is woken before. */
static void wake_worker(Anvil *anvil)
{
    Future future;
    future_submit(&future, anvil->backend, do_nothing, NULL, NULL);
    while (!future_is_over(&future)) {
    }
}

/* Two slices of random lengths: whoever is done first waits for the other. */
static bool run_slice(Lane *lane, Range slice, void *context)
{
    (void)lane;
    const uint32_t *durations_ns = context;
    hammer_spin_ns(durations_ns[slice.begin]);
    return true;
}

static void run_step(Anvil *anvil, const Phase *phase)
{
    Error error = {""};
    wake_worker(anvil);
    if (backend_run(anvil->backend, phase, 1, &error) != BACKEND_DONE) {
        hammer_fail("%s", error.text);
    }
    for (uint32_t i = 0; i < backend_lane_count(anvil->backend); i++) {
        anvil->parks += backend_lane(anvil->backend, i)->record.parks;
    }
}

static void wait_for_slice(Anvil *anvil, uint64_t round)
{
    (void)round;
    uint32_t durations_ns[LANES];
    for (uint32_t i = 0; i < LANES; i++) {
        durations_ns[i] = hammer_dice(&anvil->throws, PAUSE_MAX_NS);
    }
    run_step(anvil, &(Phase){"slices", run_slice, durations_ns, LANES, 1});
}

/* ---- A lane that waits for a stolen fork ---------------------------------------------------- */

typedef struct Branch {
    Fork fork; /* first */
    uint32_t duration_ns;
} Branch;

static bool run_branch(Lane *lane, Fork *self)
{
    (void)lane;
    hammer_spin_ns(((Branch *)self)->duration_ns);
    return true;
}

/* The first slice has a fork and little else; the second ends soon, and its lane turns thief. */
static bool run_trunk(Lane *lane, Range slice, void *context)
{
    const uint32_t *durations_ns = context;
    if (slice.begin > 0) {
        return true;
    }
    Branch branch = {.duration_ns = durations_ns[0]};
    lane_fork(lane, &branch.fork, run_branch);
    hammer_spin_ns(durations_ns[1]);
    return lane_join(lane, &branch.fork);
}

static void wait_for_fork(Anvil *anvil, uint64_t round)
{
    (void)round;
    uint32_t durations_ns[2];
    durations_ns[0] = hammer_dice(&anvil->throws, PAUSE_MAX_NS);
    durations_ns[1] = hammer_dice(&anvil->throws, PAUSE_MAX_NS / 4); /* time to steal it */
    run_step(anvil, &(Phase){"forks", run_trunk, durations_ns, LANES, 1});
}

/* --------------------------------------------------------------------------------------------- */

/* A FutureFunction. */
static bool pin_lane(Lane *lane, void *argument)
{
    (void)argument;
    hammer_pin(lane->index);
    return true;
}

static void pin_all(Backend *backend)
{
    Future future;
    future_submit(&future, backend, pin_lane, NULL, NULL);
    while (!future_is_over(&future)) {
        sched_yield();
    }
    hammer_pin(0);
}

typedef void Blow(Anvil *anvil, uint64_t round);

static void hammer(const char *what, Blow *blow, uint64_t rounds)
{
    Error error = {""};
    Anvil anvil = {.backend = backend_open(backend_find("jobs"), LANES, &error)};
    if (!anvil.backend) {
        fprintf(stderr, "%s\n", error.text);
        exit(1);
    }
    pin_all(anvil.backend);
    for (uint64_t round = 0; round < rounds; round++) {
        if (round % ROUNDS_A_SIGN == 0) {
            hammer_alive(what);
        }
        blow(&anvil, round);
    }
    wait_for_slice(&anvil, 0); /* a step counts the parks since the one before */
    backend_close(anvil.backend);
    if (anvil.parks < rounds / PARKS_SHARE) {
        hammer_fail("%s: %" PRIu64 " parks in %" PRIu64 " rounds; the pauses do not meet them",
                    what, anvil.parks, rounds);
    }
    hammer_pass("%s: %" PRIu64 " rounds, %" PRIu64 " parks", what, rounds, anvil.parks);
}

int main(int argc, char **argv)
{
    static const HammerSize size = {"rounds", 200 * 1000, 30 * 1000};
    uint64_t rounds = hammer_begin(argc, argv, &size, 3);
    hammer("a future", wait_for_future, rounds / 3);
    hammer("a slice", wait_for_slice, rounds / 3);
    hammer("a fork", wait_for_fork, rounds / 3);
    return 0;
}
