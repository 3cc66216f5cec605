/* Counts how often each index of a phase was visited: the proof that every slice ran once. A
 * fault in here fails the running test. */
#pragma once

#include "backend/backend.h"

#include <stdatomic.h>
#include <stdint.h>

typedef struct Visits {
    uint32_t count;
    atomic_uchar *times; /* [count] */
} Visits;

Visits visits_create(uint32_t count); /* main thread only */
void visits_destroy(Visits *visits);

/* A PhaseFunction: visits each index of its slice. */
bool visits_slice(Lane *lane, Range slice, void *visits);

/* A phase of that function over all indices. */
Phase visits_phase(Visits *visits, uint32_t grain);

/* How many indices were not visited just so many times; all are as new afterwards. */
uint32_t visits_take_wrong(Visits *visits, uint32_t times);
