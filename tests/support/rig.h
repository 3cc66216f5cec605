/* A window that nobody sees, under SDL's dummy driver, with the devices that the player has: for
 * tests of what is pressed. Faults in here fail the running test; main thread only. */
#pragma once

#include "view/input.h"

#include <SDL.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct Rig {
    Log log;
    Stage *stage;
    InputDevices *devices; /* with the keys that hold by themselves */
    Scene *scene;
} Rig;

/* For cmocka: a rig as the test's state, with no event waiting. */
int rig_set_up(void **state);
int rig_tear_down(void **state);

Input rig_poll(Rig *rig);

void rig_push_key(SDL_Scancode key, bool down, uint16_t modifiers, bool repeat);
