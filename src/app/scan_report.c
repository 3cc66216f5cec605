/* What a scan looks like on paper, and in words. */
#include "app/report.h"
#include "app/scan.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

const char *scan_number(uint32_t number, char text[16])
{
    if (number >= 1000000) {
        snprintf(text, 16, "%u,%03u,%03u", number / 1000000, number / 1000 % 1000, number % 1000);
    } else if (number >= 1000) {
        snprintf(text, 16, "%u,%03u", number / 1000, number % 1000);
    } else {
        snprintf(text, 16, "%u", number);
    }
    return text;
}

/* ---- In words ------------------------------------------------------------------------------- */

/* Goes on with " at 4,000, 16,000 and 64,000 sprites": where that is the outcome. */
static void say_where(const Scan *scan, uint32_t contender, int outcome, uint32_t count,
                      char sentence[SCAN_SENTENCE_SIZE])
{
    size_t length = strlen(sentence);
    uint32_t said = 0;
    for (uint32_t i = 0; i < scan->rung_count; i++) {
        char number[16];
        if (scan_outcome(&scan->rungs[i].verdicts[contender]) != outcome) {
            continue;
        }
        const char *before = said == 0 ? " at " : said == count - 1 ? " and " : ", ";
        length += (size_t)snprintf(sentence + length, SCAN_SENTENCE_SIZE - length, "%s%s", before,
                                   scan_number(scan->rungs[i].sprites, number));
        said++;
    }
    snprintf(sentence + length, SCAN_SENTENCE_SIZE - length,
             " sprites, and no different elsewhere");
}

/* Of one that has no crossing: it wins, or it loses, or neither. */
static void say_outcome(const Scan *scan, uint32_t contender, char sentence[SCAN_SENTENCE_SIZE])
{
    uint32_t wins = 0;
    uint32_t losses = 0;
    for (uint32_t i = 0; i < scan->rung_count; i++) {
        int outcome = scan_outcome(&scan->rungs[i].verdicts[contender]);
        wins += outcome > 0;
        losses += outcome < 0;
    }
    uint32_t decided = wins + losses;
    size_t length = (size_t)snprintf(sentence, SCAN_SENTENCE_SIZE, "%s is %s %s",
                                     scan->contenders.rows[contender].label,
                                     wins > 0     ? "faster than"
                                     : losses > 0 ? "slower than"
                                                  : "no different from",
                                     scan->contenders.rows[0].label);
    if (decided == 0 || decided == scan->rung_count) {
        snprintf(sentence + length, SCAN_SENTENCE_SIZE - length, " at every population");
    } else {
        say_where(scan, contender, wins > 0 ? 1 : -1, decided, sentence);
    }
}

static int say_crossing(const Scan *scan, const ScanCrossing *crossing, bool is_first,
                        char *sentence, size_t size)
{
    char about[16];
    char low[16];
    char high[16];
    const char *how = crossing->wins_above ? "faster" : "slower";
    scan_number(crossing->sprites, about);
    scan_number(crossing->low, low);
    scan_number(crossing->high, high);
    if (!is_first) {
        return snprintf(sentence, size, ", %s again from about %s on (%s to %s)", how, about, low,
                        high);
    }
    return snprintf(sentence, size, "%s is %s than %s from about %s sprites on (%s to %s)",
                    scan->contenders.rows[crossing->contender].label, how,
                    scan->contenders.rows[0].label, about, low, high);
}

void scan_sentence(const Scan *scan, uint32_t contender, char sentence[SCAN_SENTENCE_SIZE])
{
    size_t length = 0;
    for (uint32_t i = 0; i < scan->crossing_count; i++) {
        const ScanCrossing *crossing = &scan->crossings[i];
        if (crossing->contender == contender && length < SCAN_SENTENCE_SIZE) {
            length += (size_t)say_crossing(scan, crossing, length == 0, sentence + length,
                                           SCAN_SENTENCE_SIZE - length);
        }
    }
    if (length == 0) {
        say_outcome(scan, contender, sentence);
    }
}

/* ---- On paper ------------------------------------------------------------------------------- */

static int column_width(const Scan *scan, uint32_t contender)
{
    size_t length = strlen(scan->contenders.rows[contender].label);
    return length < 12 ? 12 : (int)length;
}

static void print_rung(FILE *file, const Scan *scan, const ScanRung *rung)
{
    char number[16];
    fprintf(file, "%9s", scan_number(rung->sprites, number));
    for (uint32_t i = 0; i < scan->contenders.count; i++) {
        const Verdict *verdict = &rung->verdicts[i];
        int width = column_width(scan, i) - 2;
        fprintf(file, " %c%c%*.4f", i > 0 && scan_outcome(verdict) == 0 ? '~' : ' ',
                i == rung->fastest ? '*' : ' ', width, verdict->median_ms);
    }
    fprintf(file, "\n");
}

