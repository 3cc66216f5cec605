/* Coroutines that take turns: what a resume and a yield cost, with few and with many alive, each
 * touching a line on its own stack; what one takes of memory; what it costs to create and to
 * destroy one. One thread. */
#include "base/clock.h"
#include "bench/backends_libraries.h"
#include "bench/backends_own.h"
#include "bench/backends_sections.h"
#include "bench/bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    RESUMES = 400000, /* a turn, or two a coroutine where there are more */
    MANY = 1000000,   /* too many to keep those of all contestants at once */
    MANY_ROUNDS = 4,
    SOME_ROUNDS = 9, /* of 100,000 */
    ONCE = 100000,
    ONCE_ROUNDS = 9,
    BYTES_EACH = 9000, /* what the fattest contestant takes of memory, and more */
    BYTES_LIMIT = 4200,
    PLACES_MAX = 16,
};

#define CONTEXT_LIMIT      0.4 /* of Boost.Context's time, up to 1,000 */
#define CONTEXT_MANY_LIMIT 0.3
#define FIBER_LIMIT        0.2 /* of Boost.fiber's time to create and destroy */

typedef struct Population {
    uint32_t count;
    double limit_ns;
} Population;

static const Population populations[] = {{1, 4.0}, {1000, 4.0}, {100000, 5.0}, {MANY, 14.0}};

enum { POPULATIONS = sizeof populations / sizeof populations[0] };

typedef struct Place {
    const PeerCoroutines *coroutines;
    PeerCrowd crowd;
    uint64_t resumes; /* of the crowd, ever */
    double bytes;     /* resident, a coroutine; of the first crowd */
} Place;

typedef struct Circle {
    BenchContestant contestants[PLACES_MAX];
    Place places[PLACES_MAX];
    uint32_t count;
} Circle;

/* ---- Crowds --------------------------------------------------------------------------------- */

static double resident_bytes(void)
{
    FILE *file = fopen("/proc/self/statm", "r");
    unsigned long size = 0;
    unsigned long resident = 0;
    if (file) {
        if (fscanf(file, "%lu %lu", &size, &resident) != 2) {
            resident = 0;
        }
        fclose(file);
    }
    return (double)resident * (double)sysconf(_SC_PAGESIZE);
}

static void gather(Place *place, uint32_t count)
{
    double before = resident_bytes();
    place->crowd = (PeerCrowd){.count = count, .large_pages = place->coroutines->large_pages};
    if (!place->coroutines->create(&place->crowd)) {
        fprintf(stderr, "no memory for %u coroutines of %s\n", count, place->coroutines->name);
        exit(1);
    }
    place->resumes = place->coroutines->turn(&place->crowd, 1);
    if (place->bytes == 0.0) {
        place->bytes = (resident_bytes() - before) / count;
    }
}

static void disperse(Place *place)
{
    PeerCrowd *crowd = &place->crowd;
    crowd->ends = true;
    place->coroutines->turn(crowd, 1);
    uint64_t turns = crowd->turns;
    place->coroutines->destroy(crowd);
    if (turns != place->resumes) {
        fprintf(stderr, "%s: %llu turns of %llu were taken\n", place->coroutines->name,
                (unsigned long long)turns, (unsigned long long)place->resumes);
        exit(1);
    }
}

/* ---- Turns ---------------------------------------------------------------------------------- */

static double take_turns_ns(Place *place)
{
    uint32_t times = RESUMES / place->crowd.count;
    times = times > 2 ? times : 2;
    uint64_t start_ns = clock_now_ns();
    uint64_t resumes = place->coroutines->turn(&place->crowd, times);
    uint64_t elapsed_ns = clock_now_ns() - start_ns;
    place->resumes += resumes;
    return (double)elapsed_ns / (double)resumes;
}

/* The others' crowds have been through the caches since: a turn that does not count. */
static double measure_kept(BenchContestant *contestant)
{
    Place *place = contestant->context;
    place->resumes += place->coroutines->turn(&place->crowd, 1);
    return take_turns_ns(place);
}

static double measure_anew(BenchContestant *contestant)
{
    Place *place = contestant->context;
    gather(place, MANY);
    double ns = take_turns_ns(place);
    disperse(place);
    return ns;
}

