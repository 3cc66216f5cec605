/* Names for what the player saves in the middle of play: for F8 and F10. */
#pragma once

#include "level/level.h"

#include <stdbool.h>

/* "lampyris-2024-11-21-082700.png" in the working directory, or at home where that cannot be
 * written; never a file that is there. `ending` is "png" or the like. False: neither can be
 * written.
 */
bool dated_name(char path[LEVEL_PATH_SIZE], const char *ending, Error *error);
