/* Recordings as files: what is written is read again, whatever is cut or damaged is good up to a
 * known tick, and a replay that goes another way says where. */
#include "app/recorder.h"
#include "app/recording.h"
#include "app/replay.h"
#include "base/hash.h"
#include "base/random.h"
#include "support/files.h"
#include "support/maps.h"
#include "support/play.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { TICKS = 200, SEED = 5, GRAIN = 16 };

typedef struct Fixture {
    TestFolder folder;
    Log log;
    char map[FILES_PATH_SIZE];
    char path[FILES_PATH_SIZE];
    char *bytes; /* of a recording of TICKS ticks of the script */
    size_t count;
} Fixture;

static Game *create_game(Fixture *fixture, const BackendType *type)
{
    Error error = {""};
    GameConfig config = {
        .level_path = fixture->map, .backend = type, .lanes = 2, .grain = GRAIN, .seed = SEED};
    Game *game = game_create(&config, &fixture->log, &error);
    if (!game) {
        fail_msg("%s", error.text);
    }
    return game;
}

static void run_tick(Game *game, StepInput input)
{
    Error error = {""};
    game_begin(game, &input);
    assert_int_equal(game_finish(game, BACKEND_NO_DEADLINE, &error), BACKEND_DONE);
}

static int set_up(void **state)
{
    Fixture *fixture = calloc(1, sizeof *fixture);
    Error error = {""};
    log_init(&fixture->log, LOG_ERROR);
    fixture->folder = files_folder_create();
    files_write(&fixture->folder, "night.tmx", maps_good, strlen(maps_good), fixture->map);
    files_path(&fixture->folder, "night.replay", fixture->path);
    Game *game = create_game(fixture, backend_type(0));
    Recorder *recorder = recorder_open(fixture->path, game, &error);
    assert_non_null(recorder);
    for (uint32_t tick = 0; tick < TICKS; tick++) {
        run_tick(game, play_script(tick));
        recorder_tick(recorder, game);
    }
    assert_true(recorder_close(recorder, game, &error));
    game_destroy(game);
    fixture->bytes = files_read(fixture->path, &fixture->count);
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    Fixture *fixture = *state;
    free(fixture->bytes);
    files_folder_destroy(&fixture->folder);
    free(fixture);
    return 0;
}

static bool is_same(StepInput a, StepInput b)
{
    return a.move_x == b.move_x && a.move_y == b.move_y && a.glow == b.glow;
}

static void assert_inputs(const Recording *recording)
{
    for (uint32_t tick = 0; tick < recording->ticks; tick++) {
        assert_true(is_same(recording_input(recording, tick), play_script(tick)));
    }
    StepInput none = recording_input(recording, recording->ticks);
    assert_true(is_same(none, (StepInput){.glow = false}));
}

static void what_is_written_is_read(void **state)
{
    Fixture *fixture = *state;
    Error error = {""};
    Recording *recording = recording_read(fixture->path, &error);
    assert_non_null(recording);
    assert_true(recording->whole);
    assert_string_equal(recording->level, "night");
    assert_true(recording->seed == SEED);
    assert_int_equal(recording->sprites, 0);
    assert_int_equal(recording->ticks, TICKS);
    assert_int_equal(recording->mark_count, 1 + TICKS / RECORDING_MARK_TICKS + 1);
    assert_inputs(recording);
    recording_destroy(recording);
}

/* Whatever is left of the file is the beginning of the same recording, or nothing. */
static void a_cut_file_is_good_up_to_its_last_state(void **state)
{
    Fixture *fixture = *state;
    uint32_t good = 0;
    for (size_t count = 0; count < fixture->count; count++) {
        Error error = {""};
        Recording *recording = recording_parse("cut", fixture->bytes, count, &error);
        if (!recording) {
            assert_non_null(strstr(error.text, "cut:"));
            continue;
        }
        assert_false(recording->whole);
        assert_non_null(strstr(recording->damage.text, "good up to tick"));
        assert_in_range(recording->ticks, good, TICKS);
        good = recording->ticks;
        assert_inputs(recording);
        recording_destroy(recording);
    }
    assert_int_equal(good, TICKS / RECORDING_MARK_TICKS * RECORDING_MARK_TICKS);
}

static void a_damaged_byte_is_found(void **state)
{
    Fixture *fixture = *state;
    for (size_t i = 0; i < fixture->count; i++) {
        Error error = {""};
        char saved = fixture->bytes[i];
        uint64_t number = random_u64(SEED, (uint32_t)i, 0, RANDOM_TEST);
        fixture->bytes[i] = (char)(saved ^ (1 << number % 8));
        Recording *recording = recording_parse("bad", fixture->bytes, fixture->count, &error);
        if (recording) {
            /* A digit of the last check may be written as a capital letter as well. */
            assert_true(!recording->whole || (fixture->bytes[i] ^ saved) == 0x20);
            assert_inputs(recording);
        } else {
            assert_non_null(strstr(error.text, "bad:"));
        }
        recording_destroy(recording);
        fixture->bytes[i] = saved;
    }
}

