/* The game in a window: a frame as a story, told in loop.c. For play, and for tests that tell it
 * frame by frame. Main thread only. */
#pragma once

#include "app/game.h"
#include "view/sound.h"
#include "view/stage.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct LoopConfig {
    uint32_t frames;             /* end after so many; 0: no such limit */
    uint32_t ticks;              /* the same for ticks */
    double duration_s;           /* the same for seconds */
    uint32_t screenshot_frame;   /* counted from 1; 0: none */
    const char *screenshot_path; /* NULL: none */
    const struct Keys *keys;     /* what they do, to be copied; NULL: as they are from the start */
    bool unlimited;              /* no vsync and no limiter: as V has it */
    Sound *sound;                /* outlives the loop; NULL: none */
} LoopConfig;

typedef struct Loop Loop;

/* Takes over the keys; game and stage outlive it. NULL: no memory. */
Loop *loop_create(Game *game, Stage *stage, const LoopConfig *config, Log *log, Error *error);
void loop_destroy(Loop *loop); /* takes NULL */

/* One frame, from the input to its picture on the display. False: the game is to end. */
bool loop_frame(Loop *loop);

/* Frames until the end. False: a picture that the configuration asks for was not written. */
bool loop_run(Loop *loop, Error *error);
