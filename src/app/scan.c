#include "app/scan.h"

#include "app/interrupt.h"
#include "base/output.h"
#include "app/paths.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { PROBES_MAX = 10 };

#define RUNG_STEP   3.0 /* times as many sprites at the most from rung to rung */
#define PROBE_TURNS 2   /* times as many rounds where the first say nothing */

/* The match at that population; NULL: a sentence. */
static Match *open_match(const ScanPlan *plan, const Contenders *contenders, uint32_t sprites,
                         Log *log, Error *error)
{
    if (plan->progress) {
        plan->progress(plan->context, sprites);
    }
    MatchPlan match = plan->match;
    match.contenders = *contenders;
    match.game.sprites = sprites;
    return match_open(&match, log, error);
}

int scan_outcome(const Verdict *verdict)
{
    if (!verdict->differs || fabs(verdict->ratio.ratio - 1) <= SCAN_DECISIVE) {
        return 0;
    }
    return verdict->ratio.ratio < 1 ? 1 : -1;
}

/* ---- The ladder ----------------------------------------------------------------------------- */

static ExitCode climb(Scan *scan, ScanRung *rung, const ScanPlan *plan, Log *log, Error *error)
{
    Match *match = open_match(plan, &scan->contenders, rung->sprites, log, error);
    if (!match) {
        return EXIT_CODE_BAD_DATA;
    }
    ExitCode code = match_run(match, plan->rounds, error);
    bool whole = match->rounds_done == plan->rounds;
    for (uint32_t i = 0; code == EXIT_CODE_PASS && whole && i < match->count; i++) {
        scan->lanes[i] = match->contestants[i].run.lanes;
        if (!verdict_reach(&rung->verdicts[i], match, i)) {
            error_set(error, "no memory to compare the rounds");
            code = EXIT_CODE_BAD_DATA;
        } else if (rung->verdicts[i].median_ms < rung->verdicts[rung->fastest].median_ms) {
            rung->fastest = i;
        }
    }
    scan->rung_count += code == EXIT_CODE_PASS && whole;
    memcpy(scan->level, match->contestants[0].run.level, sizeof scan->level);
    match_close(match);
    return code;
}

static uint32_t rungs_between(const ScanPlan *plan)
{
    double steps = ceil(log((double)plan->high / plan->low) / log(RUNG_STEP));
    uint32_t rungs = 1 + (steps < 1 ? 1 : (uint32_t)steps);
    return min_u32(rungs, SCAN_RUNGS_MAX);
}

static ExitCode climb_all(Scan *scan, const ScanPlan *plan, Log *log, Error *error)
{
    uint32_t rungs = rungs_between(plan);
    ExitCode code = EXIT_CODE_PASS;
    for (uint32_t i = 0; i < rungs && code == EXIT_CODE_PASS && !interrupt_requested(); i++) {
        double part = (double)i / (rungs - 1);
        ScanRung *rung = &scan->rungs[i];
        rung->sprites = (uint32_t)round(plan->low * pow((double)plan->high / plan->low, part));
        code = climb(scan, rung, plan, log, error);
    }
    return code;
}

/* ---- Between two rungs ---------------------------------------------------------------------- */

/* Who wins at that population, looked at more closely where it is not clear. */
static ExitCode probe(const Scan *scan, uint32_t contender, uint32_t sprites, const ScanPlan *plan,
                      int *outcome, Log *log, Error *error)
{
    Contenders two = {.rows = {scan->contenders.rows[0], scan->contenders.rows[contender]},
                      .count = 2};
    Match *match = open_match(plan, &two, sprites, log, error);
    if (!match) {
        return EXIT_CODE_BAD_DATA;
    }
    ExitCode code = EXIT_CODE_PASS;
    *outcome = 0;
    for (uint32_t i = 0; i < PROBE_TURNS && code == EXIT_CODE_PASS && *outcome == 0; i++) {
        Verdict verdict;
        code = match_run(match, plan->rounds, error);
        if (code == EXIT_CODE_PASS && match->rounds_done > 0 && !interrupt_requested() &&
            verdict_reach(&verdict, match, 1)) {
            *outcome = scan_outcome(&verdict);
        }
    }
    match_close(match);
    return code;
}

