/* The game loop under SDL's dummy driver, frame by frame, with keys that nobody pressed: whatever
 * is asked of it while it runs, it goes on, keeps the bits, and ends cleanly. */
#define _GNU_SOURCE /* mallinfo2 */

#include "support/levels.h"
#include "support/maps.h"
#include "support/models.h"
#include "support/play.h"
#include "support/process.h"
#include "support/sanitizers.h"
#include "support/session.h"
#include "support/told.h"

#include <malloc.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void it_ticks_at_sixty_hertz(void **state)
{
    Session *session = *state;
    uint64_t start_ns = clock_now_ns();
    session_frames_until_tick(session, 30);
    uint64_t took_ms = (clock_now_ns() - start_ns) / NS_PER_MS;
    assert_in_range(took_ms, 400, 60000); /* never early; how late is the machine's affair */
    session_assert_reference_bits(session);
}

static void another_model_in_every_frame(void **state)
{
    Session *session = *state;
    while (pace_faster(&session->loop->pace)) {
    }
    for (uint32_t i = 0; i < 2 * backend_type_count(); i++) {
        session_press(session, SDL_SCANCODE_TAB);
    }
    size_t used_before = mallinfo2().uordblks;
    const uint32_t turns = models_are_quick() ? 500 : 2000;
    for (uint32_t i = 0; i < turns; i++) {
        const char *before = session_backend(session);
        session_press(session, SDL_SCANCODE_TAB);
        assert_string_not_equal(session_backend(session), before);
    }
    while (backend_type_of(session->game->backend) != backend_type(0)) {
        session_press(session, SDL_SCANCODE_TAB);
    }
    size_t used_after = mallinfo2().uordblks;
    if (!TEST_SANITIZED) {
        assert_in_range(used_after, 0, used_before + 64 * 1024);
    }
    session_press(session, SDL_SCANCODE_R); /* one of them is wrong on purpose */
    session_frames_until_tick(session, 5);
    session_assert_reference_bits(session);
}

static void every_row_of_the_table_has_its_key(void **state)
{
    Session *session = *state;
    for (uint32_t i = 0; i < backend_type_count() && i < 10; i++) {
        if (backend_type(i)->unsafe) {
            continue;
        }
        session_press(session, SDL_SCANCODE_1 + i);
        assert_string_equal(session_backend(session), backend_type(i)->name);
    }
    if (backend_type_count() < 10) { /* told, and otherwise nothing */
        session_press(session, SDL_SCANCODE_0);
    }
    assert_int_equal(session->game->generation, 1);
    session_frames_until_tick(session, 5);
    session_assert_reference_bits(session);
}

static void lanes_and_grain_keep_the_bits(void **state)
{
    Session *session = *state;
    session_press(session, SDL_SCANCODE_2);
    uint32_t lanes = backend_lane_count(session->game->backend);
    session_press(session, SDL_SCANCODE_RIGHTBRACKET);
    assert_int_equal(backend_lane_count(session->game->backend), lanes + 1);
    for (uint32_t i = 0; i < lanes + 3; i++) {
        session_press(session, SDL_SCANCODE_LEFTBRACKET);
    }
    assert_int_equal(backend_lane_count(session->game->backend), 1);
    for (uint32_t i = 0; i < 8; i++) {
        session_press(session, SDL_SCANCODE_SEMICOLON);
    }
    assert_int_equal(session->game->grain, 1);
    session_frames_until_tick(session, session_tick(session) + 3);
    for (uint32_t i = 0; i < 40; i++) {
        session_press(session, SDL_SCANCODE_APOSTROPHE);
    }
    assert_int_equal(session->game->grain, SPEC_SPRITES_MAX);
    session_frames_until_tick(session, session_tick(session) + 3);
    session_assert_reference_bits(session);
}

static void kernels_and_neighbours_keep_the_bits(void **state)
{
    Session *session = *state;
    Error error = {""};
    const Kernel *first = session->game->kernel;
    for (uint32_t i = 0; i < kernel_count(); i++) {
        session_press(session, SDL_SCANCODE_X);
        assert_ptr_equal(world_kernel(session->game->world), session->game->kernel);
        assert_true((session->game->kernel == first) == (i + 1 == kernel_count()));
        session_press(session, SDL_SCANCODE_N);
        assert_int_equal(world_is_brute(session->game->world), i % 2 == 0);
        session_frames_until_tick(session, session_tick(session) + 2);
    }
    session_assert_reference_bits(session);
    /* Where everyone looking at everyone would take seconds a tick, it ends, and is not begun. */
    session->game->brute = false;
    session_press(session, SDL_SCANCODE_N);
    assert_true(game_set_sprites(session->game, 30000, &error));
    session_press(session, SDL_SCANCODE_EQUALS);
    assert_false(session->game->brute);
    session_press(session, SDL_SCANCODE_N);
    assert_false(session->game->brute);
}

