/* What a headless run plays from and writes to: a recording, or the scripted lantern; a recorder,
 * or nothing. For measure and verify; the loop has one too, with a person where there is no
 * recording. Main thread only. */
#pragma once

#include "app/recorder.h"
#include "app/recording.h"

typedef struct Tape {
    const Recording *replay; /* NULL: none */
    const char *replay_path; /* for sentences */
    Recorder *recorder;      /* NULL: none; of tape_open, for tape_close */
    bool desynced;           /* the replay was not the recorded game */
} Tape;

/* At the game's start. `record` NULL: nothing is recorded. False, with a sentence: the level is not
 * that of what is replayed, or nothing can be written there. */
bool tape_open(Tape *tape, const char *record, const Game *game, Error *error);

/* The run ends here, and so does what is recorded, whatever ended it. False, with a sentence: it
 * could not be written. */
bool tape_close(Tape *tape, const Game *game, Error *error);

/* The wish for the tick that follows `tick`, of the recording or of the script. */
StepInput tape_input(const Tape *tape, uint32_t tick);

/* A tick of the game is done: it is recorded, and compared with what is replayed. False, with a
 * sentence: they differ, and `desynced` is set. */
bool tape_ticked(Tape *tape, const Game *game, Error *error);
