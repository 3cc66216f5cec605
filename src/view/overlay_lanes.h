/* The overlay's picture of a step: a row a lane, a box a slice, idle left dark; and beside it what
 * the lane did and how much processor it had. A step is taken down a few times a second, because a
 * picture that changes in each frame shows nothing. For overlay.c. */
#pragma once

#include "backend/backend.h"
#include "view/paint.h"

#include <stdint.h>

enum { OVERLAY_LANES_SHOWN = 16, OVERLAY_FIGURES_SIZE = 80 };

typedef struct OverlayBox {
    uint16_t begin; /* 65535ths of the step */
    uint16_t end;
    uint32_t phase;
} OverlayBox;

typedef struct OverlayLaneRow {
    char figures[OVERLAY_FIGURES_SIZE]; /* as they are written */
    uint32_t thread;                    /* its number; 0: it did nothing in that step */
    uint64_t thread_ns;                 /* processor time, when it was taken down */
    uint64_t taken_ns;
    uint32_t box_count;
    OverlayBox boxes[LANE_RUNS_MAX];
} OverlayLaneRow;

typedef struct OverlayLanes {
    uint32_t lane_count; /* of the model; the first OVERLAY_LANES_SHOWN have rows */
    double step_ms;      /* from the first slice's start to the last one's end */
    double longest_ms;   /* of its runs: a slice, or short ones in a row */
    uint32_t longest_lane;
    uint32_t longest_phase;
    uint64_t held_ns; /* by all lanes, the lock around slices, */
    uint64_t wait_ns; /* and waited for it; both 0: the model has none */
    uint32_t deaths;  /* of lanes that are processes, so far */
    OverlayLaneRow rows[OVERLAY_LANES_SHOWN];
} OverlayLanes;

/* Between a step's finish and the next begin. */
void overlay_lanes_take(OverlayLanes *lanes, const Backend *backend);

/* Units that the picture is high, and that it wants to be wide at least. */
int overlay_lanes_height(const OverlayLanes *lanes);
int overlay_lanes_width(const OverlayLanes *lanes);

/* The step's slices took a lock. */
static inline bool overlay_lanes_have_lock(const OverlayLanes *lanes)
{
    return lanes->held_ns > 0 || lanes->wait_ns > 0;
}

void overlay_lanes_draw(const OverlayLanes *lanes, const Paint *paint, int x, int y, int width);
