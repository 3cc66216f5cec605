/* A recording on its way into a game: what it takes to play it again, and, where it is not the same
 * game any more, why. For headless runs and for play. Main thread only. */
#pragma once

#include "app/game.h"
#include "app/options.h"
#include "app/paths.h"
#include "app/recording.h"

/* Reads the recording that the options ask for, and makes them its own: its seed, its population,
 * its length where they ask for none shorter, and its level where they name none. A damaged one is
 * told of in the log. NULL, with a sentence: there is no replaying it. */
Recording *replay_open(Options *options, Log *log, Error *error);

/* paths_level, for a run that may be a replay: whose level is missing says so. */
bool replay_level_path(const Options *options, const Recording *recording, const Paths *paths,
                       char path[LEVEL_PATH_SIZE], Error *error);

/* False, with a sentence: it is another level, or another version of it. */
bool replay_check_level(const Recording *recording, const char *path, const Level *level,
                        Error *error);

/* Why a replay went another way: plays it again with two games, one as it was and one on the
 * reference, both at their start, and writes a sentence that names the first tick at which they
 * differ, the sprite, the field and both values; or that they do not differ from each other. */
void replay_explain(const Recording *recording, Game *suspect, Game *reference, Error *sentence);
