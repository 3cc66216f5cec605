/* --record and --replay as a process: the same bits again with every model, and what is said where
 * that cannot be. */
#include "base/clock.h"
#include "base/hash.h"
#include "support/command.h"
#include "support/files.h"
#include "support/maps.h"

#include <inttypes.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { TEXT_SIZE = 1024, HASH_SIZE = 64, TICKS = 150 };

/* Ends with that code, with the part on stderr (NULL: any); hands back stdout's hash line's rest.
 */
static void run(const CommandPlan *plan, const char *words, int exit_code, const char *part,
                char hash[HASH_SIZE])
{
    Command command = command_run(plan, "%s", words);
    command_assert_exit(&command, exit_code);
    if (part) {
        command_assert_has(command.err, part);
    }
    if (hash && !command_find_line(command.out, "hash ", hash, HASH_SIZE)) {
        fail_msg("no hash from %s", words);
    }
    command_release(&command);
}

/* night.tmx and a recording of it, night.replay, in the test's folder. */
static CommandPlan record(const TestFolder *folder, char hash[HASH_SIZE])
{
    char path[FILES_PATH_SIZE];
    char words[TEXT_SIZE];
    CommandPlan plan = {.folder = folder->path};
    files_write(folder, "night.tmx", maps_good, strlen(maps_good), path);
    snprintf(words, sizeof words,
             "--headless --seed=9 --ticks=%d --record=night.replay --print-hash night.tmx", TICKS);
    run(&plan, words, 0, NULL, hash);
    return plan;
}

static char *read_recording(const TestFolder *folder)
{
    char path[FILES_PATH_SIZE];
    size_t size;
    files_path(folder, "night.replay", path);
    return files_read(path, &size);
}

/* Writes the text as a recording whose checks all hold. */
static void write_sealed(const TestFolder *folder, const char *text)
{
    char path[FILES_PATH_SIZE];
    char *sealed = calloc(1, strlen(text) + 1);
    size_t count = 0;
    while (*text != '\0') {
        size_t line = strcspn(text, "\n") + 1;
        bool closes = strncmp(text, "state", 5) == 0 || strncmp(text, "end", 3) == 0;
        size_t kept = closes ? line - strlen("0123456789abcdef\n") : line;
        memcpy(sealed + count, text, kept);
        count += kept;
        if (closes) {
            count += (size_t)sprintf(sealed + count, "%016" PRIx64 "\n",
                                     hash_bytes(HASH_START, sealed, count - 2));
        }
        text += line;
    }
    files_write(folder, "night.replay", sealed, count, path);
    free(sealed);
}

static void a_replay_has_the_same_bits(void **state)
{
    char hash[HASH_SIZE];
    char again[HASH_SIZE];
    CommandPlan plan = record(*state, hash);
    run(&plan, "--headless --replay=night.replay --print-hash night.tmx", 0, "150 ticks", again);
    assert_string_equal(again, hash);
    run(&plan, "--headless --replay=night.replay --verify=all --print-hash night.tmx", 0,
        "backends, 150 ticks, the same bits", again);
    assert_string_equal(again, hash);
    run(&plan, "--headless --replay=night.replay --ticks=99999 --print-hash night.tmx", 0, NULL,
        again);
    assert_string_equal(again, hash);
    Command command = command_run(
        &plan, "--headless --replay=night.replay -b all -w 3 -g 5 --print-hash night.tmx");
    command_assert_exit(&command, 0);
    assert_int_equal(command_count(command.out, hash), command_count(command.out, "\n"));
    command_release(&command);
    char words[TEXT_SIZE];
    snprintf(words, sizeof words, "--headless --replay=night.replay -q --expect-hash=%s night.tmx",
             hash);
    run(&plan, words, 0, NULL, NULL);
    run(&plan, "--headless --replay=night.replay -q --expect-hash=12 night.tmx", 1, "0x", NULL);
}

static void each_kind_of_run_records_the_same(void **state)
{
    const TestFolder *folder = *state;
    char hash[HASH_SIZE];
    CommandPlan plan = record(folder, hash);
    char *first = read_recording(folder);
    static const char *const kinds[] = {"--verify=all", "--backend=all", "-b coroutines -g 3"};
    for (uint32_t i = 0; i < 3; i++) {
        char words[TEXT_SIZE];
        snprintf(words, sizeof words,
                 "--headless -q --seed=9 --ticks=%d --record=night.replay %s night.tmx", TICKS,
                 kinds[i]);
        run(&plan, words, 0, NULL, NULL);
        char *again = read_recording(folder);
        assert_string_equal(again, first);
        free(again);
    }
    free(first);
}

static void contradictions_are_refused(void **state)
{
    char hash[HASH_SIZE];
    CommandPlan plan = record(*state, hash);
    run(&plan, "--headless --replay=a --record=b", 2, "--record and --replay", NULL);
    run(&plan, "--headless --replay=a --seed=2", 2, "--seed and --replay", NULL);
    run(&plan, "--headless --replay=a --sprites=2", 2, "--sprites and --replay", NULL);
    run(&plan, "--headless --record=-", 2, "--record=-", NULL);
    run(&plan, "--headless --replay=", 2, "--replay=", NULL);
}

