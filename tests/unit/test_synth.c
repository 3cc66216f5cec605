/* The synthesiser, by its samples: nothing is too loud, clicks or drifts, the same calls give the
 * same samples, and levels are heard as what they are. */
#include "support/soundtrack.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { RATE = SOUNDTRACK_RATE, SECONDS = 6, FRAMES = RATE * SECONDS };

#define OFFSET_MAX 1e-3f
#define STEP_QUIET 5e-4f /* what a sample may be that begins or ends a sound */

static const SynthLevels DARK = {.master = 1.0f}; /* no ambience: whoever sounds is heard alone */

static Synth *create(const SynthLevels *levels)
{
    Synth *synth = malloc(sizeof *synth);
    assert_non_null(synth);
    synth_init(synth, RATE, 7);
    soundtrack_levels(synth, levels);
    return synth;
}

static float *render(Synth *synth, uint32_t frames)
{
    float *samples = malloc((size_t)2 * frames * sizeof *samples);
    assert_non_null(samples);
    synth_render(synth, samples, frames);
    return samples;
}

/* Of one ear: 0 left, 1 right. */
static double loudness(const float *samples, uint32_t frames, uint32_t ear)
{
    double sum = 0.0;
    for (uint32_t i = 0; i < frames; i++) {
        sum += (double)samples[2 * i + ear] * (double)samples[2 * i + ear];
    }
    return sqrt(sum / frames);
}

static double loudness_of(const SynthLevels *levels)
{
    Synth *synth = create(levels);
    float *samples = render(synth, FRAMES);
    double loud = loudness(samples, FRAMES, 0) + loudness(samples, FRAMES, 1);
    free(samples);
    free(synth);
    return loud;
}

static void check_samples(const char *name, const float *samples, uint32_t frames)
{
    double sums[2] = {0.0, 0.0};
    for (uint32_t i = 0; i < 2 * frames; i++) {
        if (!(fabsf(samples[i]) < 1.0f)) { /* nor is it no number */
            fail_msg("%s: sample %u is %g", name, i, (double)samples[i]);
        }
        sums[i % 2] += (double)samples[i];
    }
    if (fabs(sums[0] / frames) > OFFSET_MAX || fabs(sums[1] / frames) > OFFSET_MAX) {
        fail_msg("%s: off by %g and %g", name, sums[0] / frames, sums[1] / frames);
    }
}

static void no_scenario_is_too_loud(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < soundtrack_count; i++) {
        float *samples = soundtrack_render(&soundtracks[i], RATE, FRAMES);
        check_samples(soundtracks[i].name, samples, FRAMES);
        assert_true(loudness(samples, FRAMES, 0) > 1e-4);
        free(samples);
    }
}

static void every_rate_will_do(void **state)
{
    (void)state;
    static const uint32_t RATES[] = {SYNTH_RATE_MIN, 11025,  22050,         44100,
                                     96000,          192000, SYNTH_RATE_MAX};
    for (uint32_t i = 0; i < sizeof RATES / sizeof RATES[0]; i++) {
        float *samples = soundtrack_render(soundtrack_find("all"), RATES[i], 2 * RATES[i]);
        check_samples("all", samples, 2 * RATES[i]);
        free(samples);
    }
}

static void the_same_calls_give_the_same_samples(void **state)
{
    (void)state;
    static const uint32_t CHUNKS[] = {1, 7, 64, 333, 1024};
    Synth *whole = create(&soundtrack_find("storm")->levels);
    Synth *pieces = create(&soundtrack_find("storm")->levels);
    soundtrack_play(whole, SYNTH_WON, 0.3f);
    soundtrack_play(pieces, SYNTH_WON, 0.3f);
    float *samples = render(whole, FRAMES);
    float *others = malloc((size_t)2 * FRAMES * sizeof *others);
    assert_non_null(others);
    for (uint32_t at = 0, turn = 0; at < FRAMES; turn++) {
        uint32_t chunk = CHUNKS[turn % (sizeof CHUNKS / sizeof CHUNKS[0])];
        uint32_t count = chunk < FRAMES - at ? chunk : FRAMES - at;
        synth_render(pieces, others + (size_t)2 * at, count);
        at += count;
    }
    assert_memory_equal(samples, others, (size_t)2 * FRAMES * sizeof *samples);
    free(others);
    free(samples);
    free(pieces);
    free(whole);
}

