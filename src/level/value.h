/* Values of attributes and properties, checked: for the readers of maps and tilesets. A value that
 * is not what was expected gives a sentence that names it and says what was. Any thread. */
#pragma once

#include "base/error.h"
#include "level/place.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Value {
    Place place;
    const char *kind; /* "attribute" or "property" */
    const char *name;
    const char *text;
} Value;

/* What a number may be, both ends included. */
typedef struct Limits {
    double low;
    double high;
} Limits;

bool value_u32(Value value, Limits limits, uint32_t *number, Error *error);
bool value_f32(Value value, Limits limits, float *number, Error *error);

/* "true", "false", "1" or "0": properties have words, attributes digits. */
bool value_bool(Value value, bool *flag, Error *error);

/* Copies it into `text`, which has `size` bytes. */
bool value_string(Value value, char *text, size_t size, Error *error);

/* "#RRGGBB", or Tiled's "#AARRGGBB", of which the opacity is dropped. */
bool value_rgb(Value value, uint32_t *rgb, Error *error);

/* Says what the value is and that it should be `expected`; returns false. */
bool value_fail(Value value, Error *error, const char *expected);
