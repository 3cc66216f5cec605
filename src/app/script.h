/* The player of headless runs: what the lantern does when nobody holds it, so that a state hash
 * covers play and not only a swarm left to itself. See README.md. Any thread. */
#pragma once

#include "sim/step.h"

/* The wish for the tick that follows `tick`: a pure function of it. */
StepInput script_input(uint32_t tick);
