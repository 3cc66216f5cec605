#include "app/apply.h"

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

bool apply_headless(Options *options, const char *argument, Error *error)
{
    (void)argument;
    return set_command(options, COMMAND_HEADLESS, error);
}

bool apply_check_level(Options *options, const char *argument, Error *error)
{
    (void)argument;
    return set_command(options, COMMAND_CHECK_LEVEL, error);
}

bool apply_list_backends(Options *options, const char *argument, Error *error)
{
    (void)argument;
    return set_command(options, COMMAND_LIST_BACKENDS, error);
}

bool apply_list_levels(Options *options, const char *argument, Error *error)
{
    (void)argument;
    return set_command(options, COMMAND_LIST_LEVELS, error);
}

bool apply_list_keys(Options *options, const char *argument, Error *error)
{
    (void)argument;
    return set_command(options, COMMAND_LIST_KEYS, error);
}

bool apply_keys(Options *options, const char *argument, Error *error)
{
    options->keys = argument;
    return argument[0] != '\0' || error_set(error, "expected a file, as --list-keys prints it");
}

/* These two win over whatever else was asked. */
bool apply_help(Options *options, const char *argument, Error *error)
{
    (void)argument, (void)error;
    options->command = COMMAND_HELP;
    return true;
}

bool apply_version(Options *options, const char *argument, Error *error)
{
    (void)argument, (void)error;
    options->command = COMMAND_VERSION;
    return true;
}

bool apply_backend(Options *options, const char *argument, Error *error)
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

bool apply_workers(Options *options, const char *argument, Error *error)
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

bool apply_grain(Options *options, const char *argument, Error *error)
{
    return argument_u32(argument, 1, SPEC_SPRITES_MAX, &options->grain, error);
}

bool apply_sprites(Options *options, const char *argument, Error *error)
{
    return argument_u32(argument, 1, SPEC_SPRITES_MAX, &options->sprites, error);
}

bool apply_seed(Options *options, const char *argument, Error *error)
{
    return argument_u64(argument, &options->seed, error);
}

bool apply_isa(Options *options, const char *argument, Error *error)
{
    options->kernel = kernel_find(argument);
    return options->kernel ||
           error_set(error, "expected one of %s, as far as this processor has them",
                     kernel_names());
}

bool apply_neighbours(Options *options, const char *argument, Error *error)
{
    options->brute = strcmp(argument, "brute") == 0;
    return options->brute || strcmp(argument, "grid") == 0 ||
           error_set(error, "expected grid or brute");
}

bool apply_ticks(Options *options, const char *argument, Error *error)
{
    return argument_u32(argument, 1, OPTIONS_TICKS_MAX, &options->ticks, error);
}

bool apply_frames(Options *options, const char *argument, Error *error)
{
    return argument_u32(argument, 1, OPTIONS_TICKS_MAX, &options->frames, error);
}

bool apply_duration(Options *options, const char *argument, Error *error)
{
    return argument_seconds(argument, DURATION_MAX_S, &options->duration_s, error);
}

bool apply_warmup(Options *options, const char *argument, Error *error)
{
    return argument_u32(argument, 0, OPTIONS_TICKS_MAX, &options->warmup, error);
}

bool apply_render(Options *options, const char *argument, Error *error)
{
    options->render = strcmp(argument, "none") != 0;
    return !options->render || draw_path_find(argument, &options->path) ||
           error_set(error, "expected auto, gpu, cpu, software or none");
}

bool apply_print_frame_hash(Options *options, const char *argument, Error *error)
{
    (void)argument, (void)error;
    options->print_frame_hash = true;
    return true;
}

bool apply_print_hash(Options *options, const char *argument, Error *error)
{
    (void)argument, (void)error;
    options->print_hash = true;
    return true;
}

bool apply_expect_hash(Options *options, const char *argument, Error *error)
{
    options->expect_hash = true;
    return argument_hex(argument, &options->expected_hash, error);
}

bool apply_verify(Options *options, const char *argument, Error *error)
{
    options->verify = strcmp(argument, "all") == 0;
    return options->verify || error_set(error, "expected all");
}

bool apply_output(Options *options, const char *argument, Error *error)
{
    options->output = argument;
    return argument[0] != '\0' || error_set(error, "expected a file, or - for stdout");
}

bool apply_format(Options *options, const char *argument, Error *error)
{
    static const char *const names[] = {
        [FORMAT_TEXT] = "text", [FORMAT_JSON] = "json", [FORMAT_CSV] = "csv", [FORMAT_TAP] = "tap"};
    for (uint32_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(argument, names[i]) == 0) {
            options->format = (ReportFormat)i;
            return true;
        }
    }
    return error_set(error, "expected text, json, csv or tap");
}

bool apply_budget(Options *options, const char *argument, Error *error)
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

bool apply_record(Options *options, const char *argument, Error *error)
{
    return take_file(&options->record, argument, error);
}

bool apply_trace(Options *options, const char *argument, Error *error)
{
    return take_file(&options->trace, argument, error);
}

bool apply_replay(Options *options, const char *argument, Error *error)
{
    return take_file(&options->replay, argument, error);
}

bool apply_screenshot(Options *options, const char *argument, Error *error)
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

bool apply_movie(Options *options, const char *argument, Error *error)
{
    options->movie = argument;
    return argument[0] != '\0' || error_set(error, "expected a folder");
}

bool apply_tour(Options *options, const char *argument, Error *error)
{
    (void)argument, (void)error;
    options->tour = true;
    return true;
}

bool apply_mute(Options *options, const char *argument, Error *error)
{
    (void)argument, (void)error;
    options->mute = true;
    return true;
}

bool apply_quiet(Options *options, const char *argument, Error *error)
{
    (void)argument, (void)error;
    options->quiet = true;
    options->shown = LOG_ERROR;
    return true;
}

bool apply_verbose(Options *options, const char *argument, Error *error)
{
    (void)argument, (void)error;
    options->shown = LOG_DEBUG;
    return true;
}
