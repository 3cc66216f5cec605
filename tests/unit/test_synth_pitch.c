/* What is heard at which frequency: crickets where crickets sing, and the jars' plucks on their
 * scale, neither out of tune nor too many. Frequencies are found with Goertzel's algorithm
 * (G. Goertzel, "An Algorithm for the Evaluation of Finite Trigonometric Series", 1958). */
#include "support/soundtrack.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { RATE = SOUNDTRACK_RATE };

#define TAU 6.283185307179586

/* The energy of every second sample at that frequency. */
static double energy_at(const float *samples, uint32_t frames, double hz)
{
    double factor = 2.0 * cos(TAU * hz / RATE);
    double last = 0.0;
    double before = 0.0;
    for (uint32_t i = 0; i < frames; i++) {
        double next = (double)samples[2 * i] + factor * last - before;
        before = last;
        last = next;
    }
    return last * last + before * before - factor * last * before;
}

/* ---- Crickets -------------------------------------------------------------------------------- */

enum { WINDOW = 2048, WINDOWS = 60, BAND_HZ = 200, HIGHEST_HZ = 16000 };

/* The energy of the crickets, summed up in bands. */
static void crickets_in_bands(double *bands)
{
    static SynthInsects insects;
    static float samples[2 * WINDOW];
    const SynthLevels levels = {.ambience = 1.0f};
    synth_insects_init(&insects, RATE, 3);
    for (uint32_t window = 0; window < WINDOWS; window++) {
        for (uint32_t at = 0; at < WINDOW; at += SYNTH_BLOCK) {
            SynthMix mix = {.left = {0.0f}};
            synth_insects_render(&insects, &levels, &mix);
            for (uint32_t i = 0; i < SYNTH_BLOCK; i++) {
                samples[2 * (at + i)] = mix.left[i] + mix.right[i];
            }
        }
        for (uint32_t band = 0; band < HIGHEST_HZ / BAND_HZ; band++) {
            bands[band] += energy_at(samples, WINDOW, (band + 0.5) * BAND_HZ);
        }
    }
}

static void crickets_sing_at_four_to_five_kilohertz(void **state)
{
    (void)state;
    double bands[HIGHEST_HZ / BAND_HZ] = {0.0};
    crickets_in_bands(bands);
    double all = 0.0;
    double theirs = 0.0;
    for (uint32_t band = 0; band < HIGHEST_HZ / BAND_HZ; band++) {
        all += bands[band];
        theirs += band * BAND_HZ >= 4000 && band * BAND_HZ < 5000 ? bands[band] : 0.0;
    }
    assert_true(all > 0.0);
    assert_true(theirs > 0.98 * all);
}

/* Chirps, not a whistle: much of the time one hears none. */
static void crickets_chirp(void **state)
{
    (void)state;
    static SynthInsects insects;
    const SynthLevels levels = {.ambience = 1.0f};
    synth_insects_init(&insects, RATE, 3);
    uint32_t sounding[SYNTH_CRICKETS] = {0};
    uint32_t begun[SYNTH_CRICKETS] = {0};
    uint32_t blocks = 30 * RATE / SYNTH_BLOCK;
    for (uint32_t block = 0; block < blocks; block++) {
        uint32_t age[SYNTH_CRICKETS];
        for (uint32_t i = 0; i < SYNTH_CRICKETS; i++) {
            age[i] = insects.crickets[i].age;
        }
        SynthMix mix = {.left = {0.0f}};
        synth_insects_render(&insects, &levels, &mix);
        for (uint32_t i = 0; i < SYNTH_CRICKETS; i++) {
            sounding[i] += insects.crickets[i].age != age[i];
            begun[i] += insects.crickets[i].age < age[i];
        }
    }
    for (uint32_t i = 0; i < SYNTH_CRICKETS; i++) {
        assert_in_range(begun[i], 30, 30 * 60); /* pulses */
        assert_in_range(sounding[i], blocks / 100, blocks * 3 / 4);
    }
}

