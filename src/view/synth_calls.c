#include "view/synth_calls.h"

#define FIRST_BIRD 0.80f /* of the night */

void synth_calls_init(SynthCalls *calls, uint32_t rate, uint32_t seed)
{
    *calls = (SynthCalls){.noise = seed | 1, .block_s = (float)SYNTH_BLOCK / (float)rate};
    calls->frog_s = synth_between(&calls->noise, 4.0f, 9.0f);
    calls->bird_s = synth_between(&calls->noise, 0.5f, 2.0f);
}

/* Two to four croaks; every other time from across the pond, a little higher. */
static void croak(SynthCalls *calls, float level, SynthVoices *voices)
{
    bool answers = synth_random(&calls->noise) % 2;
    float pan = answers ? 0.75f : -0.8f;
    float hz = answers ? 690.0f : 610.0f;
    uint32_t count = 2 + synth_random(&calls->noise) % 3;
    float at_s = 0.0f;
    for (uint32_t i = 0; i < count; i++) {
        SynthNote note = {.timbre = TIMBRE_FLUTE,
                          .at_s = at_s,
                          .rise_s = 0.07f,
                          .hold_s = 0.10f,
                          .fall_s = 0.22f,
                          .hz = hz,
                          .hz_end = hz * 0.93f,
                          .gain = 0.055f,
                          .pulse_hz = synth_between(&calls->noise, 31.0f, 36.0f)};
        synth_voices_play(voices, &note, pan, level);
        at_s += synth_between(&calls->noise, 0.50f, 0.62f);
    }
}

/* A phrase of whistles, low and slow as a blackbird's or high and quick as a robin's. */
static void sing(SynthCalls *calls, float level, SynthVoices *voices)
{
    uint32_t *noise = &calls->noise;
    bool is_robin = synth_random(noise) % 2;
    float pan = synth_noise(noise) * 0.9f;
    float base = is_robin ? 3100.0f : 1750.0f;
    uint32_t count = is_robin ? 5 + synth_random(noise) % 5 : 3 + synth_random(noise) % 4;
    float at_s = 0.0f;
    for (uint32_t i = 0; i < count; i++) {
        float length_s =
            is_robin ? synth_between(noise, 0.06f, 0.16f) : synth_between(noise, 0.14f, 0.34f);
        float hz = base * synth_between(noise, 1.0f, 1.5f);
        bool trills = synth_random(noise) % 4 == 0;
        SynthNote note = {.timbre = is_robin ? TIMBRE_PURE : TIMBRE_FLUTE,
                          .at_s = at_s,
                          .rise_s = 0.25f * length_s,
                          .hold_s = 0.25f * length_s,
                          .fall_s = 0.5f * length_s,
                          .hz = hz,
                          .hz_end = hz * synth_between(noise, 0.8f, 1.25f),
                          .gain = is_robin ? 0.030f : 0.045f,
                          .pulse_hz = trills ? 28.0f : 0.0f};
        synth_voices_play(voices, &note, pan, level);
        at_s += length_s * synth_between(noise, 1.0f, 1.5f);
    }
}

void synth_calls_pass(SynthCalls *calls, const SynthLevels *levels, SynthVoices *voices)
{
    calls->frog_s -= calls->block_s;
    if (calls->frog_s <= 0.0f) {
        calls->frog_s = synth_between(&calls->noise, 7.0f, 22.0f);
        if (levels->dawn < FIRST_BIRD) {
            croak(calls, levels->ambience, voices);
        }
    }
    if (levels->dawn < FIRST_BIRD) {
        return;
    }
    calls->bird_s -= calls->block_s;
    if (calls->bird_s <= 0.0f) {
        float risen = (levels->dawn - FIRST_BIRD) / (1.0f - FIRST_BIRD);
        calls->bird_s = synth_between(&calls->noise, 1.0f, 6.5f - 5.0f * risen);
        float dry = 1.0f - 0.8f * levels->rain;
        sing(calls, levels->ambience * (0.4f + 0.6f * risen) * dry, voices);
    }
}
