#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool error_set(Error *error, const char *format, ...)
{
    if (!error) {
        return false;
    }
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error->text, sizeof error->text, format, arguments);
    va_end(arguments);
    return false;
}

bool error_prefix(Error *error, const char *format, ...)
{
    if (!error) {
        return false;
    }
    char prefix[ERROR_TEXT_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(prefix, sizeof prefix, format, arguments);
    va_end(arguments);

    char sentence[ERROR_TEXT_SIZE];
    memcpy(sentence, error->text, sizeof sentence);
    size_t used = (size_t)snprintf(error->text, sizeof error->text, "%s: ", prefix);
    if (used < sizeof error->text) {
        size_t room = sizeof error->text - used - 1;
        size_t length = strnlen(sentence, room);
        memcpy(error->text + used, sentence, length);
        error->text[used + length] = '\0';
    }
    return false;
}
