#include "base/frame_histogram.h"

#include "base/clock.h"
#include "base/frame_stats.h"

#include <math.h>
#include <string.h>

enum { OCTAVE = 1 << FRAME_HISTOGRAM_BITS };

void frame_histogram_reset(FrameHistogram *histogram)
{
    memset(histogram, 0, sizeof *histogram);
}

/* Times below 2 * OCTAVE have a bucket each. Above, the highest bit says which octave it is, and
 * the bits below it which bucket of that. */
static uint32_t bucket_of(uint64_t ns)
{
    if (ns >> FRAME_HISTOGRAM_TOP_BITS != 0) {
        return FRAME_HISTOGRAM_BUCKETS - 1;
    }
    if (ns < 2 * OCTAVE) {
        return (uint32_t)ns;
    }
    uint32_t shift = 63 - (uint32_t)__builtin_clzll(ns) - FRAME_HISTOGRAM_BITS;
    return shift * OCTAVE + (uint32_t)(ns >> shift);
}

static double middle_of(uint32_t bucket)
{
    if (bucket < 2 * OCTAVE) {
        return bucket;
    }
    uint32_t shift = bucket / OCTAVE - 1;
    uint64_t low_ns = (uint64_t)(bucket - shift * OCTAVE) << shift;
    return (double)low_ns + (double)(((uint64_t)1 << shift) - 1) / 2;
}

void frame_histogram_add(FrameHistogram *histogram, uint64_t frame_ns)
{
    if (histogram->count == 0 || frame_ns < histogram->min_ns) {
        histogram->min_ns = frame_ns;
    }
    if (frame_ns > histogram->max_ns) {
        histogram->max_ns = frame_ns;
    }
    histogram->count++;
    histogram->sum_ns += (double)frame_ns;
    histogram->buckets[bucket_of(frame_ns)]++;
}

double frame_histogram_percentile_ms(const FrameHistogram *histogram, double percent)
{
    if (histogram->count < frame_stats_needed(percent)) {
        return NAN;
    }
    uint64_t rank = (uint64_t)ceil(percent / 100.0 * (double)histogram->count - 1e-9);
    uint64_t passed = 0;
    uint32_t bucket = 0;
    while ((passed += histogram->buckets[bucket]) < rank) {
        bucket++;
    }
    double ns = fmin(fmax(middle_of(bucket), (double)histogram->min_ns), (double)histogram->max_ns);
    return ns / NS_PER_MS;
}

double frame_histogram_mean_ms(const FrameHistogram *histogram)
{
    return histogram->count > 0 ? histogram->sum_ns / (double)histogram->count / NS_PER_MS : 0.0;
}
