/* One contestant at one piece of work: what is measured in the sections of bench_backends that are
 * about fork-join. Who runs it is one of our models or a library's loop; the work is the same. */
#pragma once

#include "backend/backend.h"
#include "bench/peers.h"

#include <stdbool.h>
#include <stdint.h>

typedef enum TrialWork {
    TRIAL_EMPTY,     /* TRIAL_CHUNKS chunks that do nothing */
    TRIAL_BOUNCE,    /* the arrays of backends_bounce.h */
    TRIAL_WORLD,     /* a step of the game: plan.level */
    TRIAL_SCATTERED, /* slices of which one in twenty costs a hundredfold, anywhere */
    TRIAL_HEAVY_END, /* the same slices, the heavy ones last */
} TrialWork;

enum {
    TRIAL_CHUNKS = 64,
    TRIAL_IRREGULAR_SLICES = 2000,
    TRIAL_LEVEL_SIZE = 16,
    TRIAL_PAUSE_US = 16 * 1000, /* about the game's */
};

/* Plain data: it goes to the child process as it is. */
typedef struct TrialPlan {
    TrialWork work;
    char level[TRIAL_LEVEL_SIZE]; /* of TRIAL_WORLD */
    uint32_t sprites;             /* of TRIAL_BOUNCE and TRIAL_WORLD */
    uint32_t grain;               /* of those: sprites a slice; 0: the game's own */
    uint32_t ticks;               /* a turn, at least 1 */
    uint32_t pause_us;            /* before each tick; 0: they follow one another at once */
    bool alone;                   /* no library takes part: nobody's workers spin for long */
} TrialPlan;

/* Who runs it: a library's loop; where it is NULL, a model with so many lanes. */
typedef struct TrialRunner {
    const PeerLoop *loop;
    const BackendType *type;
    uint32_t lanes;
} TrialRunner;

typedef struct Trial Trial;

/* Ends the program with a sentence where there is no memory, thread or level. */
Trial *trial_open(const TrialPlan *plan, const TrialRunner *runner);
void trial_close(Trial *trial); /* takes NULL */

/* A turn: us a tick. Back to back, it waits first until the workers of others have gone to sleep,
 * then runs an eighth more ticks, and one, that do not count: the first finds the caches as another
 * contestant left them. With pauses, one more, unless a turn is a single tick. */
double trial_measure_us(Trial *trial);

/* Of the work's state: the same for all that had the same plan and turns. */
uint64_t trial_hash(Trial *trial);

/* Does each chunk of an empty loop run exactly once? */
bool trial_visits_all(Trial *trial);

/* For a second: the processor time that all threads but the caller's take, as a part of one core;
 * with a tick every TRIAL_PAUSE_US, or without any. What the lanes of a model have recorded as work
 * is left out. */
double trial_idle_load(Trial *trial, bool ticking);
