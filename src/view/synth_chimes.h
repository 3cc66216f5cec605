/* Fireflies that come home: one is a pluck, some are a scale that rises, a thousand are a harp that
 * takes its time. For the synthesiser. */
#pragma once

#include "view/synth_voices.h"

enum { SYNTH_CHIMES_WAITING = 6 }; /* those beyond are as good as heard */

typedef struct SynthChimes {
    float block_s;
    uint32_t waiting; /* plucks that are due */
    float pan;        /* of the jar that was last told of */
    float wait_s;     /* until the next may sound */
    float quiet_s;    /* since the last one */
    uint32_t step;    /* of the ladder: how many there were without a pause */
} SynthChimes;

void synth_chimes_init(SynthChimes *chimes, uint32_t rate);

/* So many came home there. */
void synth_chimes_add(SynthChimes *chimes, uint32_t count, float pan);

/* A block's time passes; a pluck that is due is handed to the voices, at most one. */
void synth_chimes_pass(SynthChimes *chimes, SynthVoices *voices);
