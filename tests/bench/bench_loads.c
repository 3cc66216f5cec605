/* What each model makes of each load: the same swarm as it is, with slices that compute for longer,
 * and with slices that wait; and eighty that wait at the same time, for a time and for a device.
 * `bench_loads light`, `heavy`, `wait` or `eighty` runs one part. */
#include "backend/burden.h"
#include "backend/slow_pipe.h"
#include "base/clock.h"
#include "bench/scene.h"
#include "sim/step.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    LANES = 2,
    HEAVY_US = 5, /* and below, as the game has it by default */
    WAIT_MS = 20,
    EIGHTY = 80,
    EIGHTY_ROUNDS = 5,
    REST_MS = 25,
};

#define GIL_HEAVY_LEAST 0.9 /* times as long as one loop: its lanes take turns, and do no more */
#define GIL_HEAVY_MOST  1.2
#define GIL_WAIT_MOST   1.2  /* times as long as the pool: who waits has let the lock go */
#define AT_ONCE_MS      30.0 /* eighty waits of 20 ms: a half more for those who start them */
#define IN_TURN_MOST_MS 1760.0
#define SCALES          1.7

typedef struct Plan {
    const char *part;
    LoadKind load;
    uint32_t sprites;
    uint32_t ticks; /* a round */
} Plan;

static const Plan plans[] = {
    {"light", LOAD_LIGHT, 10000, 50}, /* so many that the caches hold what a game has there */
    {"light", LOAD_LIGHT, 100000, 10},
    {"heavy", LOAD_HEAVY, 2000, 5},
    {"wait", LOAD_WAIT, 2000, 1},
};

enum { PLAN_COUNT = sizeof plans / sizeof plans[0] };

/* ---- The swarm ------------------------------------------------------------------------------ */

/* How many times as long. */
static double time_over(const BenchScene *scene, const char *model, const char *base)
{
    uint32_t lanes = backend_find(base) == backend_type(0) ? 1 : LANES;
    return 1.0 /
           bench_speed(scene_find(scene, model, LANES), scene_find(scene, base, lanes)).median;
}

/* Where two threads get no further than one, a lock around them costs nothing. */
static void print_heavy_bars(const BenchScene *scene, double scaling)
{
    const char *names[] = {"time of gil over sequential, heavy, at least",
                           "time of gil over sequential, heavy, at most"};
    double over = time_over(scene, "gil", "sequential");
    char reason[128];
    snprintf(reason, sizeof reason, "measured %.2f; the machine scales by %.2f at the moment", over,
             scaling);
    if (scaling < SCALES) {
        bench_bar_none(names[0], GIL_HEAVY_LEAST, reason);
        bench_bar_none(names[1], GIL_HEAVY_MOST, reason);
    } else {
        bench_bar_at_least(names[0], over, GIL_HEAVY_LEAST);
        bench_bar_at_most(names[1], over, GIL_HEAVY_MOST);
    }
}

static void print_results(const BenchScene *scene, const Plan *plan, double scaling)
{
    printf("\nreeds, %s, %u sprites, grain %u; two threads of plain arithmetic: %.2f times one\n",
           load_name(plan->load), plan->sprites, bench_default_grain(), scaling);
    scene_print(scene);
    if (!scene_find(scene, "jobs", LANES)) {
        return;
    }
    if (plan->load == LOAD_HEAVY) {
        print_heavy_bars(scene, scaling);
    } else if (plan->load == LOAD_WAIT) {
        bench_bar_at_most("time of gil over jobs, wait", time_over(scene, "gil", "jobs"),
                          GIL_WAIT_MOST);
    } else if (backend_find("openmp")) {
        printf("openmp takes %.2f times as long as jobs\n", time_over(scene, "openmp", "jobs"));
    }
}

/* Those that are slow are compared with the loop alone. */
static void run_plan(const Plan *plan, bool slow)
{
    Burden burden = {
        .load = plan->load, .heavy_us = HEAVY_US, .wait_ms = WAIT_MS, .phase = step_move_phase()};
    burden_calibrate(&burden);
    BenchScene *scene = scene_open("reeds", plan->sprites);
    scene_add_all(scene, slow, LANES, bench_default_grain(), plan->ticks);
    for (uint32_t i = 0; i < scene->count; i++) {
        backend_set_burden(scene->entries[i].backend, &burden);
    }
    double before = bench_machine_scaling();
    scene_run(scene, BENCH_ROUNDS);
    print_results(scene, plan, (before + bench_machine_scaling()) / 2.0);
    scene_close(scene);
}

