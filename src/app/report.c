#include "app/report.h"

#include <math.h>

enum { CELL_SIZE = 24 };

static const char *ms_cell(double ms, char cell[CELL_SIZE])
{
    if (isnan(ms)) {
        return "n/a";
    }
    snprintf(cell, CELL_SIZE, "%.3f", ms);
    return cell;
}

static void print_row(FILE *file, const Run *run)
{
    const RunSummary *summary = &run->summary;
    const double figures[] = {summary->frame.mean_ms, summary->frame.p50_ms, summary->frame.p95_ms,
                              summary->frame.p99_ms,  summary->frame.max_ms, summary->step_ms,
                              summary->draw_ms};
    fprintf(file, "%-12s %5u %7u %8u %7u", run->backend, run->lanes, run->grain, run->sprites,
            run->frame_count);
    for (uint32_t i = 0; i < sizeof figures / sizeof figures[0]; i++) {
        char cell[CELL_SIZE];
        fprintf(file, " %8s", ms_cell(figures[i], cell));
    }
    fprintf(file, " %6u\n", summary->over_budget);
}

static void report_text(FILE *file, const Run *runs, uint32_t count)
{
    if (count == 0) {
        return;
    }
    fprintf(file, "%s, seed %llu, %u ticks; times in ms, over: frames of more than %g ms\n\n",
            runs[0].level, (unsigned long long)runs[0].seed, runs[0].ticks,
            runs[0].summary.budget_ms);
    fprintf(file, "%-12s %5s %7s %8s %7s", "backend", "lanes", "grain", "sprites", "frames");
    fprintf(file, " %8s %8s %8s %8s %8s %8s %8s %6s\n", "mean", "p50", "p95", "p99", "max", "step",
            "draw", "over");
    for (uint32_t i = 0; i < count; i++) {
        print_row(file, &runs[i]);
    }
}

void report_write(FILE *file, const Options *options, const Run *runs, uint32_t count)
{
    switch (options->format) {
    case FORMAT_TEXT: report_text(file, runs, count); break;
    case FORMAT_JSON: report_json(file, runs, count); break;
    case FORMAT_CSV: report_csv(file, runs, count); break;
    case FORMAT_TAP: report_tap(file, options, runs, count); break;
    }
}
