/* Gamepads, which come and go: the left stick or the cross walks, A or the right trigger glows. All
 * that are plugged in play. For input.c. Main thread only. */
#pragma once

#include "base/log.h"
#include "view/input.h"

#include <SDL.h>

enum { GAMEPADS_MAX = 4 };

typedef struct Gamepads {
    bool supported;
    SDL_GameController *open[GAMEPADS_MAX]; /* NULL: a free place */
} Gamepads;

/* Without support for gamepads: says so in the log and finds none. */
void gamepads_open(Gamepads *gamepads, Log *log);
void gamepads_close(Gamepads *gamepads);

/* Takes the events that are about gamepads and adds what was pressed to the input. */
void gamepads_event(Gamepads *gamepads, const SDL_Event *event, Input *input, Log *log);

/* Adds what is held now. */
void gamepads_hold(const Gamepads *gamepads, StepInput *step);
