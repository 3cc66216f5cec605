#include "app/apply_compare.h"

#include "app/argument.h"
#include "app/baseline.h"
#include "app/match.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A regression of more than that is no regression but another program. */
#define REGRESSION_MAX 1000.0

bool apply_compare(Options *options, const char *argument, Error *error)
{
    return contenders_parse(&options->contenders, argument, error);
}

bool apply_repeat(Options *options, const char *argument, Error *error)
{
    return argument_u32(argument, MATCH_ROUNDS_MIN, MATCH_ROUNDS_MAX, &options->repeat, error);
}

bool apply_scan_sprites(Options *options, const char *argument, Error *error)
{
    const char *colon = strchr(argument, ':');
    char low[16];
    size_t length = colon ? (size_t)(colon - argument) : 0;
    if (length > 0 && length < sizeof low) {
        memcpy(low, argument, length);
        low[length] = '\0';
        if (argument_u32(low, 1, SPEC_SPRITES_MAX, &options->scan_low, error) &&
            argument_u32(colon + 1, 1, SPEC_SPRITES_MAX, &options->scan_high, error) &&
            options->scan_low < options->scan_high) {
            return true;
        }
    }
    return error_set(error, "expected LO:HI, two populations from 1 to %u, such as 500:200000",
                     SPEC_SPRITES_MAX);
}

bool apply_report(Options *options, const char *argument, Error *error)
{
    options->report_folder = argument;
    return argument[0] != '\0' || error_set(error, "expected a folder");
}

bool apply_baseline(Options *options, const char *argument, Error *error)
{
    options->baseline = argument;
    return (argument[0] != '\0' && strcmp(argument, "-") != 0) ||
           error_set(error, "expected a file");
}

bool apply_max_regression(Options *options, const char *argument, Error *error)
{
    char *end = NULL;
    double percent = strtod(argument, &end);
    size_t length = strspn(argument, "0123456789.");
    if (length == 0 || argument[length] != '\0' || *end != '\0' || !(percent <= REGRESSION_MAX)) {
        return error_set(error, "expected a percentage from 0 to %g, such as 5", REGRESSION_MAX);
    }
    options->max_regression = percent;
    return true;
}

/* ---- Together ------------------------------------------------------------------------------- */

bool compare_is_asked_for(const Options *options)
{
    return options->command == COMMAND_COMPARE || options->command == COMMAND_SCAN ||
           options->command == COMMAND_REPORT;
}

/* What a comparison of measured ticks has no use for; NULL: there is none of it. */
static const char *find_contradiction(const Options *options)
{
    bool is_wide = options->scan_low != 0 || options->report_folder; /* over populations */
    const struct {
        bool given;
        const char *name;
    } others[] = {
        {options->verify, "verify"},
        {options->all_backends, "backend=all"},
        {options->render, "render"},
        {options->print_frame_hash, "print-frame-hash"},
        {options->screenshot != NULL, "screenshot"},
        {options->movie != NULL, "movie"},
        {options->record != NULL, "record"},
        {options->replay != NULL, "replay"},
        {options->duration_s > 0, "duration"},
        {options->frames != 0, "frames"},
        {is_wide && options->baseline, "baseline"},
        {is_wide && (options->print_hash || options->expect_hash), "print-hash"},
        {is_wide && options->sprites != 0, "sprites"},
        {is_wide && options->budget_count > 0, "budget"},
        {options->report_folder && options->contenders.count > 0, "compare"},
        {options->report_folder && options->output, "output"},
    };
    for (uint32_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (others[i].given) {
            return others[i].name;
        }
    }
    return NULL;
}

static const char *name_of_command(const Options *options)
{
    return options->report_folder          ? "report"
           : options->scan_low != 0        ? "scan-sprites"
           : options->contenders.count > 0 ? "compare"
           : options->baseline             ? "baseline"
                                           : "repeat";
}

bool compare_complete(Options *options, Error *error)
{
    bool is_free = options->command == COMMAND_PLAY || options->command == COMMAND_HEADLESS;
    bool is_asked_for = options->contenders.count > 0 || options->repeat != 0 ||
                        options->scan_low != 0 || options->baseline || options->report_folder;
    if (options->max_regression >= 0 && !options->baseline) {
        return error_set(error, "--max-regression needs --baseline=FILE to hold it against");
    }
    if (!is_asked_for || !is_free) {
        return true;
    }
    const char *other = find_contradiction(options);
    if (other) {
        return error_set(error,
                         "--%s and --%s contradict: a comparison runs rounds of --ticks "
                         "ticks, undrawn, by turns",
                         name_of_command(options), other);
    }
    options->command = options->report_folder   ? COMMAND_REPORT
                       : options->scan_low != 0 ? COMMAND_SCAN
                                                : COMMAND_COMPARE;
    if (options->repeat == 0) {
        options->repeat = MATCH_ROUNDS_MIN;
    }
    if (options->max_regression < 0) {
        options->max_regression = BASELINE_REGRESSION_DEFAULT;
    }
    return true;
}
