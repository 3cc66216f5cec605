/* Just enough of JSON to say whether a text is some, and to find a value in it by its key. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Whether the whole text is one JSON value (RFC 8259), with nothing behind it. */
bool json_is_valid(const char *text);

/* What stands behind the occurrence `index` (from 0) of "key": in the text, as it stands there:
 * `12.5`, `"words"`, `null`. False: there are not so many. */
bool json_find(const char *text, const char *key, int index, char *value, size_t size);
