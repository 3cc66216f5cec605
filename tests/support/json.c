#include "support/json.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { DEPTH_MAX = 32 };

static const char *skip_value(const char *at, int depth);

static const char *skip_blanks(const char *at)
{
    return at + strspn(at, " \t\r\n");
}

static const char *skip_string(const char *at)
{
    if (*at++ != '"') {
        return NULL;
    }
    for (; *at != '"'; at++) {
        if ((unsigned char)*at < 0x20) {
            return NULL; /* the end of the text too */
        }
        if (*at == '\\') {
            at++;
            if (!*at || !strchr("\"\\/bfnrtu", *at)) {
                return NULL;
            }
        }
    }
    return at + 1;
}

static const char *skip_digits(const char *at)
{
    if (!isdigit((unsigned char)*at)) {
        return NULL;
    }
    return at + strspn(at, "0123456789");
}

static const char *skip_number(const char *at)
{
    at += *at == '-';
    if (*at == '0' && isdigit((unsigned char)at[1])) {
        return NULL;
    }
    at = skip_digits(at);
    if (at && *at == '.') {
        at = skip_digits(at + 1);
    }
    if (at && (*at == 'e' || *at == 'E')) {
        at++;
        at = skip_digits(at + (*at == '+' || *at == '-'));
    }
    return at;
}

static const char *skip_word(const char *at, const char *word)
{
    return strncmp(at, word, strlen(word)) == 0 ? at + strlen(word) : NULL;
}

/* A list in brackets, or members in braces. */
static const char *skip_group(const char *at, int depth)
{
    bool has_keys = *at == '{';
    char end = has_keys ? '}' : ']';
    at = skip_blanks(at + 1);
    if (*at == end) {
        return at + 1;
    }
    for (;;) {
        if (has_keys) {
            at = skip_string(at);
            at = at ? skip_blanks(at) : NULL;
            if (!at || *at != ':') {
                return NULL;
            }
            at = skip_blanks(at + 1);
        }
        at = skip_value(at, depth + 1);
        at = at ? skip_blanks(at) : NULL;
        if (!at || (*at != ',' && *at != end)) {
            return NULL;
        }
        if (*at == end) {
            return at + 1;
        }
        at = skip_blanks(at + 1);
    }
}

static const char *skip_value(const char *at, int depth)
{
    if (depth > DEPTH_MAX) {
        return NULL;
    }
    switch (*at) {
    case '{':
    case '[': return skip_group(at, depth);
    case '"': return skip_string(at);
    case 't': return skip_word(at, "true");
    case 'f': return skip_word(at, "false");
    case 'n': return skip_word(at, "null");
    default: return skip_number(at);
    }
}

bool json_is_valid(const char *text)
{
    const char *end = skip_value(skip_blanks(text), 0);
    return end && *skip_blanks(end) == '\0';
}

bool json_find(const char *text, const char *key, int index, char *value, size_t size)
{
    char quoted[64];
    snprintf(quoted, sizeof quoted, "\"%s\":", key);
    const char *at = strstr(text, quoted);
    for (int i = 0; at && i < index; i++) {
        at = strstr(at + 1, quoted);
    }
    if (!at) {
        return false;
    }
    at = skip_blanks(at + strlen(quoted));
    const char *end = skip_value(at, 0);
    if (!end) {
        return false;
    }
    snprintf(value, size, "%.*s", (int)(end - at), at);
    return true;
}
