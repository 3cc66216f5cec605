#include "app/survey.h"

#include "app/interrupt.h"
#include "app/machine.h"
#include "app/measure.h"
#include "app/paths.h"
#include "backend/burden.h"
#include "base/clock.h"
#include "base/sort.h"
#include "view/stage.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    SPRITES_LOW = 250,
    SPRITES_HIGH = 64000,
    MODELS_SPRITES = 8000, /* where that is not above the highest */
    MODELS_TICKS = 60,     /* a turn: how even they are, few do not tell */
    LANES_SPRITES = 32000,
    LOAD_SPRITES = 1024, /* a wait a slice: not too many of them */
    FRAME_WIDTH = 1280,
    FRAME_HEIGHT = 720,
    LANES_TRIED_MAX = 8,
};

/* Shares of the whole, for the time that is left: the ladder and its bisections, then the rest. */
#define SCAN_PART   0.6
#define TABLE_PART  0.3
#define TABLE_COUNT 6

typedef struct Measuring {
    Survey *survey;
    const Options *options;
    GameConfig game;
    Paths paths;
    char level_path[LEVEL_PATH_SIZE];
    uint32_t low, high;
    uint64_t start_ns;
    double done; /* 0 to 1 */
    uint32_t scan_steps;
    bool is_terminal;
    Log *log;
} Measuring;

/* ---- Progress ------------------------------------------------------------------------------- */

static void show_progress(Measuring *measuring, const char *what)
{
    double passed_s = clock_ms(clock_now_ns() - measuring->start_ns) / 1000;
    double left_s = passed_s * (1 - measuring->done) / fmax(measuring->done, 0.02);
    if (measuring->options->quiet) {
        return;
    }
    fprintf(stderr, "%sreport: %3.0f%%, about %u:%02u left: %-40s%s",
            measuring->is_terminal ? "\r" : "", measuring->done * 100, (unsigned)left_s / 60,
            (unsigned)left_s % 60, what, measuring->is_terminal ? "" : "\n");
}

/* How many probes there will be is not known: each takes a part of what is left of the scan. */
static void on_scan(void *context, uint32_t sprites)
{
    enum { STEPS_EXPECTED = 30 };
    Measuring *measuring = context;
    measuring->done += (SCAN_PART - measuring->done) / STEPS_EXPECTED * 2;
    measuring->scan_steps++;
    char what[64];
    char number[16];
    snprintf(what, sizeof what, "%s fireflies", scan_number(sprites, number));
    show_progress(measuring, what);
}

/* ---- Matches -------------------------------------------------------------------------------- */

static bool take_quantiles(double quantiles_ms[SURVEY_QUANTILES], const Run *run)
{
    uint64_t *sorted_ns = malloc(run->frame_count * sizeof *sorted_ns);
    if (!sorted_ns) {
        return false;
    }
    for (uint32_t i = 0; i < run->frame_count; i++) {
        sorted_ns[i] = run->frames[i].frame_ns;
    }
    sort_u64(sorted_ns, run->frame_count);
    for (uint32_t i = 0; i < SURVEY_QUANTILES; i++) {
        uint64_t place = (uint64_t)(run->frame_count - 1) * i / (SURVEY_QUANTILES - 1);
        quantiles_ms[i] = clock_ms(sorted_ns[place]);
    }
    free(sorted_ns);
    return true;
}

static bool take_results(Measuring *measuring, SurveyTable *table, const Match *match)
{
    bool is_models = table == &measuring->survey->models;
    for (uint32_t i = 0; i < match->count; i++) {
        const Run *run = &match->contestants[i].run;
        table->lanes[i] = run->lanes;
        table->grain[i] = run->grain;
        if (!verdict_reach(&table->verdicts[i], match, i) ||
            (is_models && !take_quantiles(measuring->survey->quantiles_ms[i], run))) {
            return false;
        }
    }
    table->whole = true;
    return true;
}

