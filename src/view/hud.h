/* What the player must know while playing: how many fireflies are home, how far the night is, how
 * near the swarm is to flashing as one, hints, and the level's title at the start. For the stage.
 * Main thread only. */
#pragma once

#include "level/level.h"
#include "sim/world.h"
#include "view/cast.h"
#include "view/paint.h"

/* A hint comes and goes slowly. All zero: none so far. */
typedef struct Hud {
    char hint[2 * SPEC_NAME_SIZE]; /* that shows, or did last */
    float seen;                    /* how much of it: 0 to 1 */
    uint32_t tick;                 /* up to which it was faded */
} Hud;

/* `night`: how much of it is over, 0 to 1. The hint fades by the world's ticks. */
void hud_draw(Hud *hud, const Paint *paint, const Cast *cast, const Level *level,
              const World *world, float night);