/* ---- Jars ------------------------------------------------------------------------------------ */

static void the_jars_scale_is_pentatonic(void **state)
{
    (void)state;
    for (uint32_t step = 0; step < 100; step++) {
        double hz = (double)synth_scores_jar_hz(step);
        double semitones = 12.0 * log2(hz / 587.33);
        long whole = lround(semitones);
        assert_true(fabs(semitones - (double)whole) < 0.01);
        assert_non_null(memchr((const char[]){0, 2, 4, 7, 9}, (int)(whole % 12), 5));
        if (step > 0 && step < SYNTH_JAR_STEPS) {
            assert_true(synth_scores_jar_hz(step) > synth_scores_jar_hz(step - 1));
        }
        assert_in_range(whole, 0, 28);
    }
}

/* In quick succession each is a step higher; each is heard at its step's frequency and not a
 * semitone beside it. */
static void plucks_are_in_tune(void **state)
{
    (void)state;
    enum { BETWEEN = RATE / 2, HEARD = RATE / 5 };
    static Synth synth;
    static float samples[2 * BETWEEN];
    synth_init(&synth, RATE, 1);
    soundtrack_levels(&synth, &(SynthLevels){.master = 1.0f});
    for (uint32_t step = 0; step < SYNTH_JAR_STEPS; step++) {
        soundtrack_play(&synth, SYNTH_JAR, -1.0f);
        synth_render(&synth, samples, BETWEEN);
        double hz = (double)synth_scores_jar_hz(step);
        double at = energy_at(samples, HEARD, hz);
        assert_true(at > 10.0 * energy_at(samples, HEARD, hz * exp2(0.5 / 12.0)));
        assert_true(at > 10.0 * energy_at(samples, HEARD, hz * exp2(-0.5 / 12.0)));
        assert_true(at > 2.0 * energy_at(samples, HEARD, hz * 2.756));
    }
}

static uint32_t plucks_of(uint32_t count_a_block, uint32_t seconds)
{
    static SynthVoices voices;
    SynthChimes chimes;
    synth_voices_init(&voices, RATE, 1);
    synth_chimes_init(&chimes, RATE);
    uint32_t plucks = 0;
    for (uint32_t block = 0; block < seconds * RATE / SYNTH_BLOCK; block++) {
        if (block == 0 || count_a_block > 1) {
            synth_chimes_add(&chimes, count_a_block, 0.0f);
        }
        uint32_t before = chimes.step;
        synth_chimes_pass(&chimes, &voices);
        plucks += chimes.step > before;
        voices.voices[0].frames = 0;
    }
    return plucks;
}

static void a_thousand_are_no_machine_gun(void **state)
{
    (void)state;
    assert_int_equal(plucks_of(1, 4), 1);
    assert_in_range(plucks_of(1000, 1), 6, 13);
    assert_in_range(plucks_of(1000, 10), 50, 90);
}

static void after_a_pause_it_begins_from_below(void **state)
{
    (void)state;
    static SynthVoices voices;
    SynthChimes chimes;
    synth_voices_init(&voices, RATE, 1);
    synth_chimes_init(&chimes, RATE);
    for (uint32_t turn = 0; turn < 2; turn++) {
        synth_chimes_add(&chimes, 4, 0.0f);
        for (uint32_t block = 0; block < RATE / SYNTH_BLOCK; block++) {
            synth_chimes_pass(&chimes, &voices);
        }
        assert_int_equal(chimes.step, 4);
        for (uint32_t block = 0; block < 2 * RATE / SYNTH_BLOCK; block++) {
            synth_chimes_pass(&chimes, &voices);
        }
        assert_int_equal(chimes.step, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(crickets_sing_at_four_to_five_kilohertz),
        cmocka_unit_test(crickets_chirp),
        cmocka_unit_test(the_jars_scale_is_pentatonic),
        cmocka_unit_test(plucks_are_in_tune),
        cmocka_unit_test(a_thousand_are_no_machine_gun),
        cmocka_unit_test(after_a_pause_it_begins_from_below),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
