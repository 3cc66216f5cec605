#include "bench/backends_contest.h"

#include "bench/backends_libraries.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Who takes part ------------------------------------------------------------------------- */

static ContestEntry *add(Contest *contest, const char *name)
{
    assert(contest->count < BENCH_CONTESTANTS_MAX);
    BenchContestant *contestant = &contest->contestants[contest->count];
    ContestEntry *entry = &contest->entries[contest->count++];
    snprintf(contestant->name, sizeof contestant->name, "%s", name);
    contestant->context = entry;
    *entry = (ContestEntry){0};
    return entry;
}

uint32_t contest_add_model(Contest *contest, const TrialPlan *plan, const char *model,
                           uint32_t lanes)
{
    char name[BENCH_NAME_SIZE];
    const BackendType *type = backend_find(model);
    assert(type);
    if (type == backend_find("jobs")) {
        snprintf(name, sizeof name, "%s, %u lane%s", model, lanes, lanes == 1 ? "" : "s");
    } else {
        snprintf(name, sizeof name, "%s", model);
    }
    ContestEntry *entry = add(contest, name);
    entry->trial = trial_open(plan, &(TrialRunner){.type = type, .lanes = lanes});
    entry->ours = true;
    return contest->count - 1;
}

uint32_t contest_add_loop(Contest *contest, const TrialPlan *plan, const PeerLoop *loop)
{
    ContestEntry *entry = add(contest, loop->name);
    entry->trial = trial_open(plan, &(TrialRunner){.loop = loop});
    return contest->count - 1;
}

static void add_in_child(Contest *contest, const TrialPlan *plan, Child *child, uint32_t loop)
{
    char name[BENCH_NAME_SIZE];
    assert(contest->child_trials < CHILD_TRIALS_MAX);
    snprintf(name, sizeof name, "%s, passive", peer_openmp.loops[loop].name);
    ContestEntry *entry = add(contest, name);
    entry->child = child;
    entry->child_trial = contest->child_trials++;
    child_open(child, entry->child_trial, plan, loop);
}

void contest_add_peers(Contest *contest, const TrialPlan *plan, const Session *session)
{
    for (uint32_t i = 0; i < library_count(); i++) {
        const PeerLibrary *library = library_at(i);
        for (uint32_t loop = 0; loop < library->loop_count; loop++) {
            contest_add_loop(contest, plan, &library->loops[loop]);
        }
        for (uint32_t loop = 0;
             library == &peer_openmp && session->child && loop < library->loop_count; loop++) {
            add_in_child(contest, plan, session->child, loop);
        }
    }
}

void contest_close(Contest *contest)
{
    for (uint32_t i = 0; i < contest->count; i++) {
        ContestEntry *entry = &contest->entries[i];
        if (entry->child) {
            child_close(entry->child, entry->child_trial);
        }
        trial_close(entry->trial);
    }
    *contest = (Contest){0};
}

/* ---- The rounds ----------------------------------------------------------------------------- */

static double measure_us(BenchContestant *contestant)
{
    ContestEntry *entry = contestant->context;
    return entry->child ? child_measure_us(entry->child, entry->child_trial)
                        : trial_measure_us(entry->trial);
}

static uint64_t hash_of(const ContestEntry *entry)
{
    return entry->child ? child_hash(entry->child, entry->child_trial) : trial_hash(entry->trial);
}

static bool visits_all(const ContestEntry *entry)
{
    return entry->child ? child_visits_all(entry->child, entry->child_trial)
                        : trial_visits_all(entry->trial);
}

static void check_visits(const Contest *contest)
{
    for (uint32_t i = 0; i < contest->count; i++) {
        if (!visits_all(&contest->entries[i])) {
            fprintf(stderr, "%s: not every chunk runs once\n", contest->contestants[i].name);
            exit(1);
        }
    }
}

static void check_hashes(const Contest *contest)
{
    for (uint32_t i = 1; i < contest->count; i++) {
        if (hash_of(&contest->entries[i]) != hash_of(&contest->entries[0])) {
            fprintf(stderr, "%s is not where %s is: what was measured is not the same work\n",
                    contest->contestants[i].name, contest->contestants[0].name);
            exit(1);
        }
    }
}

static double measure_scaling(BenchContestant *contestant)
{
    (void)contestant;
    return bench_machine_scaling();
}

static double scaling_about_now(void)
{
    BenchContestant machine = {.name = "machine"};
    bench_run(&machine, 1, 3, measure_scaling);
    return bench_spread(&machine).median;
}

