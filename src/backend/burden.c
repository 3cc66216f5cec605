#include "backend/burden.h"

#include "backend/child.h"
#include "backend/model.h"
#include "backend/slow_pipe.h"
#include "base/random.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define FOR_EVER_NS (1000 * 1000 * (uint64_t)NS_PER_S)

/* All that a lane reads of it, the wrapped phases too. */
struct BurdenBlock {
    Burden burden;
    bool bears;          /* there is something to bear */
    uint64_t give_up_ns; /* when waits of the step that runs end; 0: never */
    Phase phases[BACKEND_PHASES_MAX];
};

/* ---- Names ---------------------------------------------------------------------------------- */

const char *load_name(LoadKind load)
{
    static const char *const names[LOAD_COUNT] = {"light", "heavy", "wait", "pipe", "mixed"};
    return names[load];
}

const char *fault_name(FaultKind fault)
{
    static const char *const names[FAULT_COUNT] = {"fail", "hang", "slow", "kill"};
    return names[fault];
}

bool burden_is_none(const Burden *burden)
{
    double faults = 0.0;
    for (int i = 0; i < FAULT_COUNT; i++) {
        faults += burden->faults[i];
    }
    return burden->load == LOAD_LIGHT && faults <= 0.0;
}

/* ---- Computing ------------------------------------------------------------------------------ */

/* How many of the first `rounds` numbers divide this one: the tutorials' example of work. */
static uint32_t count_divisors(uint32_t number, uint64_t rounds)
{
    uint32_t count = 0;
    for (uint64_t i = 0; i < rounds; i++) {
        count += number % ((uint32_t)i + 1) == 0;
        __asm__ volatile("" : "+r"(count)); /* nobody asks for it, and it is to be computed */
    }
    return count;
}

static void compute(const Burden *burden, double us)
{
    count_divisors(73513440, (uint64_t)(us * burden->rounds_a_us));
}

void burden_calibrate(Burden *burden)
{
    enum { ROUNDS = 20000, TRIALS = 10 };
    uint64_t best_ns = UINT64_MAX; /* others may take the processor away meanwhile */
    for (int i = 0; i < TRIALS; i++) {
        uint64_t start_ns = clock_now_ns();
        count_divisors(73513440, ROUNDS);
        uint64_t took_ns = clock_now_ns() - start_ns;
        best_ns = took_ns < best_ns ? took_ns : best_ns;
    }
    burden->rounds_a_us = ROUNDS / ((double)(best_ns + 1) / NS_PER_US);
}

/* ---- Faults --------------------------------------------------------------------------------- */

static double draw(const Burden *burden, Range slice, uint32_t salt)
{
    uint64_t seed = burden->seed + 0x9e3779b97f4a7c15u * (salt + 1);
    return (double)random_unit(seed, slice.begin, burden->tick, RANDOM_TEST);
}

static bool bear_faults(Lane *lane, Range slice, const Burden *burden)
{
    double drawn = draw(burden, slice, burden->attempt);
    if (drawn < burden->faults[FAULT_FAIL]) {
        return lane_fail(lane, "an injected failure");
    }
    drawn -= burden->faults[FAULT_FAIL];
    if (drawn < burden->faults[FAULT_HANG]) {
        return lane_sleep_ns(lane, FOR_EVER_NS);
    }
    drawn -= burden->faults[FAULT_HANG];
    if (drawn < burden->faults[FAULT_SLOW]) {
        compute(burden, BURDEN_SLOW_US);
    }
    drawn -= burden->faults[FAULT_SLOW];
    if (drawn >= 0.0 && drawn < burden->faults[FAULT_KILL] && !lane->again) {
        child_kill_self(lane);
    }
    return true;
}

/* ---- Loads ---------------------------------------------------------------------------------- */

static bool wait(Lane *lane, const Burden *burden, double ms)
{
    return lane_sleep_ns(lane, (uint64_t)(ms * (double)NS_PER_MS)) && burden->wait_ms < UINT32_MAX;
}

/* A wait of 0 to 3 times the usual for every other slice, computing likewise for others. */
static bool bear_mixed(Lane *lane, Range slice, const Burden *burden)
{
    double waits = draw(burden, slice, 1000);
    double computes = draw(burden, slice, 1001);
    if (computes < 0.5) {
        compute(burden, range_count(slice) * (double)burden->heavy_us * computes * 6.0);
    }
    return waits >= 0.5 || wait(lane, burden, burden->wait_ms * waits * 6.0);
}

static bool bear_load(Lane *lane, Range slice, const Burden *burden)
{
    switch (burden->load) {
    case LOAD_HEAVY: compute(burden, range_count(slice) * (double)burden->heavy_us); return true;
    case LOAD_WAIT: return wait(lane, burden, burden->wait_ms);
    case LOAD_PIPE:
        return burden->pipe ? slow_pipe_ask(burden->pipe, lane)
                            : wait(lane, burden, burden->wait_ms);
    case LOAD_MIXED: return bear_mixed(lane, slice, burden);
    default: return true;
    }
}

static bool run_burdened(Lane *lane, Range slice, void *context)
{
    const Phase *phase = context;
    const Burden *burden = &lane->backend->burden->burden;
    return bear_faults(lane, slice, burden) && bear_load(lane, slice, burden) &&
           phase->run(lane, slice, phase->context);
}

/* ---- Time-out ------------------------------------------------------------------------------- */

uint64_t burden_clip_wait(const Backend *backend, uint64_t duration_ns, bool *late)
{
    uint64_t give_up_ns = backend->burden->give_up_ns;
    if (give_up_ns == 0) {
        return duration_ns;
    }
    uint64_t now_ns = clock_now_ns();
    uint64_t left_ns = give_up_ns > now_ns ? give_up_ns - now_ns : 0;
    *late = left_ns < duration_ns;
    return *late ? left_ns : duration_ns;
}

bool burden_fail_late(Lane *lane)
{
    return lane_fail(lane, "it still waited when the step's %u ms were over",
                     lane->backend->burden->burden.time_out_ms);
}

/* ---- The backend's -------------------------------------------------------------------------- */

void backend_set_burden(Backend *backend, const Burden *burden)
{
    backend->burden->burden = *burden;
    if (backend->type->private_memory) {
        backend->burden->burden.pipe = NULL; /* its files are not open in other processes */
    }
    backend->burden->bears = !burden_is_none(burden);
}

const Burden *backend_burden(const Backend *backend)
{
    return &backend->burden->burden;
}

void burden_lay_on(Backend *backend)
{
    struct BurdenBlock *block = backend->burden;
    uint64_t time_out_ns = block->burden.time_out_ms * NS_PER_MS;
    block->give_up_ns = time_out_ns > 0 ? backend->begin_ns + time_out_ns : 0;
    uint32_t index = block->burden.phase;
    if (block->bears && index < backend->phase_count) {
        Phase *phase = &backend->phases[index];
        block->phases[index] = *phase;
        phase->run = run_burdened;
        phase->context = &block->phases[index];
    }
}

bool burden_open(Backend *backend, Error *error)
{
    size_t size = sizeof(struct BurdenBlock);
    if (backend->type->private_memory) {
        void *shared = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        backend->burden = shared == MAP_FAILED ? NULL : shared;
        /* cppcheck-suppress memleak ; burden_close unmaps it */
    } else {
        backend->burden = calloc(1, size);
    }
    return backend->burden || error_set(error, "no memory for what its slices bear");
}

void burden_close(Backend *backend)
{
    if (backend->burden && backend->type->private_memory) {
        munmap(backend->burden, sizeof(struct BurdenBlock));
    } else {
        free(backend->burden);
    }
}
