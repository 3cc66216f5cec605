/* Diagnostics on stderr, and the last lines of them for the game's own log window (F2). One Log
 * belongs to one program and is handed down; main thread only. */
#pragma once

#include <stdint.h>

typedef enum LogLevel { LOG_ERROR, LOG_WARNING, LOG_INFO, LOG_DEBUG } LogLevel;

enum { LOG_LINE_SIZE = 256, LOG_LINES_KEPT = 64 };

typedef struct Log {
    LogLevel shown; /* what is printed: this level and the graver ones */
    uint32_t written;
    char lines[LOG_LINES_KEPT][LOG_LINE_SIZE]; /* a ring; see log_recent */
} Log;

void log_init(Log *log, LogLevel shown);

/* Keeps the line, and prints it where the level is shown. No newline at the end of the text. */
void log_write(Log *log, LogLevel level, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* How many lines log_recent can give. */
uint32_t log_kept(const Log *log);

/* The line written `age` lines ago (0: the newest; below log_kept). */
const char *log_recent(const Log *log, uint32_t age);