static ExitCode play(Measuring *measuring, SurveyTable *table, const Burden *burden,
                     const char *what, Error *error)
{
    if (interrupt_requested()) {
        return EXIT_CODE_PASS;
    }
    show_progress(measuring, what);
    uint32_t rounds = measuring->options->repeat;
    MatchPlan plan = {.game = measuring->game, .contenders = table->contenders};
    plan.game.sprites = table->sprites;
    plan.ticks = plan.warmup = measuring->options->ticks;
    if (table == &measuring->survey->models && plan.ticks == 0) {
        plan.ticks = plan.warmup = MODELS_TICKS;
    }
    plan.game.burden = burden ? *burden : plan.game.burden;
    Match *match = match_open(&plan, measuring->log, error);
    if (!match) {
        return EXIT_CODE_BAD_DATA;
    }
    ExitCode code = match_run(match, rounds, error);
    if (code == EXIT_CODE_PASS && match->rounds_done == rounds &&
        !take_results(measuring, table, match)) {
        error_set(error, "no memory to compare the rounds");
        code = EXIT_CODE_BAD_DATA;
    }
    match_close(match);
    measuring->done += TABLE_PART / TABLE_COUNT;
    return code;
}

static void add(Contenders *contenders, const char *format, uint32_t number)
{
    Contenders one;
    char text[CONTENDER_LABEL_SIZE];
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    /* cppcheck-suppress wrongPrintfScanfArgNum ; a name with no number takes none */
    snprintf(text, sizeof text, format, number);
#pragma GCC diagnostic pop
    if (contenders_parse(&one, text, NULL) && contenders->count < CONTENDERS_MAX) {
        contenders->rows[contenders->count++] = one.rows[0];
    }
}

static uint32_t at_most(const Measuring *measuring, uint32_t sprites)
{
    return min_u32(sprites, measuring->high);
}

static ExitCode measure_models(Measuring *measuring, Error *error)
{
    SurveyTable *table = &measuring->survey->models;
    contenders_add_safe(&table->contenders);
    table->sprites = at_most(measuring, MODELS_SPRITES);
    return play(measuring, table, NULL, "how even their ticks are", error);
}

static ExitCode measure_lanes(Measuring *measuring, Error *error)
{
    SurveyTable *table = &measuring->survey->lanes;
    uint32_t most = min_u32(2 * machine_usable_cores(), LANES_TRIED_MAX);
    add(&table->contenders, "sequential", 0);
    for (uint32_t lanes = 1; lanes <= (most < 3 ? 3 : most); lanes++) {
        add(&table->contenders, "jobs+lanes=%u", lanes);
    }
    table->sprites = at_most(measuring, LANES_SPRITES);
    return play(measuring, table, NULL, "lanes", error);
}

static ExitCode measure_grains(Measuring *measuring, Error *error)
{
    SurveyTable *table = &measuring->survey->grains;
    add(&table->contenders, "sequential", 0);
    for (uint32_t grain = 1; grain <= 16384; grain *= 4) {
        add(&table->contenders, "jobs+grain=%u", grain);
    }
    table->sprites = at_most(measuring, LANES_SPRITES);
    return play(measuring, table, NULL, "grains", error);
}

/* What slices bear beside their work: nothing, arithmetic, a wait. */
static ExitCode measure_loads(Measuring *measuring, Error *error)
{
    static const LoadKind kinds[] = {LOAD_HEAVY, LOAD_WAIT, LOAD_MIXED};
    Survey *survey = measuring->survey;
    Burden burden = {.heavy_us = 1, .wait_ms = 1, .seed = measuring->game.seed};
    ExitCode code = EXIT_CODE_PASS;
    for (uint32_t i = 0; i < sizeof kinds / sizeof kinds[0] && code == EXIT_CODE_PASS; i++) {
        SurveyTable *table = &survey->loads[i];
        burden.load = kinds[i];
        contenders_add_safe(&table->contenders);
        table->sprites = at_most(measuring, LOAD_SPRITES);
        survey->load_names[i] = load_name(kinds[i]);
        survey->load_count = i + 1;
        code = play(measuring, table, &burden, load_name(kinds[i]), error);
    }
    return code;
}

/* ---- Frames with a picture ------------------------------------------------------------------ */

static bool draw_frames(Measuring *measuring, Game *game, SurveyFrame *sum, Error *error)
{
    StageConfig config = {
        .assets = measuring->paths.assets, .width = FRAME_WIDTH, .height = FRAME_HEIGHT};
    Stage *stage = stage_open(&config, measuring->log, error);
    if (!stage) {
        return false;
    }
    stage_set_level(stage, game->level, game->world);
    Tape tape = {0};
    bool good = true;
    uint32_t ticks = measuring->options->ticks ? measuring->options->ticks : SURVEY_TICKS_DRAWN;
    for (uint32_t i = 0; i < 2 * ticks && good && !interrupt_requested(); i++) {
        RunFrame frame = {0};
        good = measure_frame(&frame, game, stage, &tape, error) == BACKEND_DONE;
        stage_present(stage);
        if (i >= ticks) { /* the first half warms up */
            sum->step_ms += clock_ms(run_frame_step_ns(&frame)) / ticks;
            sum->draw_ms += clock_ms(frame.list_ns + frame.draw_ns) / ticks;
            sum->other_ms += clock_ms(frame.frame_ns - run_frame_step_ns(&frame) - frame.list_ns -
                                      frame.draw_ns) /
                             ticks;
        }
    }
    stage_close(stage);
    return good;
}

