#include "app/recorder.h"

#include "base/output.h"
#include "app/recording.h"
#include "base/hash.h"

#include <assert.h>
#include <ctype.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>

enum { LINE_SIZE = 256 };

struct Recorder {
    Output output;
    const char *path;
    uint64_t hash;       /* of all that was written */
    uint32_t generation; /* the game's, whose start this is */
    uint32_t tick;       /* up to which it is recorded */
    uint32_t run_ticks;  /* not written as yet */
    StepInput run_input;
};

static void put(Recorder *recorder, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void put(Recorder *recorder, const char *format, ...)
{
    char text[LINE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    assert(length > 0 && length < LINE_SIZE);
    recorder->hash = hash_bytes(recorder->hash, text, (uint64_t)length);
    fwrite(text, 1, (size_t)length, recorder->output.file);
}

/* The end of a line that closes a block. */
static void put_state(Recorder *recorder, const Game *game)
{
    put(recorder, "0x%016" PRIx64 " ", world_hash(game->world));
    put(recorder, "0x%016" PRIx64 "\n", recorder->hash);
}

static void put_run(Recorder *recorder)
{
    if (recorder->run_ticks > 0) {
        put(recorder, "%u %d %d%s\n", recorder->run_ticks, recorder->run_input.move_x,
            recorder->run_input.move_y, recorder->run_input.glow ? " glow" : "");
    }
    recorder->run_ticks = 0;
}

/* A file's name may hold anything; a line may not. */
static void clean_name(char name[SPEC_NAME_SIZE])
{
    for (; *name != '\0'; name++) {
        *name = iscntrl((unsigned char)*name) ? '?' : *name;
    }
}

static void put_head(Recorder *recorder, const Game *game)
{
    char name[SPEC_NAME_SIZE];
    snprintf(name, sizeof name, "%s", game->level_name);
    clean_name(name);
    put(recorder, "%s %d\n", RECORDING_TITLE, RECORDING_VERSION);
    put(recorder, "level 0x%016" PRIx64 " %s\n", game->level->content_hash, name);
    put(recorder, "seed %" PRIu64 "\n", game->seed);
    put(recorder, "sprites %u\n", game->sprites);
    put(recorder, "state 0 ");
    put_state(recorder, game);
}

static bool begin(Recorder *recorder, const Game *game, Error *error)
{
    assert(world_scene(game->world)->tick == 0);
    recorder->hash = HASH_START;
    recorder->generation = game->generation;
    recorder->tick = 0;
    recorder->run_ticks = 0;
    if (!output_open(&recorder->output, recorder->path, error)) {
        return false;
    }
    put_head(recorder, game);
    return true;
}

Recorder *recorder_open(const char *path, const Game *game, Error *error)
{
    Recorder *recorder = calloc(1, sizeof *recorder);
    if (!recorder) {
        error_set(error, "%s: no memory to record", path);
        return NULL;
    }
    recorder->path = path;
    if (!begin(recorder, game, error)) {
        free(recorder);
        return NULL;
    }
    return recorder;
}

bool recorder_is_of_another_start(const Recorder *recorder, const Game *game)
{
    return recorder->generation != game->generation;
}

bool recorder_begin_anew(Recorder *recorder, const Game *game, Error *error)
{
    output_abandon(&recorder->output);
    return begin(recorder, game, error);
}

static bool is_same(StepInput a, StepInput b)
{
    return a.move_x == b.move_x && a.move_y == b.move_y && a.glow == b.glow;
}

void recorder_tick(Recorder *recorder, const Game *game)
{
    uint32_t tick = world_scene(game->world)->tick;
    assert(!recorder_is_of_another_start(recorder, game) && tick == recorder->tick + 1);
    if (!is_same(recorder->run_input, game->input)) {
        put_run(recorder);
        recorder->run_input = game->input;
    }
    recorder->run_ticks++;
    recorder->tick = tick;
    if (tick % RECORDING_MARK_TICKS == 0) {
        put_run(recorder);
        put(recorder, "state %u ", tick);
        put_state(recorder, game);
    }
}

bool recorder_close(Recorder *recorder, const Game *game, Error *error)
{
    assert(!recorder_is_of_another_start(recorder, game));
    put_run(recorder);
    put(recorder, "end %u %s ", recorder->tick,
        recording_outcome_name((Outcome)world_scene(game->world)->outcome));
    put_state(recorder, game);
    bool written = output_commit(&recorder->output, error);
    free(recorder);
    return written;
}

void recorder_drop(Recorder *recorder)
{
    if (recorder) {
        output_abandon(&recorder->output);
        free(recorder);
    }
}
