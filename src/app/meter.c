#include "app/meter.h"

#include "base/clock.h"

#include <stdlib.h>
#include <string.h>

enum { WINDOW_FRAMES = 2048 }; /* half a minute at 60 Hz: enough for a p99 */

#define RENEW_NS  (NS_PER_S / 4)
#define TRACED_NS NS_PER_US /* shorter stages are not worth the trace's room */

bool meter_open(Meter *meter, Error *error)
{
    *meter =
        (Meter){.window = frame_stats_create(WINDOW_FRAMES), .all = calloc(1, sizeof *meter->all)};
    return (meter->window && meter->all) || error_set(error, "no memory for the frame statistics");
}

void meter_close(Meter *meter)
{
    frame_stats_destroy(meter->window);
    free(meter->all);
    meter->window = NULL;
    meter->all = NULL;
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

static void tell_frame(Meter *meter, uint64_t now_ns)
{
    if (meter->trace) {
        trace_frame(meter->trace, meter->frame_number, meter->frame_start_ns, now_ns,
                    meter->sprites);
    }
}

uint64_t meter_begin_frame(Meter *meter)
{
    uint64_t now_ns = clock_now_ns();
    uint64_t elapsed_ns = meter->frame_start_ns ? now_ns - meter->frame_start_ns : 0;
    if (elapsed_ns > 0) {
        meter->frame_ns = elapsed_ns;
        meter->frames++;
        frame_stats_add(meter->window, elapsed_ns);
        frame_histogram_add(meter->all, elapsed_ns);
        tell_frame(meter, now_ns);
        if (now_ns - meter->renewed_ns >= RENEW_NS) {
            renew(meter, now_ns);
        }
    }
    meter->frame_start_ns = now_ns;
    meter->mark_ns = now_ns;
    return elapsed_ns;
}

void meter_note(Meter *meter, uint32_t tick, uint32_t sprites)
{
    meter->tick = tick;
    meter->sprites = sprites;
    meter->frame_number++;
}

void meter_mark(Meter *meter, FrameStage stage)
{
    uint64_t now_ns = clock_now_ns();
    meter->sums_ns[stage] += now_ns - meter->mark_ns;
    if (meter->trace && now_ns - meter->mark_ns >= TRACED_NS) {
        trace_stage(meter->trace, stage, meter->mark_ns, now_ns, meter->tick);
    }
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
    frame_histogram_reset(meter->all);
}
