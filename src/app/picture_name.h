/* Names for pictures that the player takes: for F10. */
#pragma once

#include "level/level.h"

#include <stdbool.h>

/* "lampyris-2024-11-21-082700.png" in the working directory, or at home where that cannot be
 * written; never a file that is there. False: neither can be written. */
bool picture_name(char path[LEVEL_PATH_SIZE], Error *error);
