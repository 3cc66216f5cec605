/* The overlay's words and figures, as cells of text in lines that are as wide as the window has
 * room for. For overlay.c. Main thread only. */
#pragma once

#include "view/overlay_panel.h"

/* Fills the panel's cells, and says how wide and high they are together. A line that would be wider
 * than `room` (units) goes on below. What the lanes did is read from panel->lanes. */
void overlay_text_write(OverlayPanel *panel, const OverlayInfo *info, int room);
