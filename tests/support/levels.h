/* The game's own levels, for tests. Faults in here fail the running test; main thread only. */
#pragma once

#include "level/level.h"

#include <stdint.h>

enum { LEVELS_MAX = 64 };

typedef struct Levels {
    Level *levels[LEVELS_MAX];
    uint32_t count; /* at least 1 */
} Levels;

/* All of levels/, by name. They are looked for as the game does, then in the working directory (a
 * test may be built far from the sources). */
Levels levels_load_all(void);
void levels_destroy(Levels *levels);

/* One, by its name: "reeds". */
Level *levels_load(const char *name);
