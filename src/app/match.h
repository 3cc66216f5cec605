/* A match: models on worlds of their own, in one process, taking turns tick by tick of the same
 * game, so that all see the same states and the same drifting of the machine. For --compare,
 * --scan-sprites, --baseline and --report. Main thread only.
 *
 * A round is a turn for each: some unmeasured ticks, since whoever comes on finds its caches cold
 * and its workers asleep, then the measured ones, back to back. Who begins changes from round to
 * round, and every other round runs backwards (ABBA). After a round all are at the same tick, and
 * their states must be the same bits. */
#pragma once

#include "app/contender.h"
#include "app/exit_code.h"
#include "app/run.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    MATCH_ROUNDS_MIN = 10, /* fewer say nothing of the noise */
    MATCH_ROUNDS_MAX = 1000,
    MATCH_TICKS_DEFAULT = 100, /* ten rounds of them are enough for a p99 */
};

typedef struct MatchPlan {
    GameConfig game;
    Contenders contenders;
    uint32_t ticks;  /* measured, a turn; 0: both as a few ticks of each say is right */
    uint32_t warmup; /* ticks of each before the first round */
    double slowed;   /* a part of each tick's time that is spent once more, in a loop: for the
                        benchmark that asks whether a slower build is found. 0: none */
} MatchPlan;

/* What one turn came to. */
typedef struct MatchTurn {
    double median_ms; /* of its ticks: the figure that is compared */
    double mean_ms;
    double cpu_ms;       /* processor time of all threads, a tick */
    double yardstick_ns; /* how long the yardstick took meanwhile (yardstick.h) */
} MatchTurn;

typedef struct Contestant {
    const Contender *contender;
    Game *game;
    Run run;          /* its measured ticks, turn after turn */
    MatchTurn *turns; /* [rounds done] */
} Contestant;

typedef struct Match {
    MatchPlan plan;
    Contestant contestants[CONTENDERS_MAX];
    uint32_t count;
    uint32_t rounds_done;
    uint32_t round_capacity;
} Match;

/* NULL, with a sentence: the level is bad, or a model cannot open. */
Match *match_open(const MatchPlan *plan, Log *log, Error *error);
void match_close(Match *match); /* takes NULL */

/* So many rounds more, fewer where Ctrl-C comes between. FAILED, with a sentence: a step failed, or
 * a state differs from the first one's. */
ExitCode match_run(Match *match, uint32_t rounds, Error *error);

/* Its figures, a round each: medians in ms. [rounds_done] */
void match_figures(const Match *match, uint32_t index, double *figures);
