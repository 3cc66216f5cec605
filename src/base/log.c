#include "base/log.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void log_init(Log *log, LogLevel shown)
{
    memset(log, 0, sizeof *log);
    log->shown = shown;
}

void log_write(Log *log, LogLevel level, const char *format, ...)
{
    char *line = log->lines[log->written % LOG_LINES_KEPT];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line, LOG_LINE_SIZE, format, arguments);
    va_end(arguments);
    log->written++;
    if (level <= log->shown) {
        fprintf(stderr, "lampyris: %s\n", line);
    }
}

uint32_t log_kept(const Log *log)
{
    return log->written < LOG_LINES_KEPT ? log->written : LOG_LINES_KEPT;
}

const char *log_recent(const Log *log, uint32_t age)
{
    assert(age < log_kept(log));
    return log->lines[(log->written - 1 - age) % LOG_LINES_KEPT];
}
