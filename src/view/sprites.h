/* The draw list: every sprite that is seen, as a place on the scene and a frame, written from the
 * last two states and drawn while the next one is being made. For the stage. Main thread only;
 * allocates when a level is set and never in a frame. */
#pragma once

#include "base/error.h"
#include "sim/world.h"
#include "view/atlas.h"
#include "view/canvas.h"
#include "view/camera.h"
#include "view/cast.h"
#include "view/glow.h"
#include "view/hunters.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct SpriteList {
    CanvasSprite *items; /* [capacity]: lights from the front on, bodies from the back on */
    uint32_t capacity;
    uint32_t light_count; /* additive: fireflies, in jars too */
    uint32_t body_count;  /* moths, bats, hares */
    uint8_t *dress;       /* [capacity]: by id, a firefly's hue, or CAST_HUES + its Look */
    HunterList hunters;
    GlowList glow;
} SpriteList;

/* Makes room for the world's population. */
bool sprites_open(SpriteList *list, const World *world, Error *error);
void sprites_close(SpriteList *list); /* an opened or a zeroed one */

/* Blends the states as stage_write_list says; what the camera does not see is left out. */
void sprites_write(SpriteList *list, const World *world, const Cast *cast, const Camera *camera,
                   float blend, bool step_running, const uint8_t *lane_of, bool software);

/* With `by_lane`, a dot in the lane's colour stands for each sprite. `strength` of the lights: 0 to
 * 1. */
void sprites_draw_bodies(const SpriteList *list, const Brush *brush, bool by_lane);
void sprites_draw_lights(const SpriteList *list, float strength, const Brush *brush, bool by_lane);

/* A frame of the atlas with its middle at a place of the scene. */
void sprite_quad(Canvas *canvas, const SDL_Rect *frame, int zoom, int x, int y, SDL_Color color);
