/* Runs without a window: measured, compared, judged, reported. For main, and for the demo of a
 * machine that has no display. */
#pragma once

#include "app/exit_code.h"
#include "app/options.h"

ExitCode headless_run(const Options *options, Log *log);
