#include "view/synth_limit.h"

#include <math.h>

#define LOUDEST   0.70f /* the gain holds peaks at it */
#define KNEE      0.80f /* what is above is bent; it never reaches 1 */
#define RUMBLE_HZ 12.0f
#define ATTACK_S  0.0008f
#define RELEASE_S 0.18f

void synth_limit_init(SynthLimit *limit, uint32_t rate)
{
    float frame_s = 1.0f / (float)rate;
    *limit = (SynthLimit){.attack = synth_ease(frame_s, ATTACK_S),
                          .release = synth_ease(frame_s, RELEASE_S),
                          .rumble = synth_ease(frame_s, 1.0f / (TAU_F * RUMBLE_HZ)),
                          .gain = 1.0f};
}

static float bend(float sample)
{
    float size = fabsf(sample);
    if (size <= KNEE) {
        return sample;
    }
    float over = (size - KNEE) / (1.0f - KNEE);
    return copysignf(KNEE + (1.0f - KNEE) * over / (1.0f + over), sample);
}

void synth_limit_apply(SynthLimit *limit, SynthMix *mix)
{
    for (uint32_t i = 0; i < SYNTH_BLOCK; i++) {
        limit->offset_left += limit->rumble * (mix->left[i] - limit->offset_left);
        limit->offset_right += limit->rumble * (mix->right[i] - limit->offset_right);
        float left = mix->left[i] - limit->offset_left;
        float right = mix->right[i] - limit->offset_right;
        float peak = fmaxf(fabsf(left), fabsf(right));
        float goal = peak > LOUDEST ? LOUDEST / peak : 1.0f;
        limit->gain += (goal - limit->gain) * (goal < limit->gain ? limit->attack : limit->release);
        mix->left[i] = bend(left * limit->gain);
        mix->right[i] = bend(right * limit->gain);
    }
}