static void workers_may_be_killed(void **state)
{
    Session *session = *state;
    Error error = {""};
    session_press(session, SDL_SCANCODE_K);
    assert_non_null(strstr(session->loop->toast.text, "no worker process"));
    assert_true(game_set_backend(session->game, backend_find("processes"), 3, &error));
    for (uint32_t i = 0; i < 5; i++) {
        session_press(session, SDL_SCANCODE_K);
        assert_non_null(strstr(session->loop->toast.text, "is killed"));
        session_frames_until_tick(session, session_tick(session) + 2);
    }
    uint32_t deaths = 0;
    for (uint32_t i = 0; i < 3; i++) {
        deaths += backend_lane(session->game->backend, i)->deaths;
    }
    assert_in_range(deaths, 4, 5); /* the last one may not have been noticed */
    session_assert_reference_bits(session);
}

/* A population that takes the coroutines more than one frame a tick. */
static void grow_until_steps_are_spread(Session *session)
{
    Error error = {""};
    uint32_t frames_with_rest = 0;
    for (uint32_t sprites = 20000; frames_with_rest < 3; sprites *= 2) {
        assert_in_range(sprites, 1, SPEC_SPRITES_MAX / 2);
        assert_true(game_set_sprites(session->game, sprites, &error));
        for (uint32_t i = 0; i < 10; i++) {
            session_frames(session, 1);
            frames_with_rest += session->game->stepping;
        }
    }
}

/* What a frame leaves of a step, the next one goes on with; drawing between, another model in its
 * middle, and a pause find a state that is whole. */
static void a_long_step_is_spread_over_frames(void **state)
{
    Session *session = *state;
    Error error = {""};
    Level *meadow = levels_load("meadow");
    session_close(session);
    session_open(session, meadow->path, &(LoopConfig){.unlimited = true});
    level_destroy(meadow);
    assert_true(game_set_backend(session->game, backend_find("coroutines"), 1, &error));
    grow_until_steps_are_spread(session);
    for (uint32_t i = 0; !session->game->stepping; i++) {
        assert_in_range(i, 0, 1000);
        session_frames(session, 1);
    }
    uint32_t tick = session_tick(session);
    session_press(session, SDL_SCANCODE_1); /* the step is given up, and begun anew */
    session_frames_until_tick(session, tick + 1);
    session_press(session, SDL_SCANCODE_3);
    session_frames_until_tick(session, tick + 2);
    session_press(session, SDL_SCANCODE_P);
    for (uint32_t i = 0; session->game->stepping; i++) {
        assert_in_range(i, 0, 1000);
        session_frames(session, 1);
    }
    session_assert_reference_bits(session);
}

/* ---- Time -------------------------------------------------------------------------------------
 */

static void a_pause_stops_the_ticks(void **state)
{
    Session *session = *state;
    session_frames_until_tick(session, 2);
    session_press(session, SDL_SCANCODE_P);
    assert_true(session->loop->paused);
    uint32_t tick = session_tick(session);
    uint32_t drawn = session->loop->frames;
    session_frames(session, 10);
    assert_int_equal(session_tick(session), tick);
    assert_in_range(session->loop->frames - drawn, 0, 3); /* nothing new to draw */
    for (uint32_t i = 1; i <= 5; i++) {
        session_press(session, SDL_SCANCODE_O);
        assert_int_equal(session_tick(session), tick + i);
    }
    session_press(session, SDL_SCANCODE_P);
    session_frames_until_tick(session, tick + 8);
    session_assert_reference_bits(session);
}

static void one_tick_pauses(void **state)
{
    Session *session = *state;
    session_press(session, SDL_SCANCODE_O);
    assert_true(session->loop->paused);
}

static void the_menu_holds_the_game(void **state)
{
    Session *session = *state;
    session_frames_until_tick(session, 2);
    session_press(session, SDL_SCANCODE_ESCAPE);
    uint32_t tick = session_tick(session);
    session_frames(session, 3);
    assert_int_equal(session_tick(session), tick);
    session_press(session, SDL_SCANCODE_RETURN);
    session_frames_until_tick(session, tick + 2);
    session_press(session, SDL_SCANCODE_ESCAPE);
    session_tap(SDL_SCANCODE_ESCAPE);
    assert_false(loop_frame(session->loop));
}

