#include "app/game.h"

#include "app/loading.h"
#include "app/paths.h"
#include "backend/slow_pipe.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

static void give_step_up(Game *game)
{
    if (game->stepping) {
        step_cancel(game->world, game->backend);
        game->stepping = false;
    }
}

/* A model that is wrong on purpose gets a world to be wrong with. */
static void mark_unsafe(Game *game)
{
    if (game->world && game->backend) {
        world_set_single(game->world, backend_type_of(game->backend)->unsafe);
    }
    game->lost = game->differing = 0;
}

/* Both or neither; `level` may be the one that is there. */
static bool take_world(Game *game, Level *level, uint32_t sprites, Error *error)
{
    World *world = world_create(&level->spec, game->seed, sprites, error);
    if (!world) {
        return false;
    }
    give_step_up(game);
    world_destroy(game->world);
    if (game->level != level) {
        level_destroy(game->level);
    }
    game->level = level;
    game->world = world;
    world_set_kernel(world, game->kernel);
    world_set_brute(world, game->brute);
    mark_unsafe(game);
    game->tainted = false;
    game->sprites = sprites;
    game->generation++;
    game->failing = false;
    return true;
}

bool game_take_level(Game *game, Level *level, Error *error)
{
    if (!take_world(game, level, game->sprites, error)) {
        level_destroy(level);
        return false;
    }
    return true;
}

bool game_change_level(Game *game, Level *level, uint32_t sprites, Error *error)
{
    if (!take_world(game, level, sprites, error)) {
        level_destroy(level);
        return false;
    }
    snprintf(game->level_path, sizeof game->level_path, "%s", level->path);
    paths_level_name(level->path, game->level_name);
    return true;
}

bool game_restart(Game *game, Error *error)
{
    return take_world(game, game->level, game->sprites, error);
}

bool game_set_sprites(Game *game, uint32_t sprites, Error *error)
{
    assert(sprites <= SPEC_SPRITES_MAX);
    return take_world(game, game->level, sprites, error);
}

void game_set_grain(Game *game, uint32_t grain)
{
    assert(grain >= 1);
    game->grain = grain;
}

void game_set_kernel(Game *game, const Kernel *kernel)
{
    give_step_up(game);
    game->kernel = kernel;
    world_set_kernel(game->world, kernel);
}

void game_set_brute(Game *game, bool brute)
{
    give_step_up(game);
    game->brute = brute;
    world_set_brute(game->world, brute);
}

bool game_set_backend(Game *game, const BackendType *type, uint32_t lanes, Error *error)
{
    give_step_up(game);
    Backend *backend = backend_open(type, lanes, error);
    bool opened = backend != NULL;
    if (!opened && game->backend && backend_type_of(game->backend) == backend_type(0)) {
        return false;
    }
    if (!opened) {
        backend = backend_open(backend_type(0), lanes, NULL);
    }
    if (!backend) {
        return false; /* not even memory for the reference: keep what runs */
    }
    backend_close(game->backend);
    game->backend = backend;
    mark_unsafe(game);
    if (opened) {
        game->lanes = lanes;
    }
    return opened;
}

static bool open_first_backend(Game *game, const GameConfig *config, Error *error)
{
    if (!game_set_backend(game, config->backend, config->lanes, error)) {
        if (!game->backend) {
            return false;
        }
        log_write(game->log, LOG_WARNING, "%s; going on with %s", error->text,
                  backend_type_of(game->backend)->name);
    }
    return true;
}

Game *game_open(const GameConfig *config, Log *log, Error *error)
{
    Game *game = calloc(1, sizeof *game);
    if (!game) {
        error_set(error, "no memory for a game");
        return NULL;
    }
    game->log = log;
    game->lanes = config->lanes;
    game->grain = config->grain;
    game->sprites = config->sprites;
    game->seed = config->seed;
    game->kernel = config->kernel ? config->kernel : kernel_best();
    game->brute = config->brute;
    snprintf(game->level_path, sizeof game->level_path, "%s", config->level_path);
    paths_level_name(config->level_path, game->level_name);
    game->burden = config->burden;
    game_set_load(game, config->burden.load);
    if (!open_first_backend(game, config, error)) {
        game_destroy(game);
        return NULL;
    }
    return game;
}

static bool load_level(Game *game, Error *error)
{
    Loading *loading = loading_begin(game->level_path, game->backend, false, error);
    if (!loading) {
        return false;
    }
    loading_poll(loading, BACKEND_NO_DEADLINE);
    Level *level = loading_take_level(loading, error);
    loading_end(loading);
    return level && game_take_level(game, level, error);
}

Game *game_create(const GameConfig *config, Log *log, Error *error)
{
    Game *game = game_open(config, log, error);
    if (game && !load_level(game, error)) {
        game_destroy(game);
        return NULL;
    }
    return game;
}

void game_destroy(Game *game)
{
    if (!game) {
        return;
    }
    give_step_up(game);
    backend_close(game->backend);
    world_destroy(game->world);
    level_destroy(game->level);
    slow_pipe_close(game->burden.pipe);
    free(game);
}

uint32_t game_sprite_count(const Game *game)
{
    return game->sprites != 0 ? game->sprites : spec_swarm_total(&game->level->spec);
}

void game_set_load(Game *game, LoadKind load)
{
    Burden *burden = &game->burden;
    give_step_up(game);
    burden->load = load;
    burden->phase = step_move_phase();
    if (!burden_is_none(burden) && burden->rounds_a_us <= 0.0) {
        burden_calibrate(burden);
    }
    Error error = {""};
    if (load == LOAD_PIPE && !burden->pipe) {
        burden->pipe = slow_pipe_open(burden->wait_ms, &error);
        if (!burden->pipe) {
            log_write(game->log, LOG_WARNING, "%s; slices wait for the time alone", error.text);
        }
    }
}

void game_begin(Game *game, const StepInput *input)
{
    assert(!game->stepping);
    game->input = *input;
    game->burden.seed = game->seed;
    game->burden.tick = world_scene(game->world)->tick;
    backend_set_burden(game->backend, &game->burden);
    step_begin(game->world, game->backend, input, game->grain);
    game->stepping = true;
}

static void count_damage(Game *game)
{
    game->tainted = true;
    game->lost = backend_lost_updates(game->backend);
    game->differing = step_count_differing(game->world);
}

BackendStatus game_finish(Game *game, uint64_t deadline_ns, Error *error)
{
    assert(game->stepping);
    BackendStatus status = step_finish(game->world, game->backend, deadline_ns, error);
    if (status == BACKEND_PENDING) {
        return status;
    }
    game->stepping = false;
    if (status == BACKEND_DONE) {
        if (backend_type_of(game->backend)->unsafe) {
            count_damage(game);
        }
        world_swap(game->world);
    } else if (!game->failing) {
        log_write(game->log, LOG_ERROR, "%s; the tick is tried again", error->text);
    }
    game->failing = status == BACKEND_FAILED;
    game->burden.attempt = game->failing ? game->burden.attempt + 1 : 0;
    return status;
}

BackendStatus game_finish_whole(Game *game, Error *error)
{
    BackendStatus status = game_finish(game, BACKEND_NO_DEADLINE, error);
    bool injected = !burden_is_none(&game->burden);
    while (status == BACKEND_FAILED && injected && game->burden.attempt < GAME_ATTEMPTS) {
        StepInput input = game->input;
        game_begin(game, &input);
        status = game_finish(game, BACKEND_NO_DEADLINE, error);
    }
    return status;
}
