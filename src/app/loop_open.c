#include "app/loop_state.h"

#include "base/clock.h"

#include <stdlib.h>

void loop_start(Loop *loop, const LoopConfig *config)
{
    loop->config = *config;
    loop->unlimited |= config->unlimited;
    loop->start_ns = clock_now_ns();
    loop->toast = (Toast){.until_ns = 0};
    loop->paused = loop->menu = loop->verdict = loop->help = loop->ended = false;
    loop->single_ticks = 0;
    loop->end = LOOP_QUIT;
    pace_init(&loop->pace);
    meter_reset(&loop->meter);
    meter_skip(&loop->meter);
    loop->tour.on = false;
    if (config->tour) {
        loop_tour_begin(loop);
    }
}

InputDevices *loop_devices(Loop *loop)
{
    return loop->devices;
}

Loop *loop_create(Game *game, Stage *stage, const LoopConfig *config, Log *log, Error *error)
{
    Loop *loop = calloc(1, sizeof *loop);
    if (!loop) {
        error_set(error, "no memory for the loop");
        return NULL;
    }
    loop->game = game;
    loop->stage = stage;
    loop->log = log;
    loop->overlay = OVERLAY_LINE;
    loop->tape = (Tape){.replay = config->replay, .replay_path = config->replay_path};
    loop->devices = input_open(config->keys, log, error);
    if (!loop->devices || !meter_open(&loop->meter, error) ||
        !movie_open(&loop->movie, config->movie, error) ||
        !tape_open(&loop->tape, config->record, game, error)) {
        loop_destroy(loop);
        return NULL;
    }
    loop_start(loop, config);
    if (!loop_trace_open(loop, error)) {
        loop_destroy(loop);
        return NULL;
    }
    return loop;
}

void loop_destroy(Loop *loop)
{
    if (!loop) {
        return;
    }
    recorder_drop(loop->tape.recorder);
    loop_trace_drop(loop);
    shadow_close(loop->shadow);
    lane_map_release(&loop->lanes);
    meter_close(&loop->meter);
    input_close(loop->devices);
    free(loop);
}
