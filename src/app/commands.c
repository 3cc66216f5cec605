#include "app/commands.h"

#include "app/compare.h"
#include "app/headless.h"
#include "base/output.h"
#include "app/paths.h"
#include "app/play.h"
#include "app/scan.h"
#include "app/survey.h"
#include "app/version.h"
#include "view/keys_file.h"

#include <stdio.h>

typedef ExitCode CommandFunction(const Options *options, Log *log);

static ExitCode fail(Log *log, const Error *error)
{
    log_write(log, LOG_ERROR, "%s", error->text);
    return EXIT_CODE_BAD_DATA;
}

static ExitCode show_help(const Options *options, Log *log)
{
    (void)options, (void)log;
    options_print_help(stdout);
    return EXIT_CODE_PASS;
}

static ExitCode show_version(const Options *options, Log *log)
{
    (void)options, (void)log;
    printf("lampyris %s\n", LAMPYRIS_VERSION);
    return EXIT_CODE_PASS;
}

static ExitCode list_backends(const Options *options, Log *log)
{
    (void)options, (void)log;
    for (uint32_t i = 0; i < backend_type_count(); i++) {
        printf("%s\t%s\n", backend_type(i)->name, backend_type(i)->summary);
    }
    return EXIT_CODE_PASS;
}

typedef struct Listing {
    Log *log;
    ExitCode code;
} Listing;

static void list_level(const char *path, void *context)
{
    Listing *listing = context;
    Error error = {""};
    char name[SPEC_NAME_SIZE];
    paths_level_name(path, name);
    Level *level = level_load(path, &error);
    if (level) {
        printf("%s\t%s\n", name, level->spec.title);
        level_destroy(level);
    } else {
        listing->code = fail(listing->log, &error);
    }
}

static ExitCode list_levels(const Options *options, Log *log)
{
    (void)options;
    Error error = {""};
    Paths paths;
    Listing listing = {log, EXIT_CODE_PASS};
    if (!paths_find(&paths, &error) || !paths_each_level(&paths, list_level, &listing, &error)) {
        return fail(log, &error);
    }
    return listing.code;
}

static ExitCode list_keys(const Options *options, Log *log)
{
    Keys keys;
    keys_file_load(&keys, options->keys, log);
    keys_file_print(&keys, stdout);
    return EXIT_CODE_PASS;
}

static void describe_level(const char *path, const Level *level)
{
    const WorldSpec *spec = &level->spec;
    printf("%s: %s\n", path, spec->title);
    printf("  size     %ux%u tiles of %u pixels\n", spec->tile_columns, spec->tile_rows,
           spec->tile_size);
    printf("  layers   %u, with %u tileset%s\n", level->layer_count, level->tileset_count,
           level->tileset_count == 1 ? "" : "s");
    printf("  swarms   %u, with %u sprites\n", spec->swarm_count, spec_swarm_total(spec));
    for (uint32_t i = 0; i < spec->swarm_count; i++) {
        printf("           %u %s, %s\n", spec->swarms[i].count, look_name(spec->swarms[i].look),
               motion_name(spec->swarms[i].motion));
    }
    printf("  owls     %u, on %u path%s\n", spec->owl_count, spec->path_count,
           spec->path_count == 1 ? "" : "s");
    printf("  jars     %u\n", spec->jar_count);
    if (spec->goal > 0) {
        printf("  goal     %u in jars", spec->goal);
    } else {
        printf("  goal     none, a sandbox");
    }
    if (spec->dawn_ticks > 0) {
        printf(", dawn after %u s", spec->dawn_ticks / TICKS_PER_S);
    }
    printf("\n");
}

static ExitCode check_level(const Options *options, Log *log)
{
    Error error = {""};
    Paths paths;
    char path[LEVEL_PATH_SIZE];
    if (!paths_find(&paths, &error) || !paths_level(&paths, options->level, path, &error)) {
        return fail(log, &error);
    }
    Level *level = level_load(path, &error);
    if (!level) {
        return fail(log, &error);
    }
    if (!options->quiet) {
        describe_level(path, level);
    }
    level_destroy(level);
    return EXIT_CODE_PASS;
}

static CommandFunction *const commands[COMMAND_COUNT] = {
    [COMMAND_PLAY] = play_run,
    [COMMAND_HEADLESS] = headless_run,
    [COMMAND_COMPARE] = compare_run,
    [COMMAND_SCAN] = scan_run,
    [COMMAND_REPORT] = survey_run,
    [COMMAND_CHECK_LEVEL] = check_level,
    [COMMAND_LIST_BACKENDS] = list_backends,
    [COMMAND_LIST_LEVELS] = list_levels,
    [COMMAND_LIST_KEYS] = list_keys,
    [COMMAND_HELP] = show_help,
    [COMMAND_VERSION] = show_version,
};

ExitCode commands_run(const Options *options, Log *log)
{
    ExitCode code = commands[options->command](options, log);
    Error error = {""};
    if (code == EXIT_CODE_PASS && !output_flush_stdout(&error)) {
        return fail(log, &error);
    }
    return code;
}
