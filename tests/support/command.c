#define _GNU_SOURCE /* posix_spawn_file_actions_addchdir_np */

#include "support/command.h"

#include "support/files.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { ENVIRONMENT_MAX = 512 };

/* Splits at blanks, in place. */
static void split(char *text, char *words[COMMAND_WORDS_MAX])
{
    size_t count = 0;
    char *rest;
    for (char *word = strtok_r(text, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
        assert_in_range(count, 0, COMMAND_WORDS_MAX - 2);
        words[count++] = word;
    }
    words[count] = NULL;
}

static bool has_name(const char *setting, const char *name)
{
    size_t length = strcspn(name, "=");
    return strncmp(setting, name, length) == 0 && setting[length] == '=';
}

/* This process's environment, with the changes. */
static void write_environment(char *changes[], char *settings[ENVIRONMENT_MAX])
{
    size_t count = 0;
    for (size_t i = 0; environ[i]; i++) {
        bool is_changed = false;
        for (size_t k = 0; changes[k]; k++) {
            is_changed |= has_name(environ[i], changes[k] + (changes[k][0] == '-'));
        }
        if (!is_changed) {
            assert_in_range(count, 0, ENVIRONMENT_MAX - COMMAND_WORDS_MAX - 1);
            settings[count++] = environ[i];
        }
    }
    for (size_t k = 0; changes[k]; k++) {
        if (changes[k][0] != '-') {
            settings[count++] = changes[k];
        }
    }
    settings[count] = NULL;
}

static void open_capture(char path[COMMAND_PATH_SIZE])
{
    strcpy(path, "/tmp/lampyris-says-XXXXXX");
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    close(descriptor);
}

/* A pipe's end for writing, whose other end is shut already. */
static int open_broken_pipe(void)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    close(ends[0]);
    return ends[1];
}

static void spawn(Command *command, const CommandPlan *plan, const char *program, char *words[],
                  char *settings[])
{
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    if (plan->folder) {
        posix_spawn_file_actions_addchdir_np(&actions, plan->folder);
    }
    int pipe_end = plan->closed_stdout ? open_broken_pipe() : -1;
    if (pipe_end >= 0) {
        posix_spawn_file_actions_adddup2(&actions, pipe_end, STDOUT_FILENO);
    } else {
        const char *out = plan->stdout_path ? plan->stdout_path : command->out_path;
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, out, O_WRONLY, 0600);
    }
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, command->err_path, O_WRONLY, 0600);
    int fault = posix_spawn(&command->id, program, &actions, NULL, words, settings);
    posix_spawn_file_actions_destroy(&actions);
    if (pipe_end >= 0) {
        close(pipe_end);
    }
    if (fault) {
        fail_msg("%s cannot be run: %s", program, strerror(fault));
    }
}

Command command_start(const CommandPlan *plan, const char *words)
{
    static const CommandPlan here = {0};
    plan = plan ? plan : &here;
    const char *program = getenv("LAMPYRIS");
    Command command = {0};
    if (!program) {
        fail_msg("LAMPYRIS must hold the path of the built program");
        return command;
    }
    char line[COMMAND_LINE_SIZE];
    char changed[COMMAND_LINE_SIZE];
    snprintf(line, sizeof line, "%s %s", program, words);
    snprintf(changed, sizeof changed, "%s", plan->environment ? plan->environment : "");
    char *argv[COMMAND_WORDS_MAX];
    char *changes[COMMAND_WORDS_MAX];
    char *settings[ENVIRONMENT_MAX];
    split(line, argv);
    split(changed, changes);
    write_environment(changes, settings);
    open_capture(command.out_path);
    open_capture(command.err_path);
    spawn(&command, plan, program, argv, settings);
    return command;
}

void command_finish(Command *command)
{
    int status = 0;
    while (waitpid(command->id, &status, 0) < 0) {
        assert_int_equal(errno, EINTR);
    }
    command->exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    size_t count;
    command->out = files_read(command->out_path, &count);
    command->err = files_read(command->err_path, &count);
    unlink(command->out_path);
    unlink(command->err_path);
}

Command command_run(const CommandPlan *plan, const char *format, ...)
{
    char words[COMMAND_LINE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(words, sizeof words, format, arguments);
    va_end(arguments);
    Command command = command_start(plan, words);
    command_finish(&command);
    return command;
}

void command_release(Command *command)
{
    free(command->out);
    free(command->err);
    command->out = command->err = NULL;
}

void command_assert_exit(const Command *command, int exit_code)
{
    if (command->exit_code != exit_code) {
        fail_msg("ended with %d and not with %d; it said:\n%s%s", command->exit_code, exit_code,
                 command->out, command->err);
    }
}

uint32_t command_count(const char *text, const char *part)
{
    uint32_t count = 0;
    while ((text = strstr(text, part))) {
        count++;
        text += strlen(part);
    }
    return count;
}

void command_assert_has(const char *text, const char *part)
{
    if (!strstr(text, part)) {
        fail_msg("'%s' is not in:\n%s", part, text);
    }
}

bool command_find_line(const char *text, const char *start, char *rest, size_t size)
{
    for (const char *line = text; line && *line;) {
        if (strncmp(line, start, strlen(start)) == 0) {
            const char *from = line + strlen(start);
            snprintf(rest, size, "%.*s", (int)strcspn(from, "\n"), from);
            return true;
        }
        line = strchr(line, '\n');
        line = line ? line + 1 : NULL;
    }
    return false;
}

char *command_output(const char *words)
{
    Command command = command_run(NULL, "%s", words);
    command_assert_exit(&command, 0);
    char *out = command.out;
    command.out = NULL;
    command_release(&command);
    return out;
}

void command_expect(const char *words, int exit_code, const char *part)
{
    Command command = command_run(NULL, "%s", words);
    command_assert_exit(&command, exit_code);
    command_assert_has(command.err, part);
    command_release(&command);
}

int command_set_up(void **state)
{
    TestFolder *folder = malloc(sizeof *folder);
    *folder = files_folder_create();
    *state = folder;
    return 0;
}

int command_tear_down(void **state)
{
    files_folder_destroy(*state);
    free(*state);
    return 0;
}
