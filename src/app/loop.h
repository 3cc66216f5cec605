/* The game in a window: a frame as a story, told in loop.c. For play, and for tests that tell it
 * frame by frame. Main thread only. */
#pragma once

#include "app/game.h"
#include "app/progress.h"
#include "app/recording.h"
#include "view/input.h"
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
    const char *movie;           /* a folder; a frame is a 60th of a second then; NULL: none */
    const struct Keys *keys;     /* what they do, to be copied; NULL: as they are from the start */
    const Recording *replay;     /* who walks, as long as it lasts; NULL: the player */
    const char *replay_path;     /* for sentences */
    const char *record;          /* where the game is recorded; NULL: nowhere */
    const char *trace;           /* where its trace is written at the end; NULL: nowhere */
    bool tour;                   /* it begins with the guided tour */
    bool unlimited;              /* no vsync and no limiter: as V has it */
    Sound *sound;                /* outlives the loop; NULL: none */

    Progress *progress;  /* takes in how nights end, under the level's name; NULL: nobody does */
    bool has_levels;     /* there is a level select to go to from the menus */
    bool back_to_levels; /* Esc in a menu goes there; otherwise it quits */
    bool has_next;       /* there is another night after this one */
    bool next_is_open;   /* and it may be played even where this one is lost */
} LoopConfig;

/* Where to go from the level. */
typedef enum LoopEnd { LOOP_QUIT, LOOP_LEVELS, LOOP_NEXT } LoopEnd;

typedef struct Loop Loop;

/* Takes over the keys; game, stage and replay outlive it. The game is at its start where it is
 * recorded. NULL: no memory, a replay of another level, or no place for the recording. */
Loop *loop_create(Game *game, Stage *stage, const LoopConfig *config, Log *log, Error *error);
void loop_destroy(Loop *loop); /* takes NULL */

/* One frame, from the input to its picture on the display. False: it is to end, as loop_end says.
 */
bool loop_frame(Loop *loop);
LoopEnd loop_end(const Loop *loop);

/* The game has another level: goes on with it, with the overlay and all that was chosen. */
void loop_start(Loop *loop, const LoopConfig *config);

/* The loop's keys, for the screens between the levels. They live as long as the loop. */
InputDevices *loop_devices(Loop *loop);

/* Frames until the end. False: a picture or a recording that the configuration asks for was not
 * written. */
bool loop_run(Loop *loop, Error *error);

/* Whether what was replayed turned out another game than the recorded one. */
bool loop_is_desynced(const Loop *loop);
