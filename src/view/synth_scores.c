#include "view/synth_scores.h"

#include <assert.h>
#include <math.h>

/* Notes of the tempered scale over A4 = 440 Hz, as far as they are needed. */
#define D3  146.83f
#define A3  220.00f
#define D4  293.66f
#define F4  349.23f
#define G4  392.00f
#define A4  440.00f
#define C5  523.25f
#define D5  587.33f
#define FS5 739.99f
#define A5  880.00f
#define B5  987.77f
#define D6  1174.66f
#define FS6 1479.98f
#define A6  1760.00f

#define STEADY(pitch) .hz = (pitch), .hz_end = (pitch)

static const SynthNote JAR[] = {
    {TIMBRE_GLASS, .rise_s = 0.003f, .fall_s = 1.3f, .gain = 0.15f},
};

static const SynthNote EATEN[] = {
    {TIMBRE_AIR, 0.0f, 0.18f, 0.02f, 0.22f, .hz = 300.0f, .hz_end = 1500.0f, .gain = 0.55f},
    {TIMBRE_PURE, 0.27f, 0.006f, 0.0f, 0.42f, .hz = 135.0f, .hz_end = 42.0f, .gain = 0.42f},
    {TIMBRE_AIR, 0.27f, 0.004f, 0.0f, 0.12f, .hz = 260.0f, .hz_end = 120.0f, .gain = 0.5f},
    {TIMBRE_GLASS, 0.36f, 0.01f, 0.0f, 0.7f, STEADY(F4), .gain = 0.05f},
};

static const SynthNote SWOOP[] = {
    {TIMBRE_AIR, 0.0f, 0.40f, 0.05f, 0.35f, .hz = 220.0f, .hz_end = 900.0f, .gain = 0.28f},
};

/* A tawny owl's: one long, a breath, a short one, and one that dies away. */
static const SynthNote HOOT[] = {
    {TIMBRE_FLUTE, 0.0f, 0.10f, 0.20f, 0.35f, .hz = 372.0f, .hz_end = 352.0f, .gain = 0.20f},
    {TIMBRE_FLUTE, 1.15f, 0.05f, 0.02f, 0.14f, .hz = 345.0f, .hz_end = 340.0f, .gain = 0.13f},
    {TIMBRE_FLUTE, 1.42f, 0.12f, 0.25f, 0.85f, .hz = 378.0f, .hz_end = 330.0f, .gain = 0.20f},
    {TIMBRE_AIR, 1.42f, 0.15f, 0.2f, 0.6f, .hz = 400.0f, .hz_end = 350.0f, .gain = 0.05f},
};

static const SynthNote SQUEAK[] = {
    {TIMBRE_PURE, 0.00f, 0.006f, 0.0f, 0.030f, .hz = 7400.0f, .hz_end = 5200.0f, .gain = 0.05f},
    {TIMBRE_PURE, 0.07f, 0.006f, 0.0f, 0.030f, .hz = 7600.0f, .hz_end = 5400.0f, .gain = 0.05f},
    {TIMBRE_PURE, 0.13f, 0.006f, 0.0f, 0.040f, .hz = 7000.0f, .hz_end = 5000.0f, .gain = 0.04f},
};

static const SynthNote DAZZLE[] = {
    {TIMBRE_AIR, 0.0f, 0.30f, 0.0f, 0.55f, .hz = 1200.0f, .hz_end = 6200.0f, .gain = 0.22f},
    {TIMBRE_PURE, 0.0f, 0.25f, 0.0f, 0.60f, .hz = D5, .hz_end = D6, .gain = 0.06f, .pan = -0.2f},
    {TIMBRE_PURE, 0.0f, 0.25f, 0.0f, 0.60f, .hz = A5, .hz_end = A6, .gain = 0.05f, .pan = 0.2f},
    {TIMBRE_GLASS, 0.28f, 0.004f, 0.0f, 0.9f, STEADY(FS6), .gain = 0.07f},
};

static const SynthNote BREATH[] = {
    {TIMBRE_AIR, 0.0f, 0.22f, 0.05f, 0.75f, .hz = 320.0f, .hz_end = 620.0f, .gain = 0.10f},
    {TIMBRE_PURE, 0.0f, 0.20f, 0.05f, 0.70f, STEADY(D4), .gain = 0.030f, .pan = -0.4f},
    {TIMBRE_PURE, 0.0f, 0.20f, 0.05f, 0.70f, STEADY(A4), .gain = 0.022f, .pan = 0.4f},
};

