#include "bench/backends_trial.h"

#include "base/clock.h"
#include "base/random.h"
#include "bench/backends_bounce.h"
#include "bench/backends_peer.h"
#include "bench/bench.h"
#include "sim/step.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    SEED = 1,
    SETTLE_MS = 25, /* longer than the workers of any library spin */
    LIGHT_TURNS = 150,
    HEAVY_TURNS = 100 * LIGHT_TURNS,
    HEAVY_ONE_IN = 20,
};

struct Trial {
    TrialPlan plan;
    const PeerLoop *loop;
    PeerBackend peer; /* what runs a world on a library's loop */
    Backend *backend; /* NULL: the loop runs chunks by itself */
    Error error;      /* of a step that failed: clearing one takes a tenth of an empty step */
    Bounce *bounce;
    Level *level;
    World *world;
    uint64_t *results;                 /* of irregular slices: each has computed its own */
    atomic_uchar visits[TRIAL_CHUNKS]; /* relaxed: read when the loop is over, which orders them */
};

/* ---- What a chunk does ---------------------------------------------------------------------- */

static void empty_chunk(void *context, uint32_t chunk)
{
    (void)context;
    (void)chunk;
}

static void visiting_chunk(void *context, uint32_t chunk)
{
    Trial *trial = context;
    atomic_fetch_add_explicit(&trial->visits[chunk], 1, memory_order_relaxed);
}

static void bounce_chunk(void *context, uint32_t chunk)
{
    const Trial *trial = context;
    uint32_t grain = trial->plan.grain;
    uint32_t begin = chunk * grain;
    bounce_move(trial->bounce,
                (Range){begin, begin + min_u32(grain, trial->bounce->count - begin)});
}

static bool is_heavy(const TrialPlan *plan, uint32_t slice)
{
    if (plan->work == TRIAL_HEAVY_END) {
        return slice >= TRIAL_IRREGULAR_SLICES - TRIAL_IRREGULAR_SLICES / HEAVY_ONE_IN;
    }
    return random_u64(SEED, slice, 0, RANDOM_TEST) % HEAVY_ONE_IN == 0;
}

static void irregular_chunk(void *context, uint32_t chunk)
{
    const Trial *trial = context;
    uint32_t turns = is_heavy(&trial->plan, chunk) ? HEAVY_TURNS : LIGHT_TURNS;
    uint64_t mixed = trial->results[chunk];
    for (uint32_t i = 0; i < turns; i++) {
        mixed = random_mix(mixed + i);
    }
    trial->results[chunk] = mixed;
}

/* The same as slices of a phase. */

static bool empty_slice(Lane *lane, Range slice, void *context)
{
    (void)lane;
    empty_chunk(context, slice.begin);
    return true;
}

static bool visiting_slice(Lane *lane, Range slice, void *context)
{
    (void)lane;
    visiting_chunk(context, slice.begin);
    return true;
}

static bool bounce_slice(Lane *lane, Range slice, void *context)
{
    (void)lane;
    const Trial *trial = context;
    bounce_move(trial->bounce, slice);
    return true;
}

static bool irregular_slice(Lane *lane, Range slice, void *context)
{
    (void)lane;
    irregular_chunk(context, slice.begin);
    return true;
}

/* ---- A tick --------------------------------------------------------------------------------- */

static void expect_done(BackendStatus status, const Error *error)
{
    if (status != BACKEND_DONE) {
        fprintf(stderr, "%s\n", error->text);
        exit(1);
    }
}

/* A loop of chunks, or a step of one phase. */
static void fork_join(Trial *trial, PeerChunk *chunk, const Phase *phase)
{
    if (!trial->backend) {
        trial->loop->run(phase->count / phase->grain + (phase->count % phase->grain != 0), chunk,
                         trial);
        return;
    }
    expect_done(backend_run(trial->backend, phase, 1, &trial->error), &trial->error);
}

static void step_world(Trial *trial)
{
    const StepInput input = {.glow = true};
    Error error = {""};
    expect_done(step_run(trial->world, trial->backend, &input, trial->plan.grain, &error), &error);
}

static void tick(Trial *trial)
{
    switch (trial->plan.work) {
    case TRIAL_EMPTY:
        fork_join(trial, empty_chunk, &(Phase){"empty", empty_slice, trial, TRIAL_CHUNKS, 1});
        return;
    case TRIAL_BOUNCE:
        fork_join(trial, bounce_chunk,
                  &(Phase){"bounce", bounce_slice, trial, trial->plan.sprites, trial->plan.grain});
        bounce_swap(trial->bounce);
        return;
    case TRIAL_SCATTERED:
    case TRIAL_HEAVY_END:
        fork_join(trial, irregular_chunk,
                  &(Phase){"irregular", irregular_slice, trial, TRIAL_IRREGULAR_SLICES, 1});
        return;
    case TRIAL_WORLD: step_world(trial); return;
    }
}

/* ---- A turn --------------------------------------------------------------------------------- */

static double measure_back_to_back(Trial *trial)
{
    if (!trial->plan.alone) {
        clock_sleep_ns((uint64_t)SETTLE_MS * NS_PER_MS);
    }
    for (uint32_t i = 0; i <= trial->plan.ticks / 8; i++) {
        tick(trial);
    }
    uint64_t start_ns = clock_now_ns();
    for (uint32_t i = 0; i < trial->plan.ticks; i++) {
        tick(trial);
    }
    return (double)(clock_now_ns() - start_ns) / NS_PER_US / trial->plan.ticks;
}

