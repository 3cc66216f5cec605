/* What the program does instead of playing: lists, checks, help. For main. */
#pragma once

#include "app/exit_code.h"
#include "app/options.h"

/* Does what the options say, playing included. */
ExitCode commands_run(const Options *options, Log *log);
