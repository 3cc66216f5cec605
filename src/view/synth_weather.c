#include "view/synth_weather.h"

#include <math.h>
#include <string.h>

#define CALM         0.16f /* the wind when there is none */
#define WIND_GAIN    0.55f
#define LEAVES_GAIN  0.020f
#define DEEP_HZ      70.0f
#define HISS_HZ      900.0f
#define HISS_GAIN    0.050f
#define RUMBLE_GAIN  0.10f
#define DROPS_A_S    55.0f /* in the hardest rain */
#define DROP_GAIN    0.05f
#define DROP_FALL_S  0.006f
#define DROP_SILENCE 1e-5f

void synth_weather_init(SynthWeather *weather, uint32_t rate, uint32_t seed)
{
    memset(weather, 0, sizeof *weather);
    weather->rate = rate;
    weather->noise = seed | 1;
    weather->ears[0].noise = (seed ^ 0x51f15eedu) | 1;
    weather->ears[1].noise = (seed ^ 0x0ddba11eu) | 1;
    weather->gust = weather->gust_goal = weather->lull = 0.5f;
}

/* Of a filter that lets through what is below: how much of the way it goes in a frame. */
static float low_pass(const SynthWeather *weather, float hz)
{
    float turn = TAU_F * hz / (float)weather->rate;
    return turn / (1.0f + turn);
}

/* The wind comes and goes: it makes for a strength, and after a while for another one. */
static void blow(SynthWeather *weather)
{
    float block_s = (float)SYNTH_BLOCK / (float)weather->rate;
    if (weather->gust_wait-- == 0) {
        weather->gust_goal = synth_unit(&weather->noise);
        weather->gust_wait = (uint32_t)(synth_between(&weather->noise, 0.7f, 2.6f) / block_s);
    }
    weather->gust += (weather->gust_goal - weather->gust) * synth_ease(block_s, 0.9f);
    weather->lull += (weather->gust - weather->lull) * synth_ease(block_s, 0.35f);
}

/* ---- Wind ------------------------------------------------------------------------------------ */

typedef struct Wind {
    float cutoff; /* of the filters, a frame */
    float deep;
    float howl; /* gains */
    float leaves;
    float hiss_cut;
    float hiss;
    float rumble;
} Wind;

static Wind wind_of(const SynthWeather *weather, const SynthLevels *levels, float side)
{
    float speed = sqrtf(levels->wind_x * levels->wind_x + levels->wind_y * levels->wind_y);
    float strength = fminf(CALM + speed, 1.0f) * (0.45f + 0.55f * weather->gust);
    float toward = 1.0f + 0.35f * side * levels->wind_x; /* it blows to the right: left hears it */
    float rain = levels->rain * levels->ambience;
    return (Wind){
        .cutoff = low_pass(weather, 140.0f + 520.0f * strength),
        .deep = low_pass(weather, DEEP_HZ),
        .howl = WIND_GAIN * levels->ambience * strength * toward,
        .leaves = LEAVES_GAIN * levels->ambience * strength * weather->lull * toward,
        .hiss_cut = low_pass(weather, HISS_HZ),
        .hiss = HISS_GAIN * rain * (0.3f + 0.7f * rain),
        .rumble = RUMBLE_GAIN * rain * rain,
    };
}

/* Two gentle slopes make white noise a wind's; what they took away are its leaves, and the rain. */
static void render_ear(SynthEar *ear, const Wind *wind, float *out)
{
    for (uint32_t i = 0; i < SYNTH_BLOCK; i++) {
        float white = synth_noise(&ear->noise);
        ear->low += wind->cutoff * (white - ear->low);
        ear->lower += wind->cutoff * (ear->low - ear->lower);
        ear->deep += wind->deep * (ear->lower - ear->deep);
        ear->hiss += wind->hiss_cut * (white - ear->hiss);
        float bright = white - ear->hiss;
        out[i] += (wind->howl + wind->rumble) * (ear->lower - ear->deep) +
                  (wind->leaves + wind->hiss) * bright;
    }
}

/* ---- Rain ------------------------------------------------------------------------------------ */

static void begin_drop(SynthWeather *weather, float rain)
{
    for (uint32_t i = 0; i < SYNTH_DROPS; i++) {
        SynthDrop *drop = &weather->drops[i];
        if (drop->gain <= 0.0f) {
            SynthGains gains = synth_pan(synth_noise(&weather->noise));
            float near = synth_unit(&weather->noise);
            float hz = synth_between(&weather->noise, 1300.0f, 3600.0f);
            *drop = (SynthDrop){.step = fminf(hz / (float)weather->rate, 0.4f),
                                .gain = DROP_GAIN * rain * near * near,
                                .left = gains.left,
                                .right = gains.right};
            return;
        }
    }
}

static void render_drop(SynthDrop *drop, float fall, SynthMix *mix)
{
    for (uint32_t i = 0; i < SYNTH_BLOCK; i++) {
        float sample = drop->gain * trig_sin(TAU_F * drop->turns);
        drop->turns = synth_turn(drop->turns, drop->step);
        drop->gain *= fall;
        mix->left[i] += drop->left * sample;
        mix->right[i] += drop->right * sample;
        mix->echo[i] += 0.15f * sample;
    }
    if (drop->gain < DROP_SILENCE) {
        drop->gain = 0.0f;
    }
}

static void render_drops(SynthWeather *weather, const SynthLevels *levels, SynthMix *mix)
{
    float rain = levels->rain * levels->ambience;
    float a_block = DROPS_A_S * levels->rain * (float)SYNTH_BLOCK / (float)weather->rate;
    if (synth_unit(&weather->noise) < a_block) {
        begin_drop(weather, rain);
    }
    float fall = 1.0f - 1.0f / (DROP_FALL_S * (float)weather->rate);
    for (uint32_t i = 0; i < SYNTH_DROPS; i++) {
        if (weather->drops[i].gain > 0.0f) {
            render_drop(&weather->drops[i], fall, mix);
        }
    }
}

void synth_weather_render(SynthWeather *weather, const SynthLevels *levels, SynthMix *mix)
{
    blow(weather);
    Wind left = wind_of(weather, levels, 1.0f);
    Wind right = wind_of(weather, levels, -1.0f);
    render_ear(&weather->ears[0], &left, mix->left);
    render_ear(&weather->ears[1], &right, mix->right);
    render_drops(weather, levels, mix);
}
