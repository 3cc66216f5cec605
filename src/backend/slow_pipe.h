/* A device that answers slowly, to read from: who asks gets a byte through a pipe, a fixed time
 * later. A thread of its own stands for the device. For the load that waits for a file. */
#pragma once

#include "backend/lane.h"
#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct SlowPipe SlowPipe;

/* Answers after so many milliseconds. NULL, with a sentence: no pipe, or no thread. */
SlowPipe *slow_pipe_open(uint32_t delay_ms, Error *error);

/* When nobody asks any more. Takes NULL. */
void slow_pipe_close(SlowPipe *pipe);

/* Asks, and reads an answer: within a slice, by lane_read. False: the step was given up, or it
 * fails. Whose question an answer is for does not matter, since all take equally long. */
bool slow_pipe_ask(SlowPipe *pipe, Lane *lane);
