/* What a run of frame times says: mean, percentiles, worst. For the overlay (a sliding window) and
 * for reports (a whole run). Main thread only.
 *
 * Percentiles follow the nearest-rank rule: the smallest recorded frame that at least p percent of
 * the frames do not exceed. A percentile with fewer than ten frames beyond it is not given: so p50
 * needs 20 frames, p95 200, p99 1,000.
 *
 * A stutter is a frame that took over twice the median of the 19 around it, itself among them. So
 * the nine newest frames are not judged as yet, and a run's first nine never. */
#pragma once

#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct FrameStats FrameStats;

/* Keeps the newest `capacity` frames (1 to 2^24). NULL: out of memory. */
FrameStats *frame_stats_create(uint32_t capacity);
void frame_stats_destroy(FrameStats *stats);
void frame_stats_reset(FrameStats *stats);

void frame_stats_add(FrameStats *stats, uint64_t frame_ns);

/* Frames kept now, and the one added `age` frames ago (0: the newest; below the count). */
uint32_t frame_stats_count(const FrameStats *stats);
uint64_t frame_stats_recent_ns(const FrameStats *stats, uint32_t age);

typedef struct FrameSummary {
    uint32_t count;
    uint32_t stutters;
    double mean_ms; /* 0 where count is 0, as are min and max */
    double min_ms;
    double max_ms;
    double p50_ms; /* NAN where there are too few frames, as the rule above says */
    double p95_ms;
    double p99_ms;
} FrameSummary;

/* Sorts a copy: for every few frames, not for each. */
FrameSummary frame_stats_summary(FrameStats *stats);

/* Any percentile (0 < percent < 100) by the same rule; NAN where there are too few frames. */
double frame_stats_percentile_ms(FrameStats *stats, double percent);

/* How many frames the percentile needs before it is given. */
uint32_t frame_stats_needed(double percent);

/* Stutters among the frames kept now; and among all since the reset, kept or not. */
uint32_t frame_stats_stutters(const FrameStats *stats);
uint64_t frame_stats_stutters_ever(const FrameStats *stats);

/* Frames that took longer than this. */
uint32_t frame_stats_over(const FrameStats *stats, uint64_t budget_ns);
