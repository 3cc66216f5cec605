/* Gamepads that nobody holds: SDL's virtual ones, plugged in, played with and pulled out by a test.
 * Faults in here fail the running test; main thread only. */
#pragma once

#include <SDL.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct Pad {
    SDL_JoystickID id;
    SDL_Joystick *joystick; /* open as long as the game has it */
    uint16_t heavy, light;  /* the last rumble */
    uint32_t rumbles;
} Pad;

/* The pad stays where it is until it is pulled out: SDL calls back with its address. */
void pad_plug_in(Pad *pad, const char *name);
void pad_pull_out(Pad *pad);

/* Once a poll has opened it. Its triggers rest at an axis's least, as those of real ones. */
void pad_take_up(Pad *pad);

void pad_hold_button(Pad *pad, SDL_GameControllerButton button, bool down);
void pad_push_axis(Pad *pad, SDL_GameControllerAxis axis, int16_t value);