static double measure_once(BenchContestant *contestant)
{
    Place *place = contestant->context;
    uint64_t before = place->crowd.turns;
    uint64_t start_ns = clock_now_ns();
    place->coroutines->live_once(&place->crowd);
    uint64_t elapsed_ns = clock_now_ns() - start_ns;
    if (place->crowd.turns - before != place->crowd.count) {
        fprintf(stderr, "%s: not all have run\n", contestant->name);
        exit(1);
    }
    return (double)elapsed_ns / place->crowd.count;
}

/* ---- Who takes part ------------------------------------------------------------------------- */

static void join(Circle *circle, const PeerCoroutines *coroutines)
{
    BenchContestant *contestant = &circle->contestants[circle->count];
    Place *place = &circle->places[circle->count++];
    snprintf(contestant->name, sizeof contestant->name, "%s", coroutines->name);
    *place = (Place){.coroutines = coroutines};
    contestant->context = place;
}

static void join_all(Circle *circle, uint32_t population)
{
    for (uint32_t i = 0; i < OWN_COUNT; i++) {
        if (own_coroutines[i].most >= population) {
            join(circle, &own_coroutines[i]);
        }
    }
    for (uint32_t i = 0; i < library_count(); i++) {
        const PeerLibrary *library = library_at(i);
        for (uint32_t j = 0; j < library->coroutines_count; j++) {
            if (library->coroutines[j].most >= population) {
                join(circle, &library->coroutines[j]);
            }
        }
    }
}

/* NULL: it was left out. */
static const BenchContestant *find(const Circle *circle, const PeerCoroutines *coroutines)
{
    for (uint32_t i = 0; i < circle->count; i++) {
        if (circle->places[i].coroutines == coroutines) {
            return &circle->contestants[i];
        }
    }
    return NULL;
}

/* What the system could give, without a swap. */
static double available_bytes(void)
{
    FILE *file = fopen("/proc/meminfo", "r");
    char line[128];
    unsigned long kib = 0;
    while (file && fgets(line, sizeof line, file)) {
        if (sscanf(line, "MemAvailable: %lu", &kib) == 1) {
            break;
        }
    }
    if (file) {
        fclose(file);
    }
    return 1024.0 * (double)kib;
}

/* ---- What comes of it ----------------------------------------------------------------------- */

static void print_table(const Circle *circle, const char *title, const char *unit)
{
    const BenchContestant *ours = &circle->contestants[0];
    printf("\n%s\n%-26s %-14s %9s  %-28s %s takes\n", title, "", "stack", "bytes", unit,
           ours->name);
    for (uint32_t i = 0; i < circle->count; i++) {
        const Place *place = &circle->places[i];
        printf("%-26s %-14s ", circle->contestants[i].name, place->coroutines->stack);
        if (place->bytes > 0.0 && place->crowd.count >= ONCE) {
            printf("%9.0f  ", place->bytes);
        } else {
            printf("%9s  ", "");
        }
        bench_print_spread(bench_spread(&circle->contestants[i]), "%8.2f");
        if (i > 0) {
            printf("   ");
            bench_print_spread(bench_speed(&circle->contestants[i], ours), "%.2f");
            printf(" of its time");
        }
        printf("\n");
    }
}

/* Not where the lines that the coroutines have to touch exceed the limit by themselves. */
static void report_above_lines(Report *report, const char *name, double figure, double touch,
                               double limit)
{
    if (figure > limit && touch > limit) {
        report_none(report, name, limit,
                    "measured %.2f; to touch the lines alone takes %.2f at the moment", figure,
                    touch);
    } else {
        report_at_most(report, name, figure, limit);
    }
}

static void report_ratio(const Circle *circle, Report *report, const char *name,
                         const PeerCoroutines *of, const PeerCoroutines *over, double limit)
{
    const BenchContestant *ours = find(circle, of);
    const BenchContestant *peer = over ? find(circle, over) : NULL;
    if (!peer) {
        report_none(report, name, limit, "it was not there when this was built");
        return;
    }
    const BenchContestant *lines = find(circle, &own_coroutines[OWN_LINES]);
    double touch_ratio = lines ? bench_speed(peer, lines).median : 0.0;
    report_above_lines(report, name, bench_speed(peer, ours).median, touch_ratio, limit);
}

