/* The table of what keys do: a row for each thing, with its name in keys.conf, what F1 says about
 * it, and the keys it has from the start. Which keys it has now is said by keys.h. For whoever acts
 * by keys, names them or shows them. */
#pragma once

#include "view/input.h"

#include <SDL.h>
#include <stdbool.h>
#include <stdint.h>

/* Whatever can be pressed: a key of the keyboard, with Alt or without, a button of the mouse or of
 * a gamepad (of any of them), a gamepad's trigger. Below KEY_ALT it is an SDL_Scancode. */
typedef uint32_t Key;

enum {
    KEY_NONE = SDL_SCANCODE_UNKNOWN,
    KEY_ALT = SDL_NUM_SCANCODES,             /* + a scancode: with Alt held */
    KEY_MOUSE = 2 * SDL_NUM_SCANCODES,       /* + SDL_BUTTON_LEFT to SDL_BUTTON_X2 */
    KEY_PAD = KEY_MOUSE + SDL_BUTTON_X2 + 1, /* + an SDL_GameControllerButton */
    KEY_LEFT_TRIGGER = KEY_PAD + SDL_CONTROLLER_BUTTON_MAX,
    KEY_RIGHT_TRIGGER,
    KEY_COUNT,
};

enum { KEYS_A_BINDING = 6 };

typedef struct KeyBinding {
    Action action;
    const char *name;         /* in keys.conf: small letters, of its own */
    Key keys[KEYS_A_BINDING]; /* from the start; KEY_NONE fills up */
    bool repeats;             /* holding a key presses it again and again */
    int slot;                 /* for ACTION_BACKEND: the table's row */
    const char *does;         /* as F1 says it; NULL: the row above speaks for this one too */
} KeyBinding;

uint32_t input_binding_count(void); /* at most UINT8_MAX */
const KeyBinding *input_binding(uint32_t index);

/* Is it one of those from the start? */
bool input_binding_has(const KeyBinding *binding, Key key);

static inline bool key_is_on_pad(Key key)
{
    return key >= KEY_PAD;
}
