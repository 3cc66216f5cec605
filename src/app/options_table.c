#include "app/options_table.h"

#include "app/argument.h"
#include "app/machine.h"
#include "sim/spec.h"

#include <stdlib.h>
#include <string.h>

/* To stop after. */
#define DURATION_MAX_S 86400.0

static bool set_command(Options *options, Command command, Error *error)
{
    if (options->command != COMMAND_PLAY && options->command != command) {
        return error_set(error, "another option has already said what else to do");
    }
    options->command = command;
    return true;
}

static bool apply_headless(Options *options, const char *argument, Error *error)
{
    (void)argument;
    return set_command(options, COMMAND_HEADLESS, error);
}

static bool apply_check_level(Options *options, const char *argument, Error *error)
{
    (void)argument;
    return set_command(options, COMMAND_CHECK_LEVEL, error);
}

static bool apply_list_backends(Options *options, const char *argument, Error *error)
{
    (void)argument;
    return set_command(options, COMMAND_LIST_BACKENDS, error);
}

static bool apply_list_levels(Options *options, const char *argument, Error *error)
{
    (void)argument;
    return set_command(options, COMMAND_LIST_LEVELS, error);
}

static bool apply_list_keys(Options *options, const char *argument, Error *error)
{
    (void)argument;
    return set_command(options, COMMAND_LIST_KEYS, error);
}

static bool apply_keys(Options *options, const char *argument, Error *error)
{
    options->keys = argument;
    return argument[0] != '\0' || error_set(error, "expected a file, as --list-keys prints it");
}

/* These two win over whatever else was asked. */
static bool apply_help(Options *options, const char *argument, Error *error)
{
    (void)argument, (void)error;
    options->command = COMMAND_HELP;
    return true;
}

static bool apply_version(Options *options, const char *argument, Error *error)
{
    (void)argument, (void)error;
    options->command = COMMAND_VERSION;
    return true;
}

static bool apply_backend(Options *options, const char *argument, Error *error)
{
    options->all_backends = strcmp(argument, "all") == 0;
    options->backend = options->all_backends ? backend_type(0) : backend_find(argument);
    if (options->backend) {
        return true;
    }
    error_set(error, "expected one of");
    for (uint32_t i = 0; i < backend_type_count(); i++) {
        char names[ERROR_TEXT_SIZE];
        memcpy(names, error->text, sizeof names);
        error_set(error, "%.300s %s,", names, backend_type(i)->name);
    }
    error->text[strlen(error->text) - 1] = '\0';
    return false;
}

static bool apply_workers(Options *options, const char *argument, Error *error)
{
    if (strcmp(argument, "auto") == 0) {
        options->lanes = min_u32(machine_usable_cores(), BACKEND_LANES_MAX);
        return true;
    }
    if (argument_u32(argument, 1, BACKEND_LANES_MAX, &options->lanes, error)) {
        return true;
    }
    return error_set(error, "expected auto, or a whole number from 1 to %d", BACKEND_LANES_MAX);
}

static bool apply_grain(Options *options, const char *argument, Error *error)
{
    return argument_u32(argument, 1, SPEC_SPRITES_MAX, &options->grain, error);
}

static bool apply_sprites(Options *options, const char *argument, Error *error)
{
    return argument_u32(argument, 1, SPEC_SPRITES_MAX, &options->sprites, error);
}

static bool apply_seed(Options *options, const char *argument, Error *error)
{
    return argument_u64(argument, &options->seed, error);
}

static bool apply_isa(Options *options, const char *argument, Error *error)
{
    options->kernel = kernel_find(argument);
    return options->kernel ||
           error_set(error, "expected one of %s, as far as this processor has them",
                     kernel_names());
}

static bool apply_neighbours(Options *options, const char *argument, Error *error)
{
    options->brute = strcmp(argument, "brute") == 0;
    return options->brute || strcmp(argument, "grid") == 0 ||
           error_set(error, "expected grid or brute");
}

static bool apply_ticks(Options *options, const char *argument, Error *error)
{
    return argument_u32(argument, 1, OPTIONS_TICKS_MAX, &options->ticks, error);
}

static bool apply_frames(Options *options, const char *argument, Error *error)
{
    return argument_u32(argument, 1, OPTIONS_TICKS_MAX, &options->frames, error);
}

static bool apply_duration(Options *options, const char *argument, Error *error)
{
    return argument_seconds(argument, DURATION_MAX_S, &options->duration_s, error);
}

static bool apply_warmup(Options *options, const char *argument, Error *error)
{
    return argument_u32(argument, 0, OPTIONS_TICKS_MAX, &options->warmup, error);
}

static bool apply_render(Options *options, const char *argument, Error *error)
{
    options->render = strcmp(argument, "software") == 0;
    return options->render || strcmp(argument, "none") == 0 ||
           error_set(error, "expected none or software");
}

static bool apply_print_hash(Options *options, const char *argument, Error *error)
{
    (void)argument, (void)error;
    options->print_hash = true;
    return true;
}

static bool apply_expect_hash(Options *options, const char *argument, Error *error)
{
    options->expect_hash = true;
    return argument_hex(argument, &options->expected_hash, error);
}

static bool apply_verify(Options *options, const char *argument, Error *error)
{
    options->verify = strcmp(argument, "all") == 0;
    return options->verify || error_set(error, "expected all");
}

static bool apply_output(Options *options, const char *argument, Error *error)
{
    options->output = argument;
    return argument[0] != '\0' || error_set(error, "expected a file, or - for stdout");
}

