/* The last steps of one way to do it, in nanoseconds: plain data, without memory of its own. For
 * the tour. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum { TOUR_SAMPLES = 60 };

typedef struct TourMeter {
    uint64_t ns[TOUR_SAMPLES];
    uint64_t sum_ns; /* of all that were added */
    uint32_t added;
} TourMeter;

void tour_meter_add(TourMeter *meter, uint64_t ns);

/* Whether there are enough: a second of them, or, where each is long, a few. */
bool tour_meter_is_ready(const TourMeter *meter);

/* Of the newest; NAN until there are enough. */
double tour_meter_median_ms(const TourMeter *meter);
double tour_meter_longest_ms(const TourMeter *meter);
