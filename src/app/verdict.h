/* What a match says of one contestant: its times, and how they compare with the first one's. For
 * the reports of comparisons, and for whoever decides by them. */
#pragma once

#include "app/match.h"
#include "base/rank_test.h"

/* A difference that chance would show less often than this is one. */
#define VERDICT_CHANCE     0.05
#define VERDICT_CONFIDENCE 0.95

typedef struct Verdict {
    double median_ms;   /* of the rounds' figures, which are median ticks */
    FrameSummary ticks; /* all measured ticks: their p95 and p99 are NAN where there are too few */
    double cpu_ms;      /* processor time of all threads, a tick: the median of the rounds */
    RankRatio ratio;    /* to the first one's figures: below 1 is faster */
    double chance;      /* that the two are the same (Mann-Whitney's p) */
    bool differs;       /* chance < VERDICT_CHANCE */
} Verdict;

/* Of a match with at least one round. False: no memory. */
bool verdict_reach(Verdict *verdict, const Match *match, uint32_t index);

/* By figures alone: `figures` against `base`. `ticks` and `cpu_ms` stay as they are. */
bool verdict_compare(Verdict *verdict, const double *base, uint32_t base_count,
                     const double *figures, uint32_t count);
