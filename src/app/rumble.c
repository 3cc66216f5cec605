#include "app/rumble.h"

/* A catch is a blow, a jar a nod. */
#define CAUGHT_STRENGTH 0.8f
#define JARRED_STRENGTH 0.2f

enum { CAUGHT_MS = 140, JARRED_MS = 60 };

void rumble_tick(InputDevices *devices, const Scene *before, const Scene *now)
{
    if (now->eaten > before->eaten) {
        input_rumble(devices, CAUGHT_STRENGTH, CAUGHT_MS);
    } else if (now->jarred > before->jarred) {
        input_rumble(devices, JARRED_STRENGTH, JARRED_MS);
    }
}
