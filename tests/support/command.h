/* The built program, run as a command: what it printed, what it ended with. For tests of the
 * command line. Its path is in the environment as LAMPYRIS. Faults in here fail the running test;
 * main thread only. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { COMMAND_WORDS_MAX = 24, COMMAND_LINE_SIZE = 2048, COMMAND_PATH_SIZE = 64 };

typedef struct CommandPlan {
    const char *folder;      /* where it runs; NULL: here */
    const char *environment; /* "A=1 B=2 -C": set and taken away; NULL: as here */
    const char *stdout_path; /* written there and not kept; NULL: kept */
    bool closed_stdout;      /* a pipe that nobody reads */
} CommandPlan;

typedef struct Command {
    pid_t id;
    int exit_code; /* 128 + the signal where one ended it */
    char *out;     /* what it printed, with a NUL behind; empty where it went elsewhere */
    char *err;
    char out_path[COMMAND_PATH_SIZE];
    char err_path[COMMAND_PATH_SIZE];
} Command;

/* Runs the program with the words, which are split at blanks, until it ends. `plan` may be NULL. */
Command command_run(const CommandPlan *plan, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The same in two parts, for whoever does something meanwhile. */
Command command_start(const CommandPlan *plan, const char *words);
void command_finish(Command *command);

void command_release(Command *command);

/* Fails, showing all that was printed, unless it ended with that code. */
void command_assert_exit(const Command *command, int exit_code);

/* Runs the program with the words and nothing else said: hands back what it printed on stdout,
 * which the caller frees, and fails unless it ended well; or fails unless it ended with that code
 * and said that on stderr. */
char *command_output(const char *words);
void command_expect(const char *words, int exit_code, const char *part);

/* How often the part stands in the text, and that it does. */
uint32_t command_count(const char *text, const char *part);
void command_assert_has(const char *text, const char *part);

/* The line's rest behind the first `start` at a line's beginning in `text`, copied to `rest`. */
bool command_find_line(const char *text, const char *start, char *rest, size_t size);

/* For cmocka: a folder of its own (a TestFolder) as the test's state. */
int command_set_up(void **state);
int command_tear_down(void **state);

#define IN_A_FOLDER(test) cmocka_unit_test_setup_teardown(test, command_set_up, command_tear_down)
