/* --compare: models against each other in one process, with what is noise told from what is not;
 * and --repeat and --baseline, which are the same with one model. For main. */
#pragma once

#include "app/match.h"
#include "app/options.h"

ExitCode compare_run(const Options *options, Log *log);

/* The match that the options ask for, of --backend where they name no others. */
MatchPlan compare_plan(const Options *options, const char *level_path);
