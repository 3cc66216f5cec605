/* How the program ends: for main, every command, and the scripts that call it. */
#pragma once

typedef enum ExitCode {
    EXIT_CODE_PASS = 0,
    EXIT_CODE_FAILED = 1,   /* a budget, a hash or a comparison did not hold */
    EXIT_CODE_USAGE = 2,    /* the command line was refused */
    EXIT_CODE_BAD_DATA = 3, /* a level, a picture or an output file could not be read or written */
} ExitCode;
