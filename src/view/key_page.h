/* What F1's page says: the bindings that hold now, a row for each thing they do, with short names
 * of the keys. Text alone; messages.c draws it. Main thread only. */
#pragma once

#include "view/keys.h"

enum { KEY_PAGE_ROWS_MAX = 64, KEY_PAGE_KEYS_MAX = 20 };

typedef struct KeyPageRow {
    char keys[KEY_PAGE_KEYS_MAX + 1]; /* as many as fit in, then dots */
    const char *does;
} KeyPageRow;

/* Writes the rows of keyboard and mouse, or those of gamepads, and returns how many. What no key
 * does has no row. */
uint32_t key_page_write(const Keys *keys, bool of_pads, KeyPageRow rows[KEY_PAGE_ROWS_MAX]);
