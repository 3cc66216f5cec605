/* Switches between coroutines by the ten million: tasks of a scheduler that yield, sleep, wait for
 * events and for each other, spawn others and are cancelled, at random. Each must find its stack
 * and its numbers as it left them, and all must end.
 *
 *     hammer_switch [--switches=N] */
#include "backend/scheduler.h"
#include "base/clock.h"
#include "base/random.h"
#include "hammer/hammer.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    CROWD_MAX = 1000,
    TURNS_MAX = 200,
    EVENTS = 4,
    WORDS = 24, /* on each stack */
    NAP_NS = 1000,
    TURNS_A_LOOK = 1000, /* of the main thread */
};

/* A task's place; the task's that lives there now. */
typedef struct Seat {
    struct Anvil *anvil;
    TaskId task;
    uint32_t next_free; /* index + 1; 0: none */
} Seat;

typedef struct Anvil {
    Scheduler *scheduler;
    SchedulerEvent events[EVENTS];
    Seat seats[CROWD_MAX];
    uint32_t first_free; /* index + 1; 0: none */
    uint64_t throws;
    uint64_t spawned, ended, cancelled;
} Anvil;

static void spawn(Anvil *anvil);

/* ---- A task --------------------------------------------------------------------------------- */

/* Somebody to join or to cancel, who may have ended long ago, or never lived. */
static TaskId somebody_else(const Seat *seat, uint64_t *throws)
{
    const Seat *other = &seat->anvil->seats[hammer_dice(throws, CROWD_MAX)];
    const TaskId nobody = {0};
    return other == seat ? nobody : other->task;
}

/* False: cancelled. */
static bool wait_somehow(const Seat *seat, uint64_t *throws)
{
    Anvil *anvil = seat->anvil;
    Scheduler *scheduler = anvil->scheduler;
    SchedulerEvent *event = &anvil->events[hammer_dice(throws, EVENTS)];
    uint64_t soon_ns = clock_now_ns() + hammer_dice(throws, NAP_NS);
    switch (hammer_dice(throws, 8)) {
    case 0: return scheduler_sleep_until(scheduler, soon_ns);
    case 1: return scheduler_wait_until(scheduler, event, soon_ns) != WAIT_CANCELLED;
    case 2:
        return scheduler_join_until(scheduler, somebody_else(seat, throws), soon_ns) !=
               WAIT_CANCELLED;
    case 3: scheduler_signal(scheduler, event); return true;
    case 4:
        if (!scheduler_is_full(scheduler)) {
            spawn(anvil);
        }
        return true;
    case 5:
        if (hammer_dice(throws, 16) == 0) {
            scheduler_cancel(scheduler, somebody_else(seat, throws));
        }
        return true;
    default: return scheduler_yield(scheduler);
    }
}

static void check_stack(const uint64_t *words, uint64_t seed)
{
    for (uint32_t i = 0; i < WORDS; i++) {
        if (words[i] != random_mix(seed + i)) {
            hammer_fail("a stack is not as it was left: word %u", i);
        }
    }
}

/* Numbers that live in registers, words that live on the stack, over every wait. */
static void take_turns(Scheduler *scheduler, void *argument)
{
    Seat *seat = argument;
    Anvil *anvil = seat->anvil;
    uint64_t seed = random_mix(anvil->spawned);
    uint64_t throws = seed;
    uint64_t words[WORDS];
    for (uint32_t i = 0; i < WORDS; i++) {
        words[i] = random_mix(seed + i);
    }
    uint32_t turns = hammer_dice(&throws, TURNS_MAX);
    uint32_t turn = 0;
    double halves = 0.0;
    bool goes_on = true;
    while (goes_on && turn < turns) {
        goes_on = hammer_dice(&throws, 16) == 0 ? wait_somehow(seat, &throws)
                                                : scheduler_yield(scheduler);
        turn++;
        halves += 0.5;
        check_stack(words, seed);
    }
    if (halves * 2.0 != (double)turn) {
        hammer_fail("a number is not as it was left: %f for %u", halves, turn);
    }
    anvil->cancelled += !goes_on;
    anvil->ended++;
    seat->next_free = anvil->first_free;
    anvil->first_free = (uint32_t)(seat - anvil->seats) + 1;
}

static void spawn(Anvil *anvil)
{
    Seat *seat = &anvil->seats[anvil->first_free - 1];
    anvil->first_free = seat->next_free;
    anvil->spawned++;
    seat->anvil = anvil;
    seat->task = scheduler_spawn(anvil->scheduler, take_turns, seat);
}

/* ---- A scheduler ---------------------------------------------------------------------------- */

/* Until all have ended, or a few turns more when it is to be given up. */
static uint64_t run_crowd(Anvil *anvil, bool given_up)
{
    Scheduler *scheduler = anvil->scheduler;
    uint64_t turns = 0;
    while (scheduler_live_count(scheduler) > 0) {
        uint64_t look_ns = clock_now_ns() + hammer_dice(&anvil->throws, NAP_NS * 100);
        turns += scheduler_run(scheduler, look_ns);
        if (given_up && turns > TURNS_A_LOOK) {
            scheduler_cancel_all(scheduler);
        }
        hammer_alive("a scheduler ran");
    }
    return turns;
}

static uint64_t strike(Anvil *anvil)
{
    static const uint32_t crowds[] = {1, 2, 10, 100, CROWD_MAX};
    uint32_t crowd = crowds[hammer_dice(&anvil->throws, 5)];
    size_t stack_size = SCHEDULER_STACK_SIZE >> hammer_dice(&anvil->throws, 2);
    Error error = {""};
    *anvil = (Anvil){.throws = anvil->throws, .scheduler = NULL};
    anvil->scheduler = scheduler_create(crowd, stack_size, &error);
    if (!anvil->scheduler) {
        fprintf(stderr, "%s\n", error.text);
        exit(1);
    }
    for (uint32_t i = 0; i < CROWD_MAX; i++) {
        anvil->seats[i].next_free = i + 2 <= CROWD_MAX ? i + 2 : 0;
    }
    anvil->first_free = 1;
    while (!scheduler_is_full(anvil->scheduler)) {
        spawn(anvil);
    }
    uint64_t turns = run_crowd(anvil, hammer_dice(&anvil->throws, 4) == 0);
    if (hammer_dice(&anvil->throws, 2) == 0) {
        spawn(anvil); /* for destroy to find */
    }
    scheduler_destroy(anvil->scheduler);
    if (anvil->ended != anvil->spawned) {
        hammer_fail("%" PRIu64 " tasks were spawned, and %" PRIu64 " ended", anvil->spawned,
                    anvil->ended);
    }
    return turns;
}

int main(int argc, char **argv)
{
    static Anvil anvil;
    static const HammerSize size = {"switches", 10 * 1000 * 1000, 10 * 1000 * 1000};
    uint64_t switches = hammer_begin(argc, argv, &size, 1);
    uint64_t done = 0;
    uint64_t tasks = 0;
    uint64_t cancelled = 0;
    while (done < switches) {
        done += strike(&anvil);
        tasks += anvil.spawned;
        cancelled += anvil.cancelled;
    }
    hammer_pass("%" PRIu64 " switches, %" PRIu64 " tasks, %" PRIu64 " of them cancelled", done,
                tasks, cancelled);
    return 0;
}
