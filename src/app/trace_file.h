/* A trace on its way into a file: for --trace, which writes at the end of a run, and for F8, which
 * saves the last seconds in the middle of play. Main thread only. */
#pragma once

#include "app/trace.h"
#include "base/log.h"
#include "base/output.h"

/* --trace: the file's place is looked at before the run, and filled after it. */
typedef struct TraceFile {
    Trace *trace; /* NULL: none is asked for */
    const char *path;
    Output output;
} TraceFile;

/* `path` NULL: no trace is asked for. False, with a sentence: there is no memory, or nothing can be
 * written there. */
bool trace_file_open(TraceFile *file, const char *path, uint32_t capacity, Error *error);

/* Writes what there is, all of it or the last of it, and says which in the log. False, with a
 * sentence: it could not be written. Releases all in any case. */
bool trace_file_close(TraceFile *file, Log *log, Error *error);

/* Writes the last so many seconds (0: all) beside `path` and into it. */
bool trace_save(Trace *trace, const char *path, double last_s, TraceExtent *extent, Error *error);
