/* What a loop knows from frame to frame. For loop.c, which tells the frame, and loop_actions.c,
 * which does what the keys say. */
#pragma once

#include "app/lane_map.h"
#include "app/loop.h"
#include "app/meter.h"
#include "app/pace.h"
#include "view/input.h"

enum { TOAST_SIZE = 160 };

typedef struct Toast {
    char text[TOAST_SIZE];
    uint64_t until_ns; /* 0: none */
} Toast;

struct Loop {
    Game *game;
    Stage *stage;
    Log *log;
    InputDevices *devices;
    LoopConfig config;

    Pace pace;
    Limiter limiter;
    Meter meter;
    LaneMap lanes;
    Toast toast;

    uint32_t shown_generation; /* the game's, when the stage was last told */
    uint32_t frames;           /* drawn */
    uint32_t ticks;            /* run */
    uint32_t single_ticks;     /* asked for with O, not yet run */
    uint64_t start_ns;
    uint64_t drawn_ns; /* when the last picture was drawn */

    uint64_t hash;
    uint32_t hash_tick;
    uint32_t hash_generation;
    uint64_t hashed_ns;
    uint64_t hash_cost_ns;

    OverlayLevel overlay;
    bool paused;
    bool menu;
    bool help;
    bool log_shown;
    bool color_by_lane;
    bool unlimited;
    bool picture_wanted; /* F10 */
    bool ended;
    bool failed_picture;
    Error error; /* the reason */
};

/* Does all that was pressed. */
void loop_act(Loop *loop, const Input *input);

/* One line that stays a moment, and goes to the log; a fault's is a warning there. */
void loop_toast(Loop *loop, const char *format, ...) __attribute__((format(printf, 2, 3)));
void loop_toast_fault(Loop *loop, const Error *error);
