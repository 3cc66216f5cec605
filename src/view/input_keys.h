/* The table of keys: what a key does and what F1 says about it, a row each. For input.c, which acts
 * by it, and help.c, which shows it. */
#pragma once

#include "view/input.h"

#include <SDL.h>
#include <stdbool.h>
#include <stdint.h>

enum { KEYS_A_BINDING = 3 };

typedef struct KeyBinding {
    Action action;
    SDL_Scancode keys[KEYS_A_BINDING]; /* SDL_SCANCODE_UNKNOWN fills up */
    bool with_alt;                     /* with Alt held, and otherwise not */
    bool repeats;                      /* holding the key presses it again and again */
    int slot;                          /* for ACTION_BACKEND: the table's row */
    const char *name;                  /* as F1 names the keys; NULL: the row above speaks for it */
    const char *does;
} KeyBinding;

uint32_t input_binding_count(void);
const KeyBinding *input_binding(uint32_t index);
