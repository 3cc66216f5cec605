#include "view/sound_cues.h"

#include <math.h>

#define HALF_WIDTH  320.0f /* of what is seen, about: what stands at the edge is heard there */
#define FAR         260.0f /* half as loud */
#define NEAR_IN     150.0f /* a hunter this near is told of, */
#define NEAR_OUT    230.0f /* and again when it comes back from here */
#define STORM_WIND  0.9f   /* pixels a tick */
#define CROWD       60.0f  /* fireflies in the light that are half as many as can be told apart */
#define FAR_GAIN    0.3f
#define REST_LEVEL  0.45f
#define BREATH_GAIN 0.9f

enum {
    LEAP_TICKS = 90,  /* more than these between two frames is no play */
    EATEN_TICKS = 24, /* between two that are heard of */
    CALL_TICKS = 480, /* between two calls of hunters */
};

float sound_pan(const SoundScene *scene, float x)
{
    float pan = (x - scene->ear_x) / HALF_WIDTH;
    return fmaxf(-1.0f, fminf(pan, 1.0f));
}

float sound_nearness(const SoundScene *scene, float x, float y)
{
    float dx = (x - scene->ear_x) / FAR;
    float dy = (y - scene->ear_y) / FAR;
    return 1.0f / (1.0f + dx * dx + dy * dy);
}

SynthLevels sound_levels(const SoundScene *scene)
{
    bool plays = !scene->resting;
    return (SynthLevels){
        .ambience = plays ? 1.0f : REST_LEVEL,
        .glow = plays ? scene->glow : 0.0f,
        .near = plays ? scene->near / (scene->near + CROWD) : 0.0f,
        .wind_x = fmaxf(-1.0f, fminf(scene->wind_x / STORM_WIND, 1.0f)),
        .wind_y = fmaxf(-1.0f, fminf(scene->wind_y / STORM_WIND, 1.0f)),
        .rain = scene->rain,
        .dawn = fminf(scene->dawn, 1.0f),
        .master = 1.0f,
    };
}

/* ---- Cues ------------------------------------------------------------------------------------ */

/* A comparison's cues as they come. */
typedef struct Found {
    SynthCue *out;
    uint32_t count;
} Found;

static void cue(Found *found, SynthEvent event, float pan, float gain)
{
    found->out[found->count++] = (SynthCue){.event = event, .count = 1, .pan = pan, .gain = gain};
}

/* One cue for all jars, from where most of them came home. */
static void hear_jars(const SoundScene *before, const SoundScene *now, Found *found)
{
    uint32_t total = 0;
    float x_sum = 0.0f;
    for (uint32_t i = 0; i < now->jar_count && i < before->jar_count; i++) {
        if (now->jars[i].fill > before->jars[i].fill) {
            uint32_t more = now->jars[i].fill - before->jars[i].fill;
            total += more;
            x_sum += (float)more * now->jars[i].x;
        }
    }
    if (total > 0) {
        cue(found, SYNTH_JAR, sound_pan(now, x_sum / (float)total), 1.0f);
        found->out[found->count - 1].count = total;
    }
}

static float hunter_pan(const SoundScene *now)
{
    return now->hunter == SOUND_NO_HUNTER ? 0.0f : sound_pan(now, now->hunter_x);
}

/* Who caught is not told: it was the nearest hunter, or one that is farther away still. */
static float hunter_gain(const SoundScene *now)
{
    return FAR_GAIN + (1.0f - FAR_GAIN) * sound_nearness(now, now->hunter_x, now->hunter_y);
}

static void hear_eaten(SoundCues *cues, const SoundScene *now, Found *found)
{
    if (now->eaten > cues->eaten_told && now->tick - cues->eaten_tick >= EATEN_TICKS) {
        float many = (float)(now->eaten - cues->eaten_told);
        float loud = 0.5f + 0.5f * many / (many + 4.0f);
        cue(found, SYNTH_EATEN, hunter_pan(now), loud * hunter_gain(now));
        cues->eaten_told = now->eaten;
        cues->eaten_tick = now->tick;
    }
}

static void hear_hunter(SoundCues *cues, const SoundScene *now, Found *found)
{
    float dx = now->hunter_x - now->ear_x;
    float dy = now->hunter_y - now->ear_y;
    float reach = cues->hunter_near ? NEAR_OUT : NEAR_IN;
    bool was_near = cues->hunter_near;
    cues->hunter_near = now->hunter != SOUND_NO_HUNTER && dx * dx + dy * dy < reach * reach;
    if (cues->hunter_near && !was_near && now->tick - cues->call_tick >= CALL_TICKS) {
        SynthEvent call = now->hunter == SOUND_BAT ? SYNTH_SQUEAK : SYNTH_HOOT;
        cue(found, call, hunter_pan(now), 1.0f);
        cues->call_tick = now->tick;
    }
}

static void hear_dive(const SoundScene *before, const SoundScene *now, Found *found)
{
    if (now->hunter_dives && !before->hunter_dives) {
        cue(found, SYNTH_SWOOP, hunter_pan(now), hunter_gain(now));
    }
}

static void hear_rest(const SoundScene *before, const SoundScene *now, Found *found)
{
    if (now->dazzled > before->dazzled) {
        cue(found, SYNTH_DAZZLE, hunter_pan(now), hunter_gain(now));
    }
    if (now->flash_tick != before->flash_tick && now->flash_tick != 0) {
        cue(found, SYNTH_BREATH, 0.0f, BREATH_GAIN * fmaxf(0.3f, now->order));
    }
    if (now->outcome != before->outcome && now->outcome != SOUND_PLAYING) {
        cue(found, now->outcome == SOUND_WON ? SYNTH_WON : SYNTH_LOST, 0.0f, 1.0f);
    }
}

static void start(SoundCues *cues, const SoundScene *now)
{
    cues->begun = true;
    cues->before = *now;
    cues->eaten_told = now->eaten;
    cues->eaten_tick = now->tick - EATEN_TICKS;
    cues->call_tick = now->tick - CALL_TICKS;
    cues->hunter_near = false;
}

uint32_t sound_cues(SoundCues *cues, const SoundScene *now, SynthCue *out)
{
    const SoundScene *before = &cues->before;
    if (!cues->begun || now->world != before->world || now->tick - before->tick > LEAP_TICKS) {
        start(cues, now);
        return 0;
    }
    Found found = {.out = out};
    hear_jars(before, now, &found);
    hear_eaten(cues, now, &found);
    hear_hunter(cues, now, &found);
    hear_dive(before, now, &found);
    hear_rest(before, now, &found);
    cues->before = *now;
    return found.count;
}
