#include "support/levels.h"

#include "app/paths.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static Paths find_paths(void)
{
    Paths paths = {.levels = "levels", .assets = "assets"};
    Paths found;
    return paths_find(&found, NULL) ? found : paths;
}

static Level *load(const char *path)
{
    Error error = {""};
    Level *level = level_load(path, &error);
    if (!level) {
        fail_msg("%s", error.text);
    }
    return level;
}

static void take_level(const char *path, void *context)
{
    Levels *levels = context;
    assert_in_range(levels->count, 0, LEVELS_MAX - 1);
    levels->levels[levels->count++] = load(path);
}

Levels levels_load_all(void)
{
    Paths paths = find_paths();
    Levels levels = {.count = 0};
    Error error = {""};
    if (!paths_each_level(&paths, take_level, &levels, &error)) {
        fail_msg("%s", error.text);
    }
    assert_in_range(levels.count, 1, LEVELS_MAX);
    return levels;
}

void levels_destroy(Levels *levels)
{
    for (uint32_t i = 0; i < levels->count; i++) {
        level_destroy(levels->levels[i]);
    }
    levels->count = 0;
}

Level *levels_load(const char *name)
{
    Paths paths = find_paths();
    char path[LEVEL_PATH_SIZE];
    Error error = {""};
    if (!paths_level(&paths, name, path, &error)) {
        fail_msg("%s", error.text);
    }
    return load(path);
}
