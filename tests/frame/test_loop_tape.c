/* Recording and replaying in a window: what the player does to the recording, and what a replay
 * leaves to the player. */
#include "support/play.h"
#include "support/session.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* Closes what is open, and opens the same with a recording, or with a replay. */
static void reopen(Session *session, const char *record, const Recording *replay)
{
    LoopConfig config = {
        .record = record, .replay = replay, .replay_path = "a.replay", .unlimited = true};
    session_close(session);
    session_open(session, session->map, &config);
    while (pace_faster(&session->loop->pace)) {
    }
}

/* Ends the game in the window, and reads what it has recorded. */
static Recording *end_and_read(Session *session, const char *path)
{
    Error error = {""};
    session->loop->ended = true;
    assert_true(loop_run(session->loop, &error));
    Recording *recording = recording_read(path, &error);
    if (!recording) {
        fail_msg("%s", error.text);
    }
    assert_true(recording->whole);
    return recording;
}

/* A recording of right, then left, of some sixty ticks each. */
static Recording *record_some(Session *session, const char *path)
{
    reopen(session, path, NULL);
    session_push_key(SDL_SCANCODE_RIGHT, true);
    session_frames_until_tick(session, 60);
    session_push_key(SDL_SCANCODE_RIGHT, false);
    session_push_key(SDL_SCANCODE_LEFT, true);
    session_frames_until_tick(session, 120);
    session_push_key(SDL_SCANCODE_LEFT, false);
    session_frames(session, 1);
    return end_and_read(session, path);
}

static void what_is_played_is_recorded(void **state)
{
    Session *session = *state;
    char path[FILES_PATH_SIZE];
    files_path(&session->folder, "a.replay", path);
    Recording *recording = record_some(session, path);
    assert_in_range(recording->ticks, 120, 140);
    assert_int_equal(recording_input(recording, 30).move_x, 127);
    assert_int_equal(recording_input(recording, 100).move_x, -127);
    recording_destroy(recording);
}

static void the_models_do_not_show_in_it(void **state)
{
    Session *session = *state;
    char path[FILES_PATH_SIZE];
    files_path(&session->folder, "a.replay", path);
    reopen(session, path, NULL);
    for (uint32_t i = 0; i < 12; i++) {
        session_press(session, SDL_SCANCODE_TAB);
        session_press(session, SDL_SCANCODE_SEMICOLON);
        session_frames_until_tick(session, session_tick(session) + 6);
    }
    Recording *recording = end_and_read(session, path);
    assert_in_range(recording->ticks, 72, UINT32_MAX);
    assert_true(recording->marks[recording->mark_count - 1].hash ==
                world_hash(session->game->world));
    recording_destroy(recording);
}

static void a_new_start_is_recorded_anew(void **state)
{
    Session *session = *state;
    char path[FILES_PATH_SIZE];
    files_path(&session->folder, "a.replay", path);
    reopen(session, path, NULL);
    session_frames_until_tick(session, 70);
    session_press(session, SDL_SCANCODE_R);
    session_frames_until_tick(session, 5);
    session_press(session, SDL_SCANCODE_MINUS);
    session_frames_until_tick(session, 5);
    Recording *recording = end_and_read(session, path);
    assert_in_range(recording->ticks, 5, 60);
    assert_int_equal(recording->sprites, session->game->sprites);
    assert_true(recording->sprites > 0);
    recording_destroy(recording);
}

/* What was won stays, whatever is begun after it. */
static void a_won_game_is_kept(void **state)
{
    Session *session = *state;
    char path[FILES_PATH_SIZE];
    files_path(&session->folder, "a.replay", path);
    reopen(session, path, NULL);
    session_push_key(SDL_SCANCODE_SPACE, true);
    while (world_scene(session->game->world)->outcome == OUTCOME_PLAYING) {
        session_frames(session, 1);
    }
    assert_int_equal(world_scene(session->game->world)->outcome, OUTCOME_WON);
    session_push_key(SDL_SCANCODE_SPACE, false);
    assert_null(session->loop->tape.recorder);
    session_press(session, SDL_SCANCODE_R);
    session_frames_until_tick(session, 5);
    Recording *recording = end_and_read(session, path);
    assert_int_equal(recording->outcome, OUTCOME_WON);
    assert_in_range(recording->ticks, 6, UINT32_MAX);
    recording_destroy(recording);
}

static void a_replay_walks_and_then_hands_over(void **state)
{
    Session *session = *state;
    char path[FILES_PATH_SIZE];
    files_path(&session->folder, "a.replay", path);
    Recording *recording = record_some(session, path);
    reopen(session, NULL, recording);
    session_push_key(SDL_SCANCODE_DOWN, true); /* of which the replay knows nothing */
    session_frames_until_tick(session, 30);
    assert_non_null(session->loop->tape.replay);
    assert_int_equal(session->game->input.move_y, 0);
    assert_int_equal(session->game->input.move_x, 127);
    session_press(session, SDL_SCANCODE_R); /* once more, from the start */
    session_frames_until_tick(session, recording->ticks);
    assert_null(session->loop->tape.replay);
    assert_false(loop_is_desynced(session->loop));
    session_frames_until_tick(session, session_tick(session) + 8);
    assert_int_equal(session->game->input.move_y, 127);
    session_push_key(SDL_SCANCODE_DOWN, false);
    recording_destroy(recording);
}

static void a_replay_ends_with_another_population(void **state)
{
    Session *session = *state;
    char path[FILES_PATH_SIZE];
    files_path(&session->folder, "a.replay", path);
    Recording *recording = record_some(session, path);
    reopen(session, NULL, recording);
    session_press(session, SDL_SCANCODE_MINUS);
    assert_null(session->loop->tape.replay);
    assert_false(loop_is_desynced(session->loop));
    recording_destroy(recording);
}

static void another_game_is_seen(void **state)
{
    Session *session = *state;
    Error error = {""};
    char path[FILES_PATH_SIZE];
    files_path(&session->folder, "a.replay", path);
    Recording *recording = record_some(session, path);
    recording->marks[1].hash ^= 1;
    reopen(session, NULL, recording);
    session_frames_until_tick(session, 61);
    assert_true(loop_is_desynced(session->loop));
    assert_null(session->loop->tape.replay);

    recording->level_hash ^= 1;
    LoopConfig config = {.replay = recording, .replay_path = "a.replay"};
    assert_null(loop_create(session->game, session->stage, &config, &session->log, &error));
    assert_non_null(strstr(error.text, "another level"));
    recording_destroy(recording);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_SESSION(what_is_played_is_recorded),
        IN_A_SESSION(the_models_do_not_show_in_it),
        IN_A_SESSION(a_new_start_is_recorded_anew),
        IN_A_SESSION(a_won_game_is_kept),
        IN_A_SESSION(a_replay_walks_and_then_hands_over),
        IN_A_SESSION(a_replay_ends_with_another_population),
        IN_A_SESSION(another_game_is_seen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
