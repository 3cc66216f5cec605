#include "base/frame_stats.h"

#include "base/clock.h"
#include "base/sort.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    FRAMES_BEYOND = 10, /* how many frames must lie beyond a percentile for it to be given */
    AROUND = 19,        /* frames whose median a stutter is held against */
    BEFORE = AROUND / 2,
};

struct FrameStats {
    uint32_t capacity;
    uint64_t added;   /* ever, since the reset */
    uint64_t *ring;   /* [capacity], ns */
    uint64_t *sorted; /* [capacity], scratch for percentiles */
    bool *stuttered;  /* [capacity], of the ring's frames */
    uint32_t stutters;
    uint64_t stutters_ever;
};

FrameStats *frame_stats_create(uint32_t capacity)
{
    assert(capacity >= 1 && capacity <= 1u << 24);
    FrameStats *stats =
        malloc(sizeof *stats + (size_t)capacity * (2 * sizeof(uint64_t) + sizeof(bool)));
    if (!stats) {
        return NULL;
    }
    stats->capacity = capacity;
    frame_stats_reset(stats);
    stats->ring = (uint64_t *)(void *)(stats + 1);
    stats->sorted = stats->ring + capacity;
    stats->stuttered = (bool *)(stats->sorted + capacity);
    return stats;
}

void frame_stats_destroy(FrameStats *stats)
{
    free(stats);
}

void frame_stats_reset(FrameStats *stats)
{
    stats->added = stats->stutters_ever = 0;
    stats->stutters = 0;
}

/* Over twice the median of the newest AROUND frames, without sorting them: so it is when the median
 * and all that are no longer than it, ten, are less than half. */
static bool stutters_in_middle(const FrameStats *stats, uint32_t middle)
{
    uint32_t shorter = 0;
    for (uint32_t age = 0; age < AROUND; age++) {
        shorter += 2 * frame_stats_recent_ns(stats, age) < stats->ring[middle];
    }
    return shorter > AROUND / 2;
}

void frame_stats_add(FrameStats *stats, uint64_t frame_ns)
{
    uint32_t place = (uint32_t)(stats->added % stats->capacity);
    if (stats->added >= stats->capacity) {
        stats->stutters -= stats->stuttered[place];
    }
    stats->ring[place] = frame_ns;
    stats->stuttered[place] = false;
    stats->added++;
    if (frame_stats_count(stats) >= AROUND) {
        uint32_t middle = (uint32_t)((stats->added - 1 - BEFORE) % stats->capacity);
        stats->stuttered[middle] = stutters_in_middle(stats, middle);
        stats->stutters += stats->stuttered[middle];
        stats->stutters_ever += stats->stuttered[middle];
    }
}

uint32_t frame_stats_stutters(const FrameStats *stats)
{
    return stats->stutters;
}

uint64_t frame_stats_stutters_ever(const FrameStats *stats)
{
    return stats->stutters_ever;
}

uint32_t frame_stats_count(const FrameStats *stats)
{
    return stats->added < stats->capacity ? (uint32_t)stats->added : stats->capacity;
}

uint64_t frame_stats_recent_ns(const FrameStats *stats, uint32_t age)
{
    assert(age < frame_stats_count(stats));
    return stats->ring[(stats->added - 1 - age) % stats->capacity];
}

uint32_t frame_stats_needed(double percent)
{
    assert(percent > 0 && percent < 100);
    /* The small subtraction keeps 10 / 0.01 from becoming 1,001 by a rounding of 1 - 0.99. */
    return (uint32_t)ceil(FRAMES_BEYOND * 100.0 / (100.0 - percent) - 1e-6);
}

static void sort_frames(FrameStats *stats)
{
    uint32_t count = frame_stats_count(stats);
    memcpy(stats->sorted, stats->ring, count * sizeof *stats->ring);
    sort_u64(stats->sorted, count);
}

static double sorted_percentile_ms(const FrameStats *stats, double percent)
{
    uint32_t count = frame_stats_count(stats);
    if (count < frame_stats_needed(percent)) {
        return NAN;
    }
    uint32_t rank = (uint32_t)ceil(percent / 100.0 * count - 1e-9);
    return clock_ms(stats->sorted[rank - 1]);
}

double frame_stats_percentile_ms(FrameStats *stats, double percent)
{
    sort_frames(stats);
    return sorted_percentile_ms(stats, percent);
}

FrameSummary frame_stats_summary(FrameStats *stats)
{
    FrameSummary summary = {.count = frame_stats_count(stats), .stutters = stats->stutters};
    sort_frames(stats);
    uint64_t sum_ns = 0;
    for (uint32_t i = 0; i < summary.count; i++) {
        sum_ns += stats->ring[i];
    }
    if (summary.count > 0) {
        summary.mean_ms = clock_ms(sum_ns) / summary.count;
        summary.min_ms = clock_ms(stats->sorted[0]);
        summary.max_ms = clock_ms(stats->sorted[summary.count - 1]);
    }
    summary.p50_ms = sorted_percentile_ms(stats, 50);
    summary.p95_ms = sorted_percentile_ms(stats, 95);
    summary.p99_ms = sorted_percentile_ms(stats, 99);
    return summary;
}

uint32_t frame_stats_over(const FrameStats *stats, uint64_t budget_ns)
{
    uint32_t over = 0;
    for (uint32_t i = 0; i < frame_stats_count(stats); i++) {
        over += stats->ring[i] > budget_ns;
    }
    return over;
}
