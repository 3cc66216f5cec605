#include "app/play.h"

#include "app/headless.h"
#include "app/loading.h"
#include "app/loop.h"
#include "app/paths.h"
#include "base/clock.h"
#include "view/keys_file.h"

#include <stdio.h>

enum { WINDOW_WIDTH = 1280, WINDOW_HEIGHT = 720, DEMO_FRAMES = 300 };

#define DEMO_PICTURE "lampyris-demo.png"

static ExitCode fail(Log *log, const Error *error)
{
    log_write(log, LOG_ERROR, "%s", error->text);
    return EXIT_CODE_BAD_DATA;
}

/* No display is no reason to show nothing: the same game plays by itself, is drawn by software, and
 * leaves its frame times and a picture. */
static ExitCode run_demo(const Options *options, const Error *reason, Log *log)
{
    Options demo = *options;
    demo.command = COMMAND_HEADLESS;
    demo.render = true;
    demo.report = true;
    demo.screenshot = options->screenshot ? options->screenshot : DEMO_PICTURE;
    demo.frames = options->frames ? options->frames : DEMO_FRAMES;
    demo.screenshot_frame = options->screenshot ? options->screenshot_frame : demo.frames;
    if (demo.screenshot_frame > demo.frames) {
        demo.frames = demo.screenshot_frame;
    }
    demo.ticks = demo.frames;
    log_write(log, LOG_WARNING, "%s: playing %u frames of the demo unseen, with a picture in %s",
              reason->text, demo.frames, demo.screenshot);
    return headless_run(&demo, log);
}

static bool take_level(Game *game, Loading *loading, Error *error)
{
    Level *level = loading_take_level(loading, error);
    return level && game_take_level(game, level, error);
}

static ExitCode run_loop(const Options *options, Game *game, Stage *stage, Log *log)
{
    Error error = {""};
    Keys keys;
    keys_file_load(&keys, options->keys, log);
    Sound *sound = sound_open(options->mute, log, &error);
    if (!sound) {
        return fail(log, &error);
    }
    LoopConfig config = {
        .frames = options->frames,
        .ticks = options->ticks,
        .duration_s = options->duration_s,
        .screenshot_frame = options->screenshot_frame,
        .screenshot_path = options->screenshot,
        .keys = &keys,
        .sound = sound,
    };
    Loop *loop = loop_create(game, stage, &config, log, &error);
    bool passed = loop && loop_run(loop, &error);
    loop_destroy(loop);
    sound_close(sound);
    return passed ? EXIT_CODE_PASS : fail(log, &error);
}

/* The window, with the level in it as soon as it is there. A small level is there before its window
 * is, so that a bad one is told of first and a good one is what the window shows first. `no_stage`:
 * why there is no window, where there is none. */
static ExitCode play_level(const Options *options, const StageConfig *config, Game *game,
                           Loading *loading, Log *log, Error *no_stage)
{
    Error error = {""};
    bool is_quick = loading_poll(loading, clock_now_ns() + LOADING_PATIENCE_NS);
    if (is_quick && !take_level(game, loading, &error)) {
        return fail(log, &error);
    }
    Stage *stage = stage_open(config, log, no_stage);
    if (!stage) {
        return EXIT_CODE_BAD_DATA;
    }
    ExitCode code = EXIT_CODE_PASS;
    LoadingEnd end = is_quick ? LOADING_DONE : loading_show(loading, stage, NULL, game->level_name);
    if (end == LOADING_DONE && !is_quick && !take_level(game, loading, &error)) {
        code = fail(log, &error);
    } else if (end == LOADING_DONE) {
        stage_give_pictures(stage, loading_take_pictures(loading));
        code = run_loop(options, game, stage, log);
    }
    stage_close(stage);
    return code;
}

ExitCode play_run(const Options *options, Log *log)
{
    Error error = {""};
    Paths paths;
    char level_path[LEVEL_PATH_SIZE];
    if (!paths_find(&paths, &error) || !paths_level(&paths, options->level, level_path, &error)) {
        return fail(log, &error);
    }
    StageConfig config = {.assets = paths.assets,
                          .width = WINDOW_WIDTH,
                          .height = WINDOW_HEIGHT,
                          .vsync = true,
                          .window = true};
    GameConfig game_config = options_game(options, level_path);
    Game *game = game_open(&game_config, log, &error);
    Loading *loading = game ? loading_begin(level_path, game->backend, true, &error) : NULL;
    Error no_stage = {""};
    ExitCode code =
        loading ? play_level(options, &config, game, loading, log, &no_stage) : fail(log, &error);
    loading_end(loading);
    game_destroy(game);
    return no_stage.text[0] != '\0' ? run_demo(options, &no_stage, log) : code;
}
