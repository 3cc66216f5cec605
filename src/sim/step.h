/* One tick: front (constant) and input to back, as phases handed to whatever backend there is.
 *
 *     step_begin(world, backend, &input, grain);
 *     ... draw from a list written before ...
 *     if (step_finish(world, backend, deadline_ns, &error) == BACKEND_DONE) world_swap(world);
 */
#pragma once

#include "backend/backend.h"
#include "sim/world.h"

/* The player's wish for one tick: small integers, so that a recording holds it exactly. */
typedef struct StepInput {
    int8_t move_x; /* -127 (left) to 127 (right) */
    int8_t move_y; /* -127 (up) to 127 (down) */
    bool glow;     /* the lantern is held open */
} StepInput;

/* Begins the tick. `grain`: sprites a slice, at least 1. The world must not be read but through
 * world_front and world_scene until the step is finished or cancelled. */
void step_begin(World *world, Backend *backend, const StepInput *input, uint32_t grain);

/* As backend_finish. On PENDING call again; on FAILED the front is the last good state and a new
 * step may begin from it. Does not swap. */
BackendStatus step_finish(World *world, Backend *backend, uint64_t deadline_ns, Error *error);

/* Gives a begun step up; the front stays as it is. */
void step_cancel(World *world, Backend *backend);

/* begin, finish and, when it is done, swap. */
BackendStatus step_run(World *world, Backend *backend, const StepInput *input, uint32_t grain,
                       Error *error);

/* Runs, on a world that has the front that `original` had before its last tick, that tick again:
 * with its input, and with the wishes of its script, which has its turn but once. For a proof
 * beside the play. */
BackendStatus step_repeat(World *world, const World *original, Backend *backend, uint32_t grain,
                          Error *error);

/* After a step that is DONE, before world_swap: how many sprites move otherwise than they should
 * have, by a second, correct step from the same front. Takes as long as that does on one lane, and
 * some memory for good; UINT32_MAX: there is none. */
uint32_t step_count_differing(World *world);

/* The names of the phases a tick has, in order, for the trace. */
uint32_t step_phase_count(void);
const char *step_phase_name(uint32_t phase);

/* The one in which the sprites move: its slices are of `grain` sprites. */
uint32_t step_move_phase(void);
