#include "app/headless.h"

#include "app/interrupt.h"
#include "app/measure.h"
#include "base/output.h"
#include "app/paths.h"
#include "app/replay.h"
#include "app/report.h"
#include "app/trace_file.h"
#include "app/verify.h"

#include <inttypes.h>
#include <stdlib.h>

enum {
    PICTURE_WIDTH = 1280,
    PICTURE_HEIGHT = 720,
    TRACE_EVENTS =
        1 << 20, /* 48 MB: some ten thousand frames, and the last of them where more are */
};

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

/* What all runs of this command share. */
typedef struct Headless {
    Options options;
    Paths paths;
    char level_path[LEVEL_PATH_SIZE];
    Recording *recording; /* NULL: the lantern walks by itself */
    TraceFile trace;
    Log *log;
} Headless;

static Game *create_game(const Headless *headless, const BackendType *type, Error *error)
{
    GameConfig config = options_game(&headless->options, headless->level_path);
    config.backend = type;
    return game_create(&config, headless->log, error);
}

static Tape tape_of(const Headless *headless)
{
    return (Tape){.replay = headless->recording, .replay_path = headless->options.replay};
}

/* With games of its own: the replay's went on. */
static void explain_desync(const Headless *headless, const BackendType *type)
{
    Error sentence = {""};
    Game *suspect = create_game(headless, type, &sentence);
    Game *reference = suspect ? create_game(headless, backend_type(0), &sentence) : NULL;
    if (reference) {
        replay_explain(headless->recording, suspect, reference, &sentence);
    }
    log_write(headless->log, LOG_ERROR, "%s: %s", headless->options.replay, sentence.text);
    game_destroy(reference);
    game_destroy(suspect);
}

static bool open_stage(const Headless *headless, const Game *game, Stage **stage, Error *error)
{
    StageConfig config = {.assets = headless->paths.assets,
                          .width = PICTURE_WIDTH,
                          .height = PICTURE_HEIGHT,
                          .path = headless->options.path,
                          .isa = game->kernel->name};
    *stage = headless->options.render ? stage_open(&config, headless->log, error) : NULL;
    if (*stage) {
        stage_set_level(*stage, game->level, game->world);
    }
    return *stage || !headless->options.render;
}

/* `record` may be NULL. */
static ExitCode measure_game(Run *run, Game *game, const Headless *headless, const char *record,
                             Tape *tape, Error *error)
{
    Stage *stage = NULL;
    ExitCode code = EXIT_CODE_BAD_DATA;
    if (open_stage(headless, game, &stage, error) && tape_open(tape, record, game, error)) {
        code = measure(run, game, stage, &headless->options, tape, headless->trace.trace, error);
    }
    stage_close(stage);
    Error fault = {""};
    if (!tape_close(tape, game, &fault) && code == EXIT_CODE_PASS) {
        *error = fault;
        return EXIT_CODE_BAD_DATA;
    }
    return code;
}

static ExitCode measure_one(Run *run, const Headless *headless, const BackendType *type,
                            const char *record)
{
    Error error = {""};
    Game *game = create_game(headless, type, &error);
    if (!game) {
        return fail(headless->log, EXIT_CODE_BAD_DATA, &error);
    }
    Tape tape = tape_of(headless);
    ExitCode code = measure_game(run, game, headless, record, &tape, &error);
    if (code != EXIT_CODE_PASS) {
        fail(headless->log, code, &error);
        run->fault = error;
    }
    game_destroy(game);
    if (tape.desynced) {
        explain_desync(headless, type);
    }
    return code;
}

/* One after the other, each from the same start; of one game, one recording is enough. Interrupted,
 * the later ones are left out. */
