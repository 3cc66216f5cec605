/* A tree of tiny jobs: fib(30) without a cut-off. Each call of fib is a job: it forks one half,
 * calls the other, joins, and adds; on every library alike. */
#include "backend/fork.h"
#include "base/clock.h"
#include "bench/backends_contest.h"
#include "bench/backends_libraries.h"

#include <stdio.h>
#include <stdlib.h>

enum { N = 30, FIB = 832040, ROUNDS = 7, SETTLE_MS = 25 };

#define JOBS 2692537 /* so often fib(30) calls fib: 2 fib(31) - 1 */

#define ONE_LANE_LIMIT  8.0 /* ns a job */
#define TWO_LANES_LIMIT 4.0
#define TBB_LIMIT       6.0 /* times as fast as its task_group */

typedef struct Planter {
    PeerTree *tree; /* NULL: ours, on `backend` */
    Backend *backend;
    uint32_t lanes;
} Planter;

typedef struct Forest {
    BenchContestant contestants[BENCH_CONTESTANTS_MAX];
    Planter planters[BENCH_CONTESTANTS_MAX];
    uint32_t count;
} Forest;

/* ---- Ours ----------------------------------------------------------------------------------- */

typedef struct Half {
    Fork fork;
    uint32_t n;
    uint64_t result;
} Half;

static bool fib(Lane *lane, uint32_t n, uint64_t *result);

static bool run_half(Lane *lane, Fork *self)
{
    Half *half = (Half *)self;
    return fib(lane, half->n, &half->result);
}

static bool fib(Lane *lane, uint32_t n, uint64_t *result)
{
    if (n < 2) {
        *result = n;
        return true;
    }
    Half left;
    left.n = n - 1;
    lane_fork(lane, &left.fork, run_half);
    uint64_t right;
    bool good = fib(lane, n - 2, &right);
    good = lane_join(lane, &left.fork) && good;
    /* cppcheck-suppress uninitvar ; whoever ran the half wrote it */
    *result = left.result + right;
    return good;
}

static bool plant(Lane *lane, Range slice, void *context)
{
    (void)slice;
    return fib(lane, N, context);
}

static uint64_t run_ours(Backend *backend)
{
    uint64_t result = 0;
    const Phase phase = {"tree", plant, &result, 1, 1};
    Error error = {""};
    if (backend_run(backend, &phase, 1, &error) != BACKEND_DONE) {
        fprintf(stderr, "%s\n", error.text);
        exit(1);
    }
    return result;
}

/* ---- A function that calls itself ----------------------------------------------------------- */

static uint64_t __attribute__((noinline)) call_fib(uint32_t n)
{
    return n < 2 ? n : call_fib(n - 1) + call_fib(n - 2);
}

static uint64_t run_calls(uint32_t n, uint32_t lanes)
{
    (void)lanes;
    return call_fib(n);
}

/* ---- The contest ---------------------------------------------------------------------------- */

static double measure_ns(BenchContestant *contestant)
{
    const Planter *planter = contestant->context;
    clock_sleep_ns((uint64_t)SETTLE_MS * NS_PER_MS);
    uint64_t start_ns = clock_now_ns();
    uint64_t result = planter->tree ? planter->tree(N, planter->lanes) : run_ours(planter->backend);
    uint64_t elapsed_ns = clock_now_ns() - start_ns;
    if (result != FIB) {
        fprintf(stderr, "%s: fib(%d) is not right\n", contestant->name, N);
        exit(1);
    }
    return (double)elapsed_ns / JOBS;
}

static uint32_t add(Forest *forest, const char *name, PeerTree *tree, uint32_t lanes)
{
    BenchContestant *contestant = &forest->contestants[forest->count];
    Planter *planter = &forest->planters[forest->count];
    *planter = (Planter){.tree = tree, .lanes = lanes};
    if (!tree) {
        planter->backend = bench_open(backend_find("jobs"), lanes);
    }
    snprintf(contestant->name, sizeof contestant->name, "%s, %u lane%s", name, lanes,
             lanes == 1 ? "" : "s");
    contestant->context = planter;
    return forest->count++;
}

static void print_table(const Forest *forest)
{
    printf("\nfib(%d), %d jobs\n%-26s ns a job [quartiles]\n", N, JOBS, "");
    for (uint32_t i = 0; i < forest->count; i++) {
        printf("%-26s ", forest->contestants[i].name);
        bench_print_spread(bench_spread(&forest->contestants[i]), "%8.2f");
        printf("\n");
    }
}

/* The job system's time of a job, and its speed over oneTBB's. */
static void report_lanes(const Forest *forest, Session *session, uint32_t ours, uint32_t tbb,
                         double limit_ns)
{
    char name[REPORT_NAME_SIZE];
    uint32_t lanes = forest->planters[ours].lanes;
    const char *word = lanes == 1 ? "lane" : "lanes";
    double scaling = lanes == 1 ? lanes : bench_machine_scaling();
    double ns = bench_spread(&forest->contestants[ours]).median;
    snprintf(name, sizeof name, "ns a job, fib(%d) as forks, %u %s", N, lanes, word);
    if (lanes > 1 && scaling < CONTEST_SCALING) {
        report_none(&session->report, name, limit_ns,
                    "measured %.3f; the machine scales by %.2f at the moment", ns, scaling);
    } else {
        report_at_most(&session->report, name, ns, limit_ns);
    }
    snprintf(name, sizeof name, "speed of forks over oneTBB's task_group, %u %s", lanes, word);
    if (tbb == CONTEST_NOBODY) {
        report_none(&session->report, name, TBB_LIMIT, "it was not there when this was built");
        return;
    }
    BenchSpread speed = bench_speed(&forest->contestants[ours], &forest->contestants[tbb]);
    report_at_least(&session->report, name, speed.median, TBB_LIMIT);
}

void section_tree(Session *session)
{
    Forest forest = {0};
    uint32_t ours[CONTEST_LANES + 1] = {0};
    uint32_t tbb[CONTEST_LANES + 1] = {CONTEST_NOBODY, CONTEST_NOBODY, CONTEST_NOBODY};
    add(&forest, "a function that calls", run_calls, 1);
    for (uint32_t lanes = 1; lanes <= CONTEST_LANES; lanes++) {
        ours[lanes] = add(&forest, "jobs", NULL, lanes);
        for (uint32_t i = 0; i < library_count(); i++) {
            const PeerLibrary *library = library_at(i);
            uint32_t place =
                library->tree ? add(&forest, library->name, library->tree, lanes) : CONTEST_NOBODY;
            tbb[lanes] = library == &peer_tbb ? place : tbb[lanes];
        }
    }
    bench_run(forest.contestants, forest.count, ROUNDS, measure_ns);
    print_table(&forest);
    report_lanes(&forest, session, ours[1], tbb[1], ONE_LANE_LIMIT);
    report_lanes(&forest, session, ours[2], tbb[2], TWO_LANES_LIMIT);
    for (uint32_t i = 0; i < forest.count; i++) {
        backend_close(forest.planters[i].backend);
    }
}
