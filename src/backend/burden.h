/* What slices are made to bear beside their work, to show what a model makes of it: loads, which
 * compute or wait, and faults, which are injected. What the slices come to stays the same bits. For
 * whoever shows or tests a model: it is plain data, set between steps, and acts from the next
 * step's begin on. */
#pragma once

#include "backend/lane.h"
#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

typedef enum LoadKind {
    LOAD_LIGHT, /* none */
    LOAD_HEAVY, /* computes: counts divisors, for every index */
    LOAD_WAIT,  /* waits for a time, once a slice */
    LOAD_PIPE,  /* the same, but for a slow pipe to give it something to read */
    LOAD_MIXED, /* by slice: computes, waits, both or neither, in uneven amounts */
    LOAD_COUNT,
} LoadKind;

typedef enum FaultKind {
    FAULT_FAIL, /* the slice fails */
    FAULT_HANG, /* it waits without end: only the step's time-out ends it */
    FAULT_SLOW, /* it computes for BURDEN_SLOW_US first */
    FAULT_KILL, /* its lane's process is killed; nothing, where that is the caller's own */
    FAULT_COUNT,
} FaultKind;

enum { BURDEN_SLOW_US = 20000 };

typedef struct Burden {
    LoadKind load;
    uint32_t heavy_us; /* microseconds an index */
    uint32_t wait_ms;  /* a slice */
    double rounds_a_us;
    struct SlowPipe *pipe; /* the owner's, for LOAD_PIPE; NULL: it waits for the time alone */

    double faults[FAULT_COUNT]; /* probabilities, of a slice */
    uint64_t seed;              /* with these three, which slices have them */
    uint32_t tick;
    uint32_t attempt; /* counts the failures of the tick: it does not fail for ever */

    uint32_t phase;       /* the one whose slices bear it, by its index in the step */
    uint32_t time_out_ms; /* of a step: a wait after that fails its slice. 0: none */
} Burden;

/* Nothing to bear. */
bool burden_is_none(const Burden *burden);

/* Measures what this processor computes in a microsecond, in about 2 ms. */
void burden_calibrate(Burden *burden);

const char *load_name(LoadKind load); /* one word, as --load takes it */
const char *fault_name(FaultKind fault);

/* From the next backend_begin on; it is copied. No step may be running. */
void backend_set_burden(Backend *backend, const Burden *burden);
const Burden *backend_burden(const Backend *backend);

/* ---- For backend.c and lane.c --------------------------------------------------------------- */

typedef struct Phase Phase;

/* Memory for it that lanes in other processes share, where the model has such. False: none. */
bool burden_open(Backend *backend, Error *error);
void burden_close(Backend *backend);

/* Wraps the phases of a step that begins. */
void burden_lay_on(Backend *backend);

/* How long a wait of that length may be; *late: it has to end before its time. */
uint64_t burden_clip_wait(const Backend *backend, uint64_t duration_ns, bool *late);
bool burden_fail_late(Lane *lane);
