/* Who calls in the night now and then: a frog by far water, another one that answers, and, as dawn
 * comes, the first birds. For the synthesiser. */
#pragma once

#include "view/synth_voices.h"

typedef struct SynthCalls {
    uint32_t noise;
    float block_s;
    float frog_s; /* until the next */
    float bird_s;
} SynthCalls;

void synth_calls_init(SynthCalls *calls, uint32_t rate, uint32_t seed);

/* A block's time passes; who calls now is handed to the voices. */
void synth_calls_pass(SynthCalls *calls, const SynthLevels *levels, SynthVoices *voices);
