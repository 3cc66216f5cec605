/* --list-keys and --keys: what is printed, what it may be fed with, and where keys.conf is. */
#include "support/command.h"
#include "support/files.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

enum { TEXT_SIZE = 1024 };

/* Run where the system's folder for preferences is the test's own. */
static Command run_at_home(const TestFolder *home, const char *words)
{
    char environment[TEXT_SIZE];
    snprintf(environment, sizeof environment, "XDG_DATA_HOME=%s SDL_VIDEODRIVER=dummy", home->path);
    return command_run(&(CommandPlan){.environment = environment}, "%s", words);
}

/* Writes the folder's own keys.conf. */
static void write_keys(const TestFolder *home, const char *text)
{
    char path[FILES_PATH_SIZE];
    files_path(home, "lampyris", path);
    mkdir(path, 0700);
    files_write(home, "lampyris/keys.conf", text, strlen(text), path);
}

static void assert_listed(Command *command, const char *line)
{
    char rest[TEXT_SIZE];
    command_assert_exit(command, 0);
    if (!command_find_line(command->out, line, rest, sizeof rest) || rest[0] != '\0') {
        fail_msg("no line '%s' in:\n%s", line, command->out);
    }
}

static void the_list_may_be_fed_back(void **state)
{
    const TestFolder *home = *state;
    char path[FILES_PATH_SIZE];
    char words[TEXT_SIZE];
    Command start = run_at_home(home, "--list-keys");
    assert_listed(&start, "space = glow");
    assert_listed(&start, "mouse left = walk");
    assert_listed(&start, "alt+return = fullscreen");
    assert_listed(&start, "pad back = next backend");
    assert_string_equal(start.err, "");

    write_keys(home, "left ctrl = glow\ntab = none\n");
    Command mine = run_at_home(home, "--list-keys");
    assert_listed(&mine, "left ctrl = glow");
    assert_listed(&mine, "tab = none");
    assert_listed(&mine, "space = glow");
    assert_string_not_equal(mine.out, start.out);

    files_write(home, "list.conf", mine.out, strlen(mine.out), path);
    write_keys(home, "");
    snprintf(words, sizeof words, "--list-keys --keys=%s", path);
    Command again = run_at_home(home, words);
    assert_string_equal(again.out, mine.out);
    assert_string_equal(again.err, "");
    command_release(&start);
    command_release(&mine);
    command_release(&again);
}

/* Neither a bad line nor a file that is not there keeps anyone from playing. */
static void faults_are_told_and_the_game_goes_on(void **state)
{
    const TestFolder *home = *state;
    write_keys(home, "spcae = glow\r\nf = glow\r\n");
    Command command = run_at_home(home, "--frames=2 meadow");
    command_assert_exit(&command, 0);
    command_assert_has(command.err, "keys.conf:1: no key is called 'spcae'");
    assert_int_equal(command_count(command.err, "keys.conf"), 1);
    command_release(&command);

    command = run_at_home(home, "--frames=2 --keys=/nowhere/mine.conf meadow");
    command_assert_exit(&command, 0);
    command_assert_has(command.err, "/nowhere/mine.conf: No such file");
    command_release(&command);

    command = run_at_home(home, "--list-keys --keys=");
    command_assert_exit(&command, 2);
    command_release(&command);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_FOLDER(the_list_may_be_fed_back),
        IN_A_FOLDER(faults_are_told_and_the_game_goes_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
