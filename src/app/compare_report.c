#include "app/compare_report.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

void compare_name(const Contestant *contestant, char name[RUN_NAME_SIZE])
{
    Run run = contestant->run;
    run.backend = contestant->contender->label;
    run_name(&run, name);
}

/* ---- For people ----------------------------------------------------------------------------- */

static void print_head(FILE *file, const Match *match, int width)
{
    const Run *first = &match->contestants[0].run;
    fprintf(file,
            "%s, %u sprites, seed %" PRIu64 ": %u rounds of %u ticks, the models by turns (ABBA), "
            "ticks back to back\n",
            first->level, first->sprites, first->seed, match->rounds_done, match->plan.ticks);
    fprintf(file, "Times in ms. median: of the rounds' median ticks; p95, p99: of all ticks.\n");
    if (match->count > 1) {
        fprintf(file, "ratio: to the first, and its 95%% interval (Hodges-Lehmann); ~ where it is "
                      "noise\n(Mann-Whitney, p of 0.05 or more). Below 1 is faster.\n");
    }
    fprintf(file, "\n%-*s %5s %7s %9s %9s %9s", width, "model", "lanes", "grain", "median", "p95",
            "p99");
    fprintf(file, match->count > 1 ? "   %-7s %-15s %s\n" : "\n", "ratio", "95% interval", "p");
}

static void print_ms(FILE *file, double ms)
{
    if (isnan(ms)) {
        fprintf(file, " %9s", "n/a");
    } else {
        fprintf(file, " %9.4f", ms);
    }
}

static void print_row(FILE *file, const Contestant *contestant, const Verdict *verdict, bool first,
                      int width)
{
    fprintf(file, "%-*s %5u %7u", width, contestant->contender->label, contestant->run.lanes,
            contestant->run.grain);
    print_ms(file, verdict->median_ms);
    print_ms(file, verdict->ticks.p95_ms);
    print_ms(file, verdict->ticks.p99_ms);
    if (first) {
        fprintf(file, "\n");
        return;
    }
    fprintf(file, " %s %-7.3f [%.3f, %.3f]  %.2g\n", verdict->differs ? " " : "~",
            verdict->ratio.ratio, verdict->ratio.low, verdict->ratio.high, verdict->chance);
}

static void print_hashes(FILE *file, const Match *match)
{
    const Contestant *reference = NULL;
    for (uint32_t i = 0; i < match->count; i++) {
        const Contestant *one = &match->contestants[i];
        if (one->contender->backend->unsafe) {
            fprintf(file, "%s is wrong on purpose: its state is its own\n", one->contender->label);
        } else if (!reference) {
            reference = one;
        }
    }
    if (reference) {
        fprintf(file, "the same bits: 0x%016" PRIx64 " after %u ticks\n", reference->run.hash,
                reference->run.ticks);
    }
}

static void report_as_text(FILE *file, const Match *match, const Verdict *verdicts)
{
    size_t width = 12;
    for (uint32_t i = 0; i < match->count; i++) {
        size_t length = strlen(match->plan.contenders.rows[i].label);
        width = length > width ? length : width;
    }
    print_head(file, match, (int)width);
    for (uint32_t i = 0; match->rounds_done > 0 && i < match->count; i++) {
        print_row(file, &match->contestants[i], &verdicts[i], i == 0, (int)width);
    }
    fprintf(file, "\n");
    print_hashes(file, match);
}

/* ---- For a spreadsheet ---------------------------------------------------------------------- */

static void report_as_csv(FILE *file, const Match *match)
{
    fprintf(file, "round,model,lanes,grain,sprites,median_ms,mean_ms,cpu_ms\n");
    for (uint32_t round = 0; round < match->rounds_done; round++) {
        for (uint32_t i = 0; i < match->count; i++) {
            const Contestant *one = &match->contestants[i];
            const MatchTurn *turn = &one->turns[round];
            fprintf(file, "%u,%s,%u,%u,%u,%.6f,%.6f,%.6f\n", round + 1, one->contender->label,
                    one->run.lanes, one->run.grain, one->run.sprites, turn->median_ms,
                    turn->mean_ms, turn->cpu_ms);
        }
    }
}

void compare_report(FILE *file, ReportFormat format, const Match *match, const Verdict *verdicts)
{
    switch (format) {
    case FORMAT_JSON: compare_report_json(file, match, verdicts); break;
    case FORMAT_CSV: report_as_csv(file, match); break;
    default: report_as_text(file, match, verdicts); break;
    }
}
