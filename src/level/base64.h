/* Base64 (RFC 4648, with its padding), as Tiled saves layers; white space is skipped. Any thread.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* `bytes` has room for 3 for each 4 characters of `text`, and sets `count`. False: not base64 at
 * `fault`, the offset in `text`. */
bool base64_decode(const char *text, size_t length, unsigned char *bytes, size_t *count,
                   size_t *fault);
