/* The reader of recordings. Lines are taken block by block: what a block says counts only when the
 * state or the end that closes it has the check of all that came before. */
#include "app/recording.h"

#include "app/argument.h"
#include "app/options.h"
#include "base/file.h"
#include "base/hash.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { BYTES_MAX = 256 * 1024 * 1024, WORDS_MAX = 5, LINE_MAX_SIZE = 256 };

typedef struct Reader {
    Recording *recording;
    const char *path;
    const char *bytes; /* a NUL stands behind the last */
    size_t count;
    size_t at;
    uint32_t line_number;
    uint64_t hash; /* of all lines before this one */
    char line[LINE_MAX_SIZE];
    size_t line_length; /* without the newline */
    char words_text[LINE_MAX_SIZE];
    char *words[WORDS_MAX];
    uint32_t word_count;
    uint32_t run_count; /* with those of the block that is open */
    uint32_t run_capacity;
    uint32_t mark_capacity;
    uint32_t ticks; /* with those of the block that is open */
    bool ended;
    Error *error;
} Reader;

/* ---- Lines and words ------------------------------------------------------------------------ */

/* A blank between two words, no more, no less: a file has one way to be written. */
static bool split_words(Reader *reader)
{
    memcpy(reader->words_text, reader->line, reader->line_length + 1);
    char *at = reader->words_text;
    for (reader->word_count = 0; reader->word_count < WORDS_MAX;) {
        reader->words[reader->word_count++] = at;
        at = strchr(at, ' ');
        if (!at) {
            return true;
        }
        *at++ = '\0';
    }
    return error_set(reader->error, "expected at most %d words", WORDS_MAX);
}

/* Sentences quote words of it, and must not tell a terminal what to do. */
static bool is_plain(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)text[i] < ' ' || text[i] == 0x7f) {
            return false;
        }
    }
    return true;
}

static bool next_line(Reader *reader)
{
    reader->line_number++;
    const char *start = reader->bytes + reader->at;
    const char *end = memchr(start, '\n', reader->count - reader->at);
    if (!end) {
        return error_set(reader->error, reader->at == reader->count
                                            ? "the file ends, and no `end` was read"
                                            : "the file ends within the line");
    }
    reader->line_length = (size_t)(end - start);
    if (reader->line_length >= LINE_MAX_SIZE || !is_plain(start, reader->line_length)) {
        return error_set(reader->error, "expected a line of text, of at most %d bytes",
                         LINE_MAX_SIZE - 1);
    }
    memcpy(reader->line, start, reader->line_length);
    reader->line[reader->line_length] = '\0';
    reader->at += reader->line_length + 1;
    return true;
}

/* The line is understood, and belongs to what later checks are of. */
static void pass_line(Reader *reader)
{
    reader->hash = hash_bytes(reader->hash, reader->line, reader->line_length);
    reader->hash = hash_bytes(reader->hash, "\n", 1);
}

static bool expect_words(const Reader *reader, uint32_t count, const char *form)
{
    return reader->word_count == count || error_set(reader->error, "expected `%s`", form);
}

/* ---- The head ------------------------------------------------------------------------------- */

/* What stands behind the key on the next line. */
static char *value_of(Reader *reader, const char *key)
{
    size_t length = strlen(key);
    if (!next_line(reader)) {
        return NULL;
    }
    if (strncmp(reader->line, key, length) != 0 || reader->line[length] != ' ') {
        error_set(reader->error, "expected `%s ...`", key);
        return NULL;
    }
    pass_line(reader);
    return reader->line + length + 1;
}

static bool read_version(Reader *reader)
{
    const char *version = value_of(reader, RECORDING_TITLE);
    uint32_t number;
    if (!version || !argument_u32(version, 1, UINT32_MAX, &number, NULL)) {
        return error_set(reader->error, "this is no recording: expected `%s %d`", RECORDING_TITLE,
                         RECORDING_VERSION);
    }
    return number == RECORDING_VERSION ||
           error_set(reader->error, "a recording of version %u, and this program reads version %d",
                     number, RECORDING_VERSION);
}

static bool read_level(Reader *reader)
{
    char *value = value_of(reader, "level");
    char *name = value ? strchr(value, ' ') : NULL;
    if (!name) {
        return error_set(reader->error, "expected `level HASH NAME`");
    }
    *name++ = '\0';
    size_t length = strlen(name);
    if (length == 0 || length >= SPEC_NAME_SIZE) {
        return error_set(reader->error, "expected a level's name of 1 to %d bytes",
                         SPEC_NAME_SIZE - 1);
    }
    memcpy(reader->recording->level, name, length + 1);
    return argument_hex(value, &reader->recording->level_hash, reader->error);
}

static bool read_head(Reader *reader)
{
    if (!read_version(reader) || !read_level(reader)) {
        return false;
    }
    const char *seed = value_of(reader, "seed");
    if (!seed || !argument_u64(seed, &reader->recording->seed, reader->error)) {
        return false;
    }
    const char *sprites = value_of(reader, "sprites");
    return sprites &&
           argument_u32(sprites, 0, SPEC_SPRITES_MAX, &reader->recording->sprites, reader->error);
}

/* ---- Blocks --------------------------------------------------------------------------------- */

/* Makes room for one element more. */
static void *grow(void *elements, uint32_t count, uint32_t *capacity, size_t size, Error *error)
{
    if (count < *capacity) {
        return elements;
    }
    uint32_t wanted = *capacity ? 2 * *capacity : 256;
    void *grown = realloc(elements, wanted * size);
    if (!grown) {
        error_set(error, "no memory for more of it");
        return NULL;
    }
    *capacity = wanted;
    return grown;
}

