#include "view/keys_file.h"

#include "base/file.h"
#include "base/spelling.h"
#include "view/key_name.h"
#include "view/preferences.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FILE_NAME  "keys.conf"
#define NO_ACTION  "none"
#define MARK_UTF_8 "\xEF\xBB\xBF"

enum { QUOTED_SIZE = 33, KEYS_PATH_SIZE = 4096 };

/* A file on its way in. */
typedef struct Reader {
    Keys *keys;
    Log *log;
    const char *name;
    uint32_t line;             /* from 1 */
    uint32_t bound[KEY_COUNT]; /* the line that bound the key; 0: none so far */
    uint32_t faults;
} Reader;

/* ---- What the log says ---------------------------------------------------------------------- */

static void fault(Reader *reader, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void fault(Reader *reader, const char *format, ...)
{
    if (reader->faults++ >= KEYS_FILE_TOLD_MAX) {
        return; /* they are counted, and told of together */
    }
    char text[LOG_LINE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    log_write(reader->log, LOG_WARNING, "%s:%u: %s", reader->name, reader->line, text);
}

/* The word as a log may show it: whatever a terminal would obey is a question mark. */
static const char *quoted(const char *word, char text[QUOTED_SIZE])
{
    snprintf(text, QUOTED_SIZE, "%s", word);
    for (char *letter = text; *letter; letter++) {
        *letter = isprint((unsigned char)*letter) ? *letter : '?';
    }
    return text;
}

/* Looking for the nearest name takes a while, and a file may have a great many faults. */
static bool is_told(const Reader *reader)
{
    return reader->faults < KEYS_FILE_TOLD_MAX;
}

static void fault_no_key(Reader *reader, const char *word)
{
    char text[QUOTED_SIZE];
    char name[KEY_NAME_SIZE];
    if (is_told(reader) && key_name(key_nearest(word), name)) {
        fault(reader, "no key is called '%s': perhaps '%s' was meant", quoted(word, text), name);
    } else {
        fault(reader,
              "no key is called '%s': expected SDL's name of one, as in 'left ctrl', "
              "'alt+return', 'pad a', 'mouse right'",
              quoted(word, text));
    }
}

static const char *nearest_action(const char *word)
{
    const char *nearest = NULL;
    uint32_t least = spelling_tolerance(word) + 1;
    for (uint32_t i = 0; i < input_binding_count(); i++) {
        uint32_t distance = spelling_distance(word, input_binding(i)->name);
        if (distance < least) {
            least = distance;
            nearest = input_binding(i)->name;
        }
    }
    return nearest;
}

static void fault_no_action(Reader *reader, const char *word)
{
    char text[QUOTED_SIZE];
    const char *nearest = is_told(reader) ? nearest_action(word) : NULL;
    if (nearest) {
        fault(reader, "nothing is called '%s': perhaps '%s' was meant", quoted(word, text),
              nearest);
    } else {
        fault(reader, "nothing is called '%s': expected what lampyris --list-keys has behind a =",
              quoted(word, text));
    }
}

/* ---- A line --------------------------------------------------------------------------------- */

/* Cuts blanks off both ends. */
static char *trim(char *text)
{
    text += strspn(text, " \t\r");
    size_t length = strlen(text);
    while (length > 0 && strchr(" \t\r", text[length - 1])) {
        length--;
    }
    text[length] = '\0';
    return text;
}

/* A comment begins with a # that begins the line, or has a blank before it. */
static void cut_comment(char *line)
{
    for (char *hash = strchr(line, '#'); hash; hash = strchr(hash + 1, '#')) {
        if (hash == line || hash[-1] == ' ' || hash[-1] == '\t') {
            *hash = '\0';
            return;
        }
    }
}

/* True: it is known, and *binding is what it is, NULL for nothing. */
static bool find_action(const char *word, const KeyBinding **binding)
{
    *binding = NULL;
    for (uint32_t i = 0; i < input_binding_count(); i++) {
        if (SDL_strcasecmp(word, input_binding(i)->name) == 0) {
            *binding = input_binding(i);
        }
    }
    return *binding || SDL_strcasecmp(word, NO_ACTION) == 0;
}

/* No action has a = in its name, and a key may: the last one parts them. */
static void read_line(Reader *reader, char *line)
{
    cut_comment(line);
    char *word = trim(line);
    char *equals = strrchr(word, '=');
    if (*word == '\0') {
        return;
    }
    char text[QUOTED_SIZE];
    if (!equals || equals == word) {
        fault(reader, "'%s', and key = action was expected", quoted(word, text));
        return;
    }
    *equals = '\0';
    const char *key_word = trim(word);
    const char *action_word = trim(equals + 1);
    const KeyBinding *binding;
    Key key = key_find(key_word);
    if (key == KEY_NONE) {
        fault_no_key(reader, key_word);
    } else if (!find_action(action_word, &binding)) {
        fault_no_action(reader, action_word);
    } else {
        if (reader->bound[key] > 0) {
            fault(reader, "'%s' was bound in line %u already: now it is '%s'",
                  quoted(key_word, text), reader->bound[key], binding ? binding->name : NO_ACTION);
        }
        reader->bound[key] = reader->line;
        keys_bind(reader->keys, key, binding);
    }
}

/* ---- The file ------------------------------------------------------------------------------- */

static void take_line(Reader *reader, const char *bytes, size_t count)
{
    char line[KEYS_FILE_LINE_MAX + 1];
    if (count > KEYS_FILE_LINE_MAX) {
        fault(reader, "a line of %zu bytes, and at most %d were expected", count,
              KEYS_FILE_LINE_MAX);
    } else if (memchr(bytes, '\0', count)) {
        fault(reader, "a NUL byte, and text was expected");
    } else {
        memcpy(line, bytes, count);
        line[count] = '\0';
        read_line(reader, line);
    }
}

void keys_file_parse(Keys *keys, const char *name, const char *bytes, size_t count, Log *log)
{
    Reader reader = {.keys = keys, .log = log, .name = name};
    const char *end = bytes + count;
    size_t mark = strlen(MARK_UTF_8);
    const char *line = count >= mark && memcmp(bytes, MARK_UTF_8, mark) == 0 ? bytes + mark : bytes;
    while (line < end) {
        const char *newline = memchr(line, '\n', (size_t)(end - line));
        const char *line_end = newline ? newline : end;
        reader.line++;
        take_line(&reader, line, (size_t)(line_end - line));
        line = newline ? newline + 1 : end;
    }
    if (reader.faults > KEYS_FILE_TOLD_MAX) {
        log_write(log, LOG_WARNING, "%s: and %u more like these", name,
                  reader.faults - KEYS_FILE_TOLD_MAX);
    }
}

static const char *name_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

void keys_file_load(Keys *keys, const char *path, Log *log)
{
    keys_init(keys);
    char own[KEYS_PATH_SIZE];
    size_t count = 0;
    Error error = {""};
    bool has_own = !path && preferences_path(FILE_NAME, own, sizeof own, &error);
    const char *chosen = has_own ? own : path;
    char *bytes = chosen ? file_read(chosen, KEYS_FILE_SIZE_MAX, &count, &error) : NULL;
    if (bytes) {
        log_write(log, LOG_DEBUG, "keys: %s", chosen);
        keys_file_parse(keys, name_of(chosen), bytes, count, log);
    } else if (path || (has_own && access(own, F_OK) == 0)) {
        log_write(log, LOG_WARNING, "%s: %s; keys are as they are from the start", chosen,
                  error.text);
    }
    free(bytes);
}

/* ---- All of them ---------------------------------------------------------------------------- */

static void print_binding(const Keys *keys, const KeyBinding *binding, FILE *file)
{
    Key list[KEY_COUNT];
    uint32_t count = keys_of(keys, binding, list, KEY_COUNT);
    for (uint32_t i = 0; i < count; i++) {
        char name[KEY_NAME_SIZE];
        if (key_name(list[i], name)) {
            fprintf(file, "%s = %s\n", name, binding->name);
        }
    }
}

void keys_file_print(const Keys *keys, FILE *file)
{
    char path[KEYS_PATH_SIZE];
    Error error = {""};
    bool has_own = preferences_path(FILE_NAME, path, sizeof path, &error);
    fprintf(file, "# What keys do: key = action, or none. Lines in %s change it.\n",
            has_own ? path : FILE_NAME);
    for (uint32_t i = 0; i < input_binding_count(); i++) {
        print_binding(keys, input_binding(i), file);
    }
    Keys start;
    keys_init(&start);
    for (Key key = 0; key < KEY_COUNT; key++) {
        char name[KEY_NAME_SIZE];
        if (start.rows[key] > 0 && keys->rows[key] == 0 && key_name(key, name)) {
            fprintf(file, "%s = " NO_ACTION "\n", name);
        }
    }
}
