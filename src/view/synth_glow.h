/* The lantern's glow: a warm hum that rises as it opens, and a shimmer of those that fly in its
 * light. For the synthesiser. */
#pragma once

#include "view/synth_mix.h"

enum { SYNTH_HUM_TONES = 5, SYNTH_SHIMMER_TONES = 5 };

/* A tone that swells and ebbs by itself. */
typedef struct SynthGlowTone {
    float turns;
    float swell; /* turns */
    float gain;  /* at the end of the last block */
} SynthGlowTone;

typedef struct SynthGlow {
    uint32_t rate;
    SynthGlowTone tones[SYNTH_HUM_TONES + SYNTH_SHIMMER_TONES];
} SynthGlow;

void synth_glow_init(SynthGlow *glow, uint32_t rate);

/* Adds a block; a shut lantern costs nothing. */
void synth_glow_render(SynthGlow *glow, const SynthLevels *levels, SynthMix *mix);
