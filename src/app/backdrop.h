/* The night behind the screens: the game's level, which plays by itself, from its start again and
 * again, and is held to the display's pace. For the flow of screens. Main thread only.
 *
 * A frame is: backdrop_begin, a screen is drawn on the stage, backdrop_finish. */
#pragma once

#include "app/game.h"
#include "app/pace.h"
#include "view/stage.h"

typedef struct Backdrop {
    Game *game;
    Stage *stage;
    Pace pace;
    Limiter limiter;
    uint64_t frame_start_ns;
    uint32_t due; /* ticks of this frame */
} Backdrop;

/* The level from its start, and no more of its sprites than a menu can bear. False: no memory. */
bool backdrop_start(Backdrop *backdrop, Game *game, Stage *stage, Error *error);

/* Writes the draw list, and begins what moves beside the drawing. False: no memory. */
bool backdrop_begin(Backdrop *backdrop, Error *error);

/* How dark it is, 0 to 1: each night comes out of the dark and goes there. */
float backdrop_darkness(const Backdrop *backdrop);

/* Finishes the ticks, presents, and waits for the next frame's time. `unlimited`: does not wait. */
void backdrop_finish(Backdrop *backdrop, bool unlimited);
