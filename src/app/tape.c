#include "app/tape.h"

#include "app/replay.h"
#include "app/script.h"

bool tape_open(Tape *tape, const char *record, const Game *game, Error *error)
{
    if (tape->replay && !replay_check_level(tape->replay, tape->replay_path, game->level, error)) {
        return false;
    }
    tape->recorder = record ? recorder_open(record, game, error) : NULL;
    return tape->recorder || !record;
}

bool tape_close(Tape *tape, const Game *game, Error *error)
{
    Recorder *recorder = tape->recorder;
    tape->recorder = NULL;
    return !recorder || recorder_close(recorder, game, error);
}

StepInput tape_input(const Tape *tape, uint32_t tick)
{
    return tape->replay ? recording_input(tape->replay, tick) : script_input(tick);
}

bool tape_ticked(Tape *tape, const Game *game, Error *error)
{
    if (tape->recorder) {
        recorder_tick(tape->recorder, game);
    }
    if (tape->replay && !recording_check(tape->replay, game->world, error)) {
        tape->desynced = true;
        return error_prefix(error, "%s", backend_type_of(game->backend)->name);
    }
    return true;
}
