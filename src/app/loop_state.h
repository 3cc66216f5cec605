/* What a loop knows from frame to frame. For loop.c, which tells the frame, loop_open.c, which
 * begins and ends it, loop_actions.c and loop_settings.c, which do what the keys say,
 * loop_overlay.c, which tells the overlay, and loop_menu.c, which shows menus and says how a night
 * ended. */
#pragma once

#include "app/lane_map.h"
#include "app/loop.h"
#include "app/meter.h"
#include "app/movie.h"
#include "app/pace.h"
#include "app/shadow.h"
#include "app/tape.h"
#include "app/tour.h"
#include "app/trace_file.h"
#include "base/clock.h"
#include "view/input.h"

enum { TOAST_SIZE = 160, NIGHT_LINE_SIZE = 128 };

typedef struct Toast {
    char text[TOAST_SIZE];
    uint64_t until_ns; /* 0: none */
} Toast;

/* The night that is played, from the start of its world on. */
typedef struct Night {
    uint32_t generation; /* the game's */
    bool practised; /* with another speed, swarm, or ticks by hand: the result does not count */
    bool ended;
    uint64_t ended_ns;
    Outcome outcome;
    uint32_t stars;
    char line[NIGHT_LINE_SIZE]; /* what happened */
    char news[NIGHT_LINE_SIZE]; /* against all nights before; empty: nothing is kept of them */
} Night;

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
    Tape tape;
    Tour tour;
    OverlayLevel overlay_before; /* the tour */
    Movie movie;
    uint64_t heap_looked_ns; /* when a frame's heap was last looked at */
    uint64_t heap_before;    /* at the begin of the frame that is; 0: it is not looked at */
    int64_t heap_bytes;      /* as OverlayInfo */
    Shadow *shadow;          /* F6; NULL: nothing is verified */
    Trace *trace;
    TraceFile trace_file; /* --trace: then the trace is this file's */

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

    Night night;
    uint32_t choice; /* which of the open menu is lit */
    LoopEnd end;     /* after `ended` */

    OverlayLevel overlay;
    bool paused;
    bool menu;    /* the menu that holds the game */
    bool verdict; /* the menu of a night that has ended, which holds nothing */
    bool help;
    bool log_shown;
    bool color_by_lane;
    bool unlimited;
    bool picture_wanted; /* F10 */
    bool ended;
    bool failed_picture;
    bool failed_recording;
    Error error; /* the reason */
};

/* The game is held: by P, or by its menu. */
static inline bool loop_is_halted(const Loop *loop)
{
    return loop->paused || loop->menu;
}

/* How old the hash may become that the overlay shows. */
#define LOOP_HASH_NS (NS_PER_S / 4)

/* Renews the hash in each frame, or, where hashing the world would take a part of it that counts,
 * now and then; at rest, always. Never while a step runs: it would be in the way of the lanes. */
void loop_overlay_hash(Loop *loop);

/* Around a frame: whether it made the heap larger. A few times a second, with an overlay that shows
 * it. */
void loop_heap_begin(Loop *loop);
void loop_heap_end(Loop *loop);

/* A step was joined since that moment: of the time, what was spent waiting for other lanes. */
uint64_t loop_waited_ns(const Loop *loop, uint64_t since_ns);

/* All that the overlay is told. */
OverlayInfo loop_overlay_info(const Loop *loop);

/* A key's action, and what does it. */
typedef struct ActionRow {
    Action action;
    void (*act)(Loop *loop);
} ActionRow;

/* Does all that was pressed; the first, what it says of the model and its settings. */
void loop_act(Loop *loop, const Input *input);
void loop_settings_act(Loop *loop, const Input *input);

/* From the start, with the same seed. */
void loop_restart(Loop *loop);

/* Does what was pressed in the menu that is open, if one is, and takes it out of the input. Before
 * loop_act. */
void loop_menu_act(Loop *loop, Input *input);
void loop_menu_open(Loop *loop);

/* The menu that is open, to be drawn; false: none is. It points into the loop. */
bool loop_menu_picture(const Loop *loop, Menu *menu);

/* The tour, where one can begin: not where somebody records or replays. It begins anew where it is
 * on. */
bool loop_tour_is_offered(const Loop *loop);
void loop_tour_begin(Loop *loop);

/* Does what was pressed for the tour that is on, and takes it out of the input. Before
 * loop_menu_act. */
void loop_tour_act(Loop *loop, Input *input);

/* Once a frame, after all that was pressed is done. */
void loop_tour_frame(Loop *loop);

/* The wish for the tick that is begun: on the tour the lantern walks by itself. */
StepInput loop_tour_input(const Loop *loop, const StepInput *wish);
void loop_tour_step_begun(Loop *loop, uint64_t begin_ns);
void loop_tour_ticked(Loop *loop);

/* The card of the stop, to be drawn; false: the tour is not on, or the page of keys covers it. It
 * points into the loop. */
bool loop_tour_card(const Loop *loop, TourCard *card);

/* Once a frame, after all that was pressed is done: notices how the night goes, and its end. */
void loop_watch_night(Loop *loop);
/* The game is at another start: what that does to the recordings. */
void loop_tape_follow(Loop *loop);

/* The wish for the tick that is begun: the player's, or the recording's. */
StepInput loop_tape_input(const Loop *loop, const StepInput *wish);

/* A tick is done. */
void loop_tape_ticked(Loop *loop);

/* F6 on and off; the game is at another start; a tick is done. */
void loop_proof_toggle(Loop *loop);
void loop_proof_follow(Loop *loop);
void loop_proof_ticked(Loop *loop);

/* The trace: begun with the loop, written where --trace asks for it, dropped unwritten; and F8. */
bool loop_trace_open(Loop *loop, Error *error);
bool loop_trace_close(Loop *loop, Error *error);
void loop_trace_drop(Loop *loop);
void loop_trace_save(Loop *loop);

/* One line that stays a moment, and goes to the log; a fault's is a warning there. */
void loop_toast(Loop *loop, const char *format, ...) __attribute__((format(printf, 2, 3)));
void loop_toast_fault(Loop *loop, const Error *error);
