#include "app/progress.h"

#include "base/output.h"
#include "base/file.h"
#include "level/number.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEAD   "lampyris-progress 1"
#define LEGEND "# level, won or not, best time in ticks, most jarred, fewest eaten; -: none so far"

enum { WORDS = 5, ASIDE_MAX = 99 };

/* ---- Lines -----------------------------------------------------------------------------------*/

/* Cuts the line into its words; how many there are, counted up to one too many. */
static uint32_t cut(char *line, char *words[WORDS + 1])
{
    uint32_t count = 0;
    char *rest = line;
    for (char *word; count <= WORDS && (word = strtok_r(rest, " \t\r", &rest));) {
        words[count++] = word;
    }
    return count;
}

static bool parse_figure(const char *word, bool may_be_none, uint32_t *figure)
{
    if (may_be_none && strcmp(word, "-") == 0) {
        *figure = PROGRESS_NONE;
        return true;
    }
    return number_parse_u32(word, figure) && *figure != PROGRESS_NONE;
}

static bool parse_best(char *words[WORDS], Best *best)
{
    size_t length = strlen(words[0]);
    if (length >= sizeof best->level) {
        return false;
    }
    memcpy(best->level, words[0], length + 1);
    best->won = strcmp(words[1], "won") == 0;
    if (!best->won && strcmp(words[1], "not") != 0) {
        return false;
    }
    return parse_figure(words[2], true, &best->ticks) &&
           parse_figure(words[3], false, &best->jarred) &&
           parse_figure(words[4], true, &best->eaten) &&
           best->won == (best->ticks != PROGRESS_NONE) &&
           best->won == (best->eaten != PROGRESS_NONE);
}

static Best *find(Progress *progress, const char *level)
{
    for (uint32_t i = 0; i < progress->count; i++) {
        if (strcmp(progress->best[i].level, level) == 0) {
            return &progress->best[i];
        }
    }
    return NULL;
}

/* What is wrong with the line, or NULL. */
static const char *take_line(Progress *progress, char *line)
{
    char *words[WORDS + 1];
    Best best;
    line[strcspn(line, "#")] = '\0';
    uint32_t count = cut(line, words);
    if (count == 0) {
        return NULL;
    }
    if (count != WORDS || !parse_best(words, &best)) {
        return "expected `level won|not ticks jarred eaten`";
    }
    if (find(progress, best.level)) {
        return "the level was there before, and each is expected once";
    }
    if (progress->count == PROGRESS_LEVELS_MAX) {
        return "too many levels";
    }
    progress->best[progress->count++] = best;
    return NULL;
}

/* ---- The file --------------------------------------------------------------------------------*/

/* Reads what can be read. False, with the first fault and its line. A NUL inside would hide what
 * comes after it. */
static bool take_text(Progress *progress, char *text, size_t size, Error *error)
{
    error->text[0] = '\0';
    if (strlen(text) != size) {
        error_set(error, "a byte that is no text, and lines of text were expected");
    }
    uint32_t number = 0;
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        bool is_whole = text[length] == '\n';
        char *next = text + length + is_whole;
        text[length] = '\0';
        number++;
        const char *fault = NULL;
        if (number == 1) {
            fault = strcmp(text, HEAD) == 0 ? NULL : "expected `" HEAD "`";
        } else {
            fault = is_whole ? take_line(progress, text) : "the line was cut off";
        }
        if (fault && error->text[0] == '\0') {
            error_set(error, "line %u: %s", number, fault);
        }
        if (fault && number == 1) {
            return false; /* of another version, or no file of ours: its lines say nothing */
        }
        text = next;
    }
    if (number == 0) {
        error_set(error, "it is empty, and `" HEAD "` was expected");
    }
    return error->text[0] == '\0';
}

/* Under a name that nobody has: a file that was set aside before is kept too. */
static bool set_aside(const Progress *progress, const char *fault)
{
    char aside[LEVEL_PATH_SIZE + 32];
    struct stat status;
    snprintf(aside, sizeof aside, "%s.damaged", progress->path);
    for (int i = 2; i <= ASIDE_MAX && lstat(aside, &status) == 0; i++) {
        snprintf(aside, sizeof aside, "%s.damaged-%d", progress->path, i);
    }
    bool is_aside = lstat(aside, &status) != 0 && rename(progress->path, aside) == 0;
    log_write(progress->log, LOG_WARNING, "%s: %s; %s%s", progress->path, fault,
              is_aside ? "it is set aside as " : "it cannot be set aside, and results are not kept",
              is_aside ? aside : "");
    return is_aside;
}