static void what_cannot_be_replayed_is_named(void **state)
{
    char hash[HASH_SIZE];
    CommandPlan plan = record(*state, hash);
    run(&plan, "--headless --replay=nosuch.replay", 3, "nosuch.replay", NULL);
    run(&plan, "--headless --replay=night.tmx", 3, "night.tmx:1: this is no recording", NULL);
    run(&plan, "--headless --replay=night.replay", 3, "is of the level 'night'", NULL);
    run(&plan, "--headless --replay=night.replay meadow", 3, "another level", NULL);
    run(&plan, "--headless --verify=all --replay=night.replay meadow", 3, "another level", NULL);
    run(&plan, "--replay=nosuch.replay", 3, "nosuch.replay", NULL);
}

static void a_cut_recording_goes_as_far_as_it_can(void **state)
{
    const TestFolder *folder = *state;
    char hash[HASH_SIZE];
    char path[FILES_PATH_SIZE];
    CommandPlan plan = record(folder, hash);
    char *text = read_recording(folder);
    files_write(folder, "night.replay", text, strlen(text) - 10, path);
    run(&plan, "--headless --replay=night.replay -q --print-hash night.tmx", 3, NULL, hash);
    run(&plan, "--headless --replay=night.replay night.tmx", 3, "good up to tick 120", NULL);
    char mark[HASH_SIZE];
    assert_true(command_find_line(text, "state 120 ", mark, sizeof mark));
    assert_int_equal(strncmp(mark, hash, strlen(hash)), 0);
    free(text);
}

static void another_game_is_told_with_its_tick(void **state)
{
    const TestFolder *folder = *state;
    char hash[HASH_SIZE];
    CommandPlan plan = record(folder, hash);
    char *text = read_recording(folder);
    write_sealed(folder, text); /* which changes nothing */
    run(&plan, "--headless --replay=night.replay night.tmx", 0, "the same bits", NULL);
    char *digit = strstr(text, "state 120 0x") + strlen("state 120 0x");
    *digit = *digit == '0' ? '1' : '0';
    write_sealed(folder, text);
    static const char *const kinds[] = {"-b jobs", "-b all", "--verify=all", "-b sequential"};
    for (uint32_t i = 0; i < 4; i++) {
        char words[TEXT_SIZE];
        snprintf(words, sizeof words, "--headless --replay=night.replay %s night.tmx", kinds[i]);
        run(&plan, words, 1, "tick 120: the recording has", NULL);
        run(&plan, words, 1, "the last good state is that of tick 60", NULL);
    }
    plan.environment = "SDL_VIDEODRIVER=dummy";
    run(&plan, "--replay=night.replay --ticks=130 night.tmx", 1, "tick 120", NULL);
    free(text);
}

static void an_interrupted_recording_is_whole(void **state)
{
    const TestFolder *folder = *state;
    char hash[HASH_SIZE];
    CommandPlan plan = record(folder, hash);
    char *before = read_recording(folder);
    Command command =
        command_start(&plan, "--headless --duration=600 --record=night.replay -q night.tmx");
    clock_sleep_ns(700 * NS_PER_MS);
    char *during = read_recording(folder);
    assert_string_equal(during, before); /* the old one is there until the new one is whole */
    kill(command.id, SIGINT);
    command_finish(&command);
    command_assert_exit(&command, 0);
    command_release(&command);
    char *after = read_recording(folder);
    assert_string_not_equal(after, before);
    run(&plan, "--headless --replay=night.replay night.tmx", 0, "the same bits", NULL);
    free(before);
    free(during);
    free(after);
}

static void where_nothing_can_be_written_is_told(void **state)
{
    const TestFolder *folder = *state;
    char hash[HASH_SIZE];
    CommandPlan plan = record(folder, hash);
    run(&plan, "--headless -q --ticks=30 --record=/dev/full night.tmx", 3, "/dev/full", NULL);
    run(&plan, "--headless -q --verify=all --ticks=30 --record=/dev/full night.tmx", 3, "/dev/full",
        NULL);
    run(&plan, "--headless -q --ticks=30 --record=none/at/all night.tmx", 3, "none/at/all", NULL);
    plan.environment = "SDL_VIDEODRIVER=dummy";
    run(&plan, "-q --frames=3 --record=/dev/full night.tmx", 3, "/dev/full", NULL);
    run(&plan, "-q --frames=3 --record=none/at/all night.tmx", 3, "none/at/all", NULL);
    run(&plan, "-q --frames=30 --record=window.replay night.tmx", 0, NULL, NULL);
    run(&plan, "--headless --replay=window.replay night.tmx", 0, "the same bits", NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_FOLDER(a_replay_has_the_same_bits),
        IN_A_FOLDER(each_kind_of_run_records_the_same),
        IN_A_FOLDER(contradictions_are_refused),
        IN_A_FOLDER(what_cannot_be_replayed_is_named),
        IN_A_FOLDER(a_cut_recording_goes_as_far_as_it_can),
        IN_A_FOLDER(another_game_is_told_with_its_tick),
        IN_A_FOLDER(an_interrupted_recording_is_whole),
        IN_A_FOLDER(where_nothing_can_be_written_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
