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

ContestPlan compare_plan(const Options *options, const char *level_path)
{
    ContestPlan plan = {
        .game = options_game(options, level_path),
        .contenders = options->contenders,
        .ticks = options->ticks ? options->ticks : CONTEST_TICKS_DEFAULT,
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

static ExitCode judge_hash(const Contest *contest, const Options *options, Log *log)
{
    const Run *run = &contest->contestants[0].run;
    if (!options->expect_hash || run->hash == options->expected_hash) {
        return EXIT_CODE_PASS;
    }
    log_write(log, LOG_ERROR,
              "expected hash 0x%016" PRIx64 ", and it is 0x%016" PRIx64 " after %u ticks",
              options->expected_hash, run->hash, run->ticks);
    return EXIT_CODE_FAILED;
}

static ExitCode judge(const Contest *contest, const Options *options, const Baseline *baseline,
                      Log *log)
{
    ExitCode code = judge_hash(contest, options, log);
    for (uint32_t i = 0; i < contest->count; i++) {
        const Contestant *contestant = &contest->contestants[i];
        code = worse(code, judge_budgets(contestant, options, log));
        if (baseline) {
            code = worse(code, baseline_judge(baseline, contest, i, options->max_regression, log));
        }
    }
    return code;
}

/* ---- From the plan to the report ------------------------------------------------------------ */

static ExitCode report(const Contest *contest, const Options *options, Output *output, Log *log)
{
    Verdict verdicts[CONTENDERS_MAX] = {0};
    Error error = {""};
    for (uint32_t i = 0; contest->rounds_done > 0 && i < contest->count; i++) {
        if (!verdict_reach(&verdicts[i], contest, i)) {
            return fail(log, EXIT_CODE_BAD_DATA, &(Error){"no memory to compare the rounds"});
        }
    }
    if (options->report) {
        compare_report(output->file, options->format, contest, verdicts);
        if (!output_commit(output, &error)) {
            return fail(log, EXIT_CODE_BAD_DATA, &error);
        }
    }
    if (options->print_hash) {
        printf("hash 0x%016" PRIx64 "\n", contest->contestants[0].run.hash);
    }
    return EXIT_CODE_PASS;
}

static ExitCode run_contest(Contest *contest, const Options *options, const Baseline *baseline,
                            Output *output, Log *log)
{
    Error error = {""};
    ExitCode code = contest_run(contest, options->repeat, &error);
    if (code != EXIT_CODE_PASS) {
        return fail(log, code, &error);
    }
    if (interrupt_requested()) {
        log_write(log, LOG_WARNING, "interrupted: %u of %u rounds are reported",
                  contest->rounds_done, options->repeat);
    }
    code = report(contest, options, output, log);
    /* Too few rounds are judged by no baseline, and none by nothing. */
    bool is_whole = contest->rounds_done == options->repeat;
    return contest->rounds_done == 0
               ? worse(code, EXIT_CODE_FAILED)
               : worse(code, judge(contest, options, is_whole ? baseline : NULL, log));
}

static ExitCode compare_on(const Options *options, const char *level_path, const Baseline *baseline,
                           Output *output, Log *log)
{
    Error error = {""};
    ContestPlan plan = compare_plan(options, level_path);
    Contest *contest = contest_open(&plan, log, &error);
    if (!contest) {
        return fail(log, EXIT_CODE_BAD_DATA, &error);
    }
    ExitCode code = run_contest(contest, options, baseline, output, log);
    contest_close(contest);
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
