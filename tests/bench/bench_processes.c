/* What worker processes cost beside worker threads, and what it costs to lose them: in a minute a
 * thousand are killed, each at a random moment, while a world is stepped whose state is compared
 * with one loop's after every tick. `bench_processes jobs` or `kills` runs one part. */
#include "base/clock.h"
#include "base/random.h"
#include "base/range.h"
#include "bench/scene.h"
#include "sim/step.h"

#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

enum {
    LANES = 2,
    CROWD = 100000,
    CROWD_TICKS = 3,
    KILLED_SPRITES = 10000,
    KILLS = 1000,
    TICKS_A_CHECK = 50,
    TICKS_TO_RECOVER = 10, /* of them, where the last one was hit */
    RUN_S = 60,
    RETRY_NS = 100 * NS_PER_US,
};

#define JOBS_LIMIT     1.1 /* times as long */
#define RECOVERY_LIMIT 5.0 /* ms, of 99 in 100 */

/* ---- Against threads ------------------------------------------------------------------------ */

static void compare_with_jobs(void)
{
    BenchScene *scene = scene_open("reeds", CROWD);
    uint32_t grain = bench_default_grain();
    const BenchContestant *jobs = scene_add(scene, backend_find("jobs"), LANES, grain, CROWD_TICKS);
    const BenchContestant *processes =
        scene_add(scene, backend_find("processes"), LANES, grain, CROWD_TICKS);
    scene_run(scene, 2 * BENCH_ROUNDS);
    printf("reeds, %d sprites, %d lanes, ms a tick: jobs ", CROWD, LANES);
    bench_print_spread(bench_spread(jobs), "%.4f");
    printf(", processes ");
    bench_print_spread(bench_spread(processes), "%.4f");
    printf("\n");
    const char *name = "time of processes over jobs, reeds 100000, 2 lanes";
    if (bench_cores() < LANES) {
        bench_bar_none(name, JOBS_LIMIT, "one real core");
    } else {
        bench_bar_at_most(name, 1.0 / bench_speed(processes, jobs).median, JOBS_LIMIT);
    }
    scene_close(scene);
}

/* ---- Kills ---------------------------------------------------------------------------------- */

typedef struct Killer {
    const Lane *lane;
    _Atomic uint64_t killed_ns; /* the last kill that nobody has recovered from; 0: none */
    atomic_uint kills;
} Killer;

/* False: the one before is not recovered from, or nobody is there yet. */
static bool kill_one(Killer *killer)
{
    int32_t process = killer->lane->process;
    uint64_t now_ns = clock_now_ns();
    if (killer->killed_ns > 0 || process <= 0 || kill(process, SIGKILL) != 0) {
        return false;
    }
    killer->killed_ns = now_ns;
    killer->kills++;
    return true;
}

/* Each at a random moment of its own part of the run. */
static void *kill_at_random(void *argument)
{
    Killer *killer = argument;
    const uint64_t part_ns = RUN_S * (uint64_t)NS_PER_S / KILLS;
    uint64_t start_ns = clock_now_ns();
    for (uint32_t i = 0; i < KILLS; i++) {
        uint64_t moment_ns = start_ns + i * part_ns + random_mix(i) % part_ns;
        uint64_t now_ns = clock_now_ns();
        clock_sleep_ns(moment_ns > now_ns ? moment_ns - now_ns : 0);
        while (!kill_one(killer)) {
            clock_sleep_ns(RETRY_NS);
        }
    }
    return NULL;
}

/* From a kill to the end of the tick that it fell into: by then what it broke off has been done;
 * and to the end of the next one, which has another process in its place. */
typedef struct Recoveries {
    double hit_ms[KILLS];
    double whole_ms[KILLS];
    uint32_t hit_count;
    uint32_t whole_count;
} Recoveries;

static void step_once(World *world, Backend *backend)
{
    Error error = {""};
    const StepInput input = {.glow = true};
    if (step_run(world, backend, &input, bench_default_grain(), &error) != BACKEND_DONE) {
        fprintf(stderr, "a tick was lost: %s\n", error.text);
        exit(1);
    }
}

static void note_tick(Killer *killer, Recoveries *recoveries, uint64_t begun_ns)
{
    uint64_t killed_ns = killer->killed_ns;
    double since_ms = clock_ms(clock_now_ns() - killed_ns);
    if (killed_ns == 0 || recoveries->whole_count == KILLS) {
        return;
    }
    if (killed_ns >= begun_ns) {
        recoveries->hit_ms[recoveries->hit_count++] = since_ms;
    } else {
        recoveries->whole_ms[recoveries->whole_count++] = since_ms;
        killer->killed_ns = 0;
    }
}

