#include "view/synth_echo.h"

#include <string.h>

#define DULL_HZ  2600.0f
#define FEEDBACK 0.68f
#define RETURNED 0.50f
#define TINY     1e-12f /* below: nothing, before it becomes a subnormal number, which is slow */

/* Without a common divisor, so that their echoes do not meet. */
static const float LINES_S[SYNTH_ECHO_LINES] = {0.0613f, 0.0797f, 0.0971f, 0.1129f};

void synth_echo_init(SynthEcho *echo, uint32_t rate)
{
    memset(echo, 0, sizeof *echo);
    float turn = TAU_F * DULL_HZ / (float)rate;
    echo->damping = turn / (1.0f + turn);
    /* At a rate that is higher than there is room for, the valley is smaller. */
    float fits = (float)(SYNTH_ECHO_FRAMES - 1) / LINES_S[SYNTH_ECHO_LINES - 1];
    float frames_a_second = (float)rate < fits ? (float)rate : fits;
    for (uint32_t i = 0; i < SYNTH_ECHO_LINES; i++) {
        echo->lines[i].length = (uint32_t)(LINES_S[i] * frames_a_second);
    }
}

static float take(SynthEchoLine *line, float damping)
{
    line->dull += damping * (line->frames[line->at] - line->dull);
    if (line->dull < TINY && line->dull > -TINY) {
        line->dull = 0.0f;
    }
    return line->dull;
}

static void put(SynthEchoLine *line, float sample)
{
    line->frames[line->at] = sample;
    line->at = line->at + 1 < line->length ? line->at + 1 : 0;
}

void synth_echo_render(SynthEcho *echo, SynthMix *mix)
{
    SynthEchoLine *lines = echo->lines;
    for (uint32_t i = 0; i < SYNTH_BLOCK; i++) {
        float a = take(&lines[0], echo->damping);
        float b = take(&lines[1], echo->damping);
        float c = take(&lines[2], echo->damping);
        float d = take(&lines[3], echo->damping);
        mix->left[i] += RETURNED * (a + c);
        mix->right[i] += RETURNED * (b + d);
        float half = 0.5f * FEEDBACK; /* the matrix's rows have the length 2 */
        put(&lines[0], mix->echo[i] + half * (a + b + c + d));
        put(&lines[1], mix->echo[i] + half * (a - b + c - d));
        put(&lines[2], mix->echo[i] + half * (a + b - c - d));
        put(&lines[3], mix->echo[i] + half * (a - b - c + d));
    }
}
