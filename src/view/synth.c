#include "view/synth.h"

#include <assert.h>
#include <string.h>

#define FADE_S 0.08f /* from mute to full */

void synth_init(Synth *synth, uint32_t rate, uint32_t seed)
{
    assert(rate >= SYNTH_RATE_MIN && rate <= SYNTH_RATE_MAX);
    memset(synth, 0, sizeof *synth);
    synth->rate = rate;
    synth->fade = 1.0f / (FADE_S * (float)rate);
    synth_insects_init(&synth->insects, rate, seed ^ 0x1a5ec75u);
    synth_weather_init(&synth->weather, rate, seed ^ 0x3ea7e42u);
    synth_calls_init(&synth->calls, rate, seed ^ 0x5ca115u);
    synth_glow_init(&synth->glow, rate);
    synth_chimes_init(&synth->chimes, rate);
    synth_voices_init(&synth->voices, rate, seed ^ 0x701ce5u);
    synth_echo_init(&synth->echo, rate);
    synth_limit_init(&synth->limit, rate);
}

bool synth_is_silent(const Synth *synth)
{
    return synth->levels.master <= 0.0f && synth->wanted.master <= 0.0f;
}

static void play(Synth *synth, const SynthCue *cue)
{
    if (synth->wanted.master <= 0.0f) {
        return;
    }
    if (cue->event == SYNTH_JAR) {
        synth_chimes_add(&synth->chimes, cue->count, cue->pan);
        return;
    }
    SynthScore score = synth_score(cue->event);
    for (uint32_t i = 0; i < score.count; i++) {
        synth_voices_play(&synth->voices, &score.notes[i], cue->pan, cue->gain);
    }
}

void synth_apply(Synth *synth, const SynthCommand *command)
{
    if (command->kind == SYNTH_SET_LEVELS) {
        synth->wanted = command->levels;
    } else {
        play(synth, &command->cue);
    }
}

/* ---- Blocks ---------------------------------------------------------------------------------- */

static void ease(float *level, float wanted, float block_s, float time_s)
{
    *level += (wanted - *level) * synth_ease(block_s, time_s);
}

/* All but the master, which fades from frame to frame. */
static void ease_levels(Synth *synth)
{
    const SynthLevels *wanted = &synth->wanted;
    SynthLevels *levels = &synth->levels;
    float block_s = (float)SYNTH_BLOCK / (float)synth->rate;
    ease(&levels->ambience, wanted->ambience, block_s, 0.5f);
    ease(&levels->glow, wanted->glow, block_s, 0.08f);
    ease(&levels->near, wanted->near, block_s, 0.30f);
    ease(&levels->wind_x, wanted->wind_x, block_s, 0.6f);
    ease(&levels->wind_y, wanted->wind_y, block_s, 0.6f);
    ease(&levels->rain, wanted->rain, block_s, 0.6f);
    ease(&levels->dawn, wanted->dawn, block_s, 0.2f);
}

static float fade(Synth *synth)
{
    float *master = &synth->levels.master;
    float wanted = synth->wanted.master;
    if (*master < wanted) {
        *master = *master + synth->fade < wanted ? *master + synth->fade : wanted;
    } else if (*master > wanted) {
        *master = *master - synth->fade > wanted ? *master - synth->fade : wanted;
    }
    return *master;
}

/* What was half said when it fell silent is not said to its end later; the night rises anew. */
static void forget(Synth *synth)
{
    memset(&synth->levels, 0, sizeof synth->levels);
    synth_glow_init(&synth->glow, synth->rate);
    synth_voices_init(&synth->voices, synth->rate, synth->voices.noise);
    synth_chimes_init(&synth->chimes, synth->rate);
    synth_echo_init(&synth->echo, synth->rate);
}

static void render_block(Synth *synth)
{
    synth->unread = SYNTH_BLOCK;
    if (synth_is_silent(synth)) {
        memset(synth->block, 0, sizeof synth->block);
        return;
    }
    SynthMix mix = {.left = {0.0f}};
    ease_levels(synth);
    synth_calls_pass(&synth->calls, &synth->levels, &synth->voices);
    synth_chimes_pass(&synth->chimes, &synth->voices);
    synth_insects_render(&synth->insects, &synth->levels, &mix);
    synth_weather_render(&synth->weather, &synth->levels, &mix);
    synth_glow_render(&synth->glow, &synth->levels, &mix);
    synth_voices_render(&synth->voices, &mix);
    synth_echo_render(&synth->echo, &mix);
    synth_limit_apply(&synth->limit, &mix);
    for (uint32_t i = 0; i < SYNTH_BLOCK; i++) {
        float master = fade(synth);
        synth->block[2 * i] = master * mix.left[i];
        synth->block[2 * i + 1] = master * mix.right[i];
    }
    if (synth_is_silent(synth)) {
        forget(synth);
    }
}

void synth_render(Synth *synth, float *samples, uint32_t frames)
{
    while (frames > 0) {
        if (synth->unread == 0) {
            render_block(synth);
        }
        uint32_t count = frames < synth->unread ? frames : synth->unread;
        const float *from = synth->block + (size_t)2 * (SYNTH_BLOCK - synth->unread);
        memcpy(samples, from, (size_t)2 * count * sizeof *samples);
        synth->unread -= count;
        samples += (size_t)2 * count;
        frames -= count;
    }
}
