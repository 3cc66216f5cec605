/* The model that is wrong on purpose: that it is, that the damage is counted, and that it stays
 * where it is. */
#include "app/game.h"
#include "support/levels.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

enum { SPRITES = 10000, TICKS = 10 };

static Game *create_game(const char *backend, Log *log)
{
    Error error = {""};
    Level *reeds = levels_load("reeds");
    GameConfig config = {.level_path = reeds->path,
                         .backend = backend_find(backend),
                         .lanes = 2,
                         .grain = 256,
                         .sprites = SPRITES,
                         .seed = 1};
    Game *game = game_create(&config, log, &error);
    level_destroy(reeds);
    if (!game) {
        fail_msg("%s", error.text);
    }
    return game;
}

static void tick(Game *game)
{
    Error error = {""};
    StepInput input = {.move_x = 100, .glow = true};
    game_begin(game, &input);
    assert_int_equal(game_finish(game, BACKEND_NO_DEADLINE, &error), BACKEND_DONE);
}

static void test_it_differs_and_says_by_how_much(void **state)
{
    (void)state;
    Log log;
    log_init(&log, LOG_ERROR);
    Game *racy = create_game("racy", &log);
    Game *reference = create_game("sequential", &log);
    uint64_t lost = 0;
    uint32_t differing = 0;
    for (uint32_t i = 0; i < TICKS; i++) {
        tick(racy);
        tick(reference);
        lost += racy->lost;
        differing += racy->differing;
        assert_in_range(racy->differing, 0, world_sprite_count(racy->world));
        assert_int_equal(reference->differing, 0);
        assert_int_equal(reference->lost, 0);
    }
    assert_true(world_hash(racy->world) != world_hash(reference->world));
    assert_in_range(differing, 1, TICKS * SPRITES);
    assert_true(lost > 0);
    assert_true(racy->tainted && !reference->tainted);
    game_destroy(racy);
    game_destroy(reference);
}

/* What counts the damage does none: counted or not, the same ticks come to the same state. */
static void test_counting_changes_nothing(void **state)
{
    (void)state;
    Log log;
    log_init(&log, LOG_ERROR);
    Game *counted = create_game("jobs", &log);
    Game *plain = create_game("jobs", &log);
    for (uint32_t i = 0; i < TICKS; i++) {
        Error error = {""};
        StepInput input = {.glow = true};
        step_begin(counted->world, counted->backend, &input, 100);
        assert_int_equal(step_finish(counted->world, counted->backend, BACKEND_NO_DEADLINE, &error),
                         BACKEND_DONE);
        assert_int_equal(step_count_differing(counted->world), 0); /* of a model that is right */
        world_swap(counted->world);
        assert_int_equal(step_run(plain->world, plain->backend, &input, 100, &error), BACKEND_DONE);
        assert_true(world_hash(counted->world) == world_hash(plain->world));
    }
    game_destroy(counted);
    game_destroy(plain);
}

/* Another model takes over at a tick's end: from there on all is right again. */
static void test_the_next_model_is_right(void **state)
{
    (void)state;
    Log log;
    log_init(&log, LOG_ERROR);
    Error error = {""};
    Game *game = create_game("racy", &log);
    tick(game);
    assert_true(game_set_backend(game, backend_find("jobs"), 2, &error));
    assert_int_equal(game->differing, 0);
    StepInput input = {.glow = true};
    step_begin(game->world, game->backend, &input, 64);
    assert_int_equal(step_finish(game->world, game->backend, BACKEND_NO_DEADLINE, &error),
                     BACKEND_DONE);
    assert_int_equal(step_count_differing(game->world), 0);
    world_swap(game->world);
    assert_true(game->tainted); /* the night is what it is */
    assert_true(game_restart(game, &error));
    assert_false(game->tainted);
    game_destroy(game);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_it_differs_and_says_by_how_much),
        cmocka_unit_test(test_counting_changes_nothing),
        cmocka_unit_test(test_the_next_model_is_right),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
