/* Futures whose beginnings and ends a test decides: for the tests of futures. Main thread only, but
 * for what says otherwise. */
#pragma once

#include "backend/future.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* Are there lanes beside the caller's that run futures? */
bool tasks_have_helpers(const Backend *backend);

/* Holds up those who come to it until it is open. */
typedef struct Gate {
    atomic_bool open;
    atomic_uint passed; /* how often somebody went through */
} Gate;

/* A FutureFunction whose argument is a Gate. False: it was cancelled at the gate. */
bool task_pass_gate(Lane *lane, void *gate);

/* Waits until somebody runs the future. For models with helpers. */
void tasks_await_begin(const Future *future);

/* Keeps all helpers at a gate, so that what is submitted next waits for a lane. */
typedef struct Crowd {
    Gate gate;
    uint32_t count;
    Future futures[BACKEND_LANES_MAX];
} Crowd;

void crowd_gather(Crowd *crowd, Backend *backend);
void crowd_dismiss(Crowd *crowd);
