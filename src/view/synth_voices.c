#include "view/synth_voices.h"

#include <string.h>

#define ECHO_SEND    0.35f
#define HIGHEST      0.45f /* of the rate: no partial comes near its half, where it would alias */
#define AIR_DAMPING  0.35f
#define AIR_LOUDNESS 0.9f
#define AIR_HIGHEST  0.15f /* of the rate: the filter is stable up to a sixth */
#define NOISE_STRIDE 0x9e3779b9u

typedef struct Partial {
    float ratio; /* to the note's frequency */
    float weight;
    uint32_t fades; /* how many times more it falls than the note does */
} Partial;

/* The bar's ratios: N. Fletcher and T. Rossing, "The Physics of Musical Instruments", 2.16. */
static const Partial PARTIALS[TIMBRE_COUNT][3] = {
    [TIMBRE_PURE] = {{1.0f, 1.0f, 0}},
    [TIMBRE_FLUTE] = {{1.0f, 0.82f, 0}, {2.0f, 0.14f, 0}, {3.0f, 0.04f, 1}},
    [TIMBRE_GLASS] = {{1.0f, 0.72f, 0}, {2.756f, 0.19f, 1}, {5.404f, 0.09f, 2}},
};

void synth_voices_init(SynthVoices *voices, uint32_t rate, uint32_t seed)
{
    memset(voices, 0, sizeof *voices);
    voices->rate = rate;
    voices->noise = seed | 1;
}

static uint32_t frames_of(const SynthVoices *voices, float seconds)
{
    return (uint32_t)(seconds * (float)voices->rate);
}

void synth_voices_play(SynthVoices *voices, const SynthNote *note, float pan, float gain)
{
    for (uint32_t i = 0; i < SYNTH_VOICES; i++) {
        SynthVoice *voice = &voices->voices[i];
        if (voice->frames == 0) {
            voices->noise += NOISE_STRIDE;
            *voice = (SynthVoice){
                .note = *note,
                .place = pan + note->pan,
                .gain = gain * note->gain,
                .wait = frames_of(voices, note->at_s),
                .frames = frames_of(voices, note->rise_s + note->hold_s + note->fall_s) + 1,
                .noise = voices->noise | 1,
            };
            return;
        }
    }
    voices->left_out++;
}

/* ---- One sample ------------------------------------------------------------------------------ */

/* How far the note has fallen, from 1 to 0. */
static float fall_at(const SynthNote *note, float age_s)
{
    float fallen = (age_s - note->rise_s - note->hold_s) / note->fall_s;
    if (fallen <= 0.0f) {
        return 1.0f;
    }
    return fallen < 1.0f ? 1.0f - fallen : 0.0f;
}

/* Both ends are flat, and its fall is as an exponential's that ends. */
static float envelope(const SynthNote *note, float age_s, float fall)
{
    float risen = age_s < note->rise_s ? age_s / note->rise_s : 1.0f;
    return risen * risen * (3.0f - 2.0f * risen) * fall * fall * fall;
}

static float partials(SynthVoice *voice, float step, float fall)
{
    float sum = 0.0f;
    for (uint32_t i = 0; i < 3; i++) {
        const Partial *partial = &PARTIALS[voice->note.timbre][i];
        if (partial->weight <= 0.0f || step * partial->ratio > HIGHEST) {
            break;
        }
        float weight = partial->weight;
        for (uint32_t n = 0; n < partial->fades; n++) {
            weight *= fall * fall;
        }
        sum += weight * trig_sin(TAU_F * voice->turns[i]);
        voice->turns[i] = synth_turn(voice->turns[i], step * partial->ratio);
    }
    return sum;
}

/* A state variable filter after H. Chamberlin, "Musical Applications of Microprocessors". */
static float air(SynthVoice *voice, float step)
{
    float tuning = TAU_F * (step < AIR_HIGHEST ? step : AIR_HIGHEST);
    voice->low += tuning * voice->band;
    float high = synth_noise(&voice->noise) - voice->low - AIR_DAMPING * voice->band;
    voice->band += tuning * high;
    return AIR_LOUDNESS * AIR_DAMPING * voice->band;
}

static float pulse(SynthVoice *voice, uint32_t rate)
{
    if (voice->note.pulse_hz <= 0.0f) {
        return 1.0f;
    }
    float swell = 0.5f - 0.5f * trig_cos(TAU_F * voice->pulse);
    voice->pulse = synth_turn(voice->pulse, voice->note.pulse_hz / (float)rate);
    return swell;
}

/* ---- Blocks ---------------------------------------------------------------------------------- */

static void render(SynthVoice *voice, uint32_t rate, SynthMix *mix)
{
    const SynthNote *note = &voice->note;
    SynthGains gains = synth_pan(voice->place);
    float part = (float)voice->age / (float)voice->frames;
    float step = (note->hz + (note->hz_end - note->hz) * part) / (float)rate;
    for (uint32_t i = 0; i < SYNTH_BLOCK && voice->age < voice->frames; i++) {
        if (voice->wait > 0) {
            voice->wait--;
            continue;
        }
        float age_s = (float)voice->age++ / (float)rate;
        float fall = fall_at(note, age_s);
        float tone = note->timbre == TIMBRE_AIR ? air(voice, step) : partials(voice, step, fall);
        float sample = voice->gain * envelope(note, age_s, fall) * pulse(voice, rate) * tone;
        mix->left[i] += gains.left * sample;
        mix->right[i] += gains.right * sample;
        mix->echo[i] += ECHO_SEND * sample;
    }
    if (voice->age >= voice->frames) {
        voice->frames = 0;
    }
}

void synth_voices_render(SynthVoices *voices, SynthMix *mix)
{
    for (uint32_t i = 0; i < SYNTH_VOICES; i++) {
        SynthVoice *voice = &voices->voices[i];
        if (voice->frames > 0 && voice->wait >= SYNTH_BLOCK) {
            voice->wait -= SYNTH_BLOCK;
        } else if (voice->frames > 0) {
            render(voice, voices->rate, mix);
        }
    }
}

bool synth_voices_silent(const SynthVoices *voices)
{
    for (uint32_t i = 0; i < SYNTH_VOICES; i++) {
        if (voices->voices[i].frames > 0) {
            return false;
        }
    }
    return true;
}
