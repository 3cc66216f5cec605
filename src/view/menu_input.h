/* Presses for the menus: of keys (by what they do in the game), of gamepads, and of the pointer.
 * For input.c. Main thread only. */
#pragma once

#include "view/input.h"

#include <SDL.h>

/* Which way a gamepad's stick is held: it presses once for each way. */
typedef struct MenuStick {
    int x, y; /* -1, 0, 1 */
} MenuStick;

/* Adds what a press of the action's key means in a menu. `is_repeat`: the key is held, which goes
 * on moving, and chooses nothing again. */
void menu_input_action(Action action, bool is_repeat, Input *input);

/* Adds what an event of the mouse or a gamepad means in a menu, and of the arrows, Enter and
 * Escape, which are a way through it whatever they are bound to. */
void menu_input_event(MenuStick *stick, const SDL_Event *event, Input *input);
