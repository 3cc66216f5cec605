/* One sentence that says what went wrong outside of us, where, and what to do: for everyone who
 * reads files, opens devices or takes arguments. Our own mistakes assert instead. */
#pragma once

#include <stdbool.h>

enum { ERROR_TEXT_SIZE = 512 };

typedef struct Error {
    char text[ERROR_TEXT_SIZE]; /* one line, no newline at its end; empty: no error */
} Error;

/* Formats the sentence (cut at ERROR_TEXT_SIZE - 1 bytes) and returns false, so that a failing
 * function can `return error_set(error, ...)`. `error` may be NULL: then nothing is kept. */
bool error_set(Error *error, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Puts "prefix: " before the sentence that is there already; returns false. */
bool error_prefix(Error *error, const char *format, ...) __attribute__((format(printf, 2, 3)));
