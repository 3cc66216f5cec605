/* The game in a window, and its demo where there is no display. For main. */
#pragma once

#include "app/exit_code.h"
#include "app/options.h"

ExitCode play_run(const Options *options, Log *log);
