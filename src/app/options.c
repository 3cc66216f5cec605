#include "app/options.h"

#include "app/apply_compare.h"
#include "app/machine.h"
#include "app/options_table.h"

#include <assert.h>
#include <getopt.h>
#include <string.h>

#define LEVEL_DEFAULT   "meadow"
#define BACKEND_DEFAULT "jobs"

/* What getopt_long returns for row i is ROW_BASE + i, which no letter reaches. */
enum { ROW_BASE = 256, GRAIN_DEFAULT = 256, SEED_DEFAULT = 1 };

enum {
    HEAVY_DEFAULT_US = 5,
    WAIT_DEFAULT_MS = 20,
    TIME_OUT_DEFAULT_MS = 60000,
    HANG_TIME_OUT_DEFAULT_MS = 500,
};

/* getopt's own words for the table. */
typedef struct Grammar {
    struct option rows[OPTIONS_ROWS_MAX + 1];
    char letters[2 + 2 * OPTIONS_ROWS_MAX];
} Grammar;

static void write_grammar(Grammar *grammar)
{
    assert(options_table_count <= OPTIONS_ROWS_MAX);
    memset(grammar, 0, sizeof *grammar);
    struct option *row = grammar->rows;
    char *letter = grammar->letters;
    *letter++ = ':'; /* a missing argument is reported as ':' and not as '?' */
    for (uint32_t i = 0; i < options_table_count; i++) {
        const OptionRow *option = &options_table[i];
        if (!option->name) {
            continue;
        }
        int has_argument = option->argument ? required_argument : no_argument;
        *row++ = (struct option){option->name, has_argument, NULL, ROW_BASE + (int)i};
        if (option->letter) {
            *letter++ = option->letter;
            if (option->argument) {
                *letter++ = ':';
            }
        }
    }
}

/* The row that getopt's return value, or its optopt, stands for; NULL: none. */
static const OptionRow *row_of(int value)
{
    if (value >= ROW_BASE) {
        return &options_table[value - ROW_BASE];
    }
    for (uint32_t i = 0; i < options_table_count; i++) {
        if (value != 0 && options_table[i].letter == value) {
            return &options_table[i];
        }
    }
    return NULL;
}

static bool refuse_unknown(const char *word, Error *error)
{
    const OptionRow *row = row_of(optopt);
    if (row) {
        return error_set(error, "--%s takes no argument, and was given one", row->name);
    }
    if (optopt != 0) {
        return error_set(error, "unknown option -%c; --help lists them", optopt);
    }
    return error_set(error, "unknown option %.*s; --help lists them", (int)strcspn(word, "="),
                     word);
}

static bool refuse_missing(Error *error)
{
    const OptionRow *row = row_of(optopt);
    return error_set(error, "--%s: expected %s after it, as in --%s=%s", row->name, row->argument,
                     row->name, row->argument);
}

static bool is_given(uint64_t given, const char *name)
{
    for (uint32_t i = 0; i < options_table_count; i++) {
        if (options_table[i].name && strcmp(options_table[i].name, name) == 0) {
            return given >> i & 1;
        }
    }
    assert(false && "an option that the table does not have");
    return false;
}

static bool check_headless_only(const Options *options, uint64_t given, Error *error)
{
    for (uint32_t i = 0; i < options_table_count; i++) {
        bool is_windowless = options->command == COMMAND_HEADLESS || compare_is_asked_for(options);
        if (options_table[i].headless && given >> i & 1 && !is_windowless) {
            return error_set(error, "--%s needs --headless", options_table[i].name);
        }
    }
    if (options->all_backends && options->command != COMMAND_HEADLESS) {
        return error_set(error, "--backend=all needs --headless; a window starts with one model");
    }
    return true;
}

/* Of --render and the window: one draws always, and a graphics card draws there alone. */
static bool check_path(const Options *options, uint64_t given, Error *error)
{
    bool has_window = options->command == COMMAND_PLAY;
    if (has_window && is_given(given, "render") && !options->render) {
        return error_set(error, "--render=none needs --headless: a window draws");
    }
    if (!has_window && options->path == DRAW_GPU) {
        return error_set(error, "--render=gpu needs a window: leave out --headless");
    }
    return true;
}