/* Halves the bracket on the scale of ratios until it is narrow, or until its middle is a draw. */
static ExitCode bisect(Scan *scan, ScanCrossing *crossing, const ScanPlan *plan, Log *log,
                       Error *error)
{
    int outcome_above = crossing->wins_above ? 1 : -1;
    for (uint32_t i = 0; i < PROBES_MAX && !interrupt_requested(); i++) {
        uint32_t middle = (uint32_t)round(sqrt((double)crossing->low * crossing->high));
        crossing->sprites = middle;
        if (middle <= crossing->low || middle >= crossing->high ||
            crossing->high < crossing->low * SCAN_NARROW) {
            break;
        }
        int outcome = 0;
        ExitCode code = probe(scan, crossing->contender, middle, plan, &outcome, log, error);
        if (code != EXIT_CODE_PASS || outcome == 0) {
            return code;
        }
        *(outcome == outcome_above ? &crossing->high : &crossing->low) = middle;
    }
    return EXIT_CODE_PASS;
}

/* Rungs that are not decisive are passed over: a crossing lies between a win and a loss. */
static ExitCode find_crossings(Scan *scan, uint32_t contender, const ScanPlan *plan, Log *log,
                               Error *error)
{
    ExitCode code = EXIT_CODE_PASS;
    int before = 0;
    uint32_t low = 0;
    for (uint32_t i = 0; i < scan->rung_count && code == EXIT_CODE_PASS; i++) {
        int outcome = scan_outcome(&scan->rungs[i].verdicts[contender]);
        if (outcome == 0) {
            continue;
        }
        if (before != 0 && outcome != before && scan->crossing_count < SCAN_CROSSINGS_MAX) {
            ScanCrossing *crossing = &scan->crossings[scan->crossing_count++];
            *crossing = (ScanCrossing){.contender = contender,
                                       .wins_above = outcome > 0,
                                       .low = low,
                                       .high = scan->rungs[i].sprites};
            code = bisect(scan, crossing, plan, log, error);
        }
        before = outcome;
        low = scan->rungs[i].sprites;
    }
    return code;
}

ExitCode scan_search(Scan *scan, const ScanPlan *plan, Log *log, Error *error)
{
    *scan = (Scan){.contenders = plan->match.contenders,
                   .seed = plan->match.game.seed,
                   .grain = plan->match.game.grain,
                   .rounds = plan->rounds};
    ExitCode code = climb_all(scan, plan, log, error);
    for (uint32_t i = 1; i < scan->contenders.count && code == EXIT_CODE_PASS; i++) {
        code = find_crossings(scan, i, plan, log, error);
    }
    return code;
}

/* ---- The command ---------------------------------------------------------------------------- */

static void tell_progress(void *context, uint32_t sprites)
{
    log_write(context, LOG_INFO, "scan: %u sprites", sprites);
}

static ExitCode scan_level(Scan *scan, const Options *options, const char *level_path, Log *log,
                           Error *error)
{
    ScanPlan plan = {
        .match = {.game = options_game(options, level_path),
                  .contenders = options->contenders,
                  .ticks = options->ticks,
                  .warmup = options->warmup},
        .low = options->scan_low,
        .high = options->scan_high,
        .rounds = options->repeat,
        .progress = tell_progress,
        .context = log,
    };
    if (plan.match.contenders.count == 0) {
        contenders_add_safe(&plan.match.contenders);
    }
    ExitCode code = scan_search(scan, &plan, log, error);
    if (interrupt_requested()) {
        log_write(log, LOG_WARNING, "interrupted: what was measured until then is reported");
    }
    return code;
}

static ExitCode scan_into(Output *output, const Options *options, const char *level_path, Log *log,
                          Error *error)
{
    Scan *scan = malloc(sizeof *scan);
    if (!scan) {
        error_set(error, "no memory for a scan");
        return EXIT_CODE_BAD_DATA;
    }
    ExitCode code = scan_level(scan, options, level_path, log, error);
    if (code == EXIT_CODE_PASS && options->report) {
        scan_report(output->file, options->format, scan);
        code = output_commit(output, error) ? EXIT_CODE_PASS : EXIT_CODE_BAD_DATA;
    }
    free(scan);
    return code;
}

ExitCode scan_run(const Options *options, Log *log)
{
    Error error = {""};
    Paths paths;
    Output output = {0};
    char level_path[LEVEL_PATH_SIZE];
    ExitCode code = EXIT_CODE_BAD_DATA;
    if (paths_find(&paths, &error) && paths_level(&paths, options->level, level_path, &error) &&
        (!options->report || output_open(&output, options->output, &error))) {
        code = scan_into(&output, options, level_path, log, &error);
    }
    if (code != EXIT_CODE_PASS) {
        log_write(log, LOG_ERROR, "%s", error.text);
    }
    output_abandon(&output);
    return code;
}
