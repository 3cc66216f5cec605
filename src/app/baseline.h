/* An earlier report of ours, and whether what is measured now is slower: for --baseline. A
 * regression is a difference that is no noise (Mann-Whitney) and larger than what was allowed. */
#pragma once

#include "app/match.h"

enum { BASELINE_ROUNDS_MIN = 8 }; /* fewer repetitions cannot be told from noise */

#define BASELINE_REGRESSION_DEFAULT 5.0 /* percent */

typedef struct Baseline Baseline;

/* Reads a JSON that --compare or --repeat wrote. Warns where it is another machine's or another
 * kind of build's. NULL, with a sentence that has the file's name and the place. */
Baseline *baseline_open(const char *path, Log *log, Error *error);
void baseline_close(Baseline *baseline); /* takes NULL */

/* Holds a contestant against its repetitions there, and says what came out in the log. FAILED: it
 * is slower by more than that many percent, and not by chance. BAD_DATA: the file has none of it.
 * The match has at least one round. */
ExitCode baseline_judge(const Baseline *baseline, const Match *match, uint32_t index,
                        double max_regression, Log *log);