static ExitCode measure_runs(Run *runs, uint32_t *count, const Headless *headless)
{
    const Options *options = &headless->options;
    ExitCode code = EXIT_CODE_PASS;
    uint32_t done = 0;
    while (done < *count && code == EXIT_CODE_PASS && !(done > 0 && interrupt_requested())) {
        const BackendType *type = options->all_backends ? backend_safe(done) : options->backend;
        const char *record = done == 0 ? options->record : NULL;
        code = measure_one(&runs[done], headless, type, record);
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

static void print_frame_hashes(const Run *runs, uint32_t count, const Options *options)
{
    for (uint32_t i = 0; i < count; i++) {
        printf("frame-hash 0x%016" PRIx64 "%s%s\n", runs[i].frame_hash,
               options->all_backends ? " " : "", options->all_backends ? runs[i].backend : "");
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
        report_write(output->file, options, runs, count);
        if (!output_commit(output, &error)) {
            code = fail(log, EXIT_CODE_BAD_DATA, &error);
        }
    }
    if (options->print_hash) {
        print_hashes(runs, count, options);
    }
    if (options->print_frame_hash) {
        print_frame_hashes(runs, count, options);
    }
    return code;
}

static ExitCode verify_runs(Run *runs, const Headless *headless)
{
    Tape tape = tape_of(headless);
    ExitCode code =
        verify_run(runs, &headless->options, headless->level_path, &tape, headless->log);
    if (tape.desynced) {
        explain_desync(headless, backend_type(0));
    }
    return code;
}

static ExitCode run_and_report(const Headless *headless, Output *output)
{
    const Options *options = &headless->options;
    uint32_t count = options->verify || options->all_backends ? backend_safe_count() : 1;
    Run *runs = calloc(count, sizeof *runs);
    if (!runs) {
        return fail(headless->log, EXIT_CODE_BAD_DATA, &(Error){"no memory for the runs"});
    }
    ExitCode code =
        options->verify ? verify_runs(runs, headless) : measure_runs(runs, &count, headless);
    if (interrupt_requested()) {
        log_write(headless->log, LOG_WARNING,
                  "interrupted: what was measured until then is reported");
    }
    /* A run that failed is no measure of anything, but a point of a test. */
    if (code == EXIT_CODE_PASS || (code == EXIT_CODE_FAILED && options->format == FORMAT_TAP)) {
        code = worse(code, report(runs, count, options, output, headless->log));
    }
    for (uint32_t i = 0; i < count; i++) {
        run_release(&runs[i]);
    }
    free(runs);
    return code;
}

/* The replay's own word, behind whatever the runs said. */
static ExitCode judge_recording(const Headless *headless, ExitCode code)
{
    const Recording *recording = headless->recording;
    if (!recording || code != EXIT_CODE_PASS) {
        return code;
    }
    if (!recording->whole) {
        return EXIT_CODE_BAD_DATA; /* which was told when it was read */
    }
    if (headless->options.ticks == recording->ticks && !interrupt_requested()) {
        log_write(headless->log, LOG_INFO,
                  "replay: %u ticks of %s, the same bits at all %u states: %s", recording->ticks,
                  recording->level, recording->mark_count,
                  recording_outcome_name(recording->outcome));
    }
    return code;
}

static bool find_level(Headless *headless, Error *error)
{
    if (!paths_find(&headless->paths, error)) {
        return false;
    }
    Options *options = &headless->options;
    if (options->replay && !(headless->recording = replay_open(options, headless->log, error))) {
        return false;
    }
    return replay_level_path(options, headless->recording, &headless->paths, headless->level_path,
                             error);
}

ExitCode headless_run(const Options *options, Log *log)
{
    Error error = {""};
    Headless headless = {.options = *options, .log = log};
    Output output = {0};
    ExitCode code = EXIT_CODE_BAD_DATA;
    /* The output is opened first: whoever waits an hour for a report should not learn then that it
     * has no place. */
    if (find_level(&headless, &error) &&
        (!options->report || output_open(&output, options->output, &error)) &&
        trace_file_open(&headless.trace, options->trace, TRACE_EVENTS, &error)) {
        code = judge_recording(&headless, run_and_report(&headless, &output));
    } else {
        fail(log, code, &error);
    }
    if (!trace_file_close(&headless.trace, log, &error)) {
        code = worse(code, fail(log, EXIT_CODE_BAD_DATA, &error));
    }
    output_abandon(&output);
    recording_destroy(headless.recording);
    return code;
}