static ExitCode measure_frames(Measuring *measuring, Error *error)
{
    Survey *survey = measuring->survey;
    survey->frame_sprites = at_most(measuring, MODELS_SPRITES);
    for (uint32_t i = 0; i < survey->models.contenders.count && !interrupt_requested(); i++) {
        const Contender *contender = &survey->models.contenders.rows[i];
        show_progress(measuring, "where a frame goes");
        GameConfig config = contender_game(contender, &measuring->game);
        config.sprites = survey->frame_sprites;
        Game *game = game_create(&config, measuring->log, error);
        bool good = game && draw_frames(measuring, game, &survey->frames[i], error);
        game_destroy(game);
        if (!good) {
            return EXIT_CODE_FAILED;
        }
        survey->frame_count += !interrupt_requested();
        measuring->done = fmin(0.99, measuring->done + 0.01);
    }
    return EXIT_CODE_PASS;
}

/* ---- All of it ------------------------------------------------------------------------------ */

static ExitCode measure_scan(Measuring *measuring, Error *error)
{
    ScanPlan plan = {
        .match = {.game = measuring->game, .ticks = measuring->options->ticks},
        .low = measuring->low,
        .high = measuring->high,
        .rounds = measuring->options->repeat,
        .progress = on_scan,
        .context = measuring,
    };
    contenders_add_safe(&plan.match.contenders);
    ExitCode code = scan_search(&measuring->survey->scan, &plan, measuring->log, error);
    measuring->done = SCAN_PART;
    return code;
}

static ExitCode measure_all(Measuring *measuring, Error *error)
{
    static ExitCode (*const parts[])(Measuring *, Error *) = {
        measure_scan, measure_models, measure_lanes, measure_grains, measure_loads, measure_frames,
    };
    ExitCode code = EXIT_CODE_PASS;
    for (uint32_t i = 0; i < sizeof parts / sizeof parts[0] && code == EXIT_CODE_PASS; i++) {
        code = parts[i](measuring, error);
    }
    if (measuring->is_terminal && !measuring->options->quiet) {
        fprintf(stderr, "\n");
    }
    return code;
}

ExitCode survey_measure(Survey *survey, const Options *options, Log *log, Error *error)
{
    Measuring measuring = {.survey = survey, .options = options, .log = log};
    *survey = (Survey){0};
    if (!paths_find(&measuring.paths, error) ||
        !paths_level(&measuring.paths, options->level, measuring.level_path, error)) {
        return EXIT_CODE_BAD_DATA;
    }
    measuring.game = options_game(options, measuring.level_path);
    measuring.low = options->scan_low ? options->scan_low : SPRITES_LOW;
    measuring.high = options->scan_high ? options->scan_high : SPRITES_HIGH;
    measuring.start_ns = clock_now_ns();
    measuring.is_terminal = isatty(STDERR_FILENO);
    ExitCode code = measure_all(&measuring, error);
    survey->took_s = clock_ms(clock_now_ns() - measuring.start_ns) / 1000;
    return code;
}

ExitCode survey_run(const Options *options, Log *log)
{
    Error error = {""};
    Survey *survey = malloc(sizeof *survey);
    ExitCode code = EXIT_CODE_BAD_DATA;
    if (!survey) {
        error_set(&error, "no memory for a report");
    } else {
        code = survey_measure(survey, options, log, &error);
    }
    if (interrupt_requested()) {
        log_write(log, LOG_WARNING, "interrupted: what was measured until then is reported");
    }
    if (code == EXIT_CODE_PASS && !survey_write(survey, options->report_folder, log, &error)) {
        code = EXIT_CODE_BAD_DATA;
    }
    if (code != EXIT_CODE_PASS) {
        log_write(log, LOG_ERROR, "%s", error.text);
    }
    free(survey);
    return code;
}
