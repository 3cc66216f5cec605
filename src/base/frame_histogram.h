/* Frame times of a run of any length in constant memory: for figures of all frames since a reset,
 * beyond the window that frame_stats.h keeps exactly. Main thread only.
 *
 * It is a log-linear histogram as HdrHistogram has it (hdrhistogram.org, Gil Tene): each doubling
 * of the time is cut into 128 equal buckets, and a figure is the middle of its bucket. So a
 * percentile is off by at most 0.4% of itself (exact below 256 ns); count, mean, least and most are
 * exact. The rule and the sample sizes are those of frame_stats.h. */
#pragma once

#include <stdint.h>

enum {
    FRAME_HISTOGRAM_BITS = 7,      /* 2^7 buckets an octave */
    FRAME_HISTOGRAM_TOP_BITS = 42, /* from 2^42 ns (73 minutes) on, all fall into the last bucket */
    FRAME_HISTOGRAM_BUCKETS = (FRAME_HISTOGRAM_TOP_BITS - FRAME_HISTOGRAM_BITS + 1)
                              << FRAME_HISTOGRAM_BITS,
};

/* The most that a percentile is off, as a part of itself. */
#define FRAME_HISTOGRAM_ERROR (0.5 / (1 << FRAME_HISTOGRAM_BITS))

/* All zero is an empty one. */
typedef struct FrameHistogram {
    uint64_t count;
    double sum_ns; /* exact up to 2^53, which is 104 days */
    uint64_t min_ns;
    uint64_t max_ns;
    uint32_t buckets[FRAME_HISTOGRAM_BUCKETS];
} FrameHistogram;

void frame_histogram_reset(FrameHistogram *histogram);

/* Some nanoseconds. */
void frame_histogram_add(FrameHistogram *histogram, uint64_t frame_ns);

/* 0 < percent < 100; NAN where there are too few frames. Never beyond the least and the most. */
double frame_histogram_percentile_ms(const FrameHistogram *histogram, double percent);

double frame_histogram_mean_ms(const FrameHistogram *histogram); /* 0 where there are no frames */
