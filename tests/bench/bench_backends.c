/* Our job system and our coroutines against the libraries that people would otherwise take, all at
 * the same work and in turns. `bench_backends SECTION...` runs a part; README.md says what each
 * measures. */
#include "bench/backends_contest.h"
#include "bench/backends_libraries.h"
#include "bench/backends_sections.h"
#include "bench/bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Row {
    const char *name;
    const char *group;
    Section *run;
} Row;

static const Row rows[] = {
    {"dispatch", "jobs", section_dispatch},
    {"work", "jobs", section_work},
    {"tree", "jobs", section_tree},
    {"irregular", "jobs", section_irregular},
    {"adaptive", "jobs", section_adaptive},
    {"records", "jobs", section_records},
    {"switches", "coroutines", section_switches},
    {"slices", "coroutines", section_slices},
};

enum { ROW_COUNT = sizeof rows / sizeof rows[0] };

static bool is_called(const Row *row, const char *name)
{
    return strcmp(row->name, name) == 0 || strcmp(row->group, name) == 0;
}

static bool is_wanted(const Row *row, int count, char **names)
{
    bool wanted = count == 0;
    for (int i = 0; i < count; i++) {
        wanted = wanted || is_called(row, names[i]);
    }
    return wanted;
}

static bool all_are_known(int count, char **names)
{
    for (int i = 0; i < count; i++) {
        bool known = false;
        for (uint32_t row = 0; row < ROW_COUNT; row++) {
            known = known || is_called(&rows[row], names[i]);
        }
        if (!known) {
            fprintf(stderr, "no section is called %s; there are", names[i]);
            for (uint32_t row = 0; row < ROW_COUNT; row++) {
                fprintf(stderr, " %s", rows[row].name);
            }
            fprintf(stderr, ", and their groups jobs and coroutines\n");
            return false;
        }
    }
    return true;
}

int main(int count, char **arguments)
{
    if (count == 3 && strcmp(arguments[1], CHILD_ARGUMENT) == 0) {
        return child_main((uint32_t)strtoul(arguments[2], NULL, 10));
    }
    if (!all_are_known(count - 1, arguments + 1)) {
        return 2;
    }
    /* The child first: a process that has threads had better not fork. */
    Session session = {.child = NULL};
    if (&peer_openmp) {
        session.child = child_start(CONTEST_LANES);
    }
    libraries_open(CONTEST_LANES);
    printf("%u cores, %d lanes, grain %u\n", bench_cores(), CONTEST_LANES, bench_default_grain());
    libraries_print();
    for (uint32_t i = 0; i < ROW_COUNT; i++) {
        if (is_wanted(&rows[i], count - 1, arguments + 1)) {
            rows[i].run(&session);
            fflush(stdout);
        }
    }
    report_print(&session.report);
    child_stop(session.child);
    return 0;
}