static void mute_fades_to_exact_silence(void **state)
{
    (void)state;
    enum { BEFORE = RATE, FADE = RATE / 10 };
    Synth *synth = create(&soundtrack_find("glow")->levels);
    assert_false(synth_is_silent(synth));
    free(render(synth, BEFORE));
    soundtrack_levels(synth, &(SynthLevels){.ambience = 1.0f, .master = 0.0f});
    float *fading = render(synth, FADE);
    assert_true(loudness(fading, FADE / 4, 0) > loudness(fading + FADE, FADE / 4, 0));
    assert_true(synth_is_silent(synth));
    soundtrack_play(synth, SYNTH_WON, 0.0f); /* heard neither now nor later */
    float *silent = render(synth, RATE);
    for (uint32_t i = 0; i < 2 * RATE; i++) {
        assert_true(silent[i] == 0.0f);
    }
    soundtrack_levels(synth, &DARK);
    float *later = render(synth, RATE);
    assert_true(loudness(later + RATE, RATE / 2, 0) < 1e-4);
    free(later);
    free(silent);
    free(fading);
    free(synth);
}

static void it_is_silent_until_it_is_told(void **state)
{
    (void)state;
    Synth *synth = malloc(sizeof *synth);
    assert_non_null(synth);
    synth_init(synth, RATE, 7);
    assert_true(synth_is_silent(synth));
    float *samples = render(synth, 256);
    for (uint32_t i = 0; i < 512; i++) {
        assert_true(samples[i] == 0.0f);
    }
    free(samples);
    free(synth);
}

/* Where a sound begins, and where it has ended, samples are next to nothing: no edge is heard. */
static void no_event_clicks(void **state)
{
    (void)state;
    for (uint32_t event = 0; event < SYNTH_EVENT_COUNT; event++) {
        Synth *synth = create(&DARK);
        free(render(synth, RATE)); /* past the fade of the start */
        soundtrack_play(synth, (SynthEvent)event, 0.0f);
        float *samples = render(synth, FRAMES);
        uint32_t first = 0;
        while (first < 2 * FRAMES && samples[first] == 0.0f) {
            first++;
        }
        assert_in_range(first, 0, 2 * RATE / 10);
        assert_true(loudness(samples, FRAMES, 0) > 1e-4);
        assert_true(fabsf(samples[first]) < STEP_QUIET);
        assert_true(fabsf(samples[2 * FRAMES - 1]) < STEP_QUIET);
        assert_true(synth_voices_silent(&synth->voices));
        free(samples);
        free(synth);
    }
}

static void events_are_heard_from_their_side(void **state)
{
    (void)state;
    Synth *synth = create(&DARK);
    soundtrack_play(synth, SYNTH_MOVE, -1.0f);
    float *left = render(synth, RATE / 16); /* before the echo, which comes from everywhere */
    assert_true(loudness(left, RATE / 20, 0) > 20.0 * loudness(left, RATE / 20, 1));
    free(render(synth, 2 * RATE));
    soundtrack_play(synth, SYNTH_MOVE, 1.0f);
    float *right = render(synth, RATE / 16);
    assert_true(loudness(right, RATE / 20, 1) > 20.0 * loudness(right, RATE / 20, 0));
    free(right);
    free(left);
    free(synth);
}

