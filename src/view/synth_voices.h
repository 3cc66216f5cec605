/* Notes that sound once and end: an owl's hoot, a pluck, a bird. For the synthesiser, which plays
 * scores of them. A note rises, holds and falls, and ends at nothing, so that none clicks. */
#pragma once

#include "view/synth_mix.h"

#include <stdbool.h>

enum { SYNTH_VOICES = 48 };

typedef enum SynthTimbre {
    TIMBRE_PURE,  /* a sine */
    TIMBRE_FLUTE, /* with two quiet overtones */
    TIMBRE_GLASS, /* the partials of a bar that is struck, the high ones gone sooner */
    TIMBRE_AIR,   /* noise, of which a band at the note's frequency is heard */
    TIMBRE_COUNT,
} SynthTimbre;

typedef struct SynthNote {
    SynthTimbre timbre;
    float at_s;   /* from the start of the score */
    float rise_s; /* from nothing to full, over 0 */
    float hold_s; /* at full */
    float fall_s; /* to nothing, over 0 */
    float hz;     /* at the start; above 0.45 of the rate it is not heard */
    float hz_end;
    float gain;     /* 0 to 1 */
    float pan;      /* -1 to 1, from the score's place */
    float pulse_hz; /* how often it swells and ebbs, as a croak or a trill; 0: it does not */
} SynthNote;

typedef struct SynthVoice {
    SynthNote note;
    float place; /* pan */
    float gain;
    uint32_t wait;   /* frames until it begins */
    uint32_t age;    /* frames since then */
    uint32_t frames; /* its length; 0: the voice is free */
    float turns[3];  /* of the partials */
    float pulse;     /* turns */
    float low, band; /* the filter's state */
    uint32_t noise;
} SynthVoice;

typedef struct SynthVoices {
    uint32_t rate;
    uint32_t noise;
    uint32_t left_out; /* notes for which there was no voice */
    SynthVoice voices[SYNTH_VOICES];
} SynthVoices;

void synth_voices_init(SynthVoices *voices, uint32_t rate, uint32_t seed);

/* From the next block on, `gain` times as loud as written, from `pan`. Where all voices sound, the
 * note is left out and counted: to stop another one would click. */
void synth_voices_play(SynthVoices *voices, const SynthNote *note, float pan, float gain);

/* Adds a block. */
void synth_voices_render(SynthVoices *voices, SynthMix *mix);

bool synth_voices_silent(const SynthVoices *voices);
