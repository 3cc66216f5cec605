#include "app/level_order.h"

#include "base/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLANKS " \t\r"

/* ---- A level ---------------------------------------------------------------------------------*/

static void describe(OrderedLevel *entry, const Level *level)
{
    const WorldSpec *spec = &level->spec;
    snprintf(entry->title, sizeof entry->title, "%s", spec->title);
    snprintf(entry->hint, sizeof entry->hint, "%s", spec->hint);
    entry->goal = spec->goal;
    entry->dawn_ticks = spec->dawn_ticks;
    entry->sprites = spec_swarm_total(spec);
}

/* False, with what is wrong: the level stays out. */
static bool add(LevelOrder *order, const Paths *paths, const char *name, Error *error)
{
    if (name[strcspn(name, BLANKS "#")] != '\0') {
        return error_set(error, "'%s': expected a name without blanks and '#'", name);
    }
    if (level_order_find(order, name) != LEVEL_ORDER_NONE) {
        return error_set(error, "'%s' was there before, and each level is expected once", name);
    }
    if (order->count == LEVEL_ORDER_MAX) {
        return error_set(error, "too many levels, and at most %d were expected", LEVEL_ORDER_MAX);
    }
    OrderedLevel *entry = &order->levels[order->count];
    if (!paths_level(paths, name, entry->path, error)) {
        return false;
    }
    Level *level = level_load(entry->path, error);
    if (!level) {
        return false;
    }
    snprintf(entry->name, sizeof entry->name, "%s", name);
    describe(entry, level);
    level_destroy(level);
    order->count++;
    return true;
}

/* ---- The file --------------------------------------------------------------------------------*/

/* False, with what is wrong, and what was expected. An empty line says nothing. */
static bool take_line(LevelOrder *order, const Paths *paths, char *line, Error *error)
{
    line[strcspn(line, "#")] = '\0';
    line += strspn(line, BLANKS);
    size_t length = strcspn(line, BLANKS);
    if (length == 0) {
        return true;
    }
    if (line[length + strspn(line + length, BLANKS)] != '\0') {
        return error_set(error, "more than one word, and a level's name was expected");
    }
    line[length] = '\0';
    if (strchr(line, '/') || length >= SPEC_NAME_SIZE) {
        return error_set(error,
                         "'%.*s' is no level's name: expected one of a file in this folder,"
                         " without .tmx",
                         SPEC_NAME_SIZE, line);
    }
    return add(order, paths, line, error);
}

static void take_text(LevelOrder *order, const Paths *paths, const char *path, char *text, Log *log)
{
    uint32_t number = 0;
    while (*text != '\0') {
        Error error = {""};
        size_t length = strcspn(text, "\n");
        char *next = text + length + (text[length] == '\n');
        text[length] = '\0';
        number++;
        if (!take_line(order, paths, text, &error)) {
            log_write(log, LOG_WARNING, "%s:%u: left out: %s", path, number, error.text);
        }
        text = next;
    }
}

/* ---- Without it ------------------------------------------------------------------------------*/

typedef struct Search {
    LevelOrder *order;
    const Paths *paths;
    Log *log;
} Search;

static void take_file(const char *path, void *context)
{
    const Search *search = context;
    char name[SPEC_NAME_SIZE];
    Error error = {""};
    paths_level_name(path, name);
    if (!add(search->order, search->paths, name, &error)) {
        log_write(search->log, LOG_WARNING, "left out: %s", error.text);
    }
}

void level_order_read(LevelOrder *order, const Paths *paths, Log *log)
{
    char path[LEVEL_PATH_SIZE + sizeof "/order.txt"];
    Error error = {""};
    size_t size;
    *order = (LevelOrder){.count = 0};
    snprintf(path, sizeof path, "%s/order.txt", paths->levels);
    char *text = file_read(path, LEVEL_ORDER_BYTES_MAX, &size, &error);
    if (text) {
        take_text(order, paths, path, text, log);
        free(text);
        error_set(&error, "it names no level that is there");
    }
    if (order->count > 0) {
        return;
    }
    log_write(log, LOG_WARNING, "%s: %s; the levels stand by name", path, error.text);
    Search search = {order, paths, log};
    if (!paths_each_level(paths, take_file, &search, &error)) {
        log_write(log, LOG_WARNING, "%s", error.text);
    }
}

/* ---- Who is where ----------------------------------------------------------------------------*/

int level_order_find(const LevelOrder *order, const char *name)
{
    for (uint32_t i = 0; i < order->count; i++) {
        if (strcmp(order->levels[i].name, name) == 0) {
            return (int)i;
        }
    }
    return LEVEL_ORDER_NONE;
}

int level_order_next(const LevelOrder *order, int index)
{
    for (int i = index + 1; i < (int)order->count; i++) {
        if (order->levels[i].goal > 0) {
            return i;
        }
    }
    return LEVEL_ORDER_NONE;
}

int level_order_before(const LevelOrder *order, int index)
{
    for (int i = index - 1; i >= 0; i--) {
        if (order->levels[i].goal > 0) {
            return i;
        }
    }
    return LEVEL_ORDER_NONE;
}
