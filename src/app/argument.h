/* What stands behind an option's `=`, read strictly: nothing before, nothing after, nothing out of
 * range. Each returns false with "expected ...", and the caller names the option. */
#pragma once

#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

bool argument_u32(const char *text, uint32_t least, uint32_t most, uint32_t *value, Error *error);

/* Decimal, or hexadecimal behind 0x. */
bool argument_u64(const char *text, uint64_t *value, Error *error);

/* Hexadecimal, with or without 0x. */
bool argument_hex(const char *text, uint64_t *value, Error *error);

/* Over 0, at most `most`. */
bool argument_seconds(const char *text, double most, double *value, Error *error);
