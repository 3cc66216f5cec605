/* The overlay's picture of a step: a row a lane, a box a slice, idle left dark. A step is taken
 * down a few times a second, because a picture that changes in each frame shows nothing. For
 * overlay.c. */
#pragma once

#include "backend/backend.h"
#include "view/paint.h"

#include <stdint.h>

enum { OVERLAY_LANES_SHOWN = 16 };

typedef struct OverlayBox {
    uint16_t begin; /* 65535ths of the step */
    uint16_t end;
    uint32_t phase;
} OverlayBox;

typedef struct OverlayLaneRow {
    uint32_t slices;
    uint32_t steals;
    uint32_t switches;
    uint32_t busy_percent;
    uint32_t box_count;
    OverlayBox boxes[LANE_RUNS_MAX];
} OverlayLaneRow;

typedef struct OverlayLanes {
    uint32_t lane_count; /* of the model; the first OVERLAY_LANES_SHOWN have rows */
    double step_ms;      /* from the first slice's start to the last one's end */
    uint64_t slices;     /* of all lanes */
    OverlayLaneRow rows[OVERLAY_LANES_SHOWN];
} OverlayLanes;

/* Between a step's finish and the next begin. */
void overlay_lanes_take(OverlayLanes *lanes, const Backend *backend);

/* Units that the picture is high. */
int overlay_lanes_height(const OverlayLanes *lanes);

void overlay_lanes_draw(const OverlayLanes *lanes, const Paint *paint, int x, int y, int width);
