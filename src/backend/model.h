/* Inside an opened backend: for the models in this folder, and for nobody above. */
#pragma once

#include "backend/backend.h"
#include "base/clock.h"

struct Backend {
    const BackendType *type;
    void *model;         /* the model's own; set by its open, freed by its close */
    uint32_t lane_count; /* a model of one thread lowers it in its open */
    Lane *lanes;
    Phase phases[BACKEND_PHASES_MAX];
    uint32_t phase_count;
    uint64_t begin_ns;
    bool running; /* begun, and neither finished nor cancelled */
};

extern const BackendType sequential_type;
extern const BackendType jobs_type;
extern const BackendType coroutines_type;

/* Slices of a phase, given that backend_begin has made its grain at least 1. */
static inline uint32_t phase_slices(const Phase *phase)
{
    return phase->count / phase->grain + (phase->count % phase->grain != 0);
}

static inline Range phase_slice(const Phase *phase, uint32_t slice)
{
    uint32_t begin = slice * phase->grain;
    return (Range){begin, begin + min_u32(phase->grain, phase->count - begin)};
}

/* Costs a look at the clock only where there is a deadline. */
static inline bool deadline_is_past(uint64_t deadline_ns)
{
    return deadline_ns != BACKEND_NO_DEADLINE && clock_now_ns() >= deadline_ns;
}

/* Runs one slice on this lane and records it; its result is the slice's own. */
bool lane_run_slice(Lane *lane, uint32_t phase, uint32_t slice);

/* Notes time spent inside slices, whether their runs were recorded or only counted. */
void lane_note_busy(Lane *lane, uint64_t start_ns, uint64_t end_ns);

/* What the coverage of all lanes adds up to, for one phase that ran whole. */
uint64_t lane_expected_coverage(uint32_t phase, uint32_t count);
