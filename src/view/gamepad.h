/* Gamepads, which come and go, and of which all that are plugged in play: their buttons and
 * triggers are keys, and the left stick walks. For input.c. Main thread only. */
#pragma once

#include "base/log.h"
#include "view/keys.h"

#include <SDL.h>

enum { GAMEPADS_MAX = 4, GAMEPAD_NEWS_SIZE = 96 };

typedef struct Gamepad {
    SDL_GameController *controller; /* NULL: a free place */
    bool left_trigger;              /* is pressed */
    bool right_trigger;
} Gamepad;

typedef struct Gamepads {
    bool supported;
    Gamepad pads[GAMEPADS_MAX];
    Gamepad *used; /* the one that was played with last; NULL: none, or something else was, since */
    char news[GAMEPAD_NEWS_SIZE]; /* who came or went last, in a sentence */
} Gamepads;

/* What an event was to the gamepads. */
typedef struct GamepadEvent {
    Key pressed;   /* KEY_NONE: none */
    bool has_news; /* Gamepads.news was written, and the log told */
    bool lost;     /* the one in use is gone */
} GamepadEvent;

/* Without support for gamepads: says so in the log and finds none. */
void gamepads_open(Gamepads *gamepads, Log *log);
void gamepads_close(Gamepads *gamepads);

/* Takes an event, which need not be about gamepads. */
GamepadEvent gamepads_event(Gamepads *gamepads, const SDL_Event *event, Log *log);

/* Marks the actions of buttons and triggers that are down now. */
void gamepads_hold(const Gamepads *gamepads, const Keys *keys, bool held[ACTION_COUNT]);

/* Walks as the stick says that is pushed the furthest; leaves the step alone where none is. */
void gamepads_walk(const Gamepads *gamepads, StepInput *step);

/* Shakes the one in use, if it can; strength 0 to 1. */
void gamepads_rumble(const Gamepads *gamepads, float strength, uint32_t duration_ms);
