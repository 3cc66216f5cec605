#include "app/loop_state.h"

#include "app/machine.h"
#include "base/clock.h"

#define HASH_CHEAP_NS (200ull * NS_PER_US)

void loop_overlay_hash(Loop *loop)
{
    uint64_t now_ns = clock_now_ns();
    bool is_new_world = loop->hash_generation != loop->game->generation;
    bool is_due = loop->paused || loop->hash_cost_ns < HASH_CHEAP_NS ||
                  now_ns - loop->hashed_ns >= LOOP_HASH_NS;
    uint32_t tick = world_scene(loop->game->world)->tick;
    if (loop->overlay == OVERLAY_OFF || loop->game->stepping ||
        (!is_new_world && (!is_due || tick == loop->hash_tick))) {
        return;
    }
    loop->hash = world_hash(loop->game->world);
    loop->hash_tick = tick;
    loop->hash_generation = loop->game->generation;
    loop->hashed_ns = now_ns;
    loop->hash_cost_ns = clock_now_ns() - now_ns;
}

void loop_heap_begin(Loop *loop)
{
    uint64_t now_ns = loop->meter.frame_start_ns;
    loop->heap_before = 0;
    if (loop->overlay < OVERLAY_STATISTICS || now_ns - loop->heap_looked_ns < LOOP_HASH_NS) {
        return;
    }
    loop->heap_looked_ns = now_ns;
    if (!machine_heap_bytes(&loop->heap_before)) {
        loop->heap_bytes = INT64_MAX;
    }
}

void loop_heap_end(Loop *loop)
{
    uint64_t after = 0;
    if (loop->heap_before != 0 && machine_heap_bytes(&after)) {
        loop->heap_bytes = (int64_t)(after - loop->heap_before);
    }
}

uint64_t loop_waited_ns(const Loop *loop, uint64_t since_ns)
{
    const LaneRecord *record = &backend_lane(loop->game->backend, 0)->record;
    uint64_t elapsed_ns = clock_now_ns() - since_ns;
    uint64_t work_ns = 0;
    if (record->run_count == LANE_RUNS_MAX) {
        return 0; /* it does not say all that was done */
    }
    for (uint32_t i = 0; i < record->run_count; i++) {
        const LaneRun *run = &record->runs[i];
        uint64_t start_ns = run->start_ns > since_ns ? run->start_ns : since_ns;
        work_ns += run->end_ns > start_ns ? run->end_ns - start_ns : 0;
    }
    return work_ns < elapsed_ns ? elapsed_ns - work_ns : 0;
}

OverlayInfo loop_overlay_info(const Loop *loop)
{
    const Game *game = loop->game;
    OverlayInfo info = {
        .level = loop->overlay,
        .backend = backend_type_of(game->backend)->name,
        .lanes = backend_lane_count(game->backend),
        .grain = game->grain,
        .sprites = game_sprite_count(game),
        .tick = world_scene(game->world)->tick,
        .isa = game->kernel->name,
        .brute = game->brute,
        .unsafe = backend_type_of(game->backend)->unsafe,
        .lost = game->lost,
        .differing = game->differing,
        .load = load_name(game->burden.load),
        .reason = backend_reason(game->backend),
        .order = (double)world_scene(game->world)->order,
        .hash = loop->hash,
        .hash_is_fresh = loop->hash_tick == world_scene(game->world)->tick,
        .stats = loop->meter.window,
        .all = loop->meter.all,
        .heap_bytes = loop->heap_bytes,
        .frame_ns = loop->meter.frame_ns,
        .speed = (double)loop->pace.speed / PACE_SPEED_UNIT,
        .dropped_ticks = loop->pace.dropped_ticks,
        .renderer = stage_renderer_name(loop->stage),
        .vsync = stage_has_vsync(loop->stage),
    };
    if (loop->shadow) {
        info.proof = shadow_verdict(loop->shadow)->text;
        info.proof_differs = shadow_verdict(loop->shadow)->differs;
    }
    for (int i = 0; i < STAGE_COUNT; i++) {
        info.stages_ms[i] = loop->meter.shown_ms[i];
    }
    return info;
}