static double measure_apart(Trial *trial)
{
    uint32_t ticks = trial->plan.ticks;
    uint32_t first = ticks > 1 ? 1 : 0; /* that counts */
    uint64_t sum_ns = 0;
    for (uint32_t i = 0; i < first + ticks; i++) {
        clock_sleep_ns((uint64_t)trial->plan.pause_us * NS_PER_US);
        uint64_t start_ns = clock_now_ns();
        tick(trial);
        sum_ns += i >= first ? clock_now_ns() - start_ns : 0;
    }
    return (double)sum_ns / NS_PER_US / ticks;
}

double trial_measure_us(Trial *trial)
{
    return trial->plan.pause_us > 0 ? measure_apart(trial) : measure_back_to_back(trial);
}

bool trial_visits_all(Trial *trial)
{
    fork_join(trial, visiting_chunk, &(Phase){"visits", visiting_slice, trial, TRIAL_CHUNKS, 1});
    bool good = true;
    for (uint32_t i = 0; i < TRIAL_CHUNKS; i++) {
        good = atomic_exchange_explicit(&trial->visits[i], 0, memory_order_relaxed) == 1 && good;
    }
    return good;
}

static uint64_t cpu_ns(clockid_t clock)
{
    struct timespec time;
    clock_gettime(clock, &time);
    return (uint64_t)time.tv_sec * NS_PER_S + (uint64_t)time.tv_nsec;
}

/* Signed: the two are not read at once, and a difference of nothing may come out below it. */
static int64_t others_cpu_ns(void)
{
    uint64_t own_ns = cpu_ns(CLOCK_THREAD_CPUTIME_ID);
    return (int64_t)(cpu_ns(CLOCK_PROCESS_CPUTIME_ID) - own_ns);
}

/* In the last tick, of the other lanes. */
static int64_t others_busy_ns(const Trial *trial)
{
    int64_t busy_ns = 0;
    for (uint32_t i = 1; trial->backend && i < backend_lane_count(trial->backend); i++) {
        busy_ns += (int64_t)backend_lane(trial->backend, i)->record.busy_ns;
    }
    return busy_ns;
}

double trial_idle_load(Trial *trial, bool ticking)
{
    tick(trial);
    clock_sleep_ns((uint64_t)SETTLE_MS * NS_PER_MS);
    uint64_t start_ns = clock_now_ns();
    int64_t before_ns = others_cpu_ns();
    int64_t busy_ns = 0;
    do {
        clock_sleep_ns((uint64_t)TRIAL_PAUSE_US * NS_PER_US);
        if (ticking) {
            tick(trial);
            busy_ns += others_busy_ns(trial);
        }
    } while (clock_now_ns() - start_ns < NS_PER_S);
    int64_t idle_ns = others_cpu_ns() - before_ns - busy_ns;
    double load = (double)idle_ns / (double)(clock_now_ns() - start_ns);
    return load > 0.0 ? load : 0.0;
}

/* ---- Life ----------------------------------------------------------------------------------- */

static void *checked(void *memory)
{
    if (!memory) {
        fprintf(stderr, "no memory\n");
        exit(1);
    }
    return memory;
}

static void open_world(Trial *trial)
{
    Error error = {""};
    trial->level = bench_load_level(trial->plan.level);
    trial->world = world_create(&trial->level->spec, SEED, trial->plan.sprites, &error);
    if (!trial->world) {
        fprintf(stderr, "%s\n", error.text);
        exit(1);
    }
}

static Backend *open_backend(Trial *trial, const TrialRunner *runner)
{
    if (!runner->loop) {
        return bench_open(runner->type, runner->lanes);
    }
    if (trial->plan.work != TRIAL_WORLD) {
        return NULL;
    }
    trial->peer = peer_backend(runner->loop);
    return bench_open(&trial->peer.type, 1);
}

Trial *trial_open(const TrialPlan *plan, const TrialRunner *runner)
{
    Trial *trial = checked(calloc(1, sizeof *trial));
    trial->plan = *plan;
    trial->plan.grain = plan->grain > 0 ? plan->grain : bench_default_grain();
    trial->loop = runner->loop;
    trial->backend = open_backend(trial, runner);
    switch (plan->work) {
    case TRIAL_EMPTY: break;
    case TRIAL_BOUNCE: trial->bounce = checked(bounce_create(plan->sprites)); break;
    case TRIAL_WORLD: open_world(trial); break;
    case TRIAL_SCATTERED:
    case TRIAL_HEAVY_END:
        trial->results = checked(calloc(TRIAL_IRREGULAR_SLICES, sizeof *trial->results));
        break;
    }
    return trial;
}

void trial_close(Trial *trial)
{
    if (!trial) {
        return;
    }
    backend_close(trial->backend);
    bounce_destroy(trial->bounce);
    world_destroy(trial->world);
    level_destroy(trial->level);
    free(trial->results);
    free(trial);
}

uint64_t trial_hash(Trial *trial)
{
    uint64_t hash = 0;
    if (trial->world) {
        return world_hash(trial->world);
    }
    if (trial->bounce) {
        return bounce_hash(trial->bounce);
    }
    for (uint32_t i = 0; trial->results && i < TRIAL_IRREGULAR_SLICES; i++) {
        hash = random_mix(hash ^ trial->results[i]);
    }
    return hash;
}
