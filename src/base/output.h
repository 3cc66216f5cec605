/* A file that is there complete or not at all: written beside its place and renamed into it. For
 * all that the program writes: reports, traces, recordings, pictures, what the player keeps. Any
 * thread. */
#pragma once

#include "base/error.h"

#include <stdbool.h>
#include <stdio.h>

enum { OUTPUT_PATH_SIZE = 1024 };

typedef struct Output {
    FILE *file;
    const char *path;              /* for sentences */
    char target[OUTPUT_PATH_SIZE]; /* what `path` leads to */
    char beside[OUTPUT_PATH_SIZE]; /* empty: written in place (stdout, a device, a pipe) */
} Output;

/* NULL or "-" is stdout. False: it cannot be written there. */
bool output_open(Output *output, const char *path, Error *error);

/* All is written: puts the file in its place. False, with the reason, and the old file still there:
 * it is not complete. A reader of stdout who left early is no fault. */
bool output_commit(Output *output, Error *error);

/* Nothing, or not all, was written: leaves no trace. */
void output_abandon(Output *output);

/* Whether all that went to stdout arrived, at the end of the program. */
bool output_flush_stdout(Error *error);