void contest_run(Contest *contest, uint32_t rounds)
{
    check_visits(contest);
    double before = scaling_about_now();
    (contest->in_turn ? bench_run_in_turn : bench_run)(contest->contestants, contest->count, rounds,
                                                       measure_us);
    contest->machine_scaling = (before + scaling_about_now()) / 2.0;
    check_hashes(contest);
}

double contest_idle_load(const Contest *contest, uint32_t place, bool ticking)
{
    const ContestEntry *entry = &contest->entries[place];
    return entry->child ? child_idle_load(entry->child, entry->child_trial, ticking)
                        : trial_idle_load(entry->trial, ticking);
}

/* ---- What comes of it ----------------------------------------------------------------------- */

uint32_t contest_best(const Contest *contest, const char *prefix)
{
    uint32_t best = CONTEST_NOBODY;
    double best_us = 0.0;
    for (uint32_t i = 0; i < contest->count; i++) {
        const char *name = contest->contestants[i].name;
        bool meant = prefix[0] ? strncmp(name, prefix, strlen(prefix)) == 0
                               : strcmp(name, peer_plain.loops[0].name) != 0;
        double us = bench_spread(&contest->contestants[i]).median;
        if (meant && !contest->entries[i].ours && (best == CONTEST_NOBODY || us < best_us)) {
            best = i;
            best_us = us;
        }
    }
    return best;
}

BenchSpread contest_ratio(const Contest *contest, uint32_t of, uint32_t over)
{
    return bench_speed(&contest->contestants[over], &contest->contestants[of]);
}

/* Four digits, whatever the size. */
static const char *four_digits(double figure, char text[16])
{
    int decimals = figure < 9.9995 ? 3 : figure < 99.995 ? 2 : figure < 999.95 ? 1 : 0;
    snprintf(text, 16, "%.*f", decimals, figure);
    return text;
}

void contest_print(const Contest *contest, const char *title, uint32_t reference, const char *unit,
                   double unit_us)
{
    char texts[3][16];
    printf("\n%s\n%-26s %12s %-19s  %s takes\n", title, "", unit, "[quartiles]",
           contest->contestants[reference].name);
    for (uint32_t i = 0; i < contest->count; i++) {
        BenchSpread spread = bench_spread(&contest->contestants[i]);
        printf("%-26s %12s [%8s %8s]", contest->contestants[i].name,
               four_digits(spread.median / unit_us, texts[0]),
               four_digits(spread.low / unit_us, texts[1]),
               four_digits(spread.high / unit_us, texts[2]));
        if (i != reference) {
            printf("  ");
            bench_print_spread(contest_ratio(contest, reference, i), "%.3f");
            printf(" of its time");
        }
        printf("\n");
    }
}

/* ---- Bars ----------------------------------------------------------------------------------- */

/* True: the bar was reported, with the reason why it cannot be shown. */
static bool cannot_be_shown(const Contest *contest, Report *report, const char *name, double figure,
                            double limit, double scaling_needed)
{
    if (bench_cores() < CONTEST_LANES) {
        report_none(report, name, limit, "one real core");
        return true;
    }
    if (contest->machine_scaling < scaling_needed) {
        report_none(report, name, limit, "measured %.3f; the machine scales by %.2f at the moment",
                    figure, contest->machine_scaling);
        return true;
    }
    return false;
}

void contest_bar_at_most(const Contest *contest, Report *report, const char *name, double figure,
                         double limit)
{
    if (!cannot_be_shown(contest, report, name, figure, limit, CONTEST_SCALING)) {
        report_at_most(report, name, figure, limit);
    }
}

void contest_bar_at_least(const Contest *contest, Report *report, const char *name, double speed,
                          double limit)
{
    double needed = limit > CONTEST_SCALING ? limit : CONTEST_SCALING;
    if (!cannot_be_shown(contest, report, name, speed, limit, needed)) {
        report_at_least(report, name, speed, limit);
    }
}

void contest_bar_against(const Contest *contest, Report *report, const char *name, uint32_t of,
                         const char *prefix, double limit)
{
    uint32_t best = contest_best(contest, prefix);
    if (best == CONTEST_NOBODY) {
        report_none(report, name, limit, "it was not there when this was built");
        return;
    }
    contest_bar_at_most(contest, report, name, contest_ratio(contest, of, best).median, limit);
}
