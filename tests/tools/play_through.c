/* Plays a level with the bot in every style, with another seed where none wins, and writes the
 * shortest play that does as a recording:
 *
 *     play_through LEVEL FILE
 *
 * A level without a goal cannot be won: it says so and ends with 0. Ends with 1 where no style
 * wins; the file is left as it was then. */
#include "app/measure.h"
#include "app/recorder.h"
#include "support/bot.h"
#include "support/levels.h"
#include "support/play.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SEED = 1, SEEDS = 3, NIGHT_TICKS_MOST = 10 * 60 * TICKS_PER_S, LINE_SIZE = 64 };

/* With more sprites than that the first win is taken: another try takes minutes. */
enum { SPRITES_TRIED_ON = 10000 };

/* The most promising ones first. */
static const uint32_t gather_ticks[] = {120, 480, 240};
static const float paces[] = {0.65f, 0.9f, 0.45f};
static const float standoffs[] = {14.0f, 24.0f, 2.0f};

enum { KINDS = 3, STYLES = KINDS * KINDS * KINDS };

typedef struct Trial {
    uint64_t seed;
    uint32_t ticks;
    uint32_t jarred;
    bool won;
    StepInput *inputs; /* [NIGHT_TICKS_MOST] */
} Trial;

static BotStyle style_of(uint32_t number)
{
    return (BotStyle){.gather_ticks = gather_ticks[number % KINDS],
                      .pace = paces[number / KINDS % KINDS],
                      .standoff = standoffs[number / KINDS / KINDS]};
}

/* Until the night is over, or `most` ticks. */
static void play(Trial *trial, const Level *level, BotStyle style, uint32_t most)
{
    World *world = play_create_world(&level->spec, trial->seed, 0);
    Backend *backend = models_open_type(backend_find("jobs"), 2);
    Bot *bot = bot_create(&level->spec, style);
    const Scene *scene = world_scene(world);
    for (trial->ticks = 0; scene->outcome == OUTCOME_PLAYING && trial->ticks < most;
         trial->ticks++) {
        StepInput input = bot_play(bot, world);
        trial->inputs[trial->ticks] = input;
        play_step(world, backend, input, 256);
        scene = world_scene(world);
    }
    trial->won = scene->outcome == OUTCOME_WON;
    trial->jarred = scene->jarred;
    bot_destroy(bot);
    backend_close(backend);
    world_destroy(world);
}

static void keep_better(Trial *best, Trial *trial)
{
    bool is_better = trial->won ? !best->won || trial->ticks < best->ticks
                                : !best->won && trial->jarred > best->jarred;
    if (is_better) {
        Trial swap = *best;
        *best = *trial;
        *trial = swap;
    }
}

static Trial search(const Level *level)
{
    Trial best = {.inputs = calloc(NIGHT_TICKS_MOST, sizeof(StepInput))};
    Trial trial = {.inputs = calloc(NIGHT_TICKS_MOST, sizeof(StepInput))};
    if (!best.inputs || !trial.inputs) {
        exit(1);
    }
    bool is_small = spec_swarm_total(&level->spec) <= SPRITES_TRIED_ON;
    for (uint32_t i = 0; i < SEEDS * STYLES; i++) {
        if (best.won && (!is_small || i % STYLES == 0)) {
            break;
        }
        BotStyle style = style_of(i % STYLES);
        trial.seed = SEED + i / STYLES;
        play(&trial, level, style, best.won ? best.ticks : NIGHT_TICKS_MOST);
        printf("seed %u, gathers %3u ticks, pace %.2f, stands off %2.0f: %s, %u of %u after %u s\n",
               (uint32_t)trial.seed, style.gather_ticks, (double)style.pace, (double)style.standoff,
               trial.won ? "won" : "not won, or no sooner", trial.jarred, level->spec.goal,
               trial.ticks / TICKS_PER_S);
        fflush(stdout);
        keep_better(&best, &trial);
    }
    free(trial.inputs);
    return best;
}

/* Plays it once more, recorded. */
static bool record(const Trial *trial, const Level *level, const char *path, Error *error)
{
    Log log;
    log_init(&log, LOG_WARNING);
    GameConfig config = {.level_path = level->path,
                         .backend = backend_type(0),
                         .lanes = 1,
                         .grain = PLAY_ONE_SLICE,
                         .seed = trial->seed};
    Game *game = game_create(&config, &log, error);
    Recorder *recorder = game ? recorder_open(path, game, error) : NULL;
    bool stepped = recorder != NULL;
    for (uint32_t tick = 0; stepped && tick < trial->ticks; tick++) {
        game_begin(game, &trial->inputs[tick]);
        stepped = game_finish(game, BACKEND_NO_DEADLINE, error) == BACKEND_DONE;
        if (stepped) {
            recorder_tick(recorder, game);
        }
    }
    bool written = false;
    if (stepped) {
        written = recorder_close(recorder, game, error);
    } else {
        recorder_drop(recorder);
    }
    game_destroy(game);
    return written;
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "Usage: play_through LEVEL FILE\n");
        return 2;
    }
    Level *level = levels_load(argv[1]);
    if (level->spec.goal == 0) {
        printf("%s: a sandbox, which is not to be won\n", argv[1]);
        level_destroy(level);
        return 0;
    }
    Trial best = search(level);
    Error error = {""};
    bool recorded = best.won && record(&best, level, argv[2], &error);
    if (recorded) {
        printf("%s: won after %u s; recorded in %s\n", argv[1], best.ticks / TICKS_PER_S, argv[2]);
    } else {
        fprintf(stderr, "%s: %s\n", argv[1], best.won ? error.text : "no style wins");
    }
    free(best.inputs);
    level_destroy(level);
    return recorded ? 0 : 1;
}