static void slower_and_faster(void **state)
{
    Session *session = *state;
    session_press(session, SDL_SCANCODE_PERIOD);
    assert_int_equal(session->loop->pace.speed, 2 * PACE_SPEED_UNIT);
    for (int i = 0; i < 20; i++) {
        session_press(session, SDL_SCANCODE_COMMA);
    }
    assert_int_equal(session->loop->pace.speed, PACE_SPEED_MIN);
}

/* ---- Worlds -----------------------------------------------------------------------------------
 */

static void restart_begins_anew(void **state)
{
    Session *session = *state;
    uint64_t start = world_hash(session->game->world);
    session_frames_until_tick(session, 3);
    session_press(session, SDL_SCANCODE_P);
    session_press(session, SDL_SCANCODE_R);
    assert_int_equal(session_tick(session), 0);
    assert_true(world_hash(session->game->world) == start);
}

static void the_population_changes(void **state)
{
    Session *session = *state;
    uint32_t sprites = game_sprite_count(session->game);
    session_press(session, SDL_SCANCODE_EQUALS);
    assert_int_equal(game_sprite_count(session->game), 2 * sprites);
    for (int i = 0; i < 12; i++) {
        session_press(session, SDL_SCANCODE_MINUS);
    }
    assert_int_equal(game_sprite_count(session->game), 1);
    session_press(session, SDL_SCANCODE_EQUALS);
    assert_int_equal(game_sprite_count(session->game), 2);
    session_frames_until_tick(session, 3);
    session_assert_reference_bits(session);
}

static void a_reload_takes_the_file_as_it_is_now(void **state)
{
    Session *session = *state;
    session_frames_until_tick(session, 2);
    char *map = maps_replace(maps_good, "A test", "Another");
    session_write_map(session, map);
    free(map);
    session_press(session, SDL_SCANCODE_F5);
    assert_string_equal(session->game->level->spec.title, "Another");
    session_frames_until_tick(session, 2);
}

static void a_bad_file_leaves_the_old_level(void **state)
{
    Session *session = *state;
    session_frames_until_tick(session, 2);
    session_write_map(session, "<map>\n  <nonsense");
    uint32_t tick = session_tick(session);
    session->log.shown = LOG_ERROR; /* the warning is looked for in the log, not on stderr */
    session_press(session, SDL_SCANCODE_F5);
    assert_string_equal(session->game->level->spec.title, "A test");
    assert_true(session_tick(session) >= tick);
    assert_true(told(&session->log, "night.tmx:2:"));
    assert_non_null(strstr(session->loop->toast.text, "night.tmx:2:"));
    session_frames_until_tick(session, tick + 2);
    session_assert_reference_bits(session);
}

static void a_held_key_carries_the_lantern(void **state)
{
    Session *session = *state;
    float x = world_scene(session->game->world)->lantern_x;
    session_push_key(SDL_SCANCODE_RIGHT, true);
    session_push_key(SDL_SCANCODE_SPACE, true);
    session_frames_until_tick(session, 10);
    assert_true(world_scene(session->game->world)->lantern_x > x);
    assert_true(world_scene(session->game->world)->glow > 0.0f);
    session_push_key(SDL_SCANCODE_RIGHT, false);
    session_push_key(SDL_SCANCODE_SPACE, false);
    session_frames(session, 1);
}

static void nothing_is_left_behind(void **state)
{
    Session *session = *state;
    session_close(session);
    uint32_t threads = process_threads(1);
    for (uint32_t i = 0; i < backend_type_count(); i++) {
        session_open(session, session->map, &(LoopConfig){.unlimited = true});
        session_press(session, SDL_SCANCODE_1 + i);
        session_frames_until_tick(session, 2);
        session_close(session);
    }
    assert_int_equal(process_threads(threads), threads);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_SESSION(it_ticks_at_sixty_hertz),
        IN_A_SESSION(another_model_in_every_frame),
        IN_A_SESSION(every_row_of_the_table_has_its_key),
        IN_A_SESSION(lanes_and_grain_keep_the_bits),
        IN_A_SESSION(kernels_and_neighbours_keep_the_bits),
        IN_A_SESSION(workers_may_be_killed),
        IN_A_SESSION(a_long_step_is_spread_over_frames),
        IN_A_SESSION(a_pause_stops_the_ticks),
        IN_A_SESSION(one_tick_pauses),
        IN_A_SESSION(the_menu_holds_the_game),
        IN_A_SESSION(slower_and_faster),
        IN_A_SESSION(restart_begins_anew),
        IN_A_SESSION(the_population_changes),
        IN_A_SESSION(a_reload_takes_the_file_as_it_is_now),
        IN_A_SESSION(a_bad_file_leaves_the_old_level),
        IN_A_SESSION(a_held_key_carries_the_lantern),
        IN_A_SESSION(nothing_is_left_behind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
