/* When to tick and when to wait, as pure functions of the time that is handed in: fixed ticks of
 * 1/60 s out of frames of any length, the place between two states to draw, and a limiter for
 * displays that hold no vsync. For the loop. See Glenn Fiedler, "Fix Your Timestep!" (2004). */
#pragma once

#include "base/clock.h"
#include "sim/spec.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    PACE_TICKS_A_FRAME_MAX = 4, /* later ones are dropped, never replayed in a burst */
    PACE_SPEED_UNIT = 8,        /* speeds are eighths: 8 is real time */
    PACE_SPEED_MIN = 1,
    PACE_SPEED_MAX = 32,
};

typedef struct Pace {
    /* Time that the shown state lags, in 1 / (60 * 8) ns, so that a tick at any speed is a whole
     * number. 0 shows the previous state, a tick's worth the front; under 0 where a tick was done
     * before its time. */
    int64_t lag;
    uint32_t speed;      /* eighths of real time, PACE_SPEED_MIN to PACE_SPEED_MAX */
    uint64_t elapsed_ns; /* the last frame's */
    uint64_t
        expected_ns; /* the next one's: the shorter of the last two, so that a hitch is no rule */
    uint32_t dropped_ticks; /* since pace_init, or since the owner zeroed it */
} Pace;

void pace_init(Pace *pace);

/* Time has passed since the last frame began. */
void pace_advance(Pace *pace, uint64_t elapsed_ns);

/* The same where a frame is a tick's time, at real time, whatever the clock says: for movies. */
void pace_advance_tick(Pace *pace);

/* Where between the previous state (0) and the front (1) this frame is to be drawn. */
float pace_blend(const Pace *pace);

/* How many ticks this frame is to run so that the next one, if it takes as long as expected,
 * has both its states: 0 to PACE_TICKS_A_FRAME_MAX. Backlog beyond that, and a tick for the next
 * frame, is dropped and counted. */
uint32_t pace_due_ticks(Pace *pace);

/* A tick was run, and the front is a tick newer. */
void pace_ticked(Pace *pace);

/* Whatever was between the two states: from now on the front is shown, and nothing is owed. For a
 * pause, a single tick, another world. */
void pace_show_front(Pace *pace);

/* Twice as fast, or half: false at the end of the scale. */
bool pace_faster(Pace *pace);
bool pace_slower(Pace *pace);

/* Holds frames apart where nothing else does. */
typedef struct Limiter {
    uint64_t next_ns;      /* when the next frame is to begin; 0: none was limited yet */
    uint32_t quick_frames; /* so many in a row came faster than any display's vsync */
} Limiter;

/* Whether vsync, which SDL says is on, really waits. `work_ns`: from the frame's begin until after
 * present. Some drivers promise it and return at once. */
bool limiter_trusts_vsync(Limiter *limiter, uint64_t work_ns);

/* How long to sleep now so that frames begin `period_ns` apart; a frame that came late is not made
 * up for. */
uint64_t limiter_sleep_ns(Limiter *limiter, uint64_t now_ns, uint64_t period_ns);
