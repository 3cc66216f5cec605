#include "level/number.h"

#include <stddef.h>

enum {
    DIGITS_KEPT = 18,   /* fit in 64 bits */
    EXPONENT_MAX = 250, /* with 18 digits before it, still finite */
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

const char *number_scan_u32(const char *text, uint32_t *value)
{
    if (!is_digit(*text)) {
        return NULL;
    }
    uint64_t sum = 0;
    for (; is_digit(*text); text++) {
        sum = sum * 10 + (uint64_t)(*text - '0');
        if (sum > UINT32_MAX) {
            return NULL;
        }
    }
    *value = (uint32_t)sum;
    return text;
}

typedef struct Decimal {
    uint64_t digits;
    uint32_t kept;  /* of the digits, leading zeros not counted */
    int32_t scale;  /* the value is digits x 10^scale */
    bool any_digit; /* a number has at least one */
} Decimal;

static const char *scan_digits(const char *text, Decimal *decimal, bool fraction)
{
    for (; is_digit(*text); text++) {
        decimal->any_digit = true;
        bool keep = decimal->kept < DIGITS_KEPT;
        if (keep) {
            decimal->digits = decimal->digits * 10 + (uint64_t)(*text - '0');
            decimal->kept += decimal->digits != 0;
        }
        /* A digit kept behind the point makes the scale smaller, one dropped before it larger. */
        if (keep == fraction && decimal->scale > -EXPONENT_MAX && decimal->scale < EXPONENT_MAX) {
            decimal->scale += fraction ? -1 : 1;
        }
    }
    return text;
}

/* After the 'e'; what does not fit is as good as zero or infinite, and is clamped by the caller. */
static const char *scan_exponent(const char *text, int32_t *exponent)
{
    bool negative = *text == '-';
    text += *text == '-' || *text == '+';
    uint32_t size;
    const char *end = number_scan_u32(text, &size);
    if (!end) {
        return NULL;
    }
    int32_t clamped = size < 2 * EXPONENT_MAX ? (int32_t)size : 2 * EXPONENT_MAX;
    *exponent = negative ? -clamped : clamped;
    return end;
}

static double power_of_ten(int32_t exponent)
{
    double power = 1;
    for (int32_t i = 0; i < exponent; i++) {
        power *= 10;
    }
    return power;
}

const char *number_scan(const char *text, double *value)
{
    bool negative = *text == '-';
    text += negative;

    Decimal decimal = {0};
    text = scan_digits(text, &decimal, false);
    if (*text == '.') {
        text = scan_digits(text + 1, &decimal, true);
    }
    if (!decimal.any_digit) {
        return NULL;
    }
    int32_t exponent = 0;
    if (*text == 'e' || *text == 'E') {
        text = scan_exponent(text + 1, &exponent);
        if (!text) {
            return NULL;
        }
    }
    exponent += decimal.scale;
    exponent = exponent < -EXPONENT_MAX ? -EXPONENT_MAX : exponent;
    exponent = exponent > EXPONENT_MAX ? EXPONENT_MAX : exponent;

    double size = (double)decimal.digits;
    size = exponent < 0 ? size / power_of_ten(-exponent) : size * power_of_ten(exponent);
    *value = negative ? -size : size;
    return text;
}

bool number_parse_u32(const char *text, uint32_t *value)
{
    const char *end = number_scan_u32(text, value);
    return end && *end == '\0';
}

bool number_parse(const char *text, double *value)
{
    const char *end = number_scan(text, value);
    return end && *end == '\0';
}
