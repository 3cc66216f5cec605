#include "app/replay.h"

#include "app/interrupt.h"

#include <assert.h>
#include <inttypes.h>

Recording *replay_open(Options *options, Log *log, Error *error)
{
    Recording *recording = recording_read(options->replay, error);
    if (!recording) {
        return NULL;
    }
    if (!recording->whole) {
        log_write(log, LOG_WARNING, "%s", recording->damage.text);
    }
    options->seed = recording->seed;
    options->sprites = recording->sprites;
    if (!options->level_given) {
        options->level = recording->level;
    }
    if (options->command == COMMAND_HEADLESS &&
        (options->ticks == 0 || options->ticks > recording->ticks)) {
        options->ticks = recording->ticks;
    }
    return recording;
}

bool replay_level_path(const Options *options, const Recording *recording, const Paths *paths,
                       char path[LEVEL_PATH_SIZE], Error *error)
{
    return paths_level(paths, options->level, path, error) ||
           (recording && !options->level_given
                ? error_prefix(error, "%s is of the level '%s'", options->replay, recording->level)
                : false);
}

bool replay_check_level(const Recording *recording, const char *path, const Level *level,
                        Error *error)
{
    return level->content_hash == recording->level_hash ||
           error_set(
               error,
               "%s: the recording is of another level, or of another version of it: of %s with "
               "the content hash 0x%016" PRIx64 ", and %s has 0x%016" PRIx64,
               path, recording->level, recording->level_hash, level->path, level->content_hash);
}

static bool run_tick(Game *game, StepInput input, Error *error)
{
    game_begin(game, &input);
    return game_finish(game, BACKEND_NO_DEADLINE, error) == BACKEND_DONE;
}

static void tell_difference(const Game *suspect, const Game *reference, Error *sentence)
{
    char difference[ERROR_TEXT_SIZE / 2] = "the state hashes alone";
    world_first_difference(suspect->world, reference->world, difference, sizeof difference);
    error_set(sentence, "tick %u is the first at which %s (here) and %s (there) differ: %s",
              world_scene(suspect->world)->tick, backend_type_of(suspect->backend)->name,
              backend_type_of(reference->backend)->name, difference);
}

static void tell_change(const Game *suspect, uint32_t good_ticks, Error *sentence)
{
    const char *name = backend_type_of(suspect->backend)->name;
    const char *same = "the game has changed since it was recorded";
    if (good_ticks == 0) {
        error_set(sentence, "not even the start is the recorded one, with any model: %s", same);
        return;
    }
    error_set(sentence,
              "the last good state is that of tick %u, and up to tick %u %s has the bits of the "
              "reference: %s",
              good_ticks - 1, world_scene(suspect->world)->tick, name, same);
}

/* At each state of both, the first and the last included. True: the sentence is written. */
static bool explain_state(const Recording *recording, const Game *suspect, const Game *reference,
                          uint32_t *good_ticks, Error *sentence)
{
    if (world_hash(suspect->world) != world_hash(reference->world)) {
        tell_difference(suspect, reference, sentence);
        return true;
    }
    if (!recording_check(recording, reference->world, NULL)) {
        tell_change(suspect, *good_ticks, sentence);
        return true;
    }
    uint32_t tick = world_scene(reference->world)->tick;
    *good_ticks = tick % RECORDING_MARK_TICKS == 0 ? tick + 1 : *good_ticks;
    return false;
}

void replay_explain(const Recording *recording, Game *suspect, Game *reference, Error *sentence)
{
    assert(world_scene(suspect->world)->tick == 0 && world_scene(reference->world)->tick == 0);
    uint32_t good_ticks = 0; /* states that are known to be good */
    for (uint32_t tick = 0; !explain_state(recording, suspect, reference, &good_ticks, sentence);
         tick++) {
        if (tick == recording->ticks || interrupt_requested()) {
            error_set(sentence,
                      "played again, %s went the recorded way: it differs from run to run",
                      backend_type_of(suspect->backend)->name);
            return;
        }
        StepInput input = recording_input(recording, tick);
        if (!run_tick(suspect, input, sentence) || !run_tick(reference, input, sentence)) {
            return;
        }
    }
}
