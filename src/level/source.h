/* The files a level is made of: reading one whole, and finding one that another names. Any
 * thread. */
#pragma once

#include "base/error.h"
#include "level/place.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct Source {
    char *bytes; /* the caller frees */
    size_t count;
} Source;

/* Reads a regular file of at most XML_BYTES_MAX bytes. The sentence of a failure stands at `at`:
 * the place that names the file. */
bool source_read(const char *path, Place at, Source *source, Error *error);

/* Makes a path that opens from the working directory out of a name that is relative to the file of
 * `at`, as Tiled writes them; an absolute one stays. `path` has `size` bytes. */
bool source_resolve(Place at, const char *name, char *path, size_t size, Error *error);
