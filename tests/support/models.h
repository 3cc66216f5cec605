/* Every row of the table of backends, opened with 1 to 9 lanes: for the tests that hold for all of
 * them. A fault in here fails the running test; main thread only. */
#pragma once

#include "backend/backend.h"

#include <stdbool.h>
#include <stdint.h>

enum { MODELS_LANES_MAX = 9, MODELS_GRAINS = 4 };

/* The grains that the tests go through: one index, an odd few, the usual, all. */
extern const uint32_t models_grains[MODELS_GRAINS];

typedef void ModelCheck(Backend *backend);

/* Runs the check on each model, and closes the backend after it: the pool with each number of
 * lanes, others with some, a model of one thread with the most. In quick runs, 1, 5 and 9 lanes. */
void models_each(ModelCheck *check);

/* The same with this number only. */
void models_each_with(uint32_t lanes, ModelCheck *check);

Backend *models_open(const char *name, uint32_t lanes);
Backend *models_open_type(const BackendType *type, uint32_t lanes);

/* Whether the model starts a thread or a process for each slice; and how often to do what costs
 * others next to nothing: for such a model a tenth of `times`, rounded up. */
bool models_starts_anew(const BackendType *type);
uint32_t models_times(const Backend *backend, uint32_t times);

/* Found out by trial: whether backend_finish comes back before the step is over, and whether it
 * does even where a slice that waits is the calling thread's. */
bool models_keeps_deadlines(const Backend *backend);
bool models_parks_sleepers(const Backend *backend);

/* Smaller numbers, for builds that run slowly, sanitizers and emulators: LAMPYRIS_TEST_QUICK is
 * set, and not to 0. */
bool models_are_quick(void);

/* An assertion that names the model and the lanes. */
#define assert_with(backend, expression)                                                           \
    models_assert(backend, expression, #expression, __FILE__, __LINE__)
void models_assert(const Backend *backend, bool holds, const char *expression, const char *file,
                   int line);

/* Runs a step that is expected to be done. */
#define assert_done(backend, phases, count) models_run(backend, phases, count, __FILE__, __LINE__)
void models_run(Backend *backend, const Phase *phases, uint32_t count, const char *file, int line);

/* Whatever happened to it before: a step of two phases visits each index. */
void models_assert_works(Backend *backend);
