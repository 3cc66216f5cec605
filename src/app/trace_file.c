#include "app/trace_file.h"

#include <inttypes.h>

bool trace_file_open(TraceFile *file, const char *path, uint32_t capacity, Error *error)
{
    *file = (TraceFile){.path = path};
    if (!path) {
        return true;
    }
    file->trace = trace_create(capacity, error);
    if (file->trace && output_open(&file->output, path, error)) {
        return true;
    }
    trace_destroy(file->trace);
    file->trace = NULL;
    return false;
}

static void tell(const TraceFile *file, const TraceExtent *extent, Log *log)
{
    if (extent->lost > 0) {
        log_write(log, LOG_WARNING,
                  "%s: the last %.1f s alone, %" PRIu64 " events: %" PRIu64
                  " older ones had no more room",
                  file->path, extent->seconds, extent->events, extent->lost);
    } else {
        log_write(log, LOG_INFO, "%s: all of it, %.1f s, %" PRIu64 " events", file->path,
                  extent->seconds, extent->events);
    }
}

bool trace_file_close(TraceFile *file, Log *log, Error *error)
{
    if (!file->trace) {
        return true;
    }
    TraceExtent extent = trace_write(file->trace, file->output.file, 0);
    bool written = output_commit(&file->output, error);
    if (written) {
        tell(file, &extent, log);
    }
    trace_destroy(file->trace);
    file->trace = NULL;
    return written;
}

bool trace_save(Trace *trace, const char *path, double last_s, TraceExtent *extent, Error *error)
{
    Output output;
    if (!output_open(&output, path, error)) {
        return false;
    }
    *extent = trace_write(trace, output.file, last_s);
    return output_commit(&output, error);
}
