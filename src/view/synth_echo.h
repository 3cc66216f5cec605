/* The valley: what is sent here comes back from all sides, softer and darker. For the synthesiser.
 *
 * A feedback delay network of four lines over a Hadamard matrix (J.-M. Jot and A. Chaigne,
 * "Digital delay networks for designing artificial reverberators", 1991). */
#pragma once

#include "view/synth_mix.h"

enum { SYNTH_ECHO_LINES = 4, SYNTH_ECHO_FRAMES = 8192 };

typedef struct SynthEchoLine {
    uint32_t length; /* frames, below SYNTH_ECHO_FRAMES */
    uint32_t at;
    float dull; /* the filter's state: each round takes away what is high */
    float frames[SYNTH_ECHO_FRAMES];
} SynthEchoLine;

typedef struct SynthEcho {
    float damping;
    SynthEchoLine lines[SYNTH_ECHO_LINES];
} SynthEcho;

void synth_echo_init(SynthEcho *echo, uint32_t rate);

/* Adds what comes back of mix->echo, and of what was sent before. */
void synth_echo_render(SynthEcho *echo, SynthMix *mix);
