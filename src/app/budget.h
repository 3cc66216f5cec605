/* Budgets: limits on a run's frame times, as --budget=p99:16.7 sets them. For the options that read
 * them and the headless runs that are judged by them. */
#pragma once

#include "base/error.h"
#include "base/frame_stats.h"

#include <stdbool.h>

enum { BUDGET_NAME_SIZE = 16 };

typedef enum BudgetKind { BUDGET_MEAN, BUDGET_MAX, BUDGET_PERCENTILE } BudgetKind;

typedef struct Budget {
    char name[BUDGET_NAME_SIZE]; /* as it was written: "p99" */
    BudgetKind kind;
    double percent; /* of BUDGET_PERCENTILE: over 0, under 100 */
    double limit_ms;
} Budget;

/* Reads "P:MS", P being mean, max or pNN (p50, p99.9). False, with what was expected. */
bool budget_parse(const char *text, Budget *budget, Error *error);

/* How many frames it takes to judge it. */
uint32_t budget_frames_needed(const Budget *budget);

/* False, with a sentence that says by how much, where the frames exceed it; also where they are too
 * few to say. */
bool budget_judge(const Budget *budget, FrameStats *stats, Error *error);
