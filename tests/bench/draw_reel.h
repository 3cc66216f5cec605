/* A swarm that flocks and is drawn, all of it on one screen, frame by frame: for bench_draw. */
#pragma once

#include "base/error.h"
#include "base/frame_stats.h"

#include <stdint.h>

typedef struct Reel Reel;

/* Where a frame went, ms. */
typedef struct ReelParts {
    double list, draw, step;
} ReelParts;

/* One lane: sequential; more: jobs. NULL, with a sentence: there is no drawing with the processor
 * here. */
Reel *reel_open(uint32_t sprites, uint32_t lanes, Error *error);
void reel_close(Reel *reel); /* takes NULL */

/* Draws the state and steps to the next; adds up in `parts`. Returns ns. */
uint64_t reel_frame(Reel *reel, ReelParts *parts);