static const SynthNote WON[] = {
    {TIMBRE_GLASS, 0.00f, 0.004f, 0.0f, 1.2f, STEADY(D5), .gain = 0.17f, .pan = -0.3f},
    {TIMBRE_GLASS, 0.16f, 0.004f, 0.0f, 1.2f, STEADY(FS5), .gain = 0.17f, .pan = -0.1f},
    {TIMBRE_GLASS, 0.32f, 0.004f, 0.0f, 1.2f, STEADY(A5), .gain = 0.17f, .pan = 0.1f},
    {TIMBRE_GLASS, 0.48f, 0.004f, 0.0f, 1.4f, STEADY(B5), .gain = 0.16f, .pan = 0.3f},
    {TIMBRE_GLASS, 0.80f, 0.004f, 0.0f, 1.2f, STEADY(A5), .gain = 0.15f, .pan = 0.1f},
    {TIMBRE_GLASS, 1.12f, 0.004f, 0.0f, 2.2f, STEADY(D6), .gain = 0.18f},
    {TIMBRE_GLASS, 1.36f, 0.004f, 0.0f, 2.2f, STEADY(FS6), .gain = 0.09f, .pan = 0.4f},
    {TIMBRE_FLUTE, 0.00f, 0.25f, 0.5f, 0.9f, STEADY(D3), .gain = 0.09f},
    {TIMBRE_FLUTE, 0.00f, 0.25f, 0.5f, 0.9f, STEADY(A3), .gain = 0.06f, .pan = 0.3f},
    {TIMBRE_FLUTE, 1.12f, 0.25f, 0.8f, 1.6f, STEADY(D4), .gain = 0.08f, .pan = -0.3f},
    {TIMBRE_FLUTE, 1.12f, 0.25f, 0.8f, 1.6f, STEADY(D3), .gain = 0.08f},
};

static const SynthNote LOST[] = {
    {TIMBRE_FLUTE, 0.00f, 0.06f, 0.15f, 0.7f, STEADY(D5), .gain = 0.12f, .pan = 0.3f},
    {TIMBRE_FLUTE, 0.38f, 0.06f, 0.15f, 0.7f, STEADY(C5), .gain = 0.12f, .pan = 0.1f},
    {TIMBRE_FLUTE, 0.76f, 0.06f, 0.15f, 0.8f, STEADY(A4), .gain = 0.12f, .pan = -0.1f},
    {TIMBRE_FLUTE, 1.20f, 0.06f, 0.15f, 0.8f, STEADY(G4), .gain = 0.11f, .pan = -0.2f},
    {TIMBRE_FLUTE, 1.64f, 0.08f, 0.20f, 0.9f, STEADY(F4), .gain = 0.11f, .pan = -0.3f},
    {TIMBRE_FLUTE, 2.16f, 0.10f, 0.50f, 1.9f, STEADY(D4), .gain = 0.13f},
    {TIMBRE_PURE, 2.16f, 0.30f, 0.60f, 1.9f, STEADY(D3), .gain = 0.10f},
};

static const SynthNote MOVE[] = {
    {TIMBRE_GLASS, 0.0f, 0.002f, 0.0f, 0.09f, STEADY(D6), .gain = 0.06f},
};

static const SynthNote CHOOSE[] = {
    {TIMBRE_GLASS, 0.00f, 0.002f, 0.0f, 0.14f, STEADY(A5), .gain = 0.07f},
    {TIMBRE_GLASS, 0.06f, 0.002f, 0.0f, 0.24f, STEADY(D6), .gain = 0.07f},
};

#define SCORE(notes)                                                                               \
    {                                                                                              \
        notes, sizeof notes / sizeof notes[0]                                                      \
    }

static const SynthScore SCORES[SYNTH_EVENT_COUNT] = {
    [SYNTH_JAR] = SCORE(JAR),       [SYNTH_EATEN] = SCORE(EATEN),   [SYNTH_SWOOP] = SCORE(SWOOP),
    [SYNTH_HOOT] = SCORE(HOOT),     [SYNTH_SQUEAK] = SCORE(SQUEAK), [SYNTH_DAZZLE] = SCORE(DAZZLE),
    [SYNTH_BREATH] = SCORE(BREATH), [SYNTH_WON] = SCORE(WON),       [SYNTH_LOST] = SCORE(LOST),
    [SYNTH_MOVE] = SCORE(MOVE),     [SYNTH_CHOOSE] = SCORE(CHOOSE),
};

SynthScore synth_score(SynthEvent event)
{
    assert(event < SYNTH_EVENT_COUNT);
    return SCORES[event];
}

float synth_scores_jar_hz(uint32_t step)
{
    static const uint32_t SEMITONES[] = {0, 2, 4, 7, 9}; /* major pentatonic */
    enum { OCTAVE = sizeof SEMITONES / sizeof SEMITONES[0] };
    /* Down and up again between the top and two octaves below it: to stay there would be shrill. */
    if (step >= SYNTH_JAR_STEPS) {
        uint32_t wander = (step - SYNTH_JAR_STEPS + 1) % (4 * OCTAVE);
        step = SYNTH_JAR_STEPS - 1 - (wander <= 2 * OCTAVE ? wander : 4 * OCTAVE - wander);
    }
    uint32_t semitones = 12 * (step / OCTAVE) + SEMITONES[step % OCTAVE];
    return D5 * exp2f((float)semitones / 12.0f);
}