static bool check_rendering(const Options *options, uint64_t given, Error *error)
{
    bool many = options->verify || options->all_backends;
    if (options->screenshot && is_given(given, "render") && !options->render) {
        return error_set(error, "--screenshot and --render=none contradict: no frame is drawn");
    }
    if (options->movie && is_given(given, "render") && !options->render) {
        return error_set(error, "--movie and --render=none contradict: no frame is drawn");
    }
    if (options->print_frame_hash && is_given(given, "render") && !options->render) {
        return error_set(error,
                         "--print-frame-hash and --render=none contradict: no frame is drawn");
    }
    if (options->verify && (options->render || options->print_frame_hash)) {
        return error_set(error,
                         "--verify=all and --%s contradict: states are compared, and "
                         "nothing is drawn",
                         options->render ? "render" : "print-frame-hash");
    }
    if (options->trace && (many || compare_is_asked_for(options))) {
        return error_set(error, "--trace takes a run of one backend, and --verify=all, "
                                "--backend=all and comparisons have several");
    }
    if (options->screenshot && many) {
        return error_set(error, "--screenshot takes a run of one backend, and --verify=all and "
                                "--backend=all have several");
    }
    if (options->movie && many) {
        return error_set(error, "--movie takes a run of one backend, and --verify=all and "
                                "--backend=all have several");
    }
    return true;
}

static bool check_length(const Options *options, uint64_t given, Error *error)
{
    uint32_t end = options->ticks ? options->ticks : options->frames;
    if (options->command == COMMAND_HEADLESS && is_given(given, "ticks") &&
        is_given(given, "frames")) {
        return error_set(error, "--ticks and --frames contradict: headless, a frame is a tick, so "
                                "give one of them");
    }
    if (end != 0 && options->warmup >= end && !compare_is_asked_for(options)) {
        return error_set(error, "--warmup=%u leaves nothing to measure of %u ticks",
                         options->warmup, end);
    }
    uint32_t frames = options->frames ? options->frames : options->ticks;
    if (options->command == COMMAND_HEADLESS && frames != 0 && options->screenshot_frame > frames) {
        return error_set(error, "--screenshot=%u:%s: the run has %u frames",
                         options->screenshot_frame, options->screenshot, frames);
    }
    return true;
}

static bool check_tape(const Options *options, uint64_t given, Error *error)
{
    bool is_windowless = options->command == COMMAND_HEADLESS || compare_is_asked_for(options);
    if (options->tour && (is_windowless || options->record || options->replay)) {
        return error_set(error, "--tour is for whoever looks on: not with --%s",
                         is_windowless     ? "headless, --compare or --scan-sprites"
                         : options->record ? "record"
                                           : "replay");
    }
    if (options->record && options->replay) {
        return error_set(error, "--record and --replay contradict: a replay is recorded already");
    }
    if (options->replay && (is_given(given, "seed") || is_given(given, "sprites"))) {
        return error_set(error, "--%s and --replay contradict: the recording says which it was",
                         is_given(given, "seed") ? "seed" : "sprites");
    }
    return true;
}

static bool check_output(const Options *options, uint64_t given, Error *error)
{
    bool to_stdout = options->report && (!options->output || strcmp(options->output, "-") == 0);
    if (options->format == FORMAT_TAP && compare_is_asked_for(options)) {
        return error_set(error, "--format=tap is for runs that are judged; a comparison has text, "
                                "json and csv");
    }
    if ((options->print_hash || options->print_frame_hash) && to_stdout &&
        options->format != FORMAT_TEXT) {
        return error_set(error,
                         "--%s and a %s report both go to stdout; give the report "
                         "a file with --output=FILE",
                         options->print_hash ? "print-hash" : "print-frame-hash",
                         options->format == FORMAT_JSON  ? "json"
                         : options->format == FORMAT_CSV ? "csv"
                                                         : "tap");
    }
    if (is_given(given, "quiet") && is_given(given, "verbose")) {
        return error_set(error, "--quiet and --verbose contradict");
    }
    return true;
}

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text);
    return length >= strlen(end) && strcmp(text + length - strlen(end), end) == 0;
}

/* The rest of what headless runs want: a length that its budgets and its picture can be had from,
 * and what to report. */
static void complete_burden(Options *options, uint64_t given)
{
    if (options->burden.faults[FAULT_HANG] > 0.0 && !is_given(given, "time-out")) {
        options->burden.time_out_ms = HANG_TIME_OUT_DEFAULT_MS;
    }
}

static void complete_headless(Options *options)
{
    bool endless =
        options->ticks == 0 && options->frames == 0 && options->duration_s == 0 && !options->replay;
    if (endless) {
        options->ticks = OPTIONS_TICKS_DEFAULT + options->warmup;
    }
    for (uint32_t i = 0; endless && i < options->budget_count; i++) {
        uint32_t needed = budget_frames_needed(&options->budgets[i]) + options->warmup;
        options->ticks = needed > options->ticks ? needed : options->ticks;
    }
    if (endless && options->screenshot_frame > options->ticks) {
        options->ticks = options->screenshot_frame;
    }
    if (options->frames != 0) {
        options->ticks = options->frames;
    }
    options->render =
        options->render || options->print_frame_hash || options->screenshot || options->movie;
}