static bool apply_format(Options *options, const char *argument, Error *error)
{
    static const char *const names[] = {
        [FORMAT_TEXT] = "text", [FORMAT_JSON] = "json", [FORMAT_CSV] = "csv"};
    for (uint32_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(argument, names[i]) == 0) {
            options->format = (ReportFormat)i;
            return true;
        }
    }
    return error_set(error, "expected text, json or csv");
}

static bool apply_budget(Options *options, const char *argument, Error *error)
{
    if (options->budget_count == OPTIONS_BUDGETS_MAX) {
        return error_set(error, "expected at most %d of them", OPTIONS_BUDGETS_MAX);
    }
    return budget_parse(argument, &options->budgets[options->budget_count++], error);
}

static bool take_file(const char **file, const char *argument, Error *error)
{
    *file = argument;
    return (argument[0] != '\0' && strcmp(argument, "-") != 0) ||
           error_set(error, "expected a file");
}

static bool apply_record(Options *options, const char *argument, Error *error)
{
    return take_file(&options->record, argument, error);
}

static bool apply_replay(Options *options, const char *argument, Error *error)
{
    return take_file(&options->replay, argument, error);
}

static bool apply_screenshot(Options *options, const char *argument, Error *error)
{
    const char *colon = strchr(argument, ':');
    char frame[16];
    size_t length = colon ? (size_t)(colon - argument) : 0;
    if (length > 0 && length < sizeof frame && colon[1] != '\0') {
        memcpy(frame, argument, length);
        frame[length] = '\0';
        options->screenshot = colon + 1;
        if (argument_u32(frame, 1, OPTIONS_TICKS_MAX, &options->screenshot_frame, error)) {
            return true;
        }
    }
    return error_set(error, "expected FRAME:FILE, the frame from 1 to %d, such as 300:shot.png",
                     OPTIONS_TICKS_MAX);
}

static bool apply_mute(Options *options, const char *argument, Error *error)
{
    (void)argument, (void)error;
    options->mute = true;
    return true;
}

static bool apply_quiet(Options *options, const char *argument, Error *error)
{
    (void)argument, (void)error;
    options->quiet = true;
    options->shown = LOG_ERROR;
    return true;
}

static bool apply_verbose(Options *options, const char *argument, Error *error)
{
    (void)argument, (void)error;
    options->shown = LOG_DEBUG;
    return true;
}

const OptionRow options_table[] = {
    {.help = "To play, or to measure:"},
    {"backend", 'b', false, "NAME", "the concurrency model; headless, all: each in turn",
     apply_backend},
    {"workers", 'w', false, "N|auto", "lanes, the main thread counted (auto: a lane a core)",
     apply_workers},
    {"grain", 'g', false, "N", "sprites a slice (1: a job, or a coroutine, a sprite)", apply_grain},
    {"sprites", 'n', false, "N", "how many there are, whatever the level says", apply_sprites},
    {"seed", 's', false, "N", "where the random numbers come from", apply_seed},
    {"isa", 0, false, "NAME", "instruction set: auto, scalar, sse2, avx2, avx512, neon", apply_isa},
    {"neighbours", 0, false, "grid|brute", "how fireflies find each other (grid)",
     apply_neighbours},
    {"ticks", 0, false, "N", "end after so many ticks (headless: 600)", apply_ticks},
    {"frames", 0, false, "N", "end after so many frames (headless, a frame is a tick)",
     apply_frames},
    {"duration", 0, false, "S", "end after so many seconds", apply_duration},
    {"record", 0, false, "FILE", "write the inputs by tick there, with state hashes", apply_record},
    {"replay", 0, false, "FILE", "play them again; end with 1 where a state is another",
     apply_replay},
    {"screenshot", 0, false, "FRAME:FILE", "write that frame as a PNG", apply_screenshot},
    {"keys", 0, false, "FILE", "what keys do, in place of your keys.conf", apply_keys},
    {"mute", 0, false, NULL, "no sound, until M is pressed", apply_mute},

    {.help = "To measure, without a window:"},
    {"headless", 0, false, NULL, "no window, as fast as it goes, a lantern that walks by itself",
     apply_headless},
    {"warmup", 0, true, "N", "leave the first N ticks out of what is measured", apply_warmup},
    {"render", 0, true, "none|software", "whether frames are drawn (none)", apply_render},
    {"print-hash", 0, true, NULL, "print `hash 0x...` of the state at the end", apply_print_hash},
    {"expect-hash", 0, true, "HEX", "end with 1 where the hash is another", apply_expect_hash},
    {"verify", 0, true, "all", "every model in lockstep, the hash compared at every tick",
     apply_verify},
    {"output", 'o', true, "FILE", "write the report there (-: to stdout)", apply_output},
    {"format", 0, true, "FORMAT", "text, json (Google Benchmark's shape) or csv (a row a frame)",
     apply_format},
    {"budget", 0, true, "P:MS", "end with 1 where mean, max or pNN is over; repeatable",
     apply_budget},

    {.help = "To look around:"},
    {"check-level", 0, false, NULL, "load the level, report, end", apply_check_level},
    {"list-backends", 0, false, NULL, "a line each: name, tab, summary", apply_list_backends},
    {"list-levels", 0, false, NULL, "a line each: name, tab, title", apply_list_levels},
    {"list-keys", 0, false, NULL, "what keys do, as keys.conf has it", apply_list_keys},
    {"quiet", 'q', false, NULL, "only errors, and what was asked for", apply_quiet},
    {"verbose", 'v', false, NULL, "everything, on stderr", apply_verbose},
    {"help", 'h', false, NULL, "this page", apply_help},
    {"version", 0, false, NULL, "the version", apply_version},
};

const uint32_t options_table_count = sizeof options_table / sizeof options_table[0];
