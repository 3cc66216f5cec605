/* What each event sounds like: its notes. For the synthesiser. Constant data; any thread. */
#pragma once

#include "view/synth_voices.h"

/* What is heard once, when it happens. */
typedef enum SynthEvent {
    SYNTH_JAR,    /* fireflies came home: one pluck each, spaced (see synth.h) */
    SYNTH_EATEN,  /* a swoop and a thump */
    SYNTH_SWOOP,  /* an owl dives */
    SYNTH_HOOT,   /* an owl is near */
    SYNTH_SQUEAK, /* a bat is */
    SYNTH_DAZZLE, /* a hunter is blinded */
    SYNTH_BREATH, /* the swarm flashes in unison */
    SYNTH_WON,
    SYNTH_LOST,
    SYNTH_MOVE,   /* in a menu, to another row */
    SYNTH_CHOOSE, /* there, a row; or it opens, or shuts */
    SYNTH_EVENT_COUNT,
} SynthEvent;

typedef struct SynthScore {
    const SynthNote *notes;
    uint32_t count;
} SynthScore;

/* The one of SYNTH_JAR has no frequency of its own: see synth_scores_jar_hz. */
SynthScore synth_score(SynthEvent event);

/* Rows of the jars' ladder: a pentatonic scale over D, two octaves and a fifth. */
enum { SYNTH_JAR_STEPS = 13 };

/* The frequency of a row, from 0; from SYNTH_JAR_STEPS on it wanders down and up. */
float synth_scores_jar_hz(uint32_t step);
