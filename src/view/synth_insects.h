/* The crickets of a summer night, each in its place and with its own rhythm. For the synthesiser.
 *
 * A cricket's chirp is a row of pulses, a pulse one stroke of its wings, and a pulse nearly a sine
 * of 4 to 5 kHz (H. C. Bennet-Clark, "Songs and the Physics of Sound Production", 1989). Species
 * differ in how many pulses a chirp has and in how fast they follow each other. */
#pragma once

#include "view/synth_mix.h"

enum { SYNTH_CRICKETS = 10 };

typedef struct SynthCricket {
    float hz;
    float turns;
    uint32_t wait;   /* frames until the next pulse */
    uint32_t age;    /* frames of the pulse that sounds; at its length: none does */
    uint32_t pulses; /* of this chirp, still to come */
    uint32_t chirps; /* until it takes a rest */
} SynthCricket;

typedef struct SynthInsects {
    uint32_t rate;
    uint32_t noise;
    SynthCricket crickets[SYNTH_CRICKETS];
} SynthInsects;

void synth_insects_init(SynthInsects *insects, uint32_t rate, uint32_t seed);

/* Adds a block: fewer are heard in the rain and near dawn. */
void synth_insects_render(SynthInsects *insects, const SynthLevels *levels, SynthMix *mix);
