#include "app/baseline.h"

#include "app/compare_report.h"
#include "app/json_reader.h"
#include "app/machine.h"
#include "app/report.h"
#include "app/verdict.h"
#include "base/file.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FILE_SIZE_MAX ((size_t)64 << 20)

/* A regression has to be less likely to be chance than a difference in a table: a build machine
 * asks often. */
#define REGRESSION_CHANCE 0.01

/* One benchmark of the file, with its repetitions. */
typedef struct Entry {
    char name[RUN_NAME_SIZE];
    double figures[MATCH_ROUNDS_MAX];       /* ms */
    double yardsticks_ns[MATCH_ROUNDS_MAX]; /* beside each; 0: nobody wrote it */
    uint32_t count;
} Entry;

struct Baseline {
    const char *path;
    Entry *entries;
    uint32_t count;
    char cpu_name[MACHINE_TEXT_SIZE];
    char cores[16];
    char build[16];

    /* The object of "benchmarks" that is being read. */
    char name[RUN_NAME_SIZE];
    char run_type[16];
    char time_unit[4];
    double real_time;
    double yardstick_ns;
};

/* ---- Reading -------------------------------------------------------------------------------- */

static void keep(char *field, size_t size, const char *text)
{
    size_t length = strnlen(text, size - 1);
    memcpy(field, text, length);
    field[length] = '\0';
}

static void begin_object(Baseline *baseline)
{
    baseline->name[0] = baseline->run_type[0] = baseline->time_unit[0] = '\0';
    baseline->real_time = baseline->yardstick_ns = 0;
}

static Entry *find_entry(const Baseline *baseline, const char *name)
{
    for (uint32_t i = 0; i < baseline->count; i++) {
        if (strcmp(baseline->entries[i].name, name) == 0) {
            return &baseline->entries[i];
        }
    }
    return NULL;
}

static Entry *add_entry(Baseline *baseline)
{
    Entry *entries = realloc(baseline->entries, (baseline->count + 1) * sizeof *entries);
    if (!entries) {
        return NULL;
    }
    baseline->entries = entries;
    Entry *entry = &entries[baseline->count++];
    *entry = (Entry){0};
    keep(entry->name, sizeof entry->name, baseline->name);
    return entry;
}

static double unit_ms(const char *unit)
{
    return strcmp(unit, "ns") == 0   ? 1e-6
           : strcmp(unit, "us") == 0 ? 1e-3
           : strcmp(unit, "s") == 0  ? 1e3
                                     : 1;
}

static bool end_object(Baseline *baseline, Error *error)
{
    if (strcmp(baseline->run_type, "aggregate") == 0) {
        return true;
    }
    if (baseline->name[0] == '\0' || !(baseline->real_time > 0)) {
        return error_set(error, "expected a benchmark with a name and a real_time over 0");
    }
    Entry *entry = find_entry(baseline, baseline->name);
    if (!entry) {
        entry = add_entry(baseline);
    }
    if (!entry) {
        return error_set(error, "no memory for what stands there");
    }
    if (entry->count < MATCH_ROUNDS_MAX) {
        entry->yardsticks_ns[entry->count] = baseline->yardstick_ns;
        entry->figures[entry->count++] = baseline->real_time * unit_ms(baseline->time_unit);
    }
    return true;
}

static bool visit(void *context, const char *path, JsonKind kind, const char *text, Error *error)
{
    Baseline *baseline = context;
    const struct {
        const char *path;
        char *field;
        size_t size;
    } fields[] = {
        {"context.cpu_name", baseline->cpu_name, sizeof baseline->cpu_name},
        {"context.num_cpus", baseline->cores, sizeof baseline->cores},
        {"context.library_build_type", baseline->build, sizeof baseline->build},
        {"benchmarks[].name", baseline->name, sizeof baseline->name},
        {"benchmarks[].run_type", baseline->run_type, sizeof baseline->run_type},
        {"benchmarks[].time_unit", baseline->time_unit, sizeof baseline->time_unit},
    };
    if (kind == JSON_OBJECT_END && strcmp(path, "benchmarks[]") == 0) {
        bool good = end_object(baseline, error);
        begin_object(baseline);
        return good;
    }
    const struct {
        const char *path;
        double *number;
    } numbers[] = {
        {"benchmarks[].real_time", &baseline->real_time},
        {"benchmarks[].yardstick_ns", &baseline->yardstick_ns},
    };
    for (uint32_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        if (kind == JSON_NUMBER && strcmp(path, numbers[i].path) == 0) {
            *numbers[i].number = strtod(text, NULL);
        }
    }
    for (uint32_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        if (strcmp(path, fields[i].path) == 0) {
            keep(fields[i].field, fields[i].size, text);
        }
    }
    return true;
}

static bool read_file(Baseline *baseline, Error *error)
{
    size_t size = 0;
    char *text = file_read(baseline->path, FILE_SIZE_MAX, &size, error);
    if (!text) {
        return error_prefix(error, "%s", baseline->path);
    }
    bool good = json_read(text, visit, baseline, error);
    free(text);
    if (!good) {
        return error_prefix(error, "%s", baseline->path);
    }
    return baseline->count > 0 ||
           error_set(error, "%s: expected a report with \"benchmarks\", as --format=json writes it",
                     baseline->path);
}

