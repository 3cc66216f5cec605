#include "level/place.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { FILE_SHOWN = 240 }; /* bytes of a file name, so that the sentence behind it has room */

bool place_fail(Place at, Error *error, const char *format, ...)
{
    if (!error) {
        return false;
    }
    char sentence[ERROR_TEXT_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(sentence, sizeof sentence, format, arguments);
    va_end(arguments);

    size_t length = strlen(at.file);
    bool cut = length > FILE_SHOWN;
    const char *shown = cut ? at.file + length - FILE_SHOWN : at.file;
    error_set(error, "%s%s:%u:%u: %s", cut ? "..." : "", shown, at.line, at.column, sentence);

    /* Names and values come from the file, and a newline in one would end the line. */
    for (char *c = error->text; *c; c++) {
        if ((unsigned char)*c < ' ' || *c == 0x7f) {
            *c = '?';
        }
    }
    return false;
}

Place place_in_text(Place start, const char *text, size_t offset)
{
    Place at = start;
    for (size_t i = 0; i < offset; i++) {
        if (text[i] == '\n') {
            at.line++;
            at.column = 1;
        } else if (((unsigned char)text[i] & 0xc0) != 0x80) {
            at.column++; /* the later bytes of a character do not count */
        }
    }
    return at;
}
