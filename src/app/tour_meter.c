#include "app/tour_meter.h"

#include "base/clock.h"
#include "base/range.h"
#include "base/sort.h"

#include <math.h>
#include <string.h>

enum { SAMPLES_LEAST = 8 };

#define PATIENCE_NS (1500ull * NS_PER_MS)

void tour_meter_add(TourMeter *meter, uint64_t ns)
{
    meter->ns[meter->added++ % TOUR_SAMPLES] = ns;
    meter->sum_ns += ns;
}

bool tour_meter_is_ready(const TourMeter *meter)
{
    return meter->added >= TOUR_SAMPLES ||
           (meter->added >= SAMPLES_LEAST && meter->sum_ns >= PATIENCE_NS);
}

/* The one that so many of a hundred do not exceed. */
static double rank_ms(const TourMeter *meter, uint32_t percent)
{
    uint64_t sorted[TOUR_SAMPLES];
    uint32_t count = min_u32(meter->added, TOUR_SAMPLES);
    if (!tour_meter_is_ready(meter)) {
        return (double)NAN;
    }
    memcpy(sorted, meter->ns, count * sizeof *sorted);
    sort_u64(sorted, count);
    return clock_ms(sorted[(count * percent + 99) / 100 - 1]);
}

double tour_meter_median_ms(const TourMeter *meter)
{
    return rank_ms(meter, 50);
}

double tour_meter_longest_ms(const TourMeter *meter)
{
    return rank_ms(meter, 100);
}
