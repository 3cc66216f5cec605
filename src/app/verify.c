#include "app/verify.h"

#include "app/machine.h"
#include "app/measure.h"

#include <assert.h>
#include <stdlib.h>

/* A game a row; the first is the reference. */
typedef struct Verify {
    Game **games;
    Run *runs;
    uint32_t count;
    Tape *tape;
} Verify;

static bool open_games(Verify *verify, GameConfig config, Log *log, Error *error)
{
    for (uint32_t i = 0; i < verify->count; i++) {
        config.backend = backend_safe(i);
        verify->games[i] = game_create(&config, log, error);
        if (!verify->games[i]) {
            return false;
        }
        if (backend_type_of(verify->games[i]->backend) != config.backend) {
            return error_set(error, "%s could not open, so there is no comparing it",
                             config.backend->name);
        }
        run_start(&verify->runs[i], verify->games[i]);
    }
    return true;
}

static bool tick_one(Verify *verify, uint32_t index, bool is_measured, Error *error)
{
    Run *run = &verify->runs[index];
    Game *game = verify->games[index];
    assert(game);
    if (run->frame_count == run->frame_capacity && !run_reserve(run, run->frame_count + 1024)) {
        return error_set(error, "no memory for more than %u measured frames", run->frame_count);
    }
    RunFrame frame;
    uint64_t cpu_start_ns = machine_cpu_time_ns();
    if (measure_frame(&frame, game, NULL, verify->tape, error) != BACKEND_DONE) {
        return error_prefix(error, "%s", run->backend);
    }
    if (is_measured) {
        run->cpu_ns += machine_cpu_time_ns() - cpu_start_ns;
        run_add(run, frame);
    }
    run_end(run, game);
    return true;
}

static bool compare_with_reference(const Verify *verify, uint32_t index, Error *error)
{
    const Run *reference = &verify->runs[0];
    const Run *run = &verify->runs[index];
    if (run->hash == reference->hash) {
        return true;
    }
    const Game *one = verify->games[0];
    const Game *other = verify->games[index];
    assert(one && other);
    char difference[ERROR_TEXT_SIZE / 2] = "the sprites are the same, the scene is not";
    world_first_difference(one->world, other->world, difference, sizeof difference);
    return error_set(error, "tick %u: %s has 0x%016llx and %s 0x%016llx: %s", run->ticks,
                     reference->backend, (unsigned long long)reference->hash, run->backend,
                     (unsigned long long)run->hash, difference);
}

static bool tick_all(Verify *verify, bool is_measured, Error *error)
{
    for (uint32_t i = 0; i < verify->count; i++) {
        if (!tick_one(verify, i, is_measured, error) || !compare_with_reference(verify, i, error)) {
            verify->runs[i].fault = *error;
            return error_prefix(error, "verify");
        }
    }
    return tape_ticked(verify->tape, verify->games[0], error);
}

static ExitCode run_lockstep(Verify *verify, const Options *options, Log *log)
{
    MeasureEnd end = measure_end(options);
    uint32_t ticks = 0;
    for (; !measure_is_over(&end, ticks); ticks++) {
        Error error = {""};
        if (!tick_all(verify, ticks >= options->warmup, &error)) {
            log_write(log, LOG_ERROR, "%s", error.text);
            return EXIT_CODE_FAILED;
        }
    }
    log_write(log, LOG_INFO, "verify: %u backends, %u ticks, the same bits after each",
              verify->count, ticks);
    return EXIT_CODE_PASS;
}

/* A recording ends where the run does, whatever ended it. */
static ExitCode run_with_tape(Verify *verify, const Options *options, Log *log)
{
    Error error = {""};
    ExitCode code = EXIT_CODE_BAD_DATA;
    bool opened = tape_open(verify->tape, options->record, verify->games[0], &error);
    if (opened) {
        code = run_lockstep(verify, options, log);
    }
    if (!opened || !tape_close(verify->tape, verify->games[0], &error)) {
        log_write(log, LOG_ERROR, "%s", error.text);
        return code == EXIT_CODE_FAILED ? code : EXIT_CODE_BAD_DATA;
    }
    return code;
}

ExitCode verify_run(Run *runs, const Options *options, const char *level_path, Tape *tape, Log *log)
{
    Verify verify = {.runs = runs, .count = backend_safe_count(), .tape = tape};
    verify.games = calloc(verify.count, sizeof(Game *));
    if (!verify.games) {
        log_write(log, LOG_ERROR, "no memory to verify %u backends", verify.count);
        return EXIT_CODE_BAD_DATA;
    }
    Error error = {""};
    ExitCode code = EXIT_CODE_BAD_DATA;
    if (open_games(&verify, options_game(options, level_path), log, &error)) {
        code = run_with_tape(&verify, options, log);
    } else {
        log_write(log, LOG_ERROR, "verify: %s", error.text);
    }
    for (uint32_t i = 0; i < verify.count; i++) {
        runs[i].warmup = options->warmup;
        game_destroy(verify.games[i]);
    }
    free(verify.games);
    return code;
}
