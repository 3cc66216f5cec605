/* What keys are called: in keys.conf, where SDL's names are taken in any case, and on the screen.
 * For keys_file.c and whoever shows keys. Main thread only. */
#pragma once

#include "view/input_keys.h"

#include <stdbool.h>

enum { KEY_NAME_SIZE = 40 };

/* As keys.conf has it, in small letters: `left ctrl`, `alt+return`, `mouse left`, `pad a`, `pad
 * righttrigger`. A # is written `hash` there, since it begins a comment. False, and an empty name:
 * the key has none. */
bool key_name(Key key, char name[KEY_NAME_SIZE]);

/* As a page shows it: `Left Ctrl`, `Alt+Enter`, `left mouse`, `A`, `RT`; `-` for KEY_NONE. */
void key_title(Key key, char title[KEY_NAME_SIZE]);

/* The key of that name, in any case; KEY_NONE: there is none. */
Key key_find(const char *name);

/* The key whose name is nearest to a word that is none; KEY_NONE: none is near. */
Key key_nearest(const char *word);
