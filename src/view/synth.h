/* The synthesiser: the night's sound, made sample by sample from what it is told. For sound.h, and
 * for tests, which compare the samples: the same calls give the same ones, however many frames are
 * asked for at a time.
 *
 * No SDL, no allocation, no lock, no clock. Any thread, one at a time. */
#pragma once

#include "view/synth_calls.h"
#include "view/synth_chimes.h"
#include "view/synth_echo.h"
#include "view/synth_glow.h"
#include "view/synth_insects.h"
#include "view/synth_limit.h"
#include "view/synth_scores.h"
#include "view/synth_weather.h"

#include <stdbool.h>

enum { SYNTH_RATE_MIN = 8000, SYNTH_RATE_MAX = 384000 };

/* One thing that happened. */
typedef struct SynthCue {
    SynthEvent event;
    uint32_t count; /* of SYNTH_JAR: fireflies, at least 1; otherwise not looked at */
    float pan;      /* -1 to 1 */
    float gain;     /* 0 to 1 */
} SynthCue;

typedef enum SynthCommandKind { SYNTH_SET_LEVELS, SYNTH_PLAY } SynthCommandKind;

typedef struct SynthCommand {
    SynthCommandKind kind;
    union {
        SynthLevels levels;
        SynthCue cue;
    };
} SynthCommand;

typedef struct Synth {
    uint32_t rate;
    SynthLevels wanted; /* told last */
    SynthLevels levels; /* on their way there */
    float fade;         /* of levels.master, a frame */

    SynthInsects insects;
    SynthWeather weather;
    SynthCalls calls;
    SynthGlow glow;
    SynthChimes chimes;
    SynthVoices voices;
    SynthEcho echo;
    SynthLimit limit;

    float block[2 * SYNTH_BLOCK]; /* interleaved */
    uint32_t unread;              /* frames at its end that nobody has had */
} Synth;

/* Silent, until levels are set. `rate` in frames a second, SYNTH_RATE_MIN to SYNTH_RATE_MAX. */
void synth_init(Synth *synth, uint32_t rate, uint32_t seed);

/* Holds from the next block on; levels are come to gently. What happens while it is mute is not
 * heard later. */
void synth_apply(Synth *synth, const SynthCommand *command);

/* The next frames, interleaved left and right, every sample below 1 and above -1. */
void synth_render(Synth *synth, float *samples, uint32_t frames);

/* Mute, and faded to its end: exact zeros from here on, which cost nothing. */
bool synth_is_silent(const Synth *synth);
