/* Reading a file whole, for whoever opens files that may be anything. Any thread. */
#pragma once

#include "base/error.h"

#include <stddef.h>

/* The bytes of a regular file of at most `most` bytes, with a NUL behind the last that `count` does
 * not count; the caller frees. NULL, with what is wrong (without the path), for anything else: a
 * pipe, for one, is refused rather than waited for. */
char *file_read(const char *path, size_t most, size_t *count, Error *error);
