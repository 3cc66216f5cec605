#include "app/loop_state.h"

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
        .order = (double)world_scene(game->world)->order,
        .hash = loop->hash,
        .hash_is_fresh = loop->hash_tick == world_scene(game->world)->tick,
        .stats = loop->meter.window,
        .all = loop->meter.all,
        .frame_ns = loop->meter.frame_ns,
        .speed = (double)loop->pace.speed / PACE_SPEED_UNIT,
        .dropped_ticks = loop->pace.dropped_ticks,
        .lanes_of = game->stepping ? NULL : game->backend,
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
