#include "view/synth_chimes.h"

#include "view/synth_scores.h"

#include <math.h>

#define SPACING_S      0.075f /* at first; a long row takes more time */
#define SPACING_MORE_S 0.004f
#define SPACING_MAX_S  0.170f
#define PAUSE_S        1.1f /* then it begins from below again */
#define SOFTER         0.06f
#define SOFTEST        0.35f

void synth_chimes_init(SynthChimes *chimes, uint32_t rate)
{
    *chimes = (SynthChimes){.block_s = (float)SYNTH_BLOCK / (float)rate, .quiet_s = PAUSE_S};
}

void synth_chimes_add(SynthChimes *chimes, uint32_t count, float pan)
{
    uint32_t room = SYNTH_CHIMES_WAITING - chimes->waiting;
    chimes->waiting += count < room ? count : room;
    chimes->pan = pan;
}

static void pluck(SynthChimes *chimes, SynthVoices *voices)
{
    float step = (float)chimes->step;
    float hz = synth_scores_jar_hz(chimes->step);
    SynthNote note = synth_score(SYNTH_JAR).notes[0];
    note.hz = note.hz_end = hz;
    synth_voices_play(voices, &note, chimes->pan, fmaxf(1.0f / (1.0f + SOFTER * step), SOFTEST));
    chimes->waiting--;
    chimes->step++;
    chimes->quiet_s = 0.0f;
    chimes->wait_s = fminf(SPACING_S + SPACING_MORE_S * step, SPACING_MAX_S);
}

void synth_chimes_pass(SynthChimes *chimes, SynthVoices *voices)
{
    chimes->quiet_s += chimes->block_s;
    chimes->wait_s -= chimes->block_s;
    if (chimes->quiet_s >= PAUSE_S) {
        chimes->step = 0;
        chimes->quiet_s = PAUSE_S;
    }
    if (chimes->waiting > 0 && chimes->wait_s <= 0.0f) {
        pluck(chimes, voices);
    }
}