static void levels_are_heard(void **state)
{
    (void)state;
    double night = loudness_of(&(SynthLevels){.ambience = 1.0f, .master = 1.0f});
    double rest = loudness_of(&(SynthLevels){.ambience = 0.45f, .master = 1.0f});
    double breeze = loudness_of(&(SynthLevels){.ambience = 1.0f, .master = 1.0f, .wind_y = 0.3f});
    double gale = loudness_of(&(SynthLevels){.ambience = 1.0f, .master = 1.0f, .wind_y = 1.0f});
    double rain = loudness_of(&(SynthLevels){.ambience = 1.0f, .master = 1.0f, .rain = 0.4f});
    double storm = loudness_of(&(SynthLevels){.ambience = 1.0f, .master = 1.0f, .rain = 1.0f});
    double dim = loudness_of(&(SynthLevels){.master = 1.0f, .glow = 0.5f});
    double bright = loudness_of(&(SynthLevels){.master = 1.0f, .glow = 1.0f});
    double swarm = loudness_of(&(SynthLevels){.master = 1.0f, .glow = 1.0f, .near = 1.0f});
    assert_true(rest < night && night < breeze && breeze < gale);
    assert_true(night < rain && rain < storm);
    assert_true(dim < bright && bright < swarm);
    assert_true(loudness_of(&DARK) < 1e-6);
}

static void wind_comes_from_its_side(void **state)
{
    (void)state;
    Synth *synth = create(&(SynthLevels){.ambience = 1.0f, .master = 1.0f, .wind_x = 1.0f});
    float *samples = render(synth, FRAMES);
    assert_true(loudness(samples, FRAMES, 0) > 1.5 * loudness(samples, FRAMES, 1));
    free(samples);
    free(synth);
}

/* One is left out rather than another stopped. */
static void voices_run_out(void **state)
{
    (void)state;
    static SynthVoices voices;
    SynthMix mix = {.left = {0.0f}};
    SynthNote note = {.rise_s = 0.1f, .fall_s = 0.1f, .hz = 440.0f, .hz_end = 440.0f, .gain = 0.1f};
    synth_voices_init(&voices, RATE, 1);
    assert_true(synth_voices_silent(&voices));
    for (uint32_t i = 0; i < SYNTH_VOICES + 3; i++) {
        synth_voices_play(&voices, &note, 0.0f, 1.0f);
    }
    assert_int_equal(voices.left_out, 3);
    for (uint32_t frame = 0; frame <= RATE / 5; frame += SYNTH_BLOCK) {
        assert_false(synth_voices_silent(&voices));
        synth_voices_render(&voices, &mix);
    }
    synth_voices_render(&voices, &mix);
    assert_true(synth_voices_silent(&voices));
}

static uint32_t notes_by(float dawn)
{
    static SynthVoices voices;
    SynthCalls calls;
    SynthLevels levels = {.ambience = 1.0f, .dawn = dawn};
    synth_voices_init(&voices, RATE, 1);
    synth_calls_init(&calls, RATE, 5);
    uint32_t notes = 0;
    for (uint32_t frame = 0; frame < 60 * RATE; frame += SYNTH_BLOCK) {
        synth_calls_pass(&calls, &levels, &voices);
        for (uint32_t i = 0; i < SYNTH_VOICES; i++) {
            notes += voices.voices[i].frames > 0;
            voices.voices[i].frames = 0;
        }
    }
    return notes;
}

/* A frog now and then; at dawn birds, and more of them as it nears. */
static void birds_sing_when_dawn_is_near(void **state)
{
    (void)state;
    assert_in_range(notes_by(0.5f), 4, 40);
    assert_in_range(notes_by(0.82f), 40, 400);
    assert_true(notes_by(0.99f) > notes_by(0.82f));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_scenario_is_too_loud),
        cmocka_unit_test(every_rate_will_do),
        cmocka_unit_test(the_same_calls_give_the_same_samples),
        cmocka_unit_test(mute_fades_to_exact_silence),
        cmocka_unit_test(it_is_silent_until_it_is_told),
        cmocka_unit_test(no_event_clicks),
        cmocka_unit_test(events_are_heard_from_their_side),
        cmocka_unit_test(levels_are_heard),
        cmocka_unit_test(wind_comes_from_its_side),
        cmocka_unit_test(voices_run_out),
        cmocka_unit_test(birds_sing_when_dawn_is_near),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
