/* The report as a process: one page that needs nothing from outside. */
#include "support/command.h"
#include "support/files.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include <cmocka.h>

enum { PATH_SIZE = 768, WORDS_SIZE = 1024 };

#define SHORT "--scan-sprites=40:90 --ticks=1 "

static char *read_page(const TestFolder *folder)
{
    char path[PATH_SIZE];
    snprintf(path, sizeof path, "%s/report/index.html", folder->path);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    char *text = calloc(1, 1 << 20);
    assert_non_null(text);
    size_t size = fread(text, 1, (1 << 20) - 1, file);
    assert_in_range(size, 1000, (1 << 20) - 2);
    fclose(file);
    return text;
}

static void a_page_has_all_parts(void **state)
{
    const TestFolder *folder = *state;
    Command command = command_run(NULL, SHORT "--report=%s/report", folder->path);
    command_assert_exit(&command, 0);
    command_assert_has(command.err, "report/index.html");
    command_release(&command);
    char *page = read_page(folder);
    static const char *const parts[] = {
        "<p class=answer>On this machine ",
        "From how many fireflies on",
        "How even their ticks are",
        "What lanes bring",
        "What the grain costs",
        "Under load heavy ",
        "Of one loop's frame with 90 firef",
        "<td>",
        "</html>",
    };
    for (uint32_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        command_assert_has(page, parts[i]);
    }
    assert_null(strstr(page, " src="));
    assert_null(strstr(page, "<link"));
    assert_null(strstr(page, "<script"));
    free(page);
}

/* No gnuplot where no program is: tables, and a sentence. */
static void without_gnuplot_there_are_tables(void **state)
{
    const TestFolder *folder = *state;
    CommandPlan plan = {.environment = "PATH=/nowhere"};
    Command command = command_run(&plan, SHORT "--report=%s/report", folder->path);
    command_assert_exit(&command, 0);
    command_assert_has(command.err, "gnuplot is not there");
    command_release(&command);
    char *page = read_page(folder);
    assert_null(strstr(page, "<svg"));
    assert_int_equal(command_count(page, "<details open>"), 6);
    free(page);
}

static void what_is_cut_short_is_a_page(void **state)
{
    const TestFolder *folder = *state;
    char words[WORDS_SIZE];
    snprintf(words, sizeof words, "--report=%s/report", folder->path);
    Command command = command_start(NULL, words);
    nanosleep(&(struct timespec){.tv_nsec = 300000000}, NULL);
    kill(command.id, SIGINT);
    command_finish(&command);
    command_assert_exit(&command, 0);
    command_assert_has(command.err, "interrupted: ");
    command_release(&command);
    char *page = read_page(folder);
    command_assert_has(page, "</html>");
    free(page);
}

static void what_cannot_be_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *words;
        int code;
        const char *part;
    } bad[] = {
        {"--report=/proc/none " SHORT, 3, "/proc/none cannot be made"},
        {"--report=", 2, "--report=: expected a folder"},
        {"--report=x --compare=jobs", 2, "--report and --compare contradict"},
        {"--report=x -o y", 2, "--report and --output contradict"},
        {"--report=x no-such-level", 3, "no-such-level"},
    };
    for (uint32_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        Command command = command_run(NULL, "%s", bad[i].words);
        command_assert_exit(&command, bad[i].code);
        command_assert_has(command.err, bad[i].part);
        command_release(&command);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_FOLDER(a_page_has_all_parts),
        IN_A_FOLDER(without_gnuplot_there_are_tables),
        IN_A_FOLDER(what_is_cut_short_is_a_page),
        cmocka_unit_test(what_cannot_be_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
