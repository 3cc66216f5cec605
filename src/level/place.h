/* Where in which file: for every sentence of this room about a fault in one. Any thread. */
#pragma once

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

typedef struct Place {
    const char *file;      /* as it was opened; lives as long as the document */
    uint32_t line, column; /* from 1; columns are characters */
} Place;

/* Writes "file:line:column: sentence" as one line (control characters become '?'; a long file name
 * loses its front) and returns false. */
bool place_fail(Place at, Error *error, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The place `offset` bytes into a UTF-8 text that starts at `start`. */
Place place_in_text(Place start, const char *text, size_t offset);
