/* Every backend in lockstep, each on a world of its own with the same input, the state hash
 * compared at every tick: the proof that the model does not matter to the bits. For headless runs.
 */
#pragma once

#include "app/exit_code.h"
#include "app/options.h"
#include "app/run.h"
#include "app/tape.h"

/* Fills a run for each safe row of the backend table, in its order; the tape is the reference's.
 * Not PASS: a line in the log names the first tick and backend that differ, and what differs. */
ExitCode verify_run(Run *runs, const Options *options, const char *level_path, Tape *tape,
                    Log *log);
