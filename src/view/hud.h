/* What the player must know while playing: the level's title and hint at the start, the count of
 * fireflies, and how far the night is. For the stage. */
#pragma once

#include "level/level.h"
#include "sim/world.h"
#include "view/cast.h"
#include "view/paint.h"

void hud_draw(const Paint *paint, const Cast *cast, const Level *level, const World *world,
              float night);
