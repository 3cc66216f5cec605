#include "level/base64.h"

#include <stdint.h>

/* The six bits of a character; -1: not one of base64's. */
static int bits_of(char c)
{
    if (c >= 'A' && c <= 'Z') {
        return c - 'A';
    }
    if (c >= 'a' && c <= 'z') {
        return c - 'a' + 26;
    }
    if (c >= '0' && c <= '9') {
        return c - '0' + 52;
    }
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

bool base64_decode(const char *text, size_t length, unsigned char *bytes, size_t *count,
                   size_t *fault)
{
    uint32_t group = 0; /* the newest six-bit values */
    size_t values = 0;
    size_t padding = 0;
    *count = 0;
    for (*fault = 0; *fault < length; ++*fault) {
        char c = text[*fault];
        if (is_space(c)) {
            continue;
        }
        if (c == '=' && values % 4 >= 2 && values % 4 + padding < 4) {
            padding++;
            continue;
        }
        int bits = bits_of(c);
        if (bits < 0 || padding > 0) {
            return false;
        }
        group = group << 6 | (uint32_t)bits;
        values++;
        if (values % 4 == 0) {
            bytes[(*count)++] = (unsigned char)(group >> 16);
            bytes[(*count)++] = (unsigned char)(group >> 8);
            bytes[(*count)++] = (unsigned char)group;
        }
    }
    if ((values + padding) % 4 != 0) {
        return false;
    }
    if (padding > 0) {
        group <<= 6 * padding;
        bytes[(*count)++] = (unsigned char)(group >> 16);
        if (padding == 1) {
            bytes[(*count)++] = (unsigned char)(group >> 8);
        }
    }
    return true;
}
