/* The recorded play-throughs of tests/replays: each wins its level, with every model, any number of
 * lanes and any grain, by the same bits. After the rules or the levels have changed they are made
 * anew with `make play-throughs`. */
#include "app/game.h"
#include "app/recording.h"
#include "support/levels.h"
#include "support/models.h"

#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#define REPLAYS "tests/replays/*.replay"

/* Sprites times ticks: up to here a recording is replayed with each model from its start to its
 * end, up to there with one of them, the next with another; beyond it in relays only, of which no
 * more than so much is run at all, and less where tests run slowly. */
#define EACH_MOST  (1ull * 1000 * 1000)
#define WHOLE_MOST (10ull * 1000 * 1000)
#define RELAY_MOST (15ull * 1000 * 1000)
#define QUICK_MOST (1ull * 1000 * 1000)

enum { LANES_MAX = 3 };

static const uint32_t grains[] = {64, 1, 1000000, 7, 500};

enum { GRAINS = sizeof grains / sizeof grains[0] };

typedef struct Replay {
    const char *path;
    uint32_t number; /* among them all */
    Recording *recording;
    Level *level;
    Log log;
} Replay;

static Replay open_replay(const char *path)
{
    Error error = {""};
    Replay replay = {.path = path, .recording = recording_read(path, &error)};
    if (!replay.recording) {
        fail_msg("%s", error.text);
    }
    log_init(&replay.log, LOG_ERROR);
    replay.level = levels_load(replay.recording->level);
    if (replay.recording->level_hash != replay.level->content_hash) {
        fail_msg("%s: %s has changed since: `make play-throughs`", path, replay.level->path);
    }
    return replay;
}

static void close_replay(Replay *replay)
{
    recording_destroy(replay->recording);
    level_destroy(replay->level);
}

static Game *open_game(Replay *replay, const BackendType *type, uint32_t lanes, uint32_t grain)
{
    Error error = {""};
    GameConfig config = {.level_path = replay->level->path,
                         .backend = type,
                         .lanes = lanes,
                         .grain = grain,
                         .sprites = replay->recording->sprites,
                         .seed = replay->recording->seed};
    Game *game = game_create(&config, &replay->log, &error);
    if (!game) {
        fail_msg("%s", error.text);
    }
    return game;
}

static void run_tick(const Replay *replay, Game *game)
{
    Error error = {""};
    StepInput input = recording_input(replay->recording, world_scene(game->world)->tick);
    game_begin(game, &input);
    if (game_finish(game, BACKEND_NO_DEADLINE, &error) != BACKEND_DONE ||
        !recording_check(replay->recording, game->world, &error)) {
        fail_msg("%s, %s with %u lanes, grain %u: %s", replay->path,
                 backend_type_of(game->backend)->name, game->lanes, game->grain, error.text);
    }
}

static uint32_t sprite_count(const Replay *replay)
{
    uint32_t sprites = replay->recording->sprites;
    return sprites ? sprites : spec_swarm_total(&replay->level->spec);
}

/* As many ticks as there is time for. */
static uint32_t tick_count(const Replay *replay)
{
    uint32_t ticks = replay->recording->ticks;
    uint64_t work = models_are_quick() ? QUICK_MOST : RELAY_MOST;
    uint64_t most = work / sprite_count(replay) + RECORDING_MARK_TICKS;
    return most < ticks ? (uint32_t)most : ticks;
}

static void assert_won(const Replay *replay, const Game *game)
{
    const Scene *scene = world_scene(game->world);
    if (scene->tick == replay->recording->ticks) {
        assert_int_equal(scene->outcome, OUTCOME_WON);
    }
}

/* From the start to the end, with one model and so many lanes. */
static void replay_with(Replay *replay, const BackendType *type, uint32_t lanes)
{
    Game *game = open_game(replay, type, lanes, grains[lanes % GRAINS]);
    uint32_t ticks = tick_count(replay);
    for (uint32_t tick = 0; tick < ticks; tick++) {
        run_tick(replay, game);
    }
    assert_won(replay, game);
    game_destroy(game);
}

/* Every second another model, other lanes and another grain take over what the last have left. */
static void replay_in_relays(Replay *replay)
{
    Error error = {""};
    uint32_t ticks = tick_count(replay);
    Game *game = open_game(replay, backend_type(0), 1, grains[0]);
    for (uint32_t tick = 0; tick < ticks; tick++) {
        uint32_t turn = tick / RECORDING_MARK_TICKS;
        if (tick % RECORDING_MARK_TICKS == 0) {
            const BackendType *type = backend_safe(turn % backend_safe_count());
            type = type->slow ? backend_type(1) : type;
            uint32_t lanes = 1 + turn / backend_safe_count() % LANES_MAX;
            assert_true(game_set_backend(game, type, lanes, &error));
            game_set_grain(game, grains[turn % GRAINS]);
        }
        run_tick(replay, game);
    }
    assert_won(replay, game);
    game_destroy(game);
}

typedef void ReplayCheck(Replay *replay);

static void each_replay(ReplayCheck *check)
{
    glob_t found;
    assert_int_equal(glob(REPLAYS, 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        Replay replay = open_replay(found.gl_pathv[i]);
        replay.number = (uint32_t)i;
        check(&replay);
        close_replay(&replay);
    }
    globfree(&found);
}

static void check_file(Replay *replay)
{
    assert_true(replay->recording->whole);
    assert_int_equal(replay->recording->outcome, OUTCOME_WON);
    assert_in_range(replay->recording->mark_count, replay->recording->ticks / RECORDING_MARK_TICKS,
                    UINT32_MAX);
}

static bool has_its_turn(const Replay *replay, uint32_t type)
{
    uint64_t work = (uint64_t)sprite_count(replay) * replay->recording->ticks;
    bool is_next = replay->number % backend_safe_count() == type;
    return !backend_safe(type)->slow && work <= (is_next ? WHOLE_MOST : EACH_MOST);
}

static void check_models(Replay *replay)
{
    for (uint32_t type = 0; type < backend_safe_count(); type++) {
        if (has_its_turn(replay, type)) {
            replay_with(replay, backend_safe(type), type % LANES_MAX + 1);
        }
    }
}

static void they_are_whole_and_won(void **state)
{
    (void)state;
    each_replay(check_file);
}

static void each_model_wins_them(void **state)
{
    (void)state;
    each_replay(check_models);
}

static void all_models_in_turn_win_them(void **state)
{
    (void)state;
    each_replay(replay_in_relays);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(they_are_whole_and_won),
        cmocka_unit_test(each_model_wins_them),
        cmocka_unit_test(all_models_in_turn_win_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
