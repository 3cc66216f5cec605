#include "view/synth_insects.h"

#include <stdbool.h>
#include <string.h>

#define DAWN_HUSH  0.80f /* of the night: from here on they fall silent */
#define ECHO_SEND  0.25f
#define DETUNE     0.012f
#define PULSE_FALL 0.02f /* of the frequency, within a pulse: the wing slows down */
#define HIGHEST    0.45f /* of the rate */

typedef struct Species {
    float hz;
    uint32_t pulses_min, pulses_max; /* of a chirp */
    float pulse_s;
    float period_s;           /* from pulse to pulse */
    float rest_min, rest_max; /* seconds from chirp to chirp */
} Species;

static const Species SPECIES[] = {
    {4550.0f, 3, 4, 0.019f, 0.033f, 0.22f, 0.34f},  /* a field cricket */
    {4300.0f, 2, 3, 0.017f, 0.029f, 0.50f, 0.95f},  /* a house cricket */
    {4180.0f, 40, 90, 0.011f, 0.019f, 1.1f, 3.2f},  /* a tree cricket, that trills */
    {4820.0f, 14, 26, 0.008f, 0.017f, 0.45f, 1.6f}, /* a ground cricket */
};

/* Who sits where. The far ones are faint. */
typedef struct Seat {
    uint32_t species;
    float pan;
    float gain;
} Seat;

static const Seat SEATS[SYNTH_CRICKETS] = {
    {0, -0.55f, 0.048f}, {1, 0.60f, 0.042f},  {2, 0.90f, 0.016f},  {3, -0.85f, 0.018f},
    {0, 0.25f, 0.019f},  {2, -0.95f, 0.011f}, {1, -0.20f, 0.019f}, {0, 0.80f, 0.016f},
    {3, 0.40f, 0.011f},  {1, -0.70f, 0.013f},
};

static const Species *species_of(uint32_t cricket)
{
    return &SPECIES[SEATS[cricket].species];
}

static uint32_t frames_between(SynthInsects *insects, float low_s, float high_s)
{
    return (uint32_t)(synth_between(&insects->noise, low_s, high_s) * (float)insects->rate) + 1;
}

static uint32_t pulse_frames(const SynthInsects *insects, const Species *species)
{
    return (uint32_t)(species->pulse_s * (float)insects->rate);
}

/* A bout of singing is followed by a rest, so that the night is never twice the same. */
static void plan_chirp(SynthInsects *insects, uint32_t index)
{
    SynthCricket *cricket = &insects->crickets[index];
    const Species *species = species_of(index);
    uint32_t *noise = &insects->noise;
    cricket->pulses =
        species->pulses_min + synth_random(noise) % (species->pulses_max - species->pulses_min + 1);
    cricket->wait = frames_between(insects, species->rest_min, species->rest_max);
    if (cricket->chirps-- == 0) {
        cricket->chirps = 8 + synth_random(noise) % 40;
        cricket->wait += frames_between(insects, 1.5f, 9.0f);
    }
}

void synth_insects_init(SynthInsects *insects, uint32_t rate, uint32_t seed)
{
    memset(insects, 0, sizeof *insects);
    insects->rate = rate;
    insects->noise = seed | 1;
    for (uint32_t i = 0; i < SYNTH_CRICKETS; i++) {
        SynthCricket *cricket = &insects->crickets[i];
        const Species *species = species_of(i);
        float detune = DETUNE * synth_noise(&insects->noise);
        cricket->hz = species->hz * (1.0f + detune);
        cricket->chirps = 1 + synth_random(&insects->noise) % 30;
        cricket->age = pulse_frames(insects, species);
        plan_chirp(insects, i);
        cricket->wait = frames_between(insects, 0.0f, 2.5f);
    }
}

/* One sample of a pulse; its two ends are at nothing. */
static float pulse_sample(SynthCricket *cricket, uint32_t frames, uint32_t rate)
{
    float part = (float)cricket->age / (float)frames;
    float bow = trig_sin(PI_F * part);
    float hz = cricket->hz * (1.0f - PULSE_FALL * part);
    float sample = bow * bow * trig_sin(TAU_F * cricket->turns);
    cricket->turns = synth_turn(cricket->turns, hz / (float)rate);
    cricket->age++;
    return sample;
}

static void begin_pulse(SynthInsects *insects, uint32_t index)
{
    SynthCricket *cricket = &insects->crickets[index];
    const Species *species = species_of(index);
    cricket->age = 0;
    if (--cricket->pulses == 0) {
        plan_chirp(insects, index);
    } else {
        float jitter = 1.0f + 0.04f * synth_noise(&insects->noise);
        cricket->wait = (uint32_t)(species->period_s * jitter * (float)insects->rate) + 1;
    }
}

static void render_cricket(SynthInsects *insects, uint32_t index, float level, SynthMix *mix)
{
    SynthCricket *cricket = &insects->crickets[index];
    const Seat *seat = &SEATS[index];
    uint32_t frames = pulse_frames(insects, species_of(index));
    SynthGains gains = synth_pan(seat->pan);
    for (uint32_t i = 0; i < SYNTH_BLOCK; i++) {
        if (cricket->wait-- == 0) {
            begin_pulse(insects, index);
        }
        if (cricket->age >= frames) {
            continue;
        }
        float sample = level * seat->gain * pulse_sample(cricket, frames, insects->rate);
        mix->left[i] += gains.left * sample;
        mix->right[i] += gains.right * sample;
        mix->echo[i] += ECHO_SEND * sample;
    }
}

static float level_of(const SynthLevels *levels)
{
    float hush = (levels->dawn - DAWN_HUSH) / (1.0f - DAWN_HUSH);
    float awake = hush <= 0.0f ? 1.0f : 1.0f - 0.8f * hush;
    return levels->ambience * awake * (1.0f - 0.85f * levels->rain);
}

void synth_insects_render(SynthInsects *insects, const SynthLevels *levels, SynthMix *mix)
{
    float level = level_of(levels);
    for (uint32_t i = 0; i < SYNTH_CRICKETS; i++) {
        SynthCricket *cricket = &insects->crickets[i];
        bool is_heard = cricket->hz < HIGHEST * (float)insects->rate;
        if (cricket->wait >= SYNTH_BLOCK && cricket->age >= pulse_frames(insects, species_of(i))) {
            cricket->wait -= SYNTH_BLOCK; /* between two chirps, which is most of the time */
        } else if (is_heard) {
            render_cricket(insects, i, level, mix);
        }
    }
}
