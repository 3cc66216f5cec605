/* A proof beside the play: the reference runs each tick again on a copy of the state, and the two
 * are compared. For the loop (F6). Main thread only. */
#pragma once

#include "app/game.h"

#include <stdbool.h>
#include <stdint.h>

enum { SHADOW_TEXT_SIZE = 200 };

typedef struct Shadow Shadow;

/* What there is to say. */
typedef struct ShadowVerdict {
    bool differs;                /* since a tick that `text` names: nothing is compared any more */
    uint32_t ticks;              /* compared, and the same */
    char text[SHADOW_TEXT_SIZE]; /* one line */
} ShadowVerdict;

/* Begins at the game's state, while a step runs too. NULL, with a sentence: there is no memory. */
Shadow *shadow_open(const Game *game, Error *error);
void shadow_close(Shadow *shadow); /* takes NULL */

/* Whether the game has gone on from another start: then it is to be opened anew. */
bool shadow_is_of_another_start(const Shadow *shadow, const Game *game);

/* The game has done a tick. True: it is the first that differs. */
bool shadow_tick(Shadow *shadow, const Game *game);

const ShadowVerdict *shadow_verdict(const Shadow *shadow);
