/* What there is to hear in the game: read from it in each frame, for the sound, which knows nothing
 * of worlds. For loop.c. Main thread only. */
#pragma once

#include "app/game.h"
#include "view/sound.h"

#include <stdbool.h>

/* `resting`: nothing moves, or nobody sees it. Costs the same whatever the population. Takes a
 * sound that is NULL. May be called while a step runs. */
void listen(Sound *sound, const Game *game, bool resting);
