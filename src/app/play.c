#include "app/play.h"

#include "app/headless.h"
#include "app/loop.h"
#include "app/paths.h"

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

static ExitCode run_loop(const Options *options, Game *game, Stage *stage, Log *log)
{
    Error error = {""};
    LoopConfig config = {
        .frames = options->frames,
        .ticks = options->ticks,
        .duration_s = options->duration_s,
        .screenshot_frame = options->screenshot_frame,
        .screenshot_path = options->screenshot,
    };
    Loop *loop = loop_create(game, stage, &config, log, &error);
    bool passed = loop && loop_run(loop, &error);
    loop_destroy(loop);
    return passed ? EXIT_CODE_PASS : fail(log, &error);
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
    /* The level first: a bad one is told before any window opens. */
    GameConfig game_config = options_game(options, level_path);
    Game *game = game_create(&game_config, log, &error);
    if (!game) {
        return fail(log, &error);
    }
    Stage *stage = stage_open(&config, log, &error);
    ExitCode code;
    if (stage) {
        code = run_loop(options, game, stage, log);
    } else {
        code = run_demo(options, &error, log);
    }
    stage_close(stage);
    game_destroy(game);
    return code;
}
