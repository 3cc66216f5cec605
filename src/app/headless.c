#include "app/headless.h"

#include "app/interrupt.h"
#include "app/measure.h"
#include "app/output.h"
#include "app/paths.h"
#include "app/report.h"
#include "app/verify.h"

#include <inttypes.h>
#include <stdlib.h>

enum { PICTURE_WIDTH = 1280, PICTURE_HEIGHT = 720 };

#define FRAME_AT_60_HZ_MS (1000.0 / 60)

static ExitCode worse(ExitCode a, ExitCode b)
{
    return a > b ? a : b;
}

static ExitCode fail(Log *log, ExitCode code, const Error *error)
{
    log_write(log, LOG_ERROR, "%s", error->text);
    return code;
}

static ExitCode measure_one(Run *run, const Options *options, const BackendType *type,
                            const Paths *paths, const char *level_path, Log *log)
{
    Error error = {""};
    GameConfig config = options_game(options, level_path);
    config.backend = type;
    Game *game = game_create(&config, log, &error);
    if (!game) {
        return fail(log, EXIT_CODE_BAD_DATA, &error);
    }
    Stage *stage = NULL;
    if (options->render) {
        stage = stage_open(&(StageConfig){.assets = paths->assets,
                                          .width = PICTURE_WIDTH,
                                          .height = PICTURE_HEIGHT},
                           log, &error);
        if (!stage) {
            game_destroy(game);
            return fail(log, EXIT_CODE_BAD_DATA, &error);
        }
        stage_set_level(stage, game->level, game->world);
    }
    ExitCode code = measure(run, game, stage, options, &error);
    if (code != EXIT_CODE_PASS) {
        fail(log, code, &error);
    }
    stage_close(stage);
    game_destroy(game);
    return code;
}

/* One after the other, each from the same start. Interrupted, the later ones are left out. */
static ExitCode measure_runs(Run *runs, uint32_t *count, const Options *options, const Paths *paths,
                             const char *level_path, Log *log)
{
    ExitCode code = EXIT_CODE_PASS;
    uint32_t done = 0;
    while (done < *count && code == EXIT_CODE_PASS && !(done > 0 && interrupt_requested())) {
        const BackendType *type = options->all_backends ? backend_type(done) : options->backend;
        code = measure_one(&runs[done], options, type, paths, level_path, log);
        done++;
    }
    *count = done;
    return code;
}

static ExitCode judge_budgets(const Run *run, FrameStats *stats, const Options *options, Log *log)
{
    ExitCode code = EXIT_CODE_PASS;
    for (uint32_t i = 0; i < options->budget_count; i++) {
        Error error = {""};
        if (!budget_judge(&options->budgets[i], stats, &error)) {
            char name[RUN_NAME_SIZE];
            run_name(run, name);
            log_write(log, LOG_ERROR, "%s (%s)", error.text, name);
            code = EXIT_CODE_FAILED;
        }
    }
    return code;
}

static ExitCode judge_hash(const Run *run, const Options *options, Log *log)
{
    if (!options->expect_hash || run->hash == options->expected_hash) {
        return EXIT_CODE_PASS;
    }
    log_write(log, LOG_ERROR,
              "expected hash 0x%016" PRIx64 ", and %s has 0x%016" PRIx64 " after %u ticks",
              options->expected_hash, run->backend, run->hash, run->ticks);
    return EXIT_CODE_FAILED;
}

static ExitCode judge(Run *run, const Options *options, Log *log)
{
    FrameStats *stats = run_stats(run);
    if (!stats) {
        log_write(log, LOG_ERROR, "no memory to sort %u frames", run->frame_count);
        return EXIT_CODE_BAD_DATA;
    }
    double budget_ms = options->budget_count ? options->budgets[0].limit_ms : FRAME_AT_60_HZ_MS;
    run_summarize(run, stats, budget_ms);
    ExitCode code = judge_budgets(run, stats, options, log);
    frame_stats_destroy(stats);
    return worse(code, judge_hash(run, options, log));
}

/* One line; with backends one after the other, a line each that ends with its name. */
static void print_hashes(const Run *runs, uint32_t count, const Options *options)
{
    for (uint32_t i = 0; i < count; i++) {
        printf("hash 0x%016" PRIx64 "%s%s\n", runs[i].hash, options->all_backends ? " " : "",
               options->all_backends ? runs[i].backend : "");
        if (options->verify) {
            return; /* they are all the same */
        }
    }
}

static ExitCode report(Run *runs, uint32_t count, const Options *options, Output *output, Log *log)
{
    ExitCode code = EXIT_CODE_PASS;
    for (uint32_t i = 0; i < count; i++) {
        code = worse(code, judge(&runs[i], options, log));
    }
    Error error = {""};
    if (options->report) {
        report_write(output->file, options->format, runs, count);
        if (!output_commit(output, &error)) {
            code = fail(log, EXIT_CODE_BAD_DATA, &error);
        }
    }
    if (options->print_hash) {
        print_hashes(runs, count, options);
    }
    return code;
}

static ExitCode run_and_report(const Options *options, const Paths *paths, const char *level_path,
                               Output *output, Log *log)
{
    uint32_t count = options->verify || options->all_backends ? backend_type_count() : 1;
    Run *runs = calloc(count, sizeof *runs);
    if (!runs) {
        return fail(log, EXIT_CODE_BAD_DATA, &(Error){"no memory for the runs"});
    }
    ExitCode code = options->verify ? verify_run(runs, options, level_path, log)
                                    : measure_runs(runs, &count, options, paths, level_path, log);
    if (interrupt_requested()) {
        log_write(log, LOG_WARNING, "interrupted: what was measured until then is reported");
    }
    if (code == EXIT_CODE_PASS) {
        code = report(runs, count, options, output, log);
    }
    for (uint32_t i = 0; i < count; i++) {
        run_release(&runs[i]);
    }
    free(runs);
    return code;
}

ExitCode headless_run(const Options *options, Log *log)
{
    Error error = {""};
    Paths paths;
    char level_path[LEVEL_PATH_SIZE];
    if (!paths_find(&paths, &error) || !paths_level(&paths, options->level, level_path, &error)) {
        return fail(log, EXIT_CODE_BAD_DATA, &error);
    }
    /* Opened first: whoever waits an hour for a report should not learn then that it has no place.
     */
    Output output = {0};
    if (options->report && !output_open(&output, options->output, &error)) {
        return fail(log, EXIT_CODE_BAD_DATA, &error);
    }
    ExitCode code = run_and_report(options, &paths, level_path, &output, log);
    output_abandon(&output);
    return code;
}
