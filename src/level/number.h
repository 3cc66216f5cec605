/* Numbers as text, the same on every machine: no locale (strtod's decimal point follows it), no
 * hexadecimal, no "nan" or "inf", nothing skipped before or after. Any thread. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* Reads a number at the start of `text`; returns what follows it, NULL where there is none. */
const char *number_scan_u32(const char *text, uint32_t *value);

/* Decimal, as in "-12.5e+3"; always finite. Exact to a float's precision, not to a double's last
 * bit: digits beyond the 18th are dropped. */
const char *number_scan(const char *text, double *value);

/* The same for a text that is a number and nothing else. */
bool number_parse_u32(const char *text, uint32_t *value);
bool number_parse(const char *text, double *value);
