#include "app/compare_report.h"
#include "app/report.h"

#include <inttypes.h>
#include <math.h>

/* A figure of the turns, by which the same things are said of each. */
typedef double TurnFigure(const MatchTurn *turn);

static double real_time(const MatchTurn *turn)
{
    return turn->median_ms;
}

static double cpu_time(const MatchTurn *turn)
{
    return turn->cpu_ms;
}

/* What Google Benchmark says of repetitions, under its names. */
typedef enum Aggregate { MEAN, MEDIAN, STDDEV, CV, AGGREGATES } Aggregate;

static const char *const aggregate_names[AGGREGATES] = {"mean", "median", "stddev", "cv"};

static double mean_of(const double *figures, uint32_t count)
{
    double sum = 0;
    for (uint32_t i = 0; i < count; i++) {
        sum += figures[i];
    }
    return sum / count;
}

static double deviation_of(const double *figures, uint32_t count)
{
    double mean = mean_of(figures, count);
    double squares = 0;
    for (uint32_t i = 0; i < count; i++) {
        squares += (figures[i] - mean) * (figures[i] - mean);
    }
    return count > 1 ? sqrt(squares / (count - 1)) : 0;
}

static double aggregate(Aggregate wanted, const Contestant *contestant, uint32_t rounds,
                        TurnFigure *figure_of)
{
    double figures[MATCH_ROUNDS_MAX];
    for (uint32_t i = 0; i < rounds; i++) {
        figures[i] = figure_of(&contestant->turns[i]);
    }
    double mean = mean_of(figures, rounds);
    switch (wanted) {
    case MEAN: return mean;
    case MEDIAN: return rank_median(figures, rounds);
    case STDDEV: return deviation_of(figures, rounds);
    default: return mean > 0 ? deviation_of(figures, rounds) / mean : 0;
    }
}

/* What every entry begins with. `aggregate_name` NULL: it is a repetition. */
static void print_head(FILE *file, const Contestant *contestant, uint32_t index, uint32_t rounds,
                       const char *aggregate_name)
{
    char run[RUN_NAME_SIZE];
    char name[RUN_NAME_SIZE + 16];
    compare_name(contestant, run);
    snprintf(name, sizeof name, "%s%s%s", run, aggregate_name ? "_" : "",
             aggregate_name ? aggregate_name : "");
    fprintf(file, "    {\n      \"name\": ");
    report_json_string(file, name);
    fprintf(file, ",\n      \"family_index\": %u,\n", index);
    fprintf(file, "      \"per_family_instance_index\": 0,\n      \"run_name\": ");
    report_json_string(file, run);
    fprintf(file, ",\n      \"run_type\": \"%s\",\n      \"repetitions\": %u,\n",
            aggregate_name ? "aggregate" : "iteration", rounds);
    fprintf(file, "      \"threads\": %u,\n", contestant->run.lanes);
}

static void print_turn(FILE *file, const Match *match, uint32_t index, uint32_t round)
{
    const Contestant *contestant = &match->contestants[index];
    const MatchTurn *turn = &contestant->turns[round];
    const Run *run = &contestant->run;
    print_head(file, contestant, index, match->rounds_done, NULL);
    fprintf(file, "      \"repetition_index\": %u,\n      \"iterations\": %u,\n", round,
            match->plan.ticks);
    fprintf(file, "      \"real_time\": %.9g,\n      \"cpu_time\": %.9g,\n", turn->median_ms,
            turn->cpu_ms);
    fprintf(file, "      \"time_unit\": \"ms\",\n      \"mean_ms\": %.9g,\n", turn->mean_ms);
    fprintf(file, "      \"yardstick_ns\": %.9g,\n", turn->yardstick_ns);
    fprintf(file, "      \"backend\": ");
    report_json_string(file, run->backend);
    fprintf(file, ",\n      \"isa\": ");
    report_json_string(file, run->isa);
    fprintf(file, ",\n      \"neighbours\": \"%s\",\n", run->brute ? "brute" : "grid");
    fprintf(file, "      \"grain\": %u,\n      \"sprites\": %u,\n", run->grain, run->sprites);
    fprintf(file, "      \"hash\": \"0x%016" PRIx64 "\"\n    }", run->hash);
}

/* Too few ticks for a percentile: null. */
static void print_ms(FILE *file, const char *key, double ms)
{
    if (isnan(ms)) {
        fprintf(file, ",\n      \"%s\": null", key);
    } else {
        fprintf(file, ",\n      \"%s\": %.9g", key, ms);
    }
}

/* Beside the median stands what else is said of all rounds together. */
static void print_verdict(FILE *file, const Verdict *verdict)
{
    print_ms(file, "p50_ms", verdict->ticks.p50_ms);
    print_ms(file, "p95_ms", verdict->ticks.p95_ms);
    print_ms(file, "p99_ms", verdict->ticks.p99_ms);
    fprintf(file,
            ",\n      \"ratio\": %.6g,\n      \"ratio_low\": %.6g,\n      \"ratio_high\": "
            "%.6g,\n      \"p_value\": %.4g,\n      \"differs\": %s",
            verdict->ratio.ratio, verdict->ratio.low, verdict->ratio.high, verdict->chance,
            verdict->differs ? "true" : "false");
}

static void print_aggregate(FILE *file, const Match *match, uint32_t index, Aggregate wanted,
                            const Verdict *verdict)
{
    const Contestant *contestant = &match->contestants[index];
    uint32_t rounds = match->rounds_done;
    print_head(file, contestant, index, rounds, aggregate_names[wanted]);
    fprintf(file,
            "      \"aggregate_name\": \"%s\",\n      \"aggregate_unit\": \"%s\",\n"
            "      \"iterations\": %u,\n",
            aggregate_names[wanted], wanted == CV ? "percentage" : "time", rounds);
    fprintf(file, "      \"real_time\": %.9g,\n      \"cpu_time\": %.9g,\n",
            aggregate(wanted, contestant, rounds, real_time),
            aggregate(wanted, contestant, rounds, cpu_time));
    fprintf(file, "      \"time_unit\": \"ms\"");
    if (wanted == MEDIAN) {
        print_verdict(file, verdict);
    }
    fprintf(file, "\n    }");
}

/* Between two entries; the first one has none before it. */
static void part(FILE *file, bool *is_first)
{
    fprintf(file, *is_first ? "\n" : ",\n");
    *is_first = false;
}

void compare_report_json(FILE *file, const Match *match, const Verdict *verdicts)
{
    bool is_first = true;
    fprintf(file, "{\n");
    report_json_context(file, &match->contestants[0].run, 1);
    fprintf(file, "  \"benchmarks\": [");
    for (uint32_t i = 0; match->rounds_done > 0 && i < match->count; i++) {
        for (uint32_t round = 0; round < match->rounds_done; round++) {
            part(file, &is_first);
            print_turn(file, match, i, round);
        }
        for (Aggregate wanted = MEAN; wanted < AGGREGATES; wanted++) {
            part(file, &is_first);
            print_aggregate(file, match, i, wanted, &verdicts[i]);
        }
    }
    fprintf(file, "\n  ]\n}\n");
}