static void report_turns(const Circle *circle, Report *report, const Population *population)
{
    char name[REPORT_NAME_SIZE];
    double turn_ns = bench_spread(&circle->contestants[0]).median;
    double touch_ns = bench_spread(find(circle, &own_coroutines[OWN_LINES])).median;
    snprintf(name, sizeof name, "ns a resume and yield through the scheduler, %u live",
             population->count);
    report_above_lines(report, name, turn_ns, touch_ns, population->limit_ns);
    snprintf(name, sizeof name, "ns to touch a line in each stack, %u of them", population->count);
    report_floor(report, name, touch_ns);
    if (population->count == ONCE) {
        return; /* the goal names no ratio here */
    }
    snprintf(name, sizeof name, "time of resume and yield over Boost.Context's, %u live",
             population->count);
    report_ratio(circle, report, name, &own_coroutines[OWN_SCHEDULER],
                 &peer_boost_context ? &peer_boost_context.coroutines[0] : NULL,
                 population->count == MANY ? CONTEXT_MANY_LIMIT : CONTEXT_LIMIT);
    if (population->count == MANY) {
        snprintf(name, sizeof name, "bytes resident, each of %u coroutines", population->count);
        report_at_most(report, name, circle->places[0].bytes, BYTES_LIMIT);
    }
}

/* ---- The populations ------------------------------------------------------------------------ */

/* Each contestant keeps its crowd through all rounds. */
static void run_kept(Session *session, const Population *population)
{
    char title[96];
    Circle circle = {0};
    join_all(&circle, population->count);
    for (uint32_t i = 0; i < circle.count; i++) {
        gather(&circle.places[i], population->count);
    }
    uint32_t rounds = population->count >= ONCE ? SOME_ROUNDS : BENCH_ROUNDS;
    bench_run(circle.contestants, circle.count, rounds, measure_kept);
    snprintf(title, sizeof title, "%u coroutine%s in turns", population->count,
             population->count == 1 ? "" : "s");
    print_table(&circle, title, "ns a resume and yield");
    report_turns(&circle, &session->report, population);
    for (uint32_t i = 0; i < circle.count; i++) {
        disperse(&circle.places[i]);
    }
}

/* Each has the memory for itself: its crowd is created in its turn, and destroyed after it. */
static void run_anew(Session *session, const Population *population)
{
    char title[96];
    Circle circle = {0};
    join_all(&circle, population->count);
    bench_run(circle.contestants, circle.count, MANY_ROUNDS, measure_anew);
    snprintf(title, sizeof title, "%u coroutines in turns, created anew each round",
             population->count);
    print_table(&circle, title, "ns a resume and yield");
    report_turns(&circle, &session->report, population);
}

static void run_turns(Session *session, const Population *population)
{
    bool kept = population->count < MANY;
    double needed = (double)BYTES_EACH * population->count * (kept ? PLACES_MAX / 2 : 1);
    if (available_bytes() < needed) {
        char name[REPORT_NAME_SIZE];
        snprintf(name, sizeof name, "ns a resume and yield through the scheduler, %u live",
                 population->count);
        report_none(&session->report, name, population->limit_ns, "it takes %.1f GB of free memory",
                    needed / 1e9);
        return;
    }
    (kept ? run_kept : run_anew)(session, population);
}

static void run_once(Session *session)
{
    Circle all = {0};
    Circle circle = {0};
    char title[96];
    join_all(&all, ONCE);
    for (uint32_t i = 0; i < all.count; i++) {
        if (all.places[i].coroutines->live_once) {
            join(&circle, all.places[i].coroutines);
        }
    }
    for (uint32_t i = 0; i < circle.count; i++) {
        Place *place = &circle.places[i];
        place->crowd = (PeerCrowd){.count = ONCE};
        if (!place->coroutines->pool_open(&place->crowd)) {
            fprintf(stderr, "no memory for a pool of %s\n", place->coroutines->name);
            exit(1);
        }
    }
    bench_run(circle.contestants, circle.count, ONCE_ROUNDS, measure_once);
    snprintf(title, sizeof title, "create, run once and destroy %d, from pools that are kept",
             ONCE);
    print_table(&circle, title, "ns each");
    snprintf(title, sizeof title, "time of create and destroy over Boost.fiber's, %d, equal stacks",
             ONCE);
    report_ratio(&circle, &session->report, title, &own_coroutines[OWN_SCHEDULER_GUARDED],
                 &peer_boost_fiber ? &peer_boost_fiber.coroutines[0] : NULL, FIBER_LIMIT);
    for (uint32_t i = 0; i < circle.count; i++) {
        circle.places[i].coroutines->pool_close(&circle.places[i].crowd);
    }
}

void section_switches(Session *session)
{
    for (uint32_t i = 0; i < POPULATIONS; i++) {
        run_turns(session, &populations[i]);
    }
    run_once(session);
}
