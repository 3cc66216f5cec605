/* Nights to listen to without a device: scenarios for the synthesiser, rendered into memory, and
 * written as WAV files for who wants to hear them, or to look at their spectrum. For the tests of
 * the sound and for bench_sound. */
#pragma once

#include "view/synth.h"

#include <stdbool.h>
#include <stdint.h>

enum { SOUNDTRACK_RATE = 48000 };

typedef struct Soundtrack {
    const char *name;
    const char *what;
    SynthLevels levels; /* from its start */
    const SynthCue *cues;
    uint32_t cue_count;
    float every_s; /* a cue comes, in turn, and again from the first; 0: none */
} Soundtrack;

extern const Soundtrack soundtracks[];
extern const uint32_t soundtrack_count;

/* NULL: no such. */
const Soundtrack *soundtrack_find(const char *name);

/* The first `frames` of it, interleaved; free() them. `rate` as synth_init. */
float *soundtrack_render(const Soundtrack *track, uint32_t rate, uint32_t frames);

void soundtrack_levels(Synth *synth, const SynthLevels *levels);
void soundtrack_play(Synth *synth, SynthEvent event, float pan);

/* Two channels of 16 bits. False: it could not be written. */
bool soundtrack_write(const char *path, const float *samples, uint32_t rate, uint32_t frames);
