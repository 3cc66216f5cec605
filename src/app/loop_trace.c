/* The trace that a window keeps while it is open: the last seconds for F8, all that has room for
 * --trace. */
#include "app/loop_state.h"

#include "app/dated_name.h"

/* Half a minute of a common level at a common grain, in 6 MB; and, where a whole game is asked for,
 * ten minutes of it. */
enum { EVENTS_KEPT = 1 << 17, EVENTS_ASKED_FOR = 1 << 21 };

static const double SAVED_S = 10;

bool loop_trace_open(Loop *loop, Error *error)
{
    const char *path = loop->config.trace;
    if (!trace_file_open(&loop->trace_file, path, EVENTS_ASKED_FOR, error)) {
        return false;
    }
    loop->trace = path ? loop->trace_file.trace : trace_create(EVENTS_KEPT, error);
    loop->meter.trace = loop->trace;
    return loop->trace != NULL;
}

bool loop_trace_close(Loop *loop, Error *error)
{
    if (!loop->trace_file.trace) {
        trace_destroy(loop->trace);
    }
    loop->trace = loop->meter.trace = NULL;
    return trace_file_close(&loop->trace_file, loop->log, error);
}

void loop_trace_drop(Loop *loop)
{
    output_abandon(&loop->trace_file.output);
    trace_destroy(loop->trace);
    loop->trace = loop->meter.trace = loop->trace_file.trace = NULL;
}

void loop_trace_save(Loop *loop)
{
    Error error = {""};
    TraceExtent extent;
    char path[LEVEL_PATH_SIZE];
    if (dated_name(path, "json", &error) &&
        trace_save(loop->trace, path, SAVED_S, &extent, &error)) {
        loop_toast(loop, "saved %s: the last %.1f s", path, extent.seconds);
    } else {
        error_prefix(&error, "no trace");
        loop_toast_fault(loop, &error);
    }
    meter_skip(&loop->meter);
}
