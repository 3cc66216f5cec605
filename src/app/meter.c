#include "app/meter.h"

#include "base/clock.h"

#include <string.h>

enum { WINDOW_FRAMES = 2048 }; /* half a minute at 60 Hz: enough for a p99 */

#define RENEW_NS (NS_PER_S / 4)

bool meter_open(Meter *meter, Error *error)
{
    *meter = (Meter){.window = frame_stats_create(WINDOW_FRAMES)};
    return meter->window || error_set(error, "no memory for the frame statistics");
}

void meter_close(Meter *meter)
{
    frame_stats_destroy(meter->window);
    meter->window = NULL;
}

static void renew(Meter *meter, uint64_t now_ns)
{
    for (int i = 0; i < STAGE_COUNT; i++) {
        meter->shown_ms[i] = clock_ms(meter->sums_ns[i]) / meter->frames;
    }
    memset(meter->sums_ns, 0, sizeof meter->sums_ns);
    meter->frames = 0;
    meter->renewed_ns = now_ns;
}

uint64_t meter_begin_frame(Meter *meter)
{
    uint64_t now_ns = clock_now_ns();
    uint64_t elapsed_ns = meter->frame_start_ns ? now_ns - meter->frame_start_ns : 0;
    if (elapsed_ns > 0) {
        meter->frame_ns = elapsed_ns;
        meter->frames++;
        frame_stats_add(meter->window, elapsed_ns);
        if (now_ns - meter->renewed_ns >= RENEW_NS) {
            renew(meter, now_ns);
        }
    }
    meter->frame_start_ns = now_ns;
    meter->mark_ns = now_ns;
    return elapsed_ns;
}

void meter_mark(Meter *meter, FrameStage stage)
{
    uint64_t now_ns = clock_now_ns();
    meter->sums_ns[stage] += now_ns - meter->mark_ns;
    meter->mark_ns = now_ns;
}

void meter_move(Meter *meter, FrameStage from, FrameStage to, uint64_t moved_ns)
{
    meter->sums_ns[from] -= moved_ns < meter->sums_ns[from] ? moved_ns : meter->sums_ns[from];
    meter->sums_ns[to] += moved_ns;
}

void meter_skip(Meter *meter)
{
    meter->frame_start_ns = 0;
    memset(meter->sums_ns, 0, sizeof meter->sums_ns);
    meter->frames = 0;
}

void meter_reset(Meter *meter)
{
    frame_stats_reset(meter->window);
}
