/* The last station: takes away what no ear hears and no speaker likes (a constant offset), turns
 * down what is too loud, and bends what is left over, so that no sample reaches 1. For the
 * synthesiser. */
#pragma once

#include "view/synth_mix.h"

typedef struct SynthLimit {
    float attack, release, rumble; /* of the way, a frame */
    float offset_left, offset_right;
    float gain;
} SynthLimit;

void synth_limit_init(SynthLimit *limit, uint32_t rate);

/* Changes mix->left and mix->right in place. */
void synth_limit_apply(SynthLimit *limit, SynthMix *mix);
