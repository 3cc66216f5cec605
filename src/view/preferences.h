/* Where what the player keeps belongs: the system's folder for preferences, as SDL finds it. For
 * play. Main thread only. */
#pragma once

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

/* The path of a file of that name in the folder, which is made where there is none. False, with a
 * sentence: there is no such folder, or the path does not fit into `size` bytes. */
bool preferences_path(const char *name, char *path, size_t size, Error *error);