static void report_as_text(FILE *file, const Scan *scan)
{
    fprintf(file,
            "%s, seed %" PRIu64 ", grain %u: median ms a tick, %u rounds by turns, back to back\n"
            "* the fastest; ~ no different from %s (Mann-Whitney, p of 0.05 or more; or within "
            "%.0f%%)\n\n%9s",
            scan->level, scan->seed, scan->grain, scan->rounds, scan->contenders.rows[0].label,
            SCAN_DECISIVE * 100, "sprites");
    for (uint32_t i = 0; i < scan->contenders.count; i++) {
        fprintf(file, " %*s", column_width(scan, i), scan->contenders.rows[i].label);
    }
    fprintf(file, "\n");
    for (uint32_t i = 0; i < scan->rung_count; i++) {
        print_rung(file, scan, &scan->rungs[i]);
    }
    fprintf(file, "\n");
    for (uint32_t i = 1; scan->rung_count > 0 && i < scan->contenders.count; i++) {
        char sentence[SCAN_SENTENCE_SIZE];
        scan_sentence(scan, i, sentence);
        fprintf(file, "%s\n", sentence);
    }
}

static void report_as_csv(FILE *file, const Scan *scan)
{
    fprintf(file, "sprites,model,lanes,median_ms,ratio,ratio_low,ratio_high,p\n");
    for (uint32_t i = 0; i < scan->rung_count * scan->contenders.count; i++) {
        const ScanRung *rung = &scan->rungs[i / scan->contenders.count];
        uint32_t contender = i % scan->contenders.count;
        const Verdict *verdict = &rung->verdicts[contender];
        fprintf(file, "%u,%s,%u,%.6f,%.4f,%.4f,%.4f,%.4g\n", rung->sprites,
                scan->contenders.rows[contender].label, scan->lanes[contender], verdict->median_ms,
                verdict->ratio.ratio, verdict->ratio.low, verdict->ratio.high, verdict->chance);
    }
}

static void print_benchmark(FILE *file, const Scan *scan, uint32_t rung_index, uint32_t contender)
{
    const ScanRung *rung = &scan->rungs[rung_index];
    const Verdict *verdict = &rung->verdicts[contender];
    char name[RUN_NAME_SIZE];
    snprintf(name, sizeof name, "%s/%s/lanes:%u/grain:%u/sprites:%u", scan->level,
             scan->contenders.rows[contender].label, scan->lanes[contender], scan->grain,
             rung->sprites);
    fprintf(file, "    {\n      \"name\": ");
    report_json_string(file, name);
    fprintf(file, ",\n      \"run_name\": ");
    report_json_string(file, name);
    fprintf(file,
            ",\n      \"run_type\": \"iteration\",\n      \"iterations\": %u,\n"
            "      \"threads\": %u,\n      \"real_time\": %.9g,\n      \"cpu_time\": %.9g,\n"
            "      \"time_unit\": \"ms\",\n",
            scan->rounds, scan->lanes[contender], verdict->median_ms, verdict->cpu_ms);
    fprintf(file,
            "      \"sprites\": %u,\n      \"ratio\": %.6g,\n      \"ratio_low\": %.6g,\n"
            "      \"ratio_high\": %.6g,\n      \"p_value\": %.4g\n    }",
            rung->sprites, verdict->ratio.ratio, verdict->ratio.low, verdict->ratio.high,
            verdict->chance);
}

static void print_crossings(FILE *file, const Scan *scan)
{
    for (uint32_t i = 0; i < scan->crossing_count; i++) {
        const ScanCrossing *crossing = &scan->crossings[i];
        fprintf(file, "%s    {\"model\": ", i == 0 ? "\n" : ",\n");
        report_json_string(file, scan->contenders.rows[crossing->contender].label);
        fprintf(file, ", \"against\": ");
        report_json_string(file, scan->contenders.rows[0].label);
        fprintf(file,
                ", \"wins\": \"%s\", \"sprites\": %u, \"sprites_low\": %u, \"sprites_high\": %u}",
                crossing->wins_above ? "above" : "below", crossing->sprites, crossing->low,
                crossing->high);
    }
}

static void report_as_json(FILE *file, const Scan *scan)
{
    Run run = {.seed = scan->seed};
    memcpy(run.level, scan->level, sizeof run.level);
    fprintf(file, "{\n");
    report_json_context(file, &run, 1);
    fprintf(file, "  \"benchmarks\": [");
    for (uint32_t i = 0; i < scan->rung_count * scan->contenders.count; i++) {
        fprintf(file, i == 0 ? "\n" : ",\n");
        print_benchmark(file, scan, i / scan->contenders.count, i % scan->contenders.count);
    }
    fprintf(file, "\n  ],\n  \"crossings\": [");
    print_crossings(file, scan);
    fprintf(file, "\n  ]\n}\n");
}

void scan_report(FILE *file, ReportFormat format, const Scan *scan)
{
    switch (format) {
    case FORMAT_JSON: report_as_json(file, scan); break;
    case FORMAT_CSV: report_as_csv(file, scan); break;
    default: report_as_text(file, scan); break;
    }
}
