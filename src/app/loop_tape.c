/* What the loop records and what it replays. A recording is of one start: another one (R, another
 * level or population) begins it anew; a won one is kept, and ends at the win. A replay holds for
 * the start that it is of, and where it ends the lantern is the player's. */
#include "app/loop_state.h"

static void stop_recording(Loop *loop, Error *error)
{
    recorder_drop(loop->tape.recorder);
    loop->tape.recorder = NULL;
    error_prefix(error, "no recording");
    loop_toast_fault(loop, error);
}

static void follow_recording(Loop *loop)
{
    Error error = {""};
    Recorder *recorder = loop->tape.recorder;
    if (!recorder || !recorder_is_of_another_start(recorder, loop->game)) {
        return;
    }
    if (recorder_begin_anew(recorder, loop->game, &error)) {
        loop_toast(loop, "from the start; recorded anew too");
    } else {
        stop_recording(loop, &error);
        loop->failed_recording = true;
        loop->error = error;
    }
}

static void stop_replay(Loop *loop, const char *why)
{
    loop->tape.replay = NULL;
    loop_toast(loop, "%s: the lantern is yours", why);
}

void loop_tape_follow(Loop *loop)
{
    const Recording *replay = loop->tape.replay;
    const Game *game = loop->game;
    if (replay &&
        (game->level->content_hash != replay->level_hash || game->sprites != replay->sprites)) {
        stop_replay(loop, "not what was recorded");
    }
    follow_recording(loop);
}

StepInput loop_tape_input(const Loop *loop, const StepInput *wish)
{
    const Recording *replay = loop->tape.replay;
    return replay ? recording_input(replay, world_scene(loop->game->world)->tick) : *wish;
}

static void end_recording(Loop *loop)
{
    Error error = {""};
    if (tape_close(&loop->tape, loop->game, &error)) {
        loop_toast(loop, "won, and recorded: %s", loop->config.record);
    } else {
        loop_toast_fault(loop, &error);
        loop->failed_recording = true;
        loop->error = error;
    }
}

void loop_tape_ticked(Loop *loop)
{
    Error error = {""};
    const Scene *scene = world_scene(loop->game->world);
    if (!tape_ticked(&loop->tape, loop->game, &error)) {
        log_write(loop->log, LOG_ERROR, "%s; --headless --replay tells where", error.text);
        stop_replay(loop, "the replay is another game");
    }
    if (loop->tape.recorder && scene->outcome == OUTCOME_WON) {
        end_recording(loop);
    }
    if (loop->tape.replay && scene->tick >= loop->tape.replay->ticks) {
        stop_replay(loop, "the recording ends");
    }
}