static void assert_refused(const char *text, const char *part)
{
    Error error = {""};
    assert_null(recording_parse("file", text, strlen(text), &error));
    if (!strstr(error.text, part)) {
        fail_msg("'%s' in '%s'", part, error.text);
    }
}

static void what_is_no_recording_is_refused(void **state)
{
    (void)state;
    assert_refused("", "file:1");
    assert_refused("hello\n", "no recording");
    assert_refused("lampyris recording 2\n", "version 2");
    assert_refused("lampyris recording 1\nlevel 0x1\n", "file:2: expected `level HASH NAME`");
    assert_refused("lampyris recording 1\nlevel 0x1 a\nseed x\n", "file:3");
    assert_refused("lampyris recording 1\nlevel 0x1 a\nseed 1\nsprites 1e9\n", "file:4");
    assert_refused("lampyris recording 1\nlevel 0x1 a\nseed 1\nsprites 0\nstate 0 0x1 0x2\n",
                   "file:5: the check");
    assert_refused("lampyris recording 1\nlevel 0x1 a\nseed 1\nsprites 0\n37 -128 0\n", "-128");
    assert_refused("lampyris recording 1\nlevel 0x1 a\nseed 1\nsprites 0\n0 1 1\n", "file:5");
    assert_refused("lampyris recording 1\nlevel 0x1 a\nseed 1\nsprites 0\n3\x1b 1 1\n",
                   "file:5: expected a line of text");
}

/* Found by the fuzzer: with a check that holds, and without the state that it began from. */
static void the_first_state_is_that_of_the_start(void **state)
{
    (void)state;
    char text[512];
    int length = snprintf(text, sizeof text, "%s",
                          "lampyris recording 1\nlevel 0x1 a\nseed 1\nsprites 0\n60 1 1\n"
                          "state 60 0x1 ");
    uint64_t check = hash_bytes(HASH_START, text, (uint64_t)length);
    snprintf(text + length, sizeof text - (size_t)length, "0x%016llx\n", (unsigned long long)check);
    assert_refused(text, "file:6: expected `state 0 HASH CHECK`");
}

/* Writes into a state that is constant for everyone else. */
static void nudge(Game *game, uint32_t sprite)
{
    float *x = (float *)(uintptr_t)world_front(game->world).x;
    x[sprite] += 0.25f;
}

static void a_difference_is_named_with_its_tick_and_sprite(void **state)
{
    Fixture *fixture = *state;
    Error error = {""};
    Error sentence = {""};
    Recording *recording = recording_read(fixture->path, &error);
    Game *suspect = create_game(fixture, backend_find("jobs"));
    Game *reference = create_game(fixture, backend_type(0));
    nudge(suspect, 3);
    replay_explain(recording, suspect, reference, &sentence);
    assert_non_null(strstr(sentence.text, "tick 0 is the first"));
    assert_non_null(strstr(sentence.text, "jobs"));
    assert_non_null(strstr(sentence.text, ": x is "));
    game_destroy(suspect);
    game_destroy(reference);
    recording_destroy(recording);
}

static void a_changed_game_is_told_from_a_bad_model(void **state)
{
    Fixture *fixture = *state;
    Error error = {""};
    Error sentence = {""};
    Recording *recording = recording_read(fixture->path, &error);
    recording->marks[2].hash ^= 1; /* as if the rules had changed after the first second */
    Game *suspect = create_game(fixture, backend_find("jobs"));
    Game *reference = create_game(fixture, backend_type(0));
    replay_explain(recording, suspect, reference, &sentence);
    assert_non_null(strstr(sentence.text, "the last good state is that of tick 60"));
    assert_non_null(strstr(sentence.text, "up to tick 120"));
    assert_non_null(strstr(sentence.text, "the game has changed"));
    game_destroy(suspect);
    game_destroy(reference);

    recording->marks[2].hash ^= 1; /* and nothing is wrong after all */
    suspect = create_game(fixture, backend_find("jobs"));
    reference = create_game(fixture, backend_type(0));
    replay_explain(recording, suspect, reference, &sentence);
    assert_non_null(strstr(sentence.text, "differs from run to run"));
    game_destroy(suspect);
    game_destroy(reference);
    recording_destroy(recording);
}

#define WITH_A_RECORDING(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_A_RECORDING(what_is_written_is_read),
        WITH_A_RECORDING(a_cut_file_is_good_up_to_its_last_state),
        WITH_A_RECORDING(a_damaged_byte_is_found),
        cmocka_unit_test(what_is_no_recording_is_refused),
        cmocka_unit_test(the_first_state_is_that_of_the_start),
        WITH_A_RECORDING(a_difference_is_named_with_its_tick_and_sprite),
        WITH_A_RECORDING(a_changed_game_is_told_from_a_bad_model),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
