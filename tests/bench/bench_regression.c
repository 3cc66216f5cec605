/* Does --baseline find what is slower, and nothing else? The same build against itself, and against
 * itself made a tenth slower, each measurement in a process of its own as builds are. */
#include "app/baseline.h"
#include "app/compare_report.h"
#include "app/paths.h"
#include "base/output.h"
#include "bench/bench.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { COMPARISONS = 20, FALSE_MOST = 1, ROUNDS = 2 * MATCH_ROUNDS_MIN };

#define SLOWED 0.10

static MatchPlan make_plan(double slowed)
{
    static char level_path[LEVEL_PATH_SIZE]; /* of this process alone */
    Error error = {""};
    Paths paths;
    MatchPlan plan = {
        .ticks = MATCH_TICKS_DEFAULT, .warmup = MATCH_TICKS_DEFAULT, .slowed = slowed};
    if (!paths_find(&paths, &error) || !paths_level(&paths, "meadow", level_path, &error) ||
        !contenders_parse(&plan.contenders, "sequential,jobs", &error)) {
        fprintf(stderr, "%s\n", error.text);
        exit(EXIT_CODE_BAD_DATA);
    }
    plan.game = (GameConfig){.level_path = level_path,
                             .lanes = min_u32(bench_cores(), BACKEND_LANES_MAX),
                             .grain = bench_default_grain(),
                             .seed = 1};
    return plan;
}

/* Writes a baseline, as --compare does. */
static ExitCode write_baseline(const Match *match, const char *path)
{
    Verdict verdicts[CONTENDERS_MAX];
    Output output;
    if (!output_open(&output, path, NULL)) {
        return EXIT_CODE_BAD_DATA;
    }
    for (uint32_t i = 0; i < match->count; i++) {
        verdict_reach(&verdicts[i], match, i);
    }
    compare_report(output.file, FORMAT_JSON, match, verdicts);
    return output_commit(&output, NULL) ? EXIT_CODE_PASS : EXIT_CODE_BAD_DATA;
}

static ExitCode judge(const Match *match, const char *path, Log *log)
{
    Baseline *baseline = baseline_open(path, log, NULL);
    ExitCode code = baseline ? EXIT_CODE_PASS : EXIT_CODE_BAD_DATA;
    for (uint32_t i = 0; baseline && i < match->count; i++) {
        ExitCode one = baseline_judge(baseline, match, i, BASELINE_REGRESSION_DEFAULT, log);
        code = one > code ? one : code;
    }
    baseline_close(baseline);
    return code;
}

static ExitCode measure_here(const char *path, double slowed, bool writes)
{
    Log log;
    log_init(&log, LOG_ERROR);
    MatchPlan plan = make_plan(slowed);
    Match *match = match_open(&plan, &log, NULL);
    ExitCode code = match ? match_run(match, ROUNDS, NULL) : EXIT_CODE_BAD_DATA;
    if (code == EXIT_CODE_PASS) {
        code = writes ? write_baseline(match, path) : judge(match, path, &log);
    }
    match_close(match);
    return code;
}

/* In a process of its own, which says nothing. */
static ExitCode measure(const char *path, double slowed, bool writes)
{
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        int nowhere = open("/dev/null", O_WRONLY);
        dup2(nowhere, STDERR_FILENO);
        _exit((int)measure_here(path, slowed, writes));
    }
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status) ||
        WEXITSTATUS(status) > EXIT_CODE_FAILED) {
        fprintf(stderr, "a measurement did not come to its end\n");
        exit(1);
    }
    return (ExitCode)WEXITSTATUS(status);
}

int main(void)
{
    char path[] = "/tmp/lampyris-baseline-XXXXXX";
    int file = mkstemp(path);
    if (file < 0) {
        perror(path);
        return 1;
    }
    close(file);
    uint32_t wrong = 0;
    uint32_t found = 0;
    printf("meadow, sequential and jobs, %d rounds of %d ticks; slower: by %.0f%%\n\n%-12s %s\n",
           ROUNDS, MATCH_TICKS_DEFAULT, SLOWED * 100, "same build", "slower build");
    for (uint32_t i = 0; i < COMPARISONS; i++) {
        measure(path, 0, true);
        bool same = measure(path, 0, false) == EXIT_CODE_FAILED;
        bool slower = measure(path, SLOWED, false) == EXIT_CODE_FAILED;
        printf("%-12s %s\n", same ? "regression" : "-", slower ? "regression" : "-");
        wrong += same;
        found += slower;
    }
    unlink(path);
    printf("\n");
    bench_bar_at_most("false regressions of 20 comparisons with the same build", wrong, FALSE_MOST);
    bench_bar_at_least("regressions found of 20 builds slower by 10%", found, COMPARISONS);
    return 0;
}
