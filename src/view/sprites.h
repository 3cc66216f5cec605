/* The draw list: every sprite that is seen, as a place on the scene and a frame, written from the
 * last two states and drawn while the next one is being made. Its order, which is the painter's,
 * does not depend on who wrote it. For the stage. Main thread only, and its lanes while it is
 * written; allocates when a level is set and never in a frame. */
#pragma once

#include "backend/backend.h"
#include "base/error.h"
#include "sim/world.h"
#include "view/atlas.h"
#include "view/canvas.h"
#include "view/camera.h"
#include "view/cast.h"
#include "view/glare.h"
#include "view/glow.h"
#include "view/hunters.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct SpriteList {
    SharedMemory *memory; /* all that has a size here: lanes may be processes */
    struct SpriteWriter *writer;
    const World *world;   /* for which it was opened */
    CanvasSprite *items;  /* additive, fireflies, in jars too: [light_count] */
    CanvasSprite *bodies; /* moths, bats, hares: [body_count], the first slot's last */
    uint32_t capacity;    /* sprites, hunters among them */
    uint32_t light_count;
    uint32_t body_count;
    uint8_t *dress; /* by id, a firefly's hue, or CAST_HUES + its Look */
    HunterList hunters;
    GlowList glow;
    Glare glare;
} SpriteList;

/* What a frame's list is written for; the states are blended as stage_write_list says. */
typedef struct SpriteView {
    const Cast *cast;
    const Camera *camera;
    const uint8_t *lane_of; /* NULL: nobody asks */
    float blend;
    bool step_running;
    bool software;
} SpriteView;

/* Makes room for the world's population. */
bool sprites_open(SpriteList *list, const World *world, Error *error);
void sprites_close(SpriteList *list); /* an opened or a zeroed one */

/* What the camera does not see is left out. `backend`, on which no step runs, may be used for it;
 * NULL: the calling thread alone. The list is the same. */
void sprites_write(SpriteList *list, const World *world, const SpriteView *view, Backend *backend);

/* With `by_lane`, a dot in the lane's colour stands for each sprite. `strength` of the lights: 0 to
 * 1. */
void sprites_draw_bodies(const SpriteList *list, const Brush *brush, bool by_lane);
void sprites_draw_lights(const SpriteList *list, float strength, const Brush *brush, bool by_lane);

/* A frame of the atlas with its middle at a place of the scene. */
void sprite_quad(Canvas *canvas, const SDL_Rect *frame, int zoom, int x, int y, SDL_Color color);
