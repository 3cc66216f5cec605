/* The map's tile layers on the screen: only the cells that are seen, animated ones by the world's
 * time. For the stage. Main thread only. */
#pragma once

#include "base/error.h"
#include "base/log.h"
#include "level/level.h"
#include "view/canvas.h"
#include "view/camera.h"
#include "view/pictures.h"

#include <SDL.h>
#include <stdbool.h>

typedef struct Tiles Tiles;

/* Keeps nothing of the level or its pictures. NULL: no memory, or no texture. */
Tiles *tiles_create(Canvas *canvas, const Level *level, const Pictures *pictures, Log *log,
                    Error *error);
void tiles_destroy(Tiles *tiles); /* takes NULL */

/* Which tile of each animation is shown from now on. */
void tiles_set_time(Tiles *tiles, double tick);

/* Is that point of the map (map pixels) on open water? What is animated below the sprites is water,
 * and open where there is water on all four sides. */
bool tiles_is_water(const Tiles *tiles, float x, float y);

int tiles_cell(const Tiles *tiles); /* the side of a cell, map pixels */

/* Draws the layers below the sprites, or those above them. */
void tiles_draw(const Tiles *tiles, Canvas *canvas, const Camera *camera, bool above);
