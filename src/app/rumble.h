/* What a tick feels like in the hand: for the loop, which asks after every one. Main thread only.
 */
#pragma once

#include "view/input.h"

/* Shakes the gamepad in use where something was caught between the two scenes, or came home. */
void rumble_tick(InputDevices *devices, const Scene *before, const Scene *now);