static const char *figure_text(uint32_t figure, char text[16])
{
    if (figure == PROGRESS_NONE) {
        return "-";
    }
    snprintf(text, 16, "%u", figure);
    return text;
}

static bool write_file(const Progress *progress, Error *error)
{
    Output output;
    if (!output_open(&output, progress->path, error)) {
        return false;
    }
    fprintf(output.file, HEAD "\n" LEGEND "\n");
    for (uint32_t i = 0; i < progress->count; i++) {
        const Best *best = &progress->best[i];
        char ticks[16];
        char eaten[16];
        fprintf(output.file, "%s %s %s %u %s\n", best->level, best->won ? "won" : "not",
                figure_text(best->ticks, ticks), best->jarred, figure_text(best->eaten, eaten));
    }
    return output_commit(&output, error);
}

static void save(Progress *progress)
{
    Error error = {""};
    if (progress->path[0] == '\0' || write_file(progress, &error)) {
        progress->write_failed = false;
        return;
    }
    if (!progress->write_failed) {
        log_write(progress->log, LOG_WARNING, "%s; results are kept until the game ends",
                  error.text);
    }
    progress->write_failed = true;
}

void progress_open(Progress *progress, const char *path, Log *log)
{
    *progress = (Progress){.log = log};
    if (!path || strlen(path) >= sizeof progress->path) {
        return;
    }
    memcpy(progress->path, path, strlen(path) + 1);
    if (access(path, F_OK) != 0) {
        return; /* nobody has played so far */
    }
    Error error = {""};
    size_t size;
    char *text = file_read(path, PROGRESS_BYTES_MAX, &size, &error);
    if (!text) {
        log_write(log, LOG_WARNING, "%s: %s; results are not kept", path, error.text);
        progress->path[0] = '\0'; /* whatever it is, it is not ours to replace */
        return;
    }
    if (!take_text(progress, text, size, &error)) {
        if (!set_aside(progress, error.text)) {
            progress->path[0] = '\0';
        }
        if (progress->count > 0) {
            save(progress); /* what could be read of it */
        }
    }
    free(text);
}

/* ---- Results ---------------------------------------------------------------------------------*/

const Best *progress_find(const Progress *progress, const char *level)
{
    for (uint32_t i = 0; i < progress->count; i++) {
        if (strcmp(progress->best[i].level, level) == 0) {
            return &progress->best[i];
        }
    }
    return NULL;
}

static uint32_t improve(Best *best, const NightResult *result)
{
    uint32_t news = 0;
    if (result->jarred > best->jarred) {
        best->jarred = result->jarred;
        news |= PROGRESS_MORE_JARRED;
    }
    if (!result->won) {
        return news;
    }
    news |= best->won ? 0 : PROGRESS_FIRST_WIN;
    best->won = true;
    if (result->ticks < best->ticks) {
        best->ticks = result->ticks;
        news |= PROGRESS_FASTER;
    }
    if (result->eaten < best->eaten) {
        best->eaten = result->eaten;
        news |= PROGRESS_FEWER_EATEN;
    }
    return news;
}

uint32_t progress_add(Progress *progress, const char *level, const NightResult *result)
{
    Best *best = find(progress, level);
    bool is_new = !best;
    if (is_new) {
        if (progress->count == PROGRESS_LEVELS_MAX) {
            return 0;
        }
        best = &progress->best[progress->count++];
        *best = (Best){.ticks = PROGRESS_NONE, .eaten = PROGRESS_NONE};
        snprintf(best->level, sizeof best->level, "%s", level);
    }
    uint32_t news = improve(best, result);
    if (news != 0 || is_new) {
        save(progress);
    }
    return is_new && !result->won ? 0 : news;
}

uint32_t progress_stars(const Best *best, uint32_t goal, uint32_t dawn_ticks)
{
    if (!best || !best->won) {
        return 0;
    }
    bool is_careful = best->eaten <= goal / 10;
    bool is_quick = dawn_ticks > 0 ? best->ticks <= dawn_ticks / 2 : best->eaten == 0;
    return 1u + is_careful + is_quick;
}
