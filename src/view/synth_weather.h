/* Wind and rain, made of noise. For the synthesiser. */
#pragma once

#include "view/synth_mix.h"

enum { SYNTH_DROPS = 10 };

/* One drop on a leaf: a short ring. */
typedef struct SynthDrop {
    float turns;
    float step; /* turns a frame */
    float gain; /* falls from frame to frame; 0: none */
    float left, right;
} SynthDrop;

/* What each ear's noise goes through. */
typedef struct SynthEar {
    uint32_t noise;
    float low, lower; /* the wind's two filters */
    float deep;       /* what is taken off below */
    float hiss;       /* the rain's */
} SynthEar;

typedef struct SynthWeather {
    uint32_t rate;
    uint32_t noise;
    float gust; /* 0 to 1, and where it goes to */
    float gust_goal;
    uint32_t gust_wait; /* blocks */
    float lull;         /* the same for the leaves, slower */
    SynthEar ears[2];
    SynthDrop drops[SYNTH_DROPS];
} SynthWeather;

void synth_weather_init(SynthWeather *weather, uint32_t rate, uint32_t seed);

/* Adds a block. There is a breath of wind in the calmest night; the side that it blows from hears
 * it more. */
void synth_weather_render(SynthWeather *weather, const SynthLevels *levels, SynthMix *mix);
