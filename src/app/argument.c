#include "app/argument.h"

#include "level/number.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>

bool argument_u32(const char *text, uint32_t least, uint32_t most, uint32_t *value, Error *error)
{
    uint32_t number;
    if (!number_parse_u32(text, &number) || number < least || number > most) {
        return error_set(error, "expected a whole number from %u to %u", least, most);
    }
    *value = number;
    return true;
}

/* strtoull skips blanks and takes signs; a first digit rules both out. */
static bool scan_u64(const char *digits, int base, uint64_t *value)
{
    if (!(base == 16 ? isxdigit((unsigned char)digits[0]) : isdigit((unsigned char)digits[0]))) {
        return false;
    }
    char *end;
    errno = 0;
    unsigned long long number = strtoull(digits, &end, base);
    if (*end != '\0' || errno != 0) {
        return false;
    }
    *value = number;
    return true;
}

static bool has_hex_prefix(const char *text)
{
    /* A second prefix behind the first would be taken by strtoull. */
    return text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
}

bool argument_u64(const char *text, uint64_t *value, Error *error)
{
    if (has_hex_prefix(text) ? argument_hex(text, value, NULL) : scan_u64(text, 10, value)) {
        return true;
    }
    return error_set(error, "expected a whole number from 0 to 18446744073709551615, or 0x and up "
                            "to 16 hexadecimal digits");
}

bool argument_hex(const char *text, uint64_t *value, Error *error)
{
    const char *digits = has_hex_prefix(text) ? text + 2 : text;
    if (!has_hex_prefix(digits) && scan_u64(digits, 16, value)) {
        return true;
    }
    return error_set(error, "expected up to 16 hexadecimal digits, as --print-hash prints them");
}

bool argument_seconds(const char *text, double most, double *value, Error *error)
{
    double number;
    if (!number_parse(text, &number) || !(number > 0) || number > most) {
        return error_set(error, "expected seconds over 0, up to %g", most);
    }
    *value = number;
    return true;
}
