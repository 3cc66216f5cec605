/* Items by the hundred million through one deque: an owner that pushes, shares and joins as forks
 * do, and one to three thieves. Each item must be run once, by the one who got it.
 *
 *     hammer_deque [--items=N]
 *
 * Built with DEQUE_WEAKENED it must find a fault. */
#include "backend/deque.h"
#include "base/clock.h"
#include "base/random.h"
#include "hammer/hammer.h"

#include <inttypes.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    THIEVES_MAX = 3,
    PLACES = 4, /* forks that take turns at one depth, as a stack has others at other times */
    SPINS_A_YIELD = 200,
    ITEMS_A_SIGN_OF_LIFE = 1 << 16,
};

/* The deque's entry, as this program likes it. */
struct Fork {
    _Alignas(64) atomic_uint runs; /* ever; tells the owner that the item has been run */
    uint32_t pushes;               /* ever; the owner's */
    uint64_t item;
};

/* What somebody has run. */
typedef struct Tally {
    _Alignas(64) uint64_t items;
    uint64_t sum;
} Tally;

typedef struct Anvil {
    Deque deque;
    Fork forks[DEQUE_CAPACITY][PLACES];
    Tally pushed;
    Tally popped;
    atomic_bool stop; /* pairs with nothing: it only has to arrive */
} Anvil;

typedef struct Thief {
    Anvil *anvil;
    Tally stolen;
    uint32_t number; /* from 1 */
    pthread_t thread;
} Thief;

static void note(Tally *tally, uint64_t item)
{
    tally->items++;
    tally->sum += random_mix(item);
}

static void run(Fork *fork, Tally *tally)
{
    note(tally, fork->item);
    /* Released to the owner, who then writes another item here. */
    atomic_fetch_add_explicit(&fork->runs, 1, memory_order_release);
}

static void pass_time(uint32_t *spins)
{
    if (++*spins % SPINS_A_YIELD == 0) {
        sched_yield();
    }
}

static void *steal(void *argument)
{
    Thief *thief = argument;
    uint32_t spins = 0;
    hammer_pin(thief->number);
    while (!atomic_load_explicit(&thief->anvil->stop, memory_order_relaxed)) {
        Fork *fork = deque_steal(&thief->anvil->deque);
        if (fork) {
            run(fork, &thief->stolen);
        } else {
            pass_time(&spins);
        }
    }
    return NULL;
}

/* ---- The owner, who does what lane_fork and lane_join do ------------------------------------ */

static void share(Deque *deque)
{
    if (deque_should_share(deque)) {
        deque_share(deque);
    }
}

static void push(Anvil *anvil)
{
    Fork *fork = &anvil->forks[anvil->deque.top][anvil->pushed.items % PLACES];
    fork->item = anvil->pushed.items;
    fork->pushes++;
    note(&anvil->pushed, fork->item);
    if (!deque_push(&anvil->deque, fork)) {
        hammer_fail("a deque of %u entries is full", anvil->deque.top);
    }
    share(&anvil->deque);
}

static void join(Anvil *anvil)
{
    Deque *deque = &anvil->deque;
    Fork *fork = deque->slots[deque->top - 1];
    uint32_t spins = 0;
    if (deque_pop(deque)) {
        share(deque);
        run(fork, &anvil->popped);
    } else {
        while (atomic_load_explicit(&fork->runs, memory_order_acquire) < fork->pushes) {
            pass_time(&spins);
        }
        deque_drop(deque);
    }
    if (atomic_load_explicit(&fork->runs, memory_order_relaxed) != fork->pushes) {
        hammer_fail("item %" PRIu64 " was run twice", fork->item);
    }
}

/* Up and down between no entry and some, mostly few: that is where owner and thieves meet. */
static void forge(Anvil *anvil, uint64_t items)
{
    static const uint32_t depths[] = {1, 1, 2, 3, 5, 20, 100, DEQUE_CAPACITY};
    uint64_t throws = 0;
    uint64_t next_sign = 0;
    while (anvil->pushed.items < items) {
        uint32_t depth = 1 + hammer_dice(&throws, depths[hammer_dice(&throws, 8)]);
        while (anvil->deque.top < depth) {
            push(anvil);
        }
        depth = hammer_dice(&throws, depth);
        while (anvil->deque.top > depth) {
            join(anvil);
        }
        if (anvil->pushed.items >= next_sign) {
            hammer_alive("a push");
            next_sign += ITEMS_A_SIGN_OF_LIFE;
        }
    }
    while (anvil->deque.top > 0) {
        join(anvil);
    }
}

/* ---- With so many thieves ------------------------------------------------------------------- */

/* Late doubles come to light only when all have stopped. */
static void check_each_fork(const Anvil *anvil)
{
    for (uint32_t i = 0; i < DEQUE_CAPACITY * PLACES; i++) {
        const Fork *fork = &anvil->forks[i / PLACES][i % PLACES];
        if (fork->runs != fork->pushes) {
            hammer_fail("a fork was pushed %u times and run %u times", fork->pushes, fork->runs);
        }
    }
}

static void start(Thief *thieves, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (pthread_create(&thieves[i].thread, NULL, steal, &thieves[i]) != 0) {
            fprintf(stderr, "no thread\n");
            exit(1);
        }
    }
}

static void hammer(uint32_t thief_count, uint64_t items)
{
    static Anvil anvil;
    Thief thieves[THIEVES_MAX];
    anvil = (Anvil){.deque.capacity = DEQUE_CAPACITY};
    for (uint32_t i = 0; i < thief_count; i++) {
        thieves[i] = (Thief){.anvil = &anvil, .number = i + 1};
    }
    start(thieves, thief_count);
    uint64_t start_ns = clock_now_ns();
    forge(&anvil, items);
    uint64_t took_ns = clock_now_ns() - start_ns;
    atomic_store_explicit(&anvil.stop, true, memory_order_relaxed);
    Tally run = anvil.popped;
    for (uint32_t i = 0; i < thief_count; i++) {
        pthread_join(thieves[i].thread, NULL);
        run.items += thieves[i].stolen.items;
        run.sum += thieves[i].stolen.sum;
    }
    check_each_fork(&anvil);
    if (run.items != anvil.pushed.items || run.sum != anvil.pushed.sum) {
        hammer_fail("%" PRIu64 " items were pushed, and others, %" PRIu64 ", were run",
                    anvil.pushed.items, run.items);
    }
    hammer_pass("%u thieves: %" PRIu64 " items, %" PRIu64 " of them stolen, %.1f ns each",
                thief_count, run.items, run.items - anvil.popped.items,
                (double)took_ns / (double)run.items);
}

int main(int argc, char **argv)
{
    static const HammerSize size = {"items", 100 * 1000 * 1000, 3 * 1000 * 1000};
    uint64_t items = hammer_begin(argc, argv, &size, THIEVES_MAX);
    hammer_pin(0);
    hammer(1, items / 2);
    hammer(2, items / 4);
    hammer(3, items - items / 2 - items / 4);
    return 0;
}
