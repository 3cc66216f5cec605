#include "app/compare.h"

#include "app/baseline.h"
#include "app/compare_report.h"
#include "app/interrupt.h"
#include "base/output.h"
#include "app/paths.h"

#include <inttypes.h>

static ExitCode worse(ExitCode a, ExitCode b)
{
    return a > b ? a : b;
}

static ExitCode fail(Log *log, ExitCode code, const Error *error)
{
    log_write(log, LOG_ERROR, "%s", error->text);
    return code;
}

MatchPlan compare_plan(const Options *options, const char *level_path)
{
    MatchPlan plan = {
        .game = options_game(options, level_path),
        .contenders = options->contenders,
        .ticks = options->ticks ? options->ticks : MATCH_TICKS_DEFAULT,
    };
    if (plan.contenders.count == 0) {
        plan.contenders.rows[plan.contenders.count++] = contender_of(options->backend);
    }
    plan.warmup = options->warmup_given ? options->warmup : plan.ticks;
    return plan;
}

/* ---- What it is judged by ------------------------------------------------------------------- */

static ExitCode judge_budgets(const Contestant *contestant, const Options *options, Log *log)
{
    FrameStats *stats = run_stats(&contestant->run);
    if (!stats) {
        return fail(log, EXIT_CODE_BAD_DATA, &(Error){"no memory to judge the budgets"});
    }
    ExitCode code = EXIT_CODE_PASS;
    for (uint32_t i = 0; i < options->budget_count; i++) {
        Error error = {""};
        if (!budget_judge(&options->budgets[i], stats, &error)) {
            log_write(log, LOG_ERROR, "%s (%s)", error.text, contestant->contender->label);
            code = EXIT_CODE_FAILED;
        }
    }
    frame_stats_destroy(stats);
    return code;
}

static ExitCode judge_hash(const Match *match, const Options *options, Log *log)
{
    const Run *run = &match->contestants[0].run;
    if (!options->expect_hash || run->hash == options->expected_hash) {
        return EXIT_CODE_PASS;
    }
    log_write(log, LOG_ERROR,
              "expected hash 0x%016" PRIx64 ", and it is 0x%016" PRIx64 " after %u ticks",
              options->expected_hash, run->hash, run->ticks);
    return EXIT_CODE_FAILED;
}

static ExitCode judge(const Match *match, const Options *options, const Baseline *baseline,
                      Log *log)
{
    ExitCode code = judge_hash(match, options, log);
    for (uint32_t i = 0; i < match->count; i++) {
        const Contestant *contestant = &match->contestants[i];
        code = worse(code, judge_budgets(contestant, options, log));
        if (baseline) {
            code = worse(code, baseline_judge(baseline, match, i, options->max_regression, log));
        }
    }
    return code;
}

/* ---- From the plan to the report ------------------------------------------------------------ */

static ExitCode report(const Match *match, const Options *options, Output *output, Log *log)
{
    Verdict verdicts[CONTENDERS_MAX] = {0};
    Error error = {""};
    for (uint32_t i = 0; match->rounds_done > 0 && i < match->count; i++) {
        if (!verdict_reach(&verdicts[i], match, i)) {
            return fail(log, EXIT_CODE_BAD_DATA, &(Error){"no memory to compare the rounds"});
        }
    }
    if (options->report) {
        compare_report(output->file, options->format, match, verdicts);
        if (!output_commit(output, &error)) {
            return fail(log, EXIT_CODE_BAD_DATA, &error);
        }
    }
    if (options->print_hash) {
        printf("hash 0x%016" PRIx64 "\n", match->contestants[0].run.hash);
    }
    return EXIT_CODE_PASS;
}

static ExitCode run_match(Match *match, const Options *options, const Baseline *baseline,
                          Output *output, Log *log)
{
    Error error = {""};
    ExitCode code = match_run(match, options->repeat, &error);
    if (code != EXIT_CODE_PASS) {
        return fail(log, code, &error);
    }
    if (interrupt_requested()) {
        log_write(log, LOG_WARNING, "interrupted: %u of %u rounds are reported", match->rounds_done,
                  options->repeat);
    }
    code = report(match, options, output, log);
    /* Too few rounds are judged by no baseline, and none by nothing. */
    bool is_whole = match->rounds_done == options->repeat;
    return match->rounds_done == 0
               ? worse(code, EXIT_CODE_FAILED)
               : worse(code, judge(match, options, is_whole ? baseline : NULL, log));
}

static ExitCode compare_on(const Options *options, const char *level_path, const Baseline *baseline,
                           Output *output, Log *log)
{
    Error error = {""};
    MatchPlan plan = compare_plan(options, level_path);
    Match *match = match_open(&plan, log, &error);
    if (!match) {
        return fail(log, EXIT_CODE_BAD_DATA, &error);
    }
    ExitCode code = run_match(match, options, baseline, output, log);
    match_close(match);
    return code;
}

ExitCode compare_run(const Options *options, Log *log)
{
    Error error = {""};
    Paths paths;
    Output output = {0};
    Baseline *baseline = NULL;
    char level_path[LEVEL_PATH_SIZE];
    ExitCode code = EXIT_CODE_BAD_DATA;
    if (paths_find(&paths, &error) && paths_level(&paths, options->level, level_path, &error) &&
        (!options->baseline || (baseline = baseline_open(options->baseline, log, &error))) &&
        (!options->report || output_open(&output, options->output, &error))) {
        code = compare_on(options, level_path, baseline, &output, log);
    } else {
        fail(log, code, &error);
    }
    output_abandon(&output);
    baseline_close(baseline);
    return code;
}
