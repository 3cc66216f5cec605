#include "app/json_reader.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef struct Reader {
    const char *start;
    const char *at;
    JsonVisitor *visit;
    void *context;
    Error *error;
    uint32_t depth;
    size_t path_length;
    char path[JSON_PATH_SIZE];
} Reader;

static bool read_value(Reader *reader);

/* ---- Words ---------------------------------------------------------------------------------- */

static bool refuse(Reader *reader, const char *what)
{
    uint32_t line = 1;
    uint32_t column = 1;
    for (const char *c = reader->start; c < reader->at; c++) {
        column = *c == '\n' ? 1 : column + 1;
        line += *c == '\n';
    }
    return error_set(reader->error, "%u:%u: %s", line, column, what);
}

static void skip_blanks(Reader *reader)
{
    reader->at += strspn(reader->at, " \t\r\n");
}

static bool take(Reader *reader, char wanted)
{
    skip_blanks(reader);
    if (*reader->at != wanted) {
        return false;
    }
    reader->at++;
    return true;
}

static bool tell(Reader *reader, JsonKind kind, const char *text)
{
    Error why = {""};
    return reader->visit(reader->context, reader->path, kind, text, &why) ||
           refuse(reader, why.text);
}

/* Longer paths than we know keep their beginning, which is nobody's. */
static size_t extend_path(Reader *reader, const char *separator, const char *name)
{
    size_t before = reader->path_length;
    size_t room = JSON_PATH_SIZE - 1 - before;
    size_t first = strnlen(separator, room);
    memcpy(reader->path + before, separator, first);
    size_t second = strnlen(name, room - first);
    memcpy(reader->path + before + first, name, second);
    reader->path_length = before + first + second;
    reader->path[reader->path_length] = '\0';
    return before;
}

static void cut_path(Reader *reader, size_t length)
{
    reader->path_length = length;
    reader->path[length] = '\0';
}

/* ---- Scalars -------------------------------------------------------------------------------- */

/* Behind a backslash, which is gone. '\0': no such escape. What is not ASCII becomes a '?'. */
static char read_escape(Reader *reader)
{
    static const char *const letters = "\"\\/bfnrt";
    static const char meant[] = "\"\\/\b\f\n\r\t";
    char letter = *reader->at;
    if (letter == 'u') {
        if (strspn(reader->at + 1, "0123456789abcdefABCDEF") < 4) {
            return '\0';
        }
        char digits[5] = {0};
        memcpy(digits, reader->at + 1, 4);
        reader->at += 5;
        unsigned long code = strtoul(digits, NULL, 16);
        return code > 0 && code < 0x80 ? (char)code : '?';
    }
    const char *found = letter ? strchr(letters, letter) : NULL;
    reader->at += found ? 1 : 0;
    return found ? meant[found - letters] : '\0';
}

/* Behind the opening quote. */
static bool read_string(Reader *reader, char text[JSON_TEXT_SIZE])
{
    size_t length = 0;
    while (*reader->at != '"') {
        char c = *reader->at;
        if ((unsigned char)c < 0x20) {
            return refuse(reader, c == '\0' ? "it ends within a string"
                                            : "expected no control character in a string");
        }
        reader->at++;
        if (c == '\\' && (c = read_escape(reader)) == '\0') {
            return refuse(reader, "expected an escape that JSON has behind the backslash");
        }
        if (length + 1 < JSON_TEXT_SIZE) {
            text[length++] = c;
        }
    }
    text[length] = '\0';
    reader->at++;
    return true;
}

static size_t count_digits(const char *text)
{
    return strspn(text, "0123456789");
}

/* The length of the number that stands there; 0: none. */
static size_t number_length(const char *text)
{
    const char *at = text + (*text == '-');
    size_t digits = count_digits(at);
    if (digits == 0 || (digits > 1 && *at == '0')) {
        return 0;
    }
    at += digits;
    if (*at == '.') {
        digits = count_digits(at + 1);
        if (digits == 0) {
            return 0;
        }
        at += 1 + digits;
    }
    if (*at == 'e' || *at == 'E') {
        at += 1 + (at[1] == '+' || at[1] == '-');
        digits = count_digits(at);
        if (digits == 0) {
            return 0;
        }
        at += digits;
    }
    return (size_t)(at - text);
}

static bool read_bare(Reader *reader)
{
    static const char *const words[] = {"true", "false", "null"};
    char text[JSON_TEXT_SIZE];
    size_t length = number_length(reader->at);
    JsonKind kind = JSON_NUMBER;
    for (uint32_t i = 0; length == 0 && i < 3; i++) {
        if (strncmp(reader->at, words[i], strlen(words[i])) == 0) {
            length = strlen(words[i]);
            kind = JSON_WORD;
        }
    }
    if (length == 0 || length >= JSON_TEXT_SIZE) {
        return refuse(reader,
                      *reader->at == '\0' ? "it ends where a value should be" : "expected a value");
    }
    memcpy(text, reader->at, length);
    text[length] = '\0';
    reader->at += length;
    return tell(reader, kind, text);
}

/* ---- Objects and arrays --------------------------------------------------------------------- */

static bool read_member(Reader *reader)
{
    char key[JSON_TEXT_SIZE];
    if (!take(reader, '"')) {
        return refuse(reader, "expected a key in quotes");
    }
    if (!read_string(reader, key)) {
        return false;
    }
    if (!take(reader, ':')) {
        return refuse(reader, "expected a : behind the key");
    }
    size_t before = extend_path(reader, reader->path_length > 0 ? "." : "", key);
    bool good = read_value(reader);
    cut_path(reader, before);
    return good;
}

/* Behind the opening brace or bracket. */
static bool read_members(Reader *reader, char end, bool (*read)(Reader *reader))
{
    if (take(reader, end)) {
        return true;
    }
    do {
        if (!read(reader)) {
            return false;
        }
    } while (take(reader, ','));
    return take(reader, end) || refuse(reader, end == '}' ? "expected , or } behind a member"
                                                          : "expected , or ] behind an element");
}

static bool read_array(Reader *reader)
{
    size_t before = extend_path(reader, "[]", "");
    bool good = read_members(reader, ']', read_value);
    cut_path(reader, before);
    return good;
}

static bool read_value(Reader *reader)
{
    if (take(reader, '"')) {
        char text[JSON_TEXT_SIZE];
        return read_string(reader, text) && tell(reader, JSON_STRING, text);
    }
    bool is_object = take(reader, '{');
    if (!is_object && !take(reader, '[')) {
        return read_bare(reader);
    }
    if (++reader->depth > JSON_DEPTH_MAX) {
        return refuse(reader, "it is nested too deep");
    }
    bool good = is_object ? read_members(reader, '}', read_member) : read_array(reader);
    reader->depth--;
    return good && (!is_object || tell(reader, JSON_OBJECT_END, ""));
}

bool json_read(const char *text, JsonVisitor *visit, void *context, Error *error)
{
    Reader reader = {.start = text, .at = text, .visit = visit, .context = context, .error = error};
    if (!read_value(&reader)) {
        return false;
    }
    skip_blanks(&reader);
    return *reader.at == '\0' || refuse(&reader, "expected nothing behind the value");
}