/* ---- Eighty waits --------------------------------------------------------------------------- */

static bool do_nothing(Lane *lane, Range slice, void *context)
{
    (void)lane, (void)slice, (void)context;
    return true;
}

static double measure_waits(BenchContestant *contestant)
{
    Phase phase = {"wait", do_nothing, NULL, EIGHTY, 1};
    Error error = {""};
    clock_sleep_ns(REST_MS * NS_PER_MS); /* eighty workers of the one before go to sleep */
    uint64_t start_ns = clock_now_ns();
    if (backend_run(contestant->context, &phase, 1, &error) != BACKEND_DONE) {
        fprintf(stderr, "%s\n", error.text);
        exit(1);
    }
    return clock_ms(clock_now_ns() - start_ns);
}

static void print_eighty(const BenchContestant *contestants, uint32_t count, const char *load)
{
    char name[96];
    printf("\n%d that wait %d ms each, %s\n", EIGHTY, WAIT_MS, load);
    for (uint32_t i = 0; i < count; i++) {
        printf("%-24s ", contestants[i].name);
        bench_print_spread(bench_spread(&contestants[i]), "%8.2f");
        printf(" ms\n");
    }
    double loop_ms = bench_spread(&contestants[0]).median;
    snprintf(name, sizeof name, "ms of 80 waits of 20 ms, %s, sequential, at least", load);
    bench_bar_at_least(name, loop_ms, EIGHTY * WAIT_MS);
    snprintf(name, sizeof name, "ms of 80 waits of 20 ms, %s, sequential, at most", load);
    bench_bar_at_most(name, loop_ms, IN_TURN_MOST_MS);
    for (uint32_t i = 1; i <= 2; i++) {
        snprintf(name, sizeof name, "ms of 80 waits of 20 ms, %s, %s", load, contestants[i].name);
        bench_bar_at_most(name, bench_spread(&contestants[i]).median, AT_ONCE_MS);
    }
}

/* The bars are of the first three. */
static void run_eighty(LoadKind load)
{
    static const struct {
        const char *model;
        uint32_t lanes;
    } rows[] = {{"sequential", 1}, {"coroutines", 1}, {"threads", EIGHTY},
                {"jobs", EIGHTY},  {"gil", EIGHTY},   {"jobs", LANES}};
    enum { ROW_COUNT = sizeof rows / sizeof rows[0] };
    BenchContestant contestants[ROW_COUNT];
    Error error = {""};
    Burden burden = {.load = load, .wait_ms = WAIT_MS, .pipe = slow_pipe_open(WAIT_MS, &error)};
    if (!burden.pipe) {
        fprintf(stderr, "%s\n", error.text);
        exit(1);
    }
    for (uint32_t i = 0; i < ROW_COUNT; i++) {
        Backend *backend = bench_open(backend_find(rows[i].model), rows[i].lanes);
        backend_set_burden(backend, &burden);
        contestants[i] = (BenchContestant){.context = backend};
        bench_name(&contestants[i], backend);
    }
    bench_run(contestants, ROW_COUNT, EIGHTY_ROUNDS, measure_waits);
    print_eighty(contestants, ROW_COUNT, load_name(load));
    for (uint32_t i = 0; i < ROW_COUNT; i++) {
        backend_close(contestants[i].context);
    }
    slow_pipe_close(burden.pipe);
}

static bool is_wanted(int argc, char **argv, const char *part)
{
    return argc < 2 || strcmp(argv[1], part) == 0;
}

int main(int argc, char **argv)
{
    for (uint32_t i = 0; i < PLAN_COUNT; i++) {
        if (is_wanted(argc, argv, plans[i].part)) {
            run_plan(&plans[i], false);
            run_plan(&plans[i], true);
        }
    }
    if (is_wanted(argc, argv, "eighty")) {
        run_eighty(LOAD_WAIT);
        run_eighty(LOAD_PIPE);
    }
    return 0;
}
