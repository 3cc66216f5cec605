/* The overlay as it is drawn: its figures, formatted a few times a second so that they can be read,
 * and drawn as often: a frame shows the picture of that. For the stage. Main thread only. */
#pragma once

#include "view/overlay.h"
#include "view/overlay_lanes.h"
#include "view/paint.h"

#include <stdint.h>

enum { OVERLAY_CELLS_MAX = 128, OVERLAY_CELL_SIZE = 64 };

/* A piece of text at a place of the panel, in units from its corner. */
typedef struct OverlayCell {
    int x, y;
    Ink ink;
    char text[OVERLAY_CELL_SIZE];
} OverlayCell;

typedef struct OverlayPanel {
    uint64_t formatted_ns; /* when; 0: never */
    OverlayLevel level;    /* the level it was formatted for */
    uint32_t cell_count;
    OverlayCell cells[OVERLAY_CELLS_MAX];
    int width; /* of the text, units */
    int height;
    double stages_ms[STAGE_COUNT]; /* those that the text shows */
    OverlayLanes lanes;
    const Backend *lanes_of; /* whose they are; only to tell it from another */
    bool has_new_lanes;      /* that the picture does not show yet */
    CanvasPicture *picture;  /* all of it, as it was drawn last; the canvas's, NULL: none as yet */
    uint32_t generation;     /* the canvas's, that it is of */
    bool is_drawn;           /* as the text is */
    bool differs;
} OverlayPanel;

/* A step is finished, and no other is begun: the first one after each picture is taken for the
 * next. */
void overlay_take_lanes(OverlayPanel *panel, const Backend *backend);

void overlay_draw(OverlayPanel *panel, const Paint *paint, const OverlayInfo *info);
