/* Waiting as threads do: for the models whose lanes are threads. The calling thread blocks, and no
 * other, until what it waits for is there or the step is given up. */
#pragma once

#include "backend/lane.h"

#include <stddef.h>
#include <sys/types.h>

/* As lane_sleep_ns and lane_yield. */
bool block_sleep(Lane *lane, uint64_t duration_ns);
bool block_yield(Lane *lane);

/* As lane_read's wait: true when there is something to read, or no more ever. */
bool block_until_readable(Lane *lane, int fd);

/* Ends the step's slices that wait here, and lets no other begin. Any thread. */
void block_abandon(Backend *backend);
