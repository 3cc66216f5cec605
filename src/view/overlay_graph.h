/* The overlay's graph of frame times, and the bar that shows which stage the frame went to. For
 * overlay.c. */
#pragma once

#include "base/frame_stats.h"
#include "view/overlay.h"
#include "view/paint.h"

enum { OVERLAY_GRAPH_HEIGHT = 64, OVERLAY_STAGES_HEIGHT = 48 };

/* The newest frame is at the right; a bar is one unit wide. Heights grow with the logarithm of
 * the time, so that one millisecond and thirty can both be read. */
void overlay_graph_draw(const FrameStats *stats, const Paint *paint, int x, int y, int width);

/* Where the frame's time went: one bar, and below it each stage's name and milliseconds, and what
 * was work and what was waiting. */
void overlay_stages_draw(const double *stages_ms, const Paint *paint, int x, int y, int width);
