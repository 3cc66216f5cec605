/* Waiting as threads do: for the models whose lanes are threads. The calling thread blocks, and no
 * other, until what it waits for is there or the step is given up. */
#pragma once

#include "backend/lane.h"

#include <stdbool.h>
#include <stdint.h>

/* As lane_sleep_ns and lane_yield. */
bool block_sleep(Lane *lane, uint64_t duration_ns);
bool block_yield(Lane *lane);

/* Until there is something to read, or no more ever, or that time on clock_now_ns()'s clock. False:
 * the step, or the future that runs here, was given up. */
bool block_await(Lane *lane, int fd, uint64_t until_ns);

/* Ends the step's slices that wait here, and lets no other begin. Any thread. */
void block_abandon(Backend *backend);
