/* Writes the recording of a game while it goes on, in recording.h's format: for the loop, and for
 * headless runs. The file is there when it is closed, whole, or not at all. Main thread only. */
#pragma once

#include "app/game.h"

typedef struct Recorder Recorder;

/* Of a game that is at its start. NULL, with a sentence: it cannot be written there. */
Recorder *recorder_open(const char *path, const Game *game, Error *error);

/* The tick that the game began last is done. Faults of the disk are told by recorder_close. */
void recorder_tick(Recorder *recorder, const Game *game);

/* Whether the game is at another start than the one that is recorded. */
bool recorder_is_of_another_start(const Recorder *recorder, const Game *game);

/* Forgets what was recorded, and begins with the game's new start. False, with a sentence: it
 * cannot be written any more; the recorder is only to be dropped then. */
bool recorder_begin_anew(Recorder *recorder, const Game *game, Error *error);

/* The recording ends here, and takes its place. False, with a sentence: it could not be written,
 * and what was there before still is. Frees the recorder in any case. */
bool recorder_close(Recorder *recorder, const Game *game, Error *error);

/* Nothing is to be left of it; takes NULL. */
void recorder_drop(Recorder *recorder);
