#include "support/soundtrack.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT_OF(array) (sizeof(array) / sizeof(array)[0])

static const SynthCue HOME[] = {{SYNTH_JAR, 1, -0.6f, 1.0f},
                                {SYNTH_JAR, 1, -0.6f, 1.0f},
                                {SYNTH_JAR, 2, 0.5f, 1.0f}};
static const SynthCue CROWD[] = {{SYNTH_JAR, 50, 0.2f, 1.0f}};
static const SynthCue HUNT[] = {{SYNTH_HOOT, 1, -0.7f, 1.0f},
                                {SYNTH_SWOOP, 1, -0.5f, 0.8f},
                                {SYNTH_EATEN, 1, -0.3f, 0.9f},
                                {SYNTH_SQUEAK, 1, 0.6f, 1.0f},
                                {SYNTH_DAZZLE, 1, 0.4f, 0.9f}};
static const SynthCue UNISON[] = {{SYNTH_BREATH, 1, 0.0f, 0.9f}};
static const SynthCue ENDS[] = {{SYNTH_WON, 1, 0.0f, 1.0f}, {SYNTH_LOST, 1, 0.0f, 1.0f}};
static const SynthCue MENU[] = {{SYNTH_MOVE, 1, 0.0f, 1.0f},
                                {SYNTH_MOVE, 1, 0.0f, 1.0f},
                                {SYNTH_CHOOSE, 1, 0.0f, 1.0f}};
static const SynthCue ALL[] = {
    {SYNTH_JAR, 9, 0.0f, 1.0f},    {SYNTH_EATEN, 1, 0.0f, 1.0f}, {SYNTH_DAZZLE, 1, 0.0f, 1.0f},
    {SYNTH_WON, 1, 0.0f, 1.0f},    {SYNTH_HOOT, 1, 0.0f, 1.0f},  {SYNTH_BREATH, 1, 0.0f, 1.0f},
    {SYNTH_SQUEAK, 1, 0.0f, 1.0f}, {SYNTH_LOST, 1, 0.0f, 1.0f},
};

#define NIGHT     .ambience = 1.0f, .master = 1.0f
#define CUES(row) .cues = (row), .cue_count = COUNT_OF(row)

const Soundtrack soundtracks[] = {
    {.name = "night", .what = "crickets and a breath of wind", .levels = {NIGHT}},
    {.name = "rest", .what = "the same, paused", .levels = {.ambience = 0.45f, .master = 1.0f}},
    {.name = "storm",
     .what = "wind from the left, and rain",
     .levels = {NIGHT, .wind_x = 0.8f, .wind_y = 0.1f, .rain = 1.0f}},
    {.name = "dawn", .what = "the first birds", .levels = {NIGHT, .dawn = 0.95f}},
    {.name = "glow",
     .what = "an open lantern in a swarm",
     .levels = {NIGHT, .glow = 1.0f, .near = 0.8f}},
    {.name = "home",
     .what = "fireflies come home, one after the other",
     .levels = {NIGHT},
     CUES(HOME),
     .every_s = 0.33f},
    {.name = "crowd", .what = "thousands do", .levels = {NIGHT}, CUES(CROWD), .every_s = 0.016f},
    {.name = "hunt",
     .what = "owl, catch, bat, dazzled",
     .levels = {NIGHT},
     CUES(HUNT),
     .every_s = 2.8f},
    {.name = "unison",
     .what = "flashes in unison",
     .levels = {NIGHT},
     CUES(UNISON),
     .every_s = 1.6f},
    {.name = "ends", .what = "won, then lost", .levels = {NIGHT}, CUES(ENDS), .every_s = 5.0f},
    {.name = "menu",
     .what = "move, move, choose",
     .levels = {.ambience = 0.45f, .master = 1.0f},
     CUES(MENU),
     .every_s = 0.4f},
    {.name = "all",
     .what = "all of it at once, twenty times a second",
     .levels = {NIGHT, .glow = 1.0f, .near = 1.0f, .wind_x = -1.0f, .wind_y = 1.0f, .rain = 1.0f,
                .dawn = 1.0f},
     CUES(ALL),
     .every_s = 0.05f},
};

const uint32_t soundtrack_count = COUNT_OF(soundtracks);

const Soundtrack *soundtrack_find(const char *name)
{
    for (uint32_t i = 0; i < soundtrack_count; i++) {
        if (strcmp(soundtracks[i].name, name) == 0) {
            return &soundtracks[i];
        }
    }
    return NULL;
}

void soundtrack_levels(Synth *synth, const SynthLevels *levels)
{
    synth_apply(synth, &(SynthCommand){.kind = SYNTH_SET_LEVELS, .levels = *levels});
}

static void play(Synth *synth, const SynthCue *cue)
{
    synth_apply(synth, &(SynthCommand){.kind = SYNTH_PLAY, .cue = *cue});
}

void soundtrack_play(Synth *synth, SynthEvent event, float pan)
{
    play(synth, &(SynthCue){.event = event, .count = 1, .pan = pan, .gain = 1.0f});
}

float *soundtrack_render(const Soundtrack *track, uint32_t rate, uint32_t frames)
{
    Synth *synth = malloc(sizeof *synth);
    float *samples = malloc((size_t)2 * frames * sizeof *samples);
    if (!synth || !samples) {
        abort();
    }
    synth_init(synth, rate, 1);
    soundtrack_levels(synth, &track->levels);
    uint32_t every = (uint32_t)(track->every_s * (float)rate);
    uint32_t next = every > 0 ? every / 2 : UINT32_MAX;
    uint32_t cue = 0;
    for (uint32_t at = 0; at < frames;) {
        uint32_t end = next < frames ? next : frames;
        synth_render(synth, samples + (size_t)2 * at, end - at);
        at = end;
        if (at == next) {
            play(synth, &track->cues[cue++ % track->cue_count]);
            next += every;
        }
    }
    free(synth);
    return samples;
}

static void put_u32(FILE *file, uint32_t value)
{
    for (int shift = 0; shift < 32; shift += 8) {
        fputc((int)(value >> shift & 0xff), file);
    }
}

bool soundtrack_write(const char *path, const float *samples, uint32_t rate, uint32_t frames)
{
    enum { CHANNELS = 2, BYTES = 2, PCM = 1 };
    FILE *file = fopen(path, "wb");
    if (!file) {
        return false;
    }
    uint32_t size = frames * CHANNELS * BYTES;
    fputs("RIFF", file);
    put_u32(file, 36 + size);
    fputs("WAVEfmt ", file);
    put_u32(file, 16);
    put_u32(file, CHANNELS << 16 | PCM);
    put_u32(file, rate);
    put_u32(file, rate * CHANNELS * BYTES);
    put_u32(file, 8 * BYTES << 16 | CHANNELS * BYTES);
    fputs("data", file);
    put_u32(file, size);
    for (uint32_t i = 0; i < frames * CHANNELS; i++) {
        int sample = (int)(samples[i] * INT16_MAX);
        fputc(sample & 0xff, file);
        fputc(sample >> 8 & 0xff, file);
    }
    bool written = !ferror(file);
    return fclose(file) == 0 && written;
}
