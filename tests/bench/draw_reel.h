/* A swarm that flocks and is drawn, frame by frame: for bench_draw. */
#pragma once

#include "base/error.h"
#include "base/frame_stats.h"

#include <stdint.h>

typedef struct Reel Reel;

typedef enum ReelScene {
    REEL_SCREEN, /* all of the swarm on one screen, as plain glows on nothing: nobody is culled */
    REEL_GAME,   /* the level "million" as a player sees it, drawn by the game's stage */
} ReelScene;

/* Where a frame went, ms. */
typedef struct ReelParts {
    double list, draw, step;
} ReelParts;

/* Drawn with the processor into a picture in memory. One lane: sequential; more: jobs. NULL, with a
 * sentence: it cannot be had here. */
Reel *reel_open(ReelScene scene, uint32_t sprites, uint32_t lanes, Error *error);
void reel_close(Reel *reel); /* takes NULL */

/* Draws the state and steps to the next; adds up in `parts`. Returns ns. */
uint64_t reel_frame(Reel *reel, ReelParts *parts);
