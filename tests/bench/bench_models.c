/* What a tick costs in each model: flocking in the reeds and bouncing hares, at populations of
 * three orders of magnitude, at the grain that the game starts with. */
#include "bench/scene.h"

#include <stdio.h>
#include <string.h>

enum { BAR_LANES = 2, SCALING_ROUNDS = 5 };

#define JOBS_LIMIT       1.7  /* times as fast as one loop */
#define COROUTINES_LIMIT 1.05 /* times as long as one loop */

typedef struct Plan {
    const char *level;
    uint32_t sprites;
    uint32_t ticks; /* a round: some 20 ms of them */
} Plan;

static const Plan plans[] = {
    {"reeds", 1000, 700},    {"reeds", 10000, 100},   {"reeds", 100000, 8},
    {"bounce", 10000, 2500}, {"bounce", 100000, 200}, {"bounce", 1000000, 12},
};

enum { PLAN_COUNT = sizeof plans / sizeof plans[0] };

/* How the bars of one plan came out, in the speed of one loop. */
typedef struct Result {
    BenchSpread jobs;
    BenchSpread coroutines;
    BenchSpread machine; /* scaling, just before and just after */
} Result;

static double measure_scaling(BenchContestant *contestant)
{
    (void)contestant;
    return bench_machine_scaling();
}

static BenchSpread machine_scaling(void)
{
    BenchContestant machine = {.name = "machine"};
    bench_run(&machine, 1, SCALING_ROUNDS, measure_scaling);
    return bench_spread(&machine);
}

static Result run_plan(const Plan *plan)
{
    Result result = {.machine = machine_scaling()};
    BenchScene *scene = scene_open(plan->level, plan->sprites);
    uint32_t grain = bench_default_grain();
    uint32_t lanes = min_u32(bench_cores(), BACKEND_LANES_MAX);
    scene_add_all(scene, false, lanes, grain, plan->ticks);
    if (lanes != BAR_LANES) {
        scene_add(scene, backend_find("jobs"), BAR_LANES, grain, plan->ticks);
    }
    scene_run(scene, BENCH_ROUNDS);
    printf("\n%s, %u sprites\n", plan->level, plan->sprites);
    scene_print(scene);
    const BenchContestant *loop = &scene->contestants[0];
    result.jobs = bench_speed(scene_find(scene, "jobs", BAR_LANES), loop);
    result.coroutines = bench_speed(scene_find(scene, "coroutines", 1), loop);
    scene_close(scene);
    BenchSpread after = machine_scaling();
    printf("two threads of plain arithmetic: %.2f times one before, %.2f after\n",
           result.machine.median, after.median);
    result.machine.median = (result.machine.median + after.median) / 2.0;
    return result;
}

static void print_jobs_bar(const char *name, const Result *result)
{
    char reason[128];
    if (bench_cores() < BAR_LANES) {
        bench_bar_none(name, JOBS_LIMIT, "one real core");
    } else if (result->machine.median < JOBS_LIMIT) {
        snprintf(reason, sizeof reason, "measured %.2f; the machine scales by %.2f at the moment",
                 result->jobs.median, result->machine.median);
        bench_bar_none(name, JOBS_LIMIT, reason);
    } else {
        bench_bar_at_least(name, result->jobs.median, JOBS_LIMIT);
    }
}

int main(void)
{
    Result results[PLAN_COUNT];
    printf("%u cores, grain %u, %d rounds\n", bench_cores(), bench_default_grain(), BENCH_ROUNDS);
    for (uint32_t i = 0; i < PLAN_COUNT; i++) {
        results[i] = run_plan(&plans[i]);
    }
    printf("\n");
    for (uint32_t i = 0; i < PLAN_COUNT; i++) {
        char name[96];
        if (strcmp(plans[i].level, "reeds") == 0 && plans[i].sprites >= 10000) {
            snprintf(name, sizeof name, "speed of jobs over sequential, reeds %u, %d lanes",
                     plans[i].sprites, BAR_LANES);
            print_jobs_bar(name, &results[i]);
        }
        if (plans[i].sprites == 10000) {
            snprintf(name, sizeof name, "time of coroutines over sequential, %s %u, grain %u",
                     plans[i].level, plans[i].sprites, bench_default_grain());
            bench_bar_at_most(name, 1.0 / results[i].coroutines.median, COROUTINES_LIMIT);
        }
    }
    return 0;
}
