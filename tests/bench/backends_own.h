/* Our coroutines, with the same functions as the libraries': through the scheduler, and the bare
 * primitive; and as the floor under them no coroutines, only the lines that they would touch. */
#pragma once

#include "bench/peers.h"

enum { OWN_SCHEDULER, OWN_SCHEDULER_GUARDED, OWN_BARE, OWN_LINES, OWN_COUNT };

extern const PeerCoroutines own_coroutines[OWN_COUNT];