/* The states after some ticks, the last of which was begun with all its processes. */
typedef struct States {
    uint64_t hashes[TICKS_A_CHECK];
    uint32_t count;
} States;

static void step_and_time(World *world, Backend *backend, Killer *killer, Recoveries *recoveries,
                          States *states)
{
    states->count = 0;
    while (states->count < TICKS_A_CHECK - TICKS_TO_RECOVER ||
           (killer->killed_ns > 0 && states->count < TICKS_A_CHECK)) {
        uint64_t begun_ns = clock_now_ns();
        step_once(world, backend);
        note_tick(killer, recoveries, begun_ns);
        states->hashes[states->count++] = world_hash(world);
    }
}

/* How many of them are not the loop's. */
static uint32_t count_wrong(World *reference, Backend *loop, const States *states)
{
    uint32_t wrong = 0;
    for (uint32_t i = 0; i < states->count; i++) {
        step_once(reference, loop);
        wrong += world_hash(reference) != states->hashes[i];
    }
    return wrong;
}

static int compare(const void *a, const void *b)
{
    double left = *(const double *)a;
    double right = *(const double *)b;
    return (left > right) - (left < right);
}

static double print_spread(const char *what, double *ms, uint32_t count)
{
    qsort(ms, count, sizeof ms[0], compare);
    double p99 = ms[count * 99 / 100];
    printf("%s, ms: median %.3f, p99 %.3f, most %.3f (%u)\n", what, ms[count / 2], p99,
           ms[count - 1], count);
    return p99;
}

static void print_recoveries(Recoveries *recoveries)
{
    print_spread("until another process is in its place, and a tick is done", recoveries->whole_ms,
                 recoveries->whole_count);
    double p99 = print_spread("until the tick that was hit is done", recoveries->hit_ms,
                              recoveries->hit_count);
    bench_bar_at_most("recovery from a kill, p99, ms", p99, RECOVERY_LIMIT);
}

static uint32_t play_under_fire(World *world, World *reference, Backend *backend, Backend *loop,
                                Killer *killer, Recoveries *recoveries)
{
    States states;
    uint32_t wrong = 0;
    while (killer->kills < KILLS || killer->killed_ns > 0) {
        step_and_time(world, backend, killer, recoveries, &states);
        uint64_t start_ns = clock_now_ns();
        wrong += count_wrong(reference, loop, &states);
        if (killer->killed_ns > start_ns) { /* that one had to wait for us */
            killer->killed_ns = clock_now_ns();
        }
    }
    return wrong;
}

static bool has_children(void)
{
    siginfo_t info;
    return waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0;
}

static void kill_a_thousand(void)
{
    static Recoveries recoveries;
    Error error = {""};
    Level *level = bench_load_level("reeds");
    World *world = world_create(&level->spec, 1, KILLED_SPRITES, &error);
    World *reference = world_create(&level->spec, 1, KILLED_SPRITES, &error);
    Backend *backend = bench_open(backend_find("processes"), LANES);
    Backend *loop = bench_open(backend_find("sequential"), 1);
    Killer killer = {.lane = backend_lane(backend, 1)};
    pthread_t thread;
    if (!world || !reference || pthread_create(&thread, NULL, kill_at_random, &killer) != 0) {
        fprintf(stderr, "no memory, or no thread\n");
        exit(1);
    }
    uint64_t start_ns = clock_now_ns();
    uint32_t wrong = play_under_fire(world, reference, backend, loop, &killer, &recoveries);
    pthread_join(thread, NULL);
    printf("%u kills in %.1f s and %u ticks, each state compared\n", (uint32_t)killer.kills,
           clock_ms(clock_now_ns() - start_ns) / 1000.0, world_scene(world)->tick);
    backend_close(backend);
    backend_close(loop);
    print_recoveries(&recoveries);
    bench_bar_at_most("wrong states after 1000 kills", wrong, 0.0);
    bench_bar_at_most("processes left behind", has_children(), 0.0);
    world_destroy(world);
    world_destroy(reference);
    level_destroy(level);
}

int main(int argc, char **argv)
{
    if (argc < 2 || strcmp(argv[1], "jobs") == 0) {
        compare_with_jobs();
    }
    if (argc < 2 || strcmp(argv[1], "kills") == 0) {
        kill_a_thousand();
    }
    return 0;
}
