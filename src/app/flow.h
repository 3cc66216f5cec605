/* The screens around the game, and how one leads to another: title, level select, level. For play,
 * and for tests that tell it frame by frame. Main thread only.
 *
 *     title --Space--> select --Space--> level --Esc, Esc--> select --Esc--> title --Esc--> end */
#pragma once

#include "app/game.h"
#include "app/level_order.h"
#include "app/loop.h"
#include "view/stage.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct FlowConfig {
    const LevelOrder *order;   /* outlives the flow */
    const char *progress_path; /* where results are kept; NULL: nowhere */
    const Keys *keys;          /* as LoopConfig.keys */
    Sound *sound;              /* as LoopConfig.sound */
    uint32_t sprites;          /* of each level that is opened; 0: as it says */
    bool starts_in_level;      /* the game's; otherwise on the title, over that level */
    bool tour;                 /* as LoopConfig.tour; it starts in the level */
    bool unlimited;            /* as LoopConfig.unlimited, the screens too */
} FlowConfig;

typedef enum FlowScreen { FLOW_TITLE, FLOW_SELECT, FLOW_LEVEL } FlowScreen;

typedef struct Flow Flow;

/* Game (with its level) and stage outlive it. NULL: no memory. */
Flow *flow_create(const FlowConfig *config, Game *game, Stage *stage, Log *log, Error *error);
void flow_destroy(Flow *flow); /* takes NULL */

/* One frame of whatever is shown. False: the program is to end; with a sentence in `error` where
 * that is a fault's doing. */
bool flow_frame(Flow *flow, Error *error);

/* Frames until the end. False: a fault. */
bool flow_run(Flow *flow, Error *error);

FlowScreen flow_screen(const Flow *flow);
uint32_t flow_chosen(const Flow *flow); /* in the level select: a place in the order */
const Loop *flow_loop(const Flow *flow);
const Progress *flow_progress(const Flow *flow);
