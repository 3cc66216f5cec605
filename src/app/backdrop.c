#include "app/backdrop.h"

#include "app/script.h"
#include "base/clock.h"

enum {
    SPRITES_MAX = 20000,
    NIGHT_TICKS = 90 * TICKS_PER_S,
    FADE_TICKS = TICKS_PER_S,
    UNHURRIED = 3, /* as many times slower as the player of headless runs */
};

#define FRAME_NS (NS_PER_S / 60)

static void show_world(Backdrop *backdrop)
{
    stage_set_level(backdrop->stage, backdrop->game->level, backdrop->game->world);
    stage_write_list(backdrop->stage, backdrop->game->world, 1.0f, false, NULL);
    pace_show_front(&backdrop->pace);
}

bool backdrop_start(Backdrop *backdrop, Game *game, Stage *stage, Error *error)
{
    *backdrop = (Backdrop){.game = game, .stage = stage};
    pace_init(&backdrop->pace);
    bool is_crowded = game_sprite_count(game) > SPRITES_MAX;
    if (is_crowded ? !game_set_sprites(game, SPRITES_MAX, error) : !game_restart(game, error)) {
        return false;
    }
    show_world(backdrop);
    return true;
}

/* When this night is to be dark again: well before its dawn. */
static uint32_t last_tick(const Backdrop *backdrop)
{
    uint32_t dawn = world_dawn_ticks(backdrop->game->world);
    return dawn > 0 ? min_u32(NIGHT_TICKS, dawn / 4 * 3) : NIGHT_TICKS;
}

float backdrop_darkness(const Backdrop *backdrop)
{
    uint32_t tick = world_scene(backdrop->game->world)->tick;
    uint32_t last = last_tick(backdrop);
    uint32_t left = last > tick ? last - tick : 0;
    uint32_t near = min_u32(tick, left);
    return near < FADE_TICKS ? 1.0f - (float)near / FADE_TICKS : 0.0f;
}

static StepInput unhurried(uint32_t tick)
{
    StepInput input = script_input(tick / UNHURRIED);
    input.move_x /= UNHURRIED;
    input.move_y /= UNHURRIED;
    return input;
}

static void begin_tick(Backdrop *backdrop)
{
    StepInput input = unhurried(world_scene(backdrop->game->world)->tick);
    game_begin(backdrop->game, &input);
}

bool backdrop_begin(Backdrop *backdrop, Error *error)
{
    Game *game = backdrop->game;
    const Scene *scene = world_scene(game->world);
    uint64_t now_ns = clock_now_ns();
    if (backdrop->frame_start_ns != 0) {
        pace_advance(&backdrop->pace, now_ns - backdrop->frame_start_ns);
    }
    backdrop->frame_start_ns = now_ns;
    if (scene->outcome != OUTCOME_PLAYING || scene->tick >= last_tick(backdrop)) {
        if (!game_restart(game, error)) {
            return false;
        }
        show_world(backdrop);
    }
    stage_write_list(backdrop->stage, game->world, pace_blend(&backdrop->pace), false, NULL);
    backdrop->due = pace_due_ticks(&backdrop->pace);
    if (backdrop->due > 0) {
        begin_tick(backdrop);
    }
    return true;
}

static void run_ticks(Backdrop *backdrop)
{
    Error error = {""};
    for (; backdrop->due > 0; backdrop->due--) {
        if (!backdrop->game->stepping) {
            begin_tick(backdrop);
        }
        if (game_finish(backdrop->game, BACKEND_NO_DEADLINE, &error) != BACKEND_DONE) {
            pace_show_front(&backdrop->pace); /* the log has it; the next frame tries again */
            return;
        }
        pace_ticked(&backdrop->pace);
    }
}

void backdrop_finish(Backdrop *backdrop, bool unlimited)
{
    run_ticks(backdrop);
    stage_present(backdrop->stage);
    uint64_t now_ns = clock_now_ns();
    bool is_held = stage_has_vsync(backdrop->stage) &&
                   limiter_trusts_vsync(&backdrop->limiter, now_ns - backdrop->frame_start_ns);
    uint64_t sleep_ns =
        unlimited || is_held ? 0 : limiter_sleep_ns(&backdrop->limiter, now_ns, FRAME_NS);
    if (sleep_ns > 0) {
        clock_sleep_ns(sleep_ns);
    }
}
