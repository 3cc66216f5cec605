#include "app/run.h"

#include "base/clock.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void run_start(Run *run, const Game *game)
{
    *run = (Run){
        .backend = backend_type_of(game->backend)->name,
        .lanes = backend_lane_count(game->backend),
        .grain = game->grain,
        .isa = game->kernel->name,
        .brute = game->brute,
        .sprites = game_sprite_count(game),
        .seed = game->seed,
    };
    memcpy(run->level, game->level_name, sizeof run->level);
}

void run_release(Run *run)
{
    free(run->frames);
    run->frames = NULL;
    run->frame_count = run->frame_capacity = 0;
}

bool run_reserve(Run *run, uint32_t count)
{
    if (run->frame_capacity - run->frame_count >= count) {
        return true;
    }
    uint32_t capacity = run->frame_count + count;
    RunFrame *frames = realloc(run->frames, capacity * sizeof *frames);
    if (!frames) {
        return false;
    }
    run->frames = frames;
    run->frame_capacity = capacity;
    return true;
}

void run_add(Run *run, RunFrame frame)
{
    assert(run->frame_count < run->frame_capacity);
    run->frames[run->frame_count++] = frame;
}

FrameStats *run_stats(const Run *run)
{
    FrameStats *stats = frame_stats_create(run->frame_count > 0 ? run->frame_count : 1);
    for (uint32_t i = 0; stats && i < run->frame_count; i++) {
        frame_stats_add(stats, run->frames[i].frame_ns);
    }
    return stats;
}

void run_summarize(Run *run, FrameStats *stats, double budget_ms)
{
    RunSummary *summary = &run->summary;
    *summary = (RunSummary){
        .frame = frame_stats_summary(stats),
        .budget_ms = budget_ms,
        .over_budget = frame_stats_over(stats, (uint64_t)(budget_ms * NS_PER_MS)),
    };
    uint64_t step_ns = 0;
    uint64_t draw_ns = 0;
    for (uint32_t i = 0; i < run->frame_count; i++) {
        step_ns += run->frames[i].step_ns;
        draw_ns += run->frames[i].draw_ns;
    }
    if (run->frame_count > 0) {
        summary->step_ms = clock_ms(step_ns) / run->frame_count;
        summary->draw_ms = clock_ms(draw_ns) / run->frame_count;
        summary->cpu_ms = clock_ms(run->cpu_ns) / run->frame_count;
    }
}

void run_name(const Run *run, char name[RUN_NAME_SIZE])
{
    snprintf(name, RUN_NAME_SIZE, "%s/%s/lanes:%u/grain:%u/sprites:%u", run->level, run->backend,
             run->lanes, run->grain, run->sprites);
}
