/* Any bytes as keys.conf: there are keys in the end, and their list makes the same keys again. */
#include "view/keys_file.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

static void demand(bool holds)
{
    if (!holds) {
        abort();
    }
}

/* Nothing that a terminal would obey. */
static void demand_plain(const Log *log)
{
    for (uint32_t age = 0; age < log_kept(log); age++) {
        for (const char *letter = log_recent(log, age); *letter; letter++) {
            demand(*letter >= ' ' && *letter <= '~');
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    Keys keys;
    Keys again;
    Log log;
    log_init(&log, LOG_ERROR);
    keys_init(&keys);
    keys_file_parse(&keys, "keys.conf", (const char *)bytes, count, &log);
    demand_plain(&log);

    char *text = NULL;
    size_t length = 0;
    FILE *file = open_memstream(&text, &length);
    keys_file_print(&keys, file);
    fclose(file);
    log_init(&log, LOG_ERROR);
    keys_init(&again);
    keys_file_parse(&again, "list", text, length, &log);
    free(text);
    demand(log_kept(&log) == 0);
    demand(memcmp(&keys, &again, sizeof keys) == 0);
    return 0;
}