/* ---- Another machine ------------------------------------------------------------------------ */

static void warn_of_machine(const Baseline *baseline, Log *log)
{
    char cpu_name[MACHINE_TEXT_SIZE];
    machine_cpu_name(cpu_name);
    char cores[16];
    snprintf(cores, sizeof cores, "%u", machine_usable_cores());
    if (strcmp(baseline->cpu_name, cpu_name) != 0 || strcmp(baseline->cores, cores) != 0) {
        log_write(log, LOG_WARNING,
                  "%s is another machine's (%s cores of %s; here %s of %s): what differs may be "
                  "the machine",
                  baseline->path, baseline->cores[0] ? baseline->cores : "?",
                  baseline->cpu_name[0] ? baseline->cpu_name : "an unknown processor", cores,
                  cpu_name);
    }
    if (strcmp(baseline->build, report_build_type()) != 0) {
        log_write(log, LOG_WARNING, "%s is of a %s build, and this is a %s one", baseline->path,
                  baseline->build[0] ? baseline->build : "unknown", report_build_type());
    }
}

Baseline *baseline_open(const char *path, Log *log, Error *error)
{
    Baseline *baseline = calloc(1, sizeof *baseline);
    if (!baseline) {
        error_set(error, "no memory to read %s", path);
        return NULL;
    }
    baseline->path = path;
    if (!read_file(baseline, error)) {
        baseline_close(baseline);
        return NULL;
    }
    warn_of_machine(baseline, log);
    return baseline;
}

void baseline_close(Baseline *baseline)
{
    if (baseline) {
        free(baseline->entries);
        free(baseline);
    }
}

/* ---- Judging -------------------------------------------------------------------------------- */

static ExitCode refuse_missing(const Baseline *baseline, const char *name, const Entry *entry,
                               Log *log)
{
    if (!entry) {
        log_write(log, LOG_ERROR, "%s has no %s; its first is %s", baseline->path, name,
                  baseline->entries[0].name);
    } else {
        log_write(log, LOG_ERROR,
                  "%s has %u repetition%s of %s, which is too few to tell a regression from noise: "
                  "write it with --repeat=%d",
                  baseline->path, entry->count, entry->count == 1 ? "" : "s", name,
                  MATCH_ROUNDS_MIN);
    }
    return EXIT_CODE_BAD_DATA;
}

/* What both sides are compared by: times, in those of the yardstick where both know it, so that a
 * processor whose clock has fallen since then makes nothing look slower. */
typedef struct Sides {
    double then[MATCH_ROUNDS_MAX];
    double now[MATCH_ROUNDS_MAX];
    double clock; /* how many times as long the yardstick takes now; 1 where it is not known */
} Sides;

static void take_sides(Sides *sides, const Entry *entry, const Match *match, uint32_t index)
{
    double yardsticks_ns[MATCH_ROUNDS_MAX];
    bool is_known = true;
    match_figures(match, index, sides->now);
    memcpy(sides->then, entry->figures, sizeof sides->then);
    sides->clock = 1;
    for (uint32_t i = 0; i < entry->count; i++) {
        is_known = is_known && entry->yardsticks_ns[i] > 0;
    }
    if (!is_known) {
        return;
    }
    for (uint32_t i = 0; i < entry->count; i++) {
        sides->then[i] /= entry->yardsticks_ns[i];
    }
    for (uint32_t i = 0; i < match->rounds_done; i++) {
        yardsticks_ns[i] = match->contestants[index].turns[i].yardstick_ns;
        sides->now[i] /= yardsticks_ns[i];
    }
    sides->clock = rank_median(yardsticks_ns, match->rounds_done) /
                   rank_median(entry->yardsticks_ns, entry->count);
}

ExitCode baseline_judge(const Baseline *baseline, const Match *match, uint32_t index,
                        double max_regression, Log *log)
{
    char name[RUN_NAME_SIZE];
    compare_name(&match->contestants[index], name);
    const Entry *entry = find_entry(baseline, name);
    if (!entry || entry->count < BASELINE_ROUNDS_MIN) {
        return refuse_missing(baseline, name, entry, log);
    }
    Sides sides;
    Verdict verdict = {0};
    take_sides(&sides, entry, match, index);
    if (!verdict_compare(&verdict, sides.then, entry->count, sides.now, match->rounds_done)) {
        log_write(log, LOG_ERROR, "no memory to compare with %s", baseline->path);
        return EXIT_CODE_BAD_DATA;
    }
    double percent = (verdict.ratio.ratio - 1) * 100;
    bool is_slower =
        verdict.chance < REGRESSION_CHANCE && percent > max_regression && verdict.ratio.low > 1;
    log_write(log, is_slower ? LOG_ERROR : LOG_INFO,
              "%s: %+.1f%% against %s [%+.1f%%, %+.1f%%], the clock's %+.1f%% taken out, p %.2g: "
              "%s",
              name, percent, baseline->path, (verdict.ratio.low - 1) * 100,
              (verdict.ratio.high - 1) * 100, (sides.clock - 1) * 100, verdict.chance,
              is_slower          ? "a regression"
              : !verdict.differs ? "no difference"
              : percent > 0      ? "slower, within what is allowed"
                                 : "faster");
    return is_slower ? EXIT_CODE_FAILED : EXIT_CODE_PASS;
}
