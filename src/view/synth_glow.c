#include "view/synth_glow.h"

#include <string.h>

#define SILENCE   1e-5f
#define ECHO_SEND 0.2f

typedef struct Tone {
    float hz;
    float gain;
    float swell_hz;
    float pan;
} Tone;

/* First the hum: D and A, each beside one that is a little off, so that they beat. Then the
 * shimmer: notes of the jars' scale, high above. */
static const Tone TONES[SYNTH_HUM_TONES + SYNTH_SHIMMER_TONES] = {
    {146.83f, 0.050f, 0.11f, -0.3f},  {147.40f, 0.050f, 0.13f, 0.3f},
    {220.00f, 0.034f, 0.17f, 0.2f},   {220.70f, 0.028f, 0.07f, -0.4f},
    {293.66f, 0.018f, 0.23f, 0.0f},   {1174.66f, 0.0085f, 0.61f, -0.7f},
    {1318.51f, 0.0065f, 0.83f, 0.6f}, {1760.00f, 0.0055f, 1.07f, -0.2f},
    {1975.53f, 0.0045f, 1.31f, 0.8f}, {2349.32f, 0.0035f, 1.71f, 0.3f},
};

void synth_glow_init(SynthGlow *glow, uint32_t rate)
{
    memset(glow, 0, sizeof *glow);
    glow->rate = rate;
    for (uint32_t i = 0; i < SYNTH_HUM_TONES + SYNTH_SHIMMER_TONES; i++) {
        glow->tones[i].swell = (float)i / (SYNTH_HUM_TONES + SYNTH_SHIMMER_TONES);
    }
}

static void render(SynthGlow *glow, uint32_t index, float level, SynthMix *mix)
{
    SynthGlowTone *state = &glow->tones[index];
    const Tone *tone = &TONES[index];
    float swell = 0.62f + 0.38f * trig_sin(TAU_F * state->swell);
    float goal = level * tone->gain * swell;
    float rate = (float)glow->rate;
    state->swell = synth_turn(state->swell, tone->swell_hz * SYNTH_BLOCK / rate);
    if (goal < SILENCE && state->gain < SILENCE) {
        state->gain = 0.0f;
        return;
    }
    SynthGains gains = synth_pan(tone->pan);
    float ramp = (goal - state->gain) / SYNTH_BLOCK;
    for (uint32_t i = 0; i < SYNTH_BLOCK; i++) {
        state->gain += ramp;
        float sample = state->gain * trig_sin(TAU_F * state->turns);
        state->turns = synth_turn(state->turns, tone->hz / rate);
        mix->left[i] += gains.left * sample;
        mix->right[i] += gains.right * sample;
        mix->echo[i] += ECHO_SEND * sample;
    }
}

void synth_glow_render(SynthGlow *glow, const SynthLevels *levels, SynthMix *mix)
{
    float hum = levels->glow * levels->glow * (0.55f + 0.45f * levels->near);
    float shimmer = levels->near * (0.25f + 0.75f * levels->glow);
    for (uint32_t i = 0; i < SYNTH_HUM_TONES; i++) {
        render(glow, i, hum, mix);
    }
    for (uint32_t i = 0; i < SYNTH_SHIMMER_TONES; i++) {
        render(glow, SYNTH_HUM_TONES + i, shimmer, mix);
    }
}
