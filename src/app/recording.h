/* A recording: what the player wished at each tick of a game, and the state hashes that show
 * whether a replay is still the same game. For replays; recorder.h writes the files,
 * recording_read.c reads them. Any thread; nobody changes one.
 *
 *     lampyris recording 1
 *     level 0x5be3fa1bd6e2a4cb meadow        the level's content hash and name
 *     seed 1
 *     sprites 0                              the population; 0: as the level says
 *     state 0 HASH CHECK                     the state hash at that tick
 *     37 -127 0                              for 37 ticks: left, with a shut lantern
 *     23 90 90 glow                          for 23 ticks: right and down, with an open one
 *     state 60 HASH CHECK
 *     ...
 *     end 5321 won HASH CHECK
 *
 * It is a text, so that a change of a recording can be read as one; a run of equal ticks is a line,
 * so that five minutes of play with keys are some 20 KB (a stick that never rests costs more: a
 * line a tick). A state stands at every second and ends a block: CHECK is hash_bytes of all the
 * file up to that word. So a file that was cut or damaged is good up to a known tick, and one that
 * was cut by nobody says so with its `end`. */
#pragma once

#include "base/error.h"
#include "sim/step.h"

#include <stdbool.h>
#include <stdint.h>

enum { RECORDING_VERSION = 1, RECORDING_MARK_TICKS = TICKS_PER_S };

#define RECORDING_TITLE "lampyris recording"

/* Of the same wish; it lasts until the next run begins. */
typedef struct RecordingRun {
    uint32_t begin; /* the tick that it follows: the first has 0 */
    StepInput input;
} RecordingRun;

typedef struct RecordingMark {
    uint32_t tick;
    uint64_t hash;
} RecordingMark;

typedef struct Recording {
    char level[SPEC_NAME_SIZE]; /* "reeds" */
    uint64_t level_hash;        /* Level.content_hash */
    uint64_t seed;
    uint32_t sprites; /* 0: as the level says */
    RecordingRun *runs;
    uint32_t run_count;   /* at least 1 */
    RecordingMark *marks; /* by tick, the first of tick 0, the last of `ticks` */
    uint32_t mark_count;
    uint32_t ticks;  /* at least 1 */
    Outcome outcome; /* at the end; OUTCOME_PLAYING where it is not whole */
    bool whole;
    Error damage; /* not whole: "file:line: what is wrong, and what is left" */
} Recording;

/* NULL, with a sentence: it cannot be read, is none, is of another version, or has no tick that is
 * good. */
Recording *recording_read(const char *path, Error *error);

/* The same from memory; the path is for sentences. */
Recording *recording_parse(const char *path, const char *bytes, size_t count, Error *error);

void recording_destroy(Recording *recording); /* takes NULL */

/* The wish for the tick that follows `tick`; none behind the end. */
StepInput recording_input(const Recording *recording, uint32_t tick);

/* False, with a sentence: the recording has a hash for the world's tick, and the world another. */
bool recording_check(const Recording *recording, const World *world, Error *error);

/* "won", as files have it; and back, false where there is none such. */
const char *recording_outcome_name(Outcome outcome);
bool recording_outcome_from_name(const char *name, Outcome *outcome);
