#include "app/report.h"

#include "app/budget.h"

#include <inttypes.h>

typedef struct Tap {
    FILE *file;
    uint32_t points;
} Tap;

static void point(Tap *tap, bool is_ok, const char *what, const Run *run)
{
    char name[RUN_NAME_SIZE];
    run_name(run, name);
    tap->points++;
    fprintf(tap->file, "%s %u - %s: ", is_ok ? "ok" : "not ok", tap->points, name);
    for (const char *c = what; *c; c++) { /* "#" would begin a directive */
        fputc(*c == '#' || (unsigned char)*c < ' ' ? ' ' : *c, tap->file);
    }
    fputc('\n', tap->file);
}

static void judge_budgets(Tap *tap, const Options *options, const Run *run)
{
    FrameStats *stats = options->budget_count > 0 ? run_stats(run) : NULL;
    for (uint32_t i = 0; i < options->budget_count; i++) {
        const Budget *budget = &options->budgets[i];
        Error error = {"no memory to judge it"};
        bool is_kept = stats && budget_judge(budget, stats, &error);
        if (is_kept) {
            error_set(&error, "%s is within %g ms", budget->name, budget->limit_ms);
        }
        point(tap, is_kept, error.text, run);
    }
    frame_stats_destroy(stats);
}

static void judge_hash(Tap *tap, const Options *options, const Run *run)
{
    char text[ERROR_TEXT_SIZE];
    bool is_same = run->hash == options->expected_hash;
    int length = snprintf(text, sizeof text, "hash 0x%016" PRIx64, run->hash);
    if (!is_same) {
        snprintf(text + length, sizeof text - (size_t)length, ", and 0x%016" PRIx64 " is expected",
                 options->expected_hash);
    }
    point(tap, is_same, text, run);
}

static void judge_run(Tap *tap, const Options *options, const Run *run)
{
    char text[ERROR_TEXT_SIZE];
    if (run->fault.text[0] != '\0') {
        point(tap, false, run->fault.text, run);
        return;
    }
    snprintf(text, sizeof text, "%u ticks%s%s", run->ticks,
             options->verify ? ", each with the bits of the reference" : "",
             options->replay ? ", the recorded states" : "");
    point(tap, true, text, run);
    judge_budgets(tap, options, run);
    if (options->expect_hash) {
        judge_hash(tap, options, run);
    }
}

/* The plan stands at the end, where it is known: a run that is cut short has a plan too. */
void report_tap(FILE *file, const Options *options, const Run *runs, uint32_t count)
{
    Tap tap = {.file = file};
    fprintf(file, "TAP version 13\n");
    for (uint32_t i = 0; i < count; i++) {
        judge_run(&tap, options, &runs[i]);
    }
    fprintf(file, "1..%u\n", tap.points);
}
