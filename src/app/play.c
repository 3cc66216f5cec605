#include "app/play.h"

#include "app/flow.h"
#include "app/headless.h"
#include "app/level_order.h"
#include "app/loading.h"
#include "app/loop.h"
#include "app/paths.h"
#include "app/replay.h"
#include "base/clock.h"
#include "view/keys_file.h"
#include "view/preferences.h"

#include <stdio.h>
#include <stdlib.h>

enum { WINDOW_WIDTH = 1280, WINDOW_HEIGHT = 720, DEMO_FRAMES = 300 };

#define DEMO_PICTURE  "lampyris-demo.png"
#define PROGRESS_FILE "progress.txt"

/* What is played. */
typedef struct Play {
    Options options;
    Log *log;
    Paths paths;
    LevelOrder *order; /* NULL: the level and nothing around it */
    Recording *replay; /* NULL: somebody plays */
    char level_path[LEVEL_PATH_SIZE];
} Play;

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
    demo.path = demo.path == DRAW_GPU ? DRAW_AUTO : demo.path;
    demo.report = true;
    demo.screenshot = options->screenshot ? options->screenshot : DEMO_PICTURE;
    demo.frames = options->frames ? options->frames : DEMO_FRAMES;
    demo.screenshot_frame = options->screenshot ? options->screenshot_frame : demo.frames;
    if (demo.screenshot_frame > demo.frames) {
        demo.frames = demo.screenshot_frame;
    }
    demo.ticks = demo.frames;
    demo.record = NULL; /* that was to be a person's play */
    log_write(log, LOG_WARNING, "%s: playing %u frames of the demo unseen, with a picture in %s",
              reason->text, demo.frames, demo.screenshot);
    return headless_run(&demo, log);
}

static bool take_level(Game *game, Loading *loading, Error *error)
{
    Level *level = loading_take_level(loading, error);
    return level && game_take_level(game, level, error);
}

/* What the loop and the flow share: the keys, and the sound. */
typedef struct Senses {
    Keys keys;
    Sound *sound;
} Senses;

static ExitCode run_loop(const Play *play, const Senses *senses, Game *game, Stage *stage,
                         Error *error)
{
    const Options *options = &play->options;
    LoopConfig config = {
        .frames = options->frames,
        .ticks = options->ticks,
        .duration_s = options->duration_s,
        .screenshot_frame = options->screenshot_frame,
        .screenshot_path = options->screenshot,
        .movie = options->movie,
        .replay = play->replay,
        .replay_path = options->replay,
        .record = options->record,
        .tour = options->tour,
        .trace = options->trace,
        .keys = &senses->keys,
        .sound = senses->sound,
    };
    Loop *loop = loop_create(game, stage, &config, play->log, error);
    bool passed = loop && loop_run(loop, error);
    ExitCode code = loop && loop_is_desynced(loop) ? EXIT_CODE_FAILED : EXIT_CODE_PASS;
    loop_destroy(loop);
    return passed ? code : EXIT_CODE_BAD_DATA;
}

static ExitCode run_flow(const Play *play, const Senses *senses, Game *game, Stage *stage,
                         Error *error)
{
    char progress[LEVEL_PATH_SIZE];
    bool is_kept = preferences_path(PROGRESS_FILE, progress, sizeof progress, error);
    if (!is_kept) {
        log_write(play->log, LOG_WARNING, "%s; results are not kept", error->text);
    }
    FlowConfig config = {
        .order = play->order,
        .progress_path = is_kept ? progress : NULL,
        .keys = &senses->keys,
        .sound = senses->sound,
        .sprites = play->options.sprites,
        .starts_in_level = play->options.level_given || play->options.tour,
        .tour = play->options.tour,
    };
    Flow *flow = flow_create(&config, game, stage, play->log, error);
    bool passed = flow && flow_run(flow, error);
    flow_destroy(flow);
    return passed ? EXIT_CODE_PASS : EXIT_CODE_BAD_DATA;
}

