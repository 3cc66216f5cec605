/* What the player has reached: the best of each level, kept in a small text file. For the flow of
 * screens, and the loop that ends a night. Main thread only.
 *
 *     lampyris-progress 1
 *     # level, won or not, best time in ticks, most jarred, fewest eaten; -: none so far
 *     meadow won 5400 820 12
 *     reeds not - 300 -
 *
 * No fault of the file is fatal: what can be read of it is kept, a damaged one is set aside under
 * another name, and one that cannot be written is told of once. */
#pragma once

#include "base/log.h"
#include "level/level.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    PROGRESS_LEVELS_MAX = 256,
    PROGRESS_BYTES_MAX = 64 * 1024,
    PROGRESS_STARS = 3,
};

/* Of a figure: there is none so far. */
#define PROGRESS_NONE UINT32_MAX

typedef struct Best {
    char level[SPEC_NAME_SIZE];
    bool won;
    uint32_t ticks;  /* the shortest night that was won; PROGRESS_NONE */
    uint32_t jarred; /* the most */
    uint32_t eaten;  /* the fewest in a night that was won; PROGRESS_NONE */
} Best;

typedef struct Progress {
    Log *log;
    char path[LEVEL_PATH_SIZE]; /* empty: it is kept in memory alone */
    Best best[PROGRESS_LEVELS_MAX];
    uint32_t count;
    bool write_failed; /* said already */
} Progress;

/* How a night ended. */
typedef struct NightResult {
    bool won;
    uint32_t ticks;
    uint32_t jarred;
    uint32_t eaten;
} NightResult;

/* What a result was better in than all before it: bits. */
typedef enum ProgressNews {
    PROGRESS_FIRST_WIN = 1,
    PROGRESS_FASTER = 2,
    PROGRESS_MORE_JARRED = 4,
    PROGRESS_FEWER_EATEN = 8,
} ProgressNews;

/* Reads the file; NULL, or a path that is too long: there is none to be kept. */
void progress_open(Progress *progress, const char *path, Log *log);

/* NULL: nothing is known of that level. It holds until the next result is added. */
const Best *progress_find(const Progress *progress, const char *level);

/* Takes a result in, and writes the file where it is better in something. Returns the news: bits of
 * ProgressNews; 0 for the first result of a level that was not won. */
uint32_t progress_add(Progress *progress, const char *level, const NightResult *result);

/* How bright a level shines, 0 to PROGRESS_STARS: it was won; with at most a tenth of its goal
 * eaten; before half of the night was over (of a night without end: with nobody eaten). Takes NULL.
 */
uint32_t progress_stars(const Best *best, uint32_t goal, uint32_t dawn_ticks);
