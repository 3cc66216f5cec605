/* Which key does what now: the table of input_keys.h as it is from the start, and what keys.conf
 * makes of it. Plain data, to be copied. For input.c, which acts by it, and for those who show it.
 */
#pragma once

#include "view/input_keys.h"

struct Keys {
    uint8_t rows[KEY_COUNT]; /* by Key: the number of the table's row, from 1; 0: does nothing */
};

/* Makes them as they are from the start. */
void keys_init(Keys *keys);

/* What the key does; NULL: nothing. Any number may be asked for. */
const KeyBinding *keys_find(const Keys *keys, Key key);

/* From now on the key (which is one, not KEY_NONE) does that, a row of the table or NULL for
 * nothing, and no longer what it did. */
void keys_bind(Keys *keys, Key key, const KeyBinding *binding);

/* Writes the keys that do that, those from the start first, and returns how many of them it wrote,
 * at most `most`. */
uint32_t keys_of(const Keys *keys, const KeyBinding *binding, Key list[], uint32_t most);

/* The first of its keys on keyboard or mouse, for texts that name one; KEY_NONE: none. */
Key keys_first_of(const Keys *keys, const KeyBinding *binding);

/* The same of an action; of several rows with that action, the first that has a key. */
Key keys_first(const Keys *keys, Action action);
