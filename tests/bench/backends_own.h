/* Our coroutines, with the same functions as the libraries': through the scheduler, and the bare
 * primitive. */
#pragma once

#include "bench/peers.h"

enum { OWN_SCHEDULER, OWN_SCHEDULER_GUARDED, OWN_BARE, OWN_COUNT };

extern const PeerCoroutines own_coroutines[OWN_COUNT];
