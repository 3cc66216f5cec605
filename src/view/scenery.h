/* The world as a picture: tiles, lights, sprites, weather and the coming dawn, drawn into a texture
 * of the camera's resolution and stretched over the window from there. For the stage. Main thread
 * only. */
#pragma once

#include "base/error.h"
#include "base/log.h"
#include "level/level.h"
#include "sim/world.h"
#include "view/actors.h"
#include "view/atlas.h"
#include "view/canvas.h"
#include "view/camera.h"
#include "view/cast.h"
#include "view/foreground.h"
#include "view/havens.h"
#include "view/sky.h"
#include "view/sprites.h"
#include "view/tiles.h"
#include "view/weather.h"

typedef struct Scenery {
    Canvas *canvas;
    CanvasPicture *target;
    Camera camera;
    Actors actors;
    SpriteList sprites;
    Weather weather;
    Foreground foreground;
    bool software;       /* the renderer is SDL's own */
    Tiles *tiles;        /* NULL: no level, or its tiles could not be made */
    uint32_t background; /* 0xRRGGBB */
} Scenery;

/* What drawing it takes. */
typedef struct SceneryKit {
    Canvas *canvas;
    const Atlas *atlas;
    const Cast *cast;
} SceneryKit;

/* Fits the camera and the target to the output: at first, and when its size changed. */
bool scenery_fit(Scenery *scenery, Canvas *canvas, Error *error);
void scenery_close(Scenery *scenery); /* a fitted or a zeroed one */

/* On false the scenery shows what it can: sprites without tiles, or nothing. */
bool scenery_set_level(Scenery *scenery, const Level *level, const Pictures *pictures,
                       const World *world, Log *log, Error *error);

void scenery_write(Scenery *scenery, const World *world, const Cast *cast, float blend,
                   bool step_running, const uint8_t *lane_of);

/* Leaves the output as what is drawn to, with the picture on it. */
void scenery_draw(Scenery *scenery, const SceneryKit *kit, const World *world, bool by_lane);

/* How much of the night is over (0 to 1); 0 where it has no end. */
float scenery_night(const World *world);
