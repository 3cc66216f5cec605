/* What F1's page says: the bindings that hold now, a row for each thing they do, with short names
 * of the keys. Text alone; messages.c draws it. Main thread only. */
#pragma once

#include "view/keys.h"

enum { KEY_PAGE_ROWS_MAX = 64, KEY_PAGE_KEYS_MAX = 20 };

typedef struct KeyPageRow {
    char keys[KEY_PAGE_KEYS_MAX + 2]; /* where more follow in the next row, a comma ends it */
    const char *does;                 /* empty: the row goes on with the keys of the one above */
} KeyPageRow;

/* Writes the rows of keyboard and mouse, or those of gamepads, and returns how many: as
 * many as there is room for. What no key does has no row. */
uint32_t key_page_write(const Keys *keys, bool of_pads, KeyPageRow rows[KEY_PAGE_ROWS_MAX]);
