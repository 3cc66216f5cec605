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
        .load = load_name(game->burden.load),
        .sprites = game_sprite_count(game),
        .seed = game->seed,
    };
    memcpy(run->level, game->level_name, sizeof run->level);
}

void run_end(Run *run, const Game *game)
{
    run->ticks = world_scene(game->world)->tick;
    run->hash = world_hash(game->world);
    snprintf(run->reason, sizeof run->reason, "%s", backend_reason(game->backend));
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

void run_frame_look(RunFrame *frame, const Backend *backend)
{
    for (uint32_t i = 0; i < backend_lane_count(backend); i++) {
        const LaneRecord *record = &backend_lane(backend, i)->record;
        frame->busy_ns += record->busy_ns;
        frame->lock_held_ns += record->lock_held_ns;
        frame->lock_wait_ns += record->lock_wait_ns;
        for (uint32_t k = 0; k < record->run_count; k++) {
            const LaneRun *run = &record->runs[k];
            if (run->end_ns - run->start_ns > frame->slice_ns) {
                frame->slice_ns = run->end_ns - run->start_ns;
                frame->slice = run->indices;
                frame->slice_lane = (uint8_t)i;
                frame->slice_phase = (uint8_t)run->phase;
            }
        }
    }
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

static RunFrame sum_of(const Run *run)
{
    RunFrame sum = {0};
    for (uint32_t i = 0; i < run->frame_count; i++) {
        const RunFrame *frame = &run->frames[i];
        sum.list_ns += frame->list_ns;
        sum.begin_ns += frame->begin_ns;
        sum.draw_ns += frame->draw_ns;
        sum.join_ns += frame->join_ns;
        sum.busy_ns += frame->busy_ns;
        sum.lock_held_ns += frame->lock_held_ns;
        sum.lock_wait_ns += frame->lock_wait_ns;
    }
    return sum;
}

static RunFrame slowest_of(const Run *run)
{
    const RunFrame *slowest = &run->frames[0];
    for (uint32_t i = 1; i < run->frame_count; i++) {
        slowest = run->frames[i].slice_ns > slowest->slice_ns ? &run->frames[i] : slowest;
    }
    return *slowest;
}

void run_summarize(Run *run, FrameStats *stats, double budget_ms)
{
    RunSummary *summary = &run->summary;
    *summary = (RunSummary){
        .frame = frame_stats_summary(stats),
        .budget_ms = budget_ms,
        .over_budget = frame_stats_over(stats, (uint64_t)(budget_ms * NS_PER_MS)),
    };
    if (run->frame_count == 0) {
        return;
    }
    RunFrame sum = sum_of(run);
    summary->slowest = slowest_of(run);
    summary->step_ms = clock_ms(run_frame_step_ns(&sum)) / run->frame_count;
    summary->draw_ms = clock_ms(sum.list_ns + sum.draw_ns) / run->frame_count;
    summary->list_ms = clock_ms(sum.list_ns) / run->frame_count;
    summary->begin_ms = clock_ms(sum.begin_ns) / run->frame_count;
    summary->join_ms = clock_ms(sum.join_ns) / run->frame_count;
    summary->busy_ms = clock_ms(sum.busy_ns) / run->frame_count;
    summary->lock_held_ms = clock_ms(sum.lock_held_ns) / run->frame_count;
    summary->lock_wait_ms = clock_ms(sum.lock_wait_ns) / run->frame_count;
    summary->cpu_ms = clock_ms(run->cpu_ns) / run->frame_count;
}

void run_name(const Run *run, char name[RUN_NAME_SIZE])
{
    snprintf(name, RUN_NAME_SIZE, "%s/%s/lanes:%u/grain:%u/sprites:%u", run->level, run->backend,
             run->lanes, run->grain, run->sprites);
}
