#include "app/loop_state.h"

/* Four times the work for twice the sprites: beyond these a tick takes seconds, and the keys wait.
 */
enum { BRUTE_SPRITES_MAX = 32768 };

static void toast_backend(Loop *loop)
{
    uint32_t lanes = backend_lane_count(loop->game->backend);
    const char *name = backend_type_of(loop->game->backend)->name;
    if (lanes == 1 && loop->game->lanes > 1) {
        loop_toast(loop, "%s: one lane, whatever is asked", name);
    } else {
        loop_toast(loop, "%s, %u lane%s", name, lanes, lanes == 1 ? "" : "s");
    }
}

static void choose_backend(Loop *loop, const BackendType *type, uint32_t lanes)
{
    Error error = {""};
    if (game_set_backend(loop->game, type, lanes, &error)) {
        toast_backend(loop);
        return;
    }
    error_prefix(&error, "going on with %s", backend_type_of(loop->game->backend)->name);
    loop_toast_fault(loop, &error);
}

static void choose_slot(Loop *loop, uint32_t slot)
{
    if (slot < backend_type_count()) {
        choose_backend(loop, backend_type(slot), loop->game->lanes);
    } else {
        loop_toast(loop, "there are %u backends", backend_type_count());
    }
}

static void next_backend(Loop *loop)
{
    const BackendType *now = backend_type_of(loop->game->backend);
    uint32_t index = 0;
    while (backend_type(index) != now) {
        index++;
    }
    choose_slot(loop, (index + 1) % backend_type_count());
}

static void fewer_lanes(Loop *loop)
{
    if (loop->game->lanes > 1) {
        choose_backend(loop, backend_type_of(loop->game->backend), loop->game->lanes - 1);
    }
}

static void more_lanes(Loop *loop)
{
    if (loop->game->lanes < BACKEND_LANES_MAX) {
        choose_backend(loop, backend_type_of(loop->game->backend), loop->game->lanes + 1);
    }
}

static void set_grain(Loop *loop, uint32_t grain)
{
    game_set_grain(loop->game, grain);
    loop_toast(loop, "grain: %u sprite%s a slice", grain, grain == 1 ? "" : "s");
}

static void finer_grain(Loop *loop)
{
    set_grain(loop, loop->game->grain > 1 ? loop->game->grain / 2 : 1);
}

static void coarser_grain(Loop *loop)
{
    set_grain(loop, min_u32(loop->game->grain, SPEC_SPRITES_MAX / 2) * 2);
}

/* Scalar, and then whatever vectors this processor has, the widest last. */
static void next_kernel(Loop *loop)
{
    uint32_t index = 0;
    while (kernel_at(index) != loop->game->kernel) {
        index++;
    }
    const Kernel *kernel = kernel_at((index + 1) % kernel_count());
    game_set_kernel(loop->game, kernel);
    loop_toast(loop, "kernels: %s, %u sprite%s side by side", kernel->name, kernel->lanes,
               kernel->lanes == 1 ? "" : "s");
}

static void toggle_neighbours(Loop *loop)
{
    bool brute = !loop->game->brute;
    if (brute && game_sprite_count(loop->game) > BRUTE_SPRITES_MAX) {
        loop_toast(loop, "neighbours by brute force: for %d sprites at most", BRUTE_SPRITES_MAX);
        return;
    }
    game_set_brute(loop->game, brute);
    loop_toast(loop, brute ? "neighbours by brute force: all look at all" : "neighbours by grid");
}

/* What slices do beside moving their sprites. */
static void next_load(Loop *loop)
{
    Burden *burden = &loop->game->burden;
    game_set_load(loop->game, (LoadKind)((burden->load + 1) % LOAD_COUNT));
    switch (burden->load) {
    case LOAD_HEAVY:
        loop_toast(loop, "load: heavy, %u us of computing a sprite", burden->heavy_us);
        break;
    case LOAD_WAIT: loop_toast(loop, "load: each slice waits %u ms", burden->wait_ms); break;
    case LOAD_PIPE:
        loop_toast(loop, "load: each slice reads a pipe that takes %u ms", burden->wait_ms);
        break;
    case LOAD_MIXED: loop_toast(loop, "load: mixed, uneven computing and waiting"); break;
    default: loop_toast(loop, "load: light"); break;
    }
}

static void set_sprites(Loop *loop, uint32_t sprites)
{
    Error error = {""};
    if (sprites > BRUTE_SPRITES_MAX && loop->game->brute) {
        toggle_neighbours(loop);
    }
    if (game_set_sprites(loop->game, sprites, &error)) {
        loop_toast(loop, "%u sprites, from the start", sprites);
    } else {
        loop_toast_fault(loop, &error);
    }
}

static void fewer_sprites(Loop *loop)
{
    uint32_t sprites = game_sprite_count(loop->game);
    set_sprites(loop, sprites > 1 ? sprites / 2 : 1);
}

static void more_sprites(Loop *loop)
{
    uint32_t sprites = game_sprite_count(loop->game);
    set_sprites(loop, sprites > 0 ? min_u32(sprites, SPEC_SPRITES_MAX / 2) * 2 : 1);
}

/* Another one each time; the log and the overlay show who took its place. */
static void kill_worker(Loop *loop)
{
    Backend *backend = loop->game->backend;
    uint32_t lanes = backend_lane_count(backend);
    uint32_t first = world_scene(loop->game->world)->tick % lanes;
    for (uint32_t i = 0; i < lanes; i++) {
        uint32_t lane = (first + i) % lanes;
        int process = backend_lane(backend, lane)->process;
        if (backend_kill(backend, lane)) {
            loop_toast(loop, "process %d, lane %u, is killed; the game goes on", process, lane);
            return;
        }
    }
    loop_toast(loop, "%s has no worker process to kill", backend_type_of(backend)->name);
}

static const ActionRow rows[] = {
    {ACTION_NEXT_BACKEND, next_backend},
    {ACTION_LANES_FEWER, fewer_lanes},
    {ACTION_LANES_MORE, more_lanes},
    {ACTION_GRAIN_FINER, finer_grain},
    {ACTION_GRAIN_COARSER, coarser_grain},
    {ACTION_SPRITES_FEWER, fewer_sprites},
    {ACTION_SPRITES_MORE, more_sprites},
    {ACTION_ISA, next_kernel},
    {ACTION_NEIGHBOURS, toggle_neighbours},
    {ACTION_LOAD, next_load},
    {ACTION_KILL, kill_worker},
};

void loop_settings_act(Loop *loop, const Input *input)
{
    for (uint32_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (input_has(input, rows[i].action)) {
            rows[i].act(loop);
        }
    }
    if (input->backend_slot >= 0) {
        choose_slot(loop, (uint32_t)input->backend_slot);
    }
}