static bool take_axis(const char *word, int8_t *value, Error *error)
{
    bool is_negative = word[0] == '-';
    uint32_t size;
    if (!argument_u32(word + is_negative, 0, INT8_MAX, &size, NULL) || (is_negative && size == 0)) {
        return error_set(error, "expected a direction from -127 to 127, and got %.20s", word);
    }
    *value = (int8_t)(is_negative ? -(int)size : (int)size);
    return true;
}

static bool take_run(Reader *reader)
{
    Recording *recording = reader->recording;
    RecordingRun run = {.begin = reader->ticks};
    uint32_t length;
    run.input.glow = reader->word_count == 4 && strcmp(reader->words[3], "glow") == 0;
    if (!expect_words(reader, run.input.glow ? 4 : 3, "TICKS X Y [glow]") ||
        !argument_u32(reader->words[0], 1, OPTIONS_TICKS_MAX - reader->ticks, &length,
                      reader->error) ||
        !take_axis(reader->words[1], &run.input.move_x, reader->error) ||
        !take_axis(reader->words[2], &run.input.move_y, reader->error)) {
        return false;
    }
    RecordingRun *runs =
        grow(recording->runs, reader->run_count, &reader->run_capacity, sizeof run, reader->error);
    if (!runs) {
        return false;
    }
    recording->runs = runs;
    runs[reader->run_count++] = run;
    reader->ticks += length;
    pass_line(reader);
    return true;
}

/* The line's last two words close the block: the state's hash and the check. */
static bool close_block(Reader *reader)
{
    Recording *recording = reader->recording;
    RecordingMark mark = {.tick = reader->ticks};
    const char *check_word = reader->words[reader->word_count - 1];
    size_t checked = reader->line_length - strlen(check_word);
    uint64_t check;
    if (!argument_hex(reader->words[reader->word_count - 2], &mark.hash, reader->error) ||
        !argument_hex(check_word, &check, reader->error)) {
        return false;
    }
    if (check != hash_bytes(reader->hash, reader->line, checked)) {
        return error_set(reader->error, "the check of what stands up to here does not hold");
    }
    uint32_t tick;
    if (!argument_u32(reader->words[1], 0, UINT32_MAX, &tick, NULL) || tick != mark.tick) {
        return error_set(reader->error, "expected tick %u", mark.tick);
    }
    if (recording->mark_count == 0 && mark.tick != 0) {
        return error_set(reader->error, "expected `state 0 HASH CHECK` before the first wish");
    }
    RecordingMark *marks = grow(recording->marks, recording->mark_count, &reader->mark_capacity,
                                sizeof mark, reader->error);
    if (!marks) {
        return false;
    }
    recording->marks = marks;
    bool is_new = recording->mark_count == 0 || marks[recording->mark_count - 1].tick < mark.tick;
    recording->mark_count += is_new;
    marks[recording->mark_count - 1] = mark;
    recording->run_count = reader->run_count;
    recording->ticks = reader->ticks;
    pass_line(reader);
    return true;
}

static bool take_end(Reader *reader)
{
    Outcome outcome;
    if (!expect_words(reader, 5, "end TICK OUTCOME HASH CHECK") ||
        !recording_outcome_from_name(reader->words[2], &outcome)) {
        return error_set(reader->error, "expected `end TICK OUTCOME HASH CHECK`");
    }
    if (!close_block(reader)) {
        return false;
    }
    reader->recording->outcome = outcome;
    reader->ended = true;
    return true;
}

static bool take_line(Reader *reader)
{
    if (!next_line(reader) || !split_words(reader)) {
        return false;
    }
    if (strcmp(reader->words[0], "state") == 0) {
        return expect_words(reader, 4, "state TICK HASH CHECK") && close_block(reader);
    }
    if (strcmp(reader->words[0], "end") == 0) {
        return take_end(reader);
    }
    return take_run(reader);
}

/* ---- The whole ------------------------------------------------------------------------------ */

static bool read_blocks(Reader *reader)
{
    while (!reader->ended) {
        if (!take_line(reader)) {
            return false;
        }
    }
    return reader->at == reader->count ||
           error_set(reader->error, "expected nothing behind the `end`");
}

/* False: nothing of it is good. */
static bool read_all(Reader *reader, Error *error)
{
    Recording *recording = reader->recording;
    reader->error = &recording->damage;
    bool whole = read_head(reader) && read_blocks(reader);
    recording->whole = whole;
    if (!whole) {
        error_prefix(&recording->damage, "%s:%u", reader->path, reader->line_number);
    }
    if (recording->ticks == 0) {
        return whole ? error_set(error, "%s: the recording has no tick", reader->path)
                     : error_set(error, "%s", recording->damage.text);
    }
    if (!whole) {
        Error what = recording->damage;
        error_set(&recording->damage, "%s; the recording is good up to tick %u", what.text,
                  recording->ticks);
    }
    return true;
}

Recording *recording_parse(const char *path, const char *bytes, size_t count, Error *error)
{
    Recording *recording = calloc(1, sizeof *recording);
    if (!recording) {
        error_set(error, "%s: no memory for a recording", path);
        return NULL;
    }
    Reader reader = {
        .recording = recording, .path = path, .bytes = bytes, .count = count, .hash = HASH_START};
    if (!read_all(&reader, error)) {
        recording_destroy(recording);
        return NULL;
    }
    return recording;
}

Recording *recording_read(const char *path, Error *error)
{
    size_t count;
    char *bytes = file_read(path, BYTES_MAX, &count, error);
    if (!bytes) {
        error_prefix(error, "%s", path);
        return NULL;
    }
    Recording *recording = recording_parse(path, bytes, count, error);
    free(bytes);
    return recording;
}
