/* The stage: everything that turns a world into pixels, with a window or without one. The loop and
 * the headless runs draw through it alone. Main thread only.
 *
 * A frame is: stage_write_list (reads the last two states), the step may begin, stage_draw,
 * stage_present. */
#pragma once

#include "base/error.h"
#include "base/log.h"
#include "level/level.h"
#include "sim/world.h"
#include "view/curtain.h"
#include "view/draw_path.h"
#include "view/menu.h"
#include "view/overlay.h"
#include "view/pictures.h"
#include "view/select.h"
#include "view/title.h"
#include "view/tour_card.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct Stage Stage;

typedef struct StageConfig {
    const char *assets; /* folder with atlas.png, atlas.txt, font.png */
    uint32_t width;     /* of the window, or of the picture; pixels */
    uint32_t height;
    bool fullscreen;
    bool vsync;
    bool window;                     /* false: a picture in memory; no video driver is opened */
    DrawPath path;                   /* who draws */
    const struct CanvasType *canvas; /* this one and no other; NULL: as `path` says */
    const char *isa; /* as kernel_find takes it, for drawing with the processor; NULL: the best */
} StageConfig;

/* What the game says to the player in this frame. */
typedef struct StageMessages {
    bool paused;
    bool help;            /* F1 */
    bool log;             /* F2 */
    const Menu *menu;     /* Esc, and the night's end; NULL: none */
    const TourCard *tour; /* NULL: none */
    bool color_by_lane;   /* C */
    const char *toast;    /* one line that stays a moment, such as "backend: jobs"; NULL: none */
    const Log *log_lines;
    const struct Keys *keys; /* for the texts that name some; NULL: as they are from the start */
} StageMessages;

/* NULL, with a sentence: no display, no renderer, no memory. Missing pictures are placeholders that
 * one can see, named in the log. */
Stage *stage_open(const StageConfig *config, Log *log, Error *error);
void stage_close(Stage *stage); /* takes NULL */

/* The level must outlive its use. Its pictures are those that were given for it, or are decoded
 * here; for missing ones there are placeholders. */
void stage_set_level(Stage *stage, const Level *level, const World *world);

/* Pictures for the level that is set next, all decoded; they are the stage's from now on. */
void stage_give_pictures(Stage *stage, Pictures *pictures);

/* Writes the draw list, on the lanes that stage_set_backend gave: sprites between the previous
 * state (blend 0) and the front (1). With `step_running`, the front alone is read, whatever the
 * blend. `lane_of` may be NULL; otherwise the lane of each sprite, for color_by_lane. */
void stage_write_list(Stage *stage, const World *world, float blend, bool step_running,
                      const uint8_t *lane_of);

/* Drawing is done on the backend's lanes: give it with stage_set_backend, and begin the step after
 * stage_draw. Otherwise it may begin before. */
bool stage_wants_lanes(const Stage *stage);

/* What stage_write_list, stage_draw and its like may use, no step running on it; NULL: the main
 * thread alone. Forgotten with the next stage_present. */
void stage_set_backend(Stage *stage, Backend *backend);

/* Draws the list, tiles, lights, the HUD, messages and the overlay (NULL: none). */
void stage_draw(Stage *stage, const World *world, const StageMessages *messages,
                const OverlayInfo *overlay);

/* In place of stage_draw while a level is loaded: over the world that is set, or over an empty
 * night (NULL). */
void stage_draw_curtain(Stage *stage, const World *world, const Curtain *curtain);

/* In place of stage_draw before and between the levels: over the world that is set and written. */
void stage_draw_title(Stage *stage, const World *world, const Title *title);
void stage_draw_select(Stage *stage, const World *world, const Select *select);

/* What is at a point of the window, in window coordinates, as menu_at and select_at say it. */
int stage_menu_at(const Stage *stage, const Menu *menu, int window_x, int window_y);
int stage_select_at(const Stage *stage, const Select *select, int window_x, int window_y);
uint32_t stage_select_columns(const Stage *stage);

void stage_present(Stage *stage);

/* The last drawn frame as a PNG, written beside and renamed. Call between draw and present. */
bool stage_screenshot(Stage *stage, const char *path, Error *error);

/* A hash of the last drawn frame's pixels. Call between draw and present. */
bool stage_hash(Stage *stage, uint64_t *hash, Error *error);

/* Where a point of the window (in window coordinates, as SDL's mouse events say) lies in the
 * world, in pixels of the map. */
void stage_to_world(const Stage *stage, int window_x, int window_y, float *x, float *y);

void stage_toggle_fullscreen(Stage *stage);
bool stage_toggle_vsync(Stage *stage); /* what it is now */

/* Goes on with the next driver of the canvas that opens here, in a window, with vsync if it can;
 * false: there is none. */
bool stage_next_drawing(Stage *stage, bool vsync);

bool stage_has_vsync(const Stage *stage);
bool stage_is_hidden(const Stage *stage);            /* minimised, or not shown */
const char *stage_renderer_name(const Stage *stage); /* as SDL names it */

/* A step is finished, and no other is begun: what its lanes did, for the overlay, which looks at a
 * few of them in a second. Where no overlay is shown, nobody has to call it. */
void stage_take_lanes(Stage *stage, const Backend *backend);

/* What the overlay cost in the last stage_draw (which contains it): take it off the draw's time. */
uint64_t stage_overlay_ns(const Stage *stage);

void stage_resized(Stage *stage); /* the window changed its size */
