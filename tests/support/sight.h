/* What a player sees of a world: the lantern, the fireflies that fly, the owls, and how much room
 * is left in a haven. For the bot, which knows nothing else. Any thread. */
#pragma once

#include "sim/world.h"

#define SIGHT_OWL_NEAR 100.0f /* pixels */

float sight_distance(SpecPoint a, SpecPoint b);

SpecPoint sight_lantern(const World *world);

/* Whether the sprite is a firefly that flies, and where. */
bool sight_firefly(const World *world, uint32_t sprite, SpecPoint *at);

/* Flying fireflies within the reach, pixels. */
uint32_t sight_count_near(const World *world, SpecPoint at, float reach);

/* Fireflies that the jar still takes; UINT32_MAX where it has no limit. */
uint32_t sight_room(const World *world, uint32_t jar);

/* Is one within SIGHT_OWL_NEAR? */
bool sight_is_owl_near(const World *world, SpecPoint at);
