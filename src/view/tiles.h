/* The map's tile layers on the screen: only the cells that are seen, animated ones by the world's
 * time; those below the sprites as they were drawn before, where nothing changes. For the stage.
 * Main thread only. */
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

/* Brings the picture of the ground up to date, drawing only what came into view or changed; the
 * next tiles_draw of the layers below the sprites takes it from there, and `background` with it.
 * Before canvas_draw_to: it leaves another target. */
void tiles_prepare(Tiles *tiles, Canvas *canvas, const Camera *camera, SDL_Color background);

/* Draws the layers below the sprites, or those above them. */
void tiles_draw(Tiles *tiles, Canvas *canvas, const Camera *camera, bool above);
