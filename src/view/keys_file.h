/* keys.conf: what the player wants keys to do, a line each.
 *
 *     # key = action, the names in any case; --list-keys prints all of them
 *     left ctrl = glow
 *     pad x = pause
 *     alt+return = none
 *
 * A line changes what that one key does. One that cannot be understood is passed over, and the log
 * says why, as `keys.conf:7: what it is, and what was expected`. For play and --list-keys. Main
 * thread only. */
#pragma once

#include "base/log.h"
#include "view/keys.h"

#include <stddef.h>
#include <stdio.h>

enum {
    KEYS_FILE_SIZE_MAX = 2 << 20, /* bytes of a file that is read at all */
    KEYS_FILE_LINE_MAX = 200,     /* bytes of a line that is */
    KEYS_FILE_TOLD_MAX = 12,      /* bad lines that the log tells of one by one */
};

/* Makes the keys as they are from the start, and then what the file says. `path` NULL: keys.conf in
 * the system's folder for preferences, which need not be there. Another file that cannot be read is
 * told of in the log; there are keys in any case. */
void keys_file_load(Keys *keys, const char *path, Log *log);

/* Binds what the lines say. `name`: what the log calls the file. The bytes may be any. */
void keys_file_parse(Keys *keys, const char *name, const char *bytes, size_t count, Log *log);

/* Prints all keys that do something, and those that no longer do, so that the text is a keys.conf
 * that makes the same keys again. */
void keys_file_print(const Keys *keys, FILE *file);
