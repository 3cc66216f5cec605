/* What the parts of the synthesiser share: the block that they add their sound to, what the night
 * is like, and noise. For the synth_* files. No SDL, no allocation, no clock: the same calls give
 * the same samples. Any thread, one at a time. */
#pragma once

#include "base/trig.h"

#include <stdint.h>

/* Frames (a sample for each ear) that are made in one go: what changes slowly changes from block to
 * block, 1.3 ms at 48 kHz. */
enum { SYNTH_BLOCK = 64 };

/* Everybody adds to it; 1.0 is as loud as the device goes. */
typedef struct SynthMix {
    float left[SYNTH_BLOCK];
    float right[SYNTH_BLOCK];
    float echo[SYNTH_BLOCK]; /* what the valley answers to */
} SynthMix;

/* What the night is like now. */
typedef struct SynthLevels {
    float ambience; /* 0 to 1: crickets, weather and calls */
    float glow;     /* 0 to 1: how bright the lantern is */
    float near;   /* 0 to 1: how many fireflies are in its light; 1: as many as can be told apart */
    float wind_x; /* the wind's strength, -1 to 1: where it blows to, 1 is a storm to the right */
    float wind_y; /* the same, 1 is down */
    float rain;   /* 0 to 1 */
    float dawn;   /* 0 to 1: how much of the night is over */
    float master; /* 0 (mute) to 1: all of it */
} SynthLevels;

/* ---- Noise: xorshift32 (G. Marsaglia, "Xorshift RNGs", 2003). The state is never 0. ---------- */

static inline uint32_t synth_random(uint32_t *state)
{
    uint32_t x = *state;
    x ^= x << 13;
    x ^= x >> 17;
    x ^= x << 5;
    return *state = x;
}

/* Uniform in [0, 1). */
static inline float synth_unit(uint32_t *state)
{
    return (float)(synth_random(state) >> 8) * 0x1p-24f;
}

static inline float synth_between(uint32_t *state, float low, float high)
{
    return low + (high - low) * synth_unit(state);
}

/* White, in [-1, 1). */
static inline float synth_noise(uint32_t *state)
{
    return synth_between(state, -1.0f, 1.0f);
}

/* ---- Places ---------------------------------------------------------------------------------- */

typedef struct SynthGains {
    float left;
    float right;
} SynthGains;

/* -1 (all to the left) to 1 (all to the right), equally loud everywhere. */
static inline SynthGains synth_pan(float pan)
{
    float clamped = pan < -1.0f ? -1.0f : pan > 1.0f ? 1.0f : pan;
    float angle = (clamped + 1.0f) * PI_F / 4.0f;
    return (SynthGains){.left = trig_cos(angle), .right = trig_sin(angle)};
}

/* ---- Slow changes ---------------------------------------------------------------------------- */

/* How much of the way a value goes in `step_s` that comes two thirds of it in `time_s`. */
static inline float synth_ease(float step_s, float time_s)
{
    return step_s / (step_s + time_s);
}

/* A phase in turns, [0, 1), moved on by less than a turn. */
static inline float synth_turn(float turns, float step)
{
    float next = turns + step;
    return next < 1.0f ? next : next - 1.0f;
}
