/* Which levels there are to choose from, and in which order: levels/order.txt, a name a line, and
 * what each level's own file says of it. For play and the flow of screens. Main thread only. */
#pragma once

#include "app/paths.h"
#include "base/log.h"
#include "level/level.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    LEVEL_ORDER_MAX = 32,
    LEVEL_ORDER_BYTES_MAX = 64 * 1024,
    LEVEL_ORDER_NONE = -1,
};

typedef struct OrderedLevel {
    char name[SPEC_NAME_SIZE]; /* "reeds" */
    char path[LEVEL_PATH_SIZE];
    char title[SPEC_NAME_SIZE];
    char hint[2 * SPEC_NAME_SIZE];
    uint32_t goal;       /* fireflies to bring home; 0: a sandbox */
    uint32_t dawn_ticks; /* the night's length; 0: it has no end */
    uint32_t sprites;
} OrderedLevel;

typedef struct LevelOrder {
    OrderedLevel levels[LEVEL_ORDER_MAX];
    uint32_t count;
} LevelOrder;

/* Reads order.txt and the levels that it names. What is wrong with a line is told in the log as
 * "file:line: what, and what was expected", and the line is left out, as is a level that is missing
 * or bad. Without the file all levels of the folder stand by name. It may end up empty. */
void level_order_read(LevelOrder *order, const Paths *paths, Log *log);

/* The place of the level with that name; LEVEL_ORDER_NONE: it is not in the order. */
int level_order_find(const LevelOrder *order, const char *name);

/* The night after that one, sandboxes passed over; LEVEL_ORDER_NONE: it was the last. */
int level_order_next(const LevelOrder *order, int index);

/* The night before that one, as level_order_next. */
int level_order_before(const LevelOrder *order, int index);