static ExitCode run(const Play *play, Game *game, Stage *stage)
{
    Error error = {""};
    Senses senses = {.sound = sound_open(play->options.mute, play->log, &error)};
    if (!senses.sound) {
        return fail(play->log, &error);
    }
    keys_file_load(&senses.keys, play->options.keys, play->log);
    ExitCode code = play->order ? run_flow(play, &senses, game, stage, &error)
                                : run_loop(play, &senses, game, stage, &error);
    sound_close(senses.sound);
    return code == EXIT_CODE_BAD_DATA ? fail(play->log, &error) : code;
}

/* The window, with the level in it as soon as it is there. A small level is there before its window
 * is, so that a bad one is told of first and a good one is what the window shows first. `no_stage`:
 * why there is no window, where there is none. */
static ExitCode play_level(const Play *play, Game *game, Loading *loading, Error *no_stage)
{
    Error error = {""};
    bool is_quick = loading_poll(loading, clock_now_ns() + LOADING_PATIENCE_NS);
    if (is_quick && !take_level(game, loading, &error)) {
        return fail(play->log, &error);
    }
    StageConfig config = {.assets = play->paths.assets,
                          .width = WINDOW_WIDTH,
                          .height = WINDOW_HEIGHT,
                          .vsync = true,
                          .path = play->options.path,
                          .window = true};
    Stage *stage = stage_open(&config, play->log, no_stage);
    if (!stage) {
        return EXIT_CODE_BAD_DATA;
    }
    ExitCode code = EXIT_CODE_PASS;
    LoadingEnd end = is_quick ? LOADING_DONE : loading_show(loading, stage, NULL, game->level_name);
    if (end == LOADING_DONE && !is_quick && !take_level(game, loading, &error)) {
        code = fail(play->log, &error);
    } else if (end == LOADING_DONE) {
        stage_give_pictures(stage, loading_take_pictures(loading));
        code = run(play, game, stage);
    }
    stage_close(stage);
    return code;
}

/* It ends by itself, leaves a picture or a recording, or shows one: it is for whoever measures,
 * makes pictures, or looks at one level. */
static bool has_purpose(const Options *options)
{
    return options->frames != 0 || options->ticks != 0 || options->duration_s > 0 ||
           options->screenshot || options->movie || options->record || options->replay ||
           options->trace;
}

/* What the window opens on: the level that was asked for, or the first of the order, behind the
 * title. */
static bool choose_level(Play *play, Error *error)
{
    Options *options = &play->options;
    if (!paths_find(&play->paths, error)) {
        return false;
    }
    if (options->replay) {
        play->replay = replay_open(options, play->log, error);
        return play->replay &&
               replay_level_path(options, play->replay, &play->paths, play->level_path, error);
    }
    if (!has_purpose(options)) {
        play->order = calloc(1, sizeof *play->order);
        if (!play->order) {
            return error_set(error, "no memory for the list of levels");
        }
        level_order_read(play->order, &play->paths, play->log);
    }
    const char *level = options->level;
    if (play->order && play->order->count > 0 && !options->level_given) {
        level = play->order->levels[0].name;
    }
    return paths_level(&play->paths, level, play->level_path, error);
}

static ExitCode play_chosen(const Play *play)
{
    Error error = {""};
    GameConfig config = options_game(&play->options, play->level_path);
    Game *game = game_open(&config, play->log, &error);
    Loading *loading = game ? loading_begin(play->level_path, game->backend, true, &error) : NULL;
    Error no_stage = {""};
    ExitCode code = loading ? play_level(play, game, loading, &no_stage) : fail(play->log, &error);
    loading_end(loading);
    game_destroy(game);
    return no_stage.text[0] != '\0' ? run_demo(&play->options, &no_stage, play->log) : code;
}

ExitCode play_run(const Options *options, Log *log)
{
    Error error = {""};
    Play play = {.options = *options, .log = log};
    ExitCode code = choose_level(&play, &error) ? play_chosen(&play) : fail(log, &error);
    recording_destroy(play.replay);
    free(play.order);
    return code;
}