/* Which report is wanted, and whether one is. */
static void choose_report(Options *options, uint64_t given)
{
    if (options->output && !is_given(given, "format")) {
        options->format = ends_with(options->output, ".json")  ? FORMAT_JSON
                          : ends_with(options->output, ".csv") ? FORMAT_CSV
                          : ends_with(options->output, ".tap") ? FORMAT_TAP
                                                               : FORMAT_TEXT;
    }
    bool asked = options->output || is_given(given, "format");
    options->report =
        asked || (!options->quiet && !options->print_hash && !options->print_frame_hash);
}

static bool check(Options *options, uint64_t given, Error *error)
{
    options->warmup_given = is_given(given, "warmup");
    if (!compare_complete(options, error)) {
        return false;
    }
    if (!check_headless_only(options, given, error) || !check_path(options, given, error) ||
        !check_rendering(options, given, error) || !check_length(options, given, error) ||
        !check_tape(options, given, error)) {
        return false;
    }
    if (options->command == COMMAND_HEADLESS) {
        complete_headless(options);
    }
    if (options->command == COMMAND_HEADLESS || compare_is_asked_for(options)) {
        choose_report(options, given);
    }
    complete_burden(options, given);
    return check_output(options, given, error);
}

static void set_defaults(Options *options)
{
    const BackendType *type = backend_find(BACKEND_DEFAULT);
    *options = (Options){
        .level = LEVEL_DEFAULT,
        .backend = type ? type : backend_type(0),
        .lanes = min_u32(machine_usable_cores(), BACKEND_LANES_MAX),
        .grain = GRAIN_DEFAULT,
        .seed = SEED_DEFAULT,
        .max_regression = -1,
        .burden = {.heavy_us = HEAVY_DEFAULT_US,
                   .wait_ms = WAIT_DEFAULT_MS,
                   .time_out_ms = TIME_OUT_DEFAULT_MS},
        .shown = LOG_INFO,
    };
}

static bool take_level(Options *options, int count, char **words, Error *error)
{
    if (count > 1) {
        return error_set(error, "expected one LEVEL, and got '%s' and '%s'", words[0], words[1]);
    }
    if (count == 1) {
        options->level = words[0];
        options->level_given = true;
    }
    return count == 0 || words[0][0] != '\0' || error_set(error, "LEVEL is empty");
}

bool options_parse(Options *options, int argc, char **argv, Error *error)
{
    Grammar grammar;
    write_grammar(&grammar);
    set_defaults(options);
    opterr = 0; /* our words, not getopt's */
    optind = 0; /* glibc: begin anew, for whoever parses twice */
    uint64_t given = 0;
    int value;
    while ((value = getopt_long(argc, argv, grammar.letters, grammar.rows, NULL)) != -1) {
        if (value == '?') {
            return refuse_unknown(argv[optind - 1], error);
        }
        if (value == ':') {
            return refuse_missing(error);
        }
        const OptionRow *row = row_of(value);
        if (!row->apply(options, optarg, error)) {
            return row->argument ? error_prefix(error, "--%s=%.200s", row->name, optarg)
                                 : error_prefix(error, "--%s", row->name);
        }
        if (options->command == COMMAND_HELP || options->command == COMMAND_VERSION) {
            return true;
        }
        given |= 1ull << (row - options_table);
    }
    return take_level(options, argc - optind, argv + optind, error) && check(options, given, error);
}

GameConfig options_game(const Options *options, const char *level_path)
{
    return (GameConfig){
        .level_path = level_path,
        .backend = options->backend,
        .lanes = options->lanes,
        .grain = options->grain,
        .sprites = options->sprites,
        .seed = options->seed,
        .kernel = options->kernel,
        .brute = options->brute,
        .burden = options->burden,
    };
}

void options_print_help(FILE *file)
{
    fprintf(
        file,
        "Usage: lampyris [OPTIONS] [LEVEL]\n\n"
        "LEVEL is a path to a Tiled map, or the name of one in levels/. Without it a window opens "
        "on\nthe title, and what has no title takes " LEVEL_DEFAULT ".\n");
    for (uint32_t i = 0; i < options_table_count; i++) {
        const OptionRow *row = &options_table[i];
        if (!row->name) {
            fprintf(file, "\n%s\n", row->help);
            continue;
        }
        char text[64];
        snprintf(text, sizeof text, "--%s%s%s", row->name, row->argument ? "=" : "",
                 row->argument ? row->argument : "");
        char letter[5] = "    ";
        if (row->letter) {
            snprintf(letter, sizeof letter, "-%c, ", row->letter);
        }
        fprintf(file, "  %s%-23s %s\n", letter, text, row->help);
    }
    fprintf(file, "\nEnds with 0, or 1: a budget, a hash or a comparison failed; 2: the command "
                  "line; 3: bad data.\n");
}
