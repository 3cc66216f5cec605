/* An open field, or one with walls, as large as its population needs for each to see some 19
 * others: for bench_sim. Ends the program where there is no memory. */
#pragma once

#include "bench/bench.h"
#include "sim/kernel.h"
#include "sim/world.h"

typedef enum FieldKind { FIELD_FLOCK, FIELD_WALLED, FIELD_BOUNCE } FieldKind;

typedef struct Field {
    World *world;
    Backend *backend;
    uint32_t sprites;
    uint32_t ticks;   /* a round */
    uint32_t *counts; /* [sprites] */
} Field;

/* One lane: sequential; more: jobs. It has run some ticks already: a flock at random is no flock.
 */
Field *field_open(FieldKind kind, uint32_t sprites, uint32_t lanes);
void field_close(Field *field);

/* ns a sprite and tick. */
double field_tick_ns(Field *field);

/* ns a sprite: the grid is built, and each counts its neighbours. */
double field_near_ns(Field *field);
