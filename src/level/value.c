#include "level/value.h"

#include "level/number.h"

#include <stdio.h>
#include <string.h>

enum { SENTENCE_SIZE = 128 };

bool value_fail(Value value, Error *error, const char *expected)
{
    return place_fail(value.place, error, "%s \"%.40s\" is \"%.60s\", expected %s", value.kind,
                      value.name, value.text, expected);
}

bool value_u32(Value value, Limits limits, uint32_t *number, Error *error)
{
    uint32_t parsed;
    if (number_parse_u32(value.text, &parsed) && parsed >= limits.low && parsed <= limits.high) {
        *number = parsed;
        return true;
    }
    char expected[SENTENCE_SIZE];
    snprintf(expected, sizeof expected, "a whole number from %.0f to %.0f", limits.low,
             limits.high);
    return value_fail(value, error, expected);
}

bool value_f32(Value value, Limits limits, float *number, Error *error)
{
    double parsed;
    if (number_parse(value.text, &parsed) && parsed >= limits.low && parsed <= limits.high) {
        *number = (float)parsed;
        return true;
    }
    char expected[SENTENCE_SIZE];
    snprintf(expected, sizeof expected, "a number from %.7g to %.7g", limits.low, limits.high);
    return value_fail(value, error, expected);
}

bool value_bool(Value value, bool *flag, Error *error)
{
    bool yes = strcmp(value.text, "true") == 0 || strcmp(value.text, "1") == 0;
    bool no = strcmp(value.text, "false") == 0 || strcmp(value.text, "0") == 0;
    if (!yes && !no) {
        return value_fail(value, error, "true or false");
    }
    *flag = yes;
    return true;
}

bool value_string(Value value, char *text, size_t size, Error *error)
{
    size_t length = strlen(value.text);
    if (length >= size) {
        return place_fail(value.place, error, "%s \"%.40s\" has %zu bytes, expected at most %zu",
                          value.kind, value.name, length, size - 1);
    }
    memcpy(text, value.text, length + 1);
    return true;
}

/* -1: not a hexadecimal digit. */
static int digit_of(char c)
{
    const char *digits = "0123456789abcdef";
    char lower = c >= 'A' && c <= 'F' ? (char)(c - 'A' + 'a') : c;
    const char *found = lower ? strchr(digits, lower) : NULL;
    return found ? (int)(found - digits) : -1;
}

bool value_rgb(Value value, uint32_t *rgb, Error *error)
{
    size_t length = strlen(value.text);
    bool shaped = value.text[0] == '#' && (length == 7 || length == 9);
    uint32_t sum = 0;
    for (size_t i = 1; shaped && i < length; i++) {
        int digit = digit_of(value.text[i]);
        shaped = digit >= 0;
        sum = sum << 4 | (uint32_t)(digit & 15);
    }
    if (!shaped) {
        return value_fail(value, error, "a colour such as #0b1026");
    }
    *rgb = sum & 0xffffff;
    return true;
}
