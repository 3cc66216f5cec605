/* The page of a report: what the figures say in words, charts within it, tables below them, and
 * nothing from outside. */
#include "app/survey.h"

#include "app/machine.h"
#include "app/survey_words.h"
#include "app/version.h"
#include "base/file.h"
#include "base/output.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

#define SVG_SIZE_MAX ((size_t)4 << 20)

/* ---- Charts --------------------------------------------------------------------------------- */

/* Runs gnuplot on the script; what it draws goes to that file. False: there is no gnuplot, or it
 * found fault. */
static bool run_gnuplot(const char *script, const char *picture)
{
    char program[] = "gnuplot";
    char *arguments[] = {program, NULL, NULL};
    char word[OUTPUT_PATH_SIZE];
    snprintf(word, sizeof word, "%s", script);
    arguments[1] = word;
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, picture, O_WRONLY | O_CREAT | O_TRUNC,
                                     0644);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    pid_t id = 0;
    int code = posix_spawnp(&id, program, &actions, NULL, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    int status = 0;
    while (code == 0 && waitpid(id, &status, 0) < 0 && errno == EINTR) {
    }
    return code == 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* The script stays beside the page, for who wants to draw it anew. False, with a sentence: it
 * cannot be written. `*any` says whether there is something to draw. */
static bool write_script(const Survey *survey, SurveyChart chart, const char *path, bool *any,
                         Error *error)
{
    Output output;
    if (!output_open(&output, path, error)) {
        return false;
    }
    *any = survey_chart_script(output.file, survey, chart);
    if (*any) {
        return output_commit(&output, error);
    }
    output_abandon(&output);
    return true;
}

/* The drawn chart, from its <svg on; the caller frees. NULL: it could not be drawn, or there is
 * nothing to draw. */
static bool draw_chart(const Survey *survey, SurveyChart chart, const char *folder, char **svg,
                       Error *error)
{
    char script[OUTPUT_PATH_SIZE];
    char picture[OUTPUT_PATH_SIZE];
    snprintf(script, sizeof script, "%.900s/%s.gnuplot", folder, survey_chart_name(chart));
    snprintf(picture, sizeof picture, "%.900s/%s.svg", folder, survey_chart_name(chart));
    bool any = false;
    *svg = NULL;
    if (!write_script(survey, chart, script, &any, error)) {
        return false;
    }
    size_t size = 0;
    if (any && run_gnuplot(script, picture)) {
        *svg = file_read(picture, SVG_SIZE_MAX, &size, NULL);
    }
    unlink(picture);
    return true;
}

/* ---- Tables --------------------------------------------------------------------------------- */

static void print_table_head(FILE *file, const Contenders *contenders, const char *first)
{
    fprintf(file, "<div class=wide><table><tr><th>%s", first);
    for (uint32_t i = 0; i < contenders->count; i++) {
        fprintf(file, "<th>%s", contenders->rows[i].label);
    }
}

/* A row of medians; the fastest is marked, what does not differ from the first has a ~. */
static void print_medians(FILE *file, const Contenders *contenders, const Verdict *verdicts)
{
    double best_ms = verdicts[0].median_ms;
    for (uint32_t i = 1; i < contenders->count; i++) {
        best_ms = fmin(best_ms, verdicts[i].median_ms);
    }
    for (uint32_t i = 0; i < contenders->count; i++) {
        bool is_best = verdicts[i].median_ms <= best_ms;
        fprintf(file, "<td>%s%s%.4f%s", i > 0 && scan_outcome(&verdicts[i]) == 0 ? "~ " : "",
                is_best ? "<b>" : "", verdicts[i].median_ms, is_best ? "</b>" : "");
    }
}

static void print_scan_table(FILE *file, const Scan *scan)
{
    char number[16];
    print_table_head(file, &scan->contenders, "fireflies");
    for (uint32_t i = 0; i < scan->rung_count; i++) {
        fprintf(file, "<tr><th>%s", scan_number(scan->rungs[i].sprites, number));
        print_medians(file, &scan->contenders, scan->rungs[i].verdicts);
    }
    fprintf(file, "</table></div>\n");
}

static void print_match_table(FILE *file, const SurveyTable *table)
{
    fprintf(file, "<div class=wide><table><tr><th>model<th>median ms<th>p95<th>p99<th>ratio to the "
                  "first<th>95%% interval");
    for (uint32_t i = 0; i < table->contenders.count; i++) {
        const Verdict *verdict = &table->verdicts[i];
        fprintf(file, "<tr><th>%s<td>%.4f", table->contenders.rows[i].label, verdict->median_ms);
        const double beyond[] = {verdict->ticks.p95_ms, verdict->ticks.p99_ms};
        for (uint32_t k = 0; k < 2; k++) {
            if (isnan(beyond[k])) {
                fprintf(file, "<td>n/a");
            } else {
                fprintf(file, "<td>%.4f", beyond[k]);
            }
        }
        fprintf(file, "<td>%s%.3f<td>%.3f to %.3f", i > 0 && !verdict->differs ? "~ " : "",
                verdict->ratio.ratio, verdict->ratio.low, verdict->ratio.high);
    }
    fprintf(file, "</table></div>\n");
}

static void print_load_table(FILE *file, const Survey *survey)
{
    print_table_head(file, &survey->models.contenders, "load");
    for (uint32_t i = 0; i < survey->load_count && survey->loads[i].whole; i++) {
        fprintf(file, "<tr><th>%s", survey->load_names[i]);
        print_medians(file, &survey->loads[i].contenders, survey->loads[i].verdicts);
    }
    fprintf(file, "</table></div>\n");
}

static void print_frame_table(FILE *file, const Survey *survey)
{
    fprintf(file, "<div class=wide><table><tr><th>model<th>step ms<th>draw ms<th>rest ms");
    for (uint32_t i = 0; i < survey->frame_count; i++) {
        const SurveyFrame *frame = &survey->frames[i];
        fprintf(file, "<tr><th>%s<td>%.3f<td>%.3f<td>%.3f", survey->models.contenders.rows[i].label,
                frame->step_ms, frame->draw_ms, frame->other_ms);
    }
    fprintf(file, "</table></div>\n");
}

static void print_chart_table(FILE *file, const Survey *survey, SurveyChart chart)
{
    switch (chart) {
    case CHART_CROSSOVERS: print_scan_table(file, &survey->scan); break;
    case CHART_TICKS: print_match_table(file, &survey->models); break;
    case CHART_LANES: print_match_table(file, &survey->lanes); break;
    case CHART_GRAINS: print_match_table(file, &survey->grains); break;
    case CHART_LOADS: print_load_table(file, survey); break;
    default: print_frame_table(file, survey); break;
    }
}

/* ---- The page ------------------------------------------------------------------------------- */

static const char style[] =
    ":root{color-scheme:light dark;--ink:#1c1f24;--paper:#fdfcf8;--faint:#5c626b;--line:#d8d5cc}\n"
    "@media(prefers-color-scheme:dark){:root{--ink:#e9e6dc;--paper:#14171c;--faint:#a2a8b1;"
    "--line:#343a44}}\n"
    "@media print{:root{--ink:#000;--paper:#fff;--faint:#444;--line:#bbb}section{break-inside:"
    "avoid}}\n"
    "body{margin:0 auto;max-width:52rem;padding:1.5rem 1rem 4rem;background:var(--paper);color:"
    "var(--ink);font:1rem/1.55 system-ui,sans-serif}\n"
    "h1{font-size:1.7rem;line-height:1.2}h2{margin-top:2.5rem;font-size:1.2rem}\n"
    ".answer{font-size:1.15rem;border-left:4px solid #e08a00;padding-left:1rem}\n"
    ".note,figcaption{color:var(--faint);font-size:.9rem}figure{margin:1rem 0}\n"
    "figure{overflow-x:auto}figure svg{width:100%;min-width:36rem;height:auto}figure svg "
    "text{fill:var(--ink)}\n"
    ".wide{overflow-x:auto}table{border-collapse:collapse;font-size:.85rem;font-variant-numeric:"
    "tabular-nums}\n"
    "th,td{padding:.25rem .6rem;border-bottom:1px solid var(--line);text-align:right;white-space:"
    "nowrap}th:first-child{text-align:left}\n"
    "summary{cursor:pointer}\n";

static void print_head(FILE *file, const Survey *survey)
{
    char cpu[MACHINE_TEXT_SIZE];
    machine_cpu_name(cpu);
    time_t now = time(NULL);
    struct tm local;
    char date[32] = "";
    if (localtime_r(&now, &local)) {
        strftime(date, sizeof date, "%Y-%m-%d", &local);
    }
    fprintf(file,
            "<!DOCTYPE html>\n<html lang=en><head><meta charset=utf-8>\n<meta name=viewport "
            "content='width=device-width,initial-scale=1'>\n<title>Lampyris on this "
            "machine</title>\n<style>\n%s</style></head><body>\n<h1>Which concurrency model wins "
            "on this machine</h1>\n",
            style);
    fprintf(
        file,
        "<p class=note>%s, %u core%s. Level %s, seed %llu. Lampyris %s, %s; measured in %.0f s. "
        "Ticks come back to back, models by turns in one process, at least 10 rounds each; "
        "a figure is the median of the rounds' median ticks. ~ marks what is no different "
        "from one loop.</p>\n",
        cpu, machine_usable_cores(), machine_usable_cores() == 1 ? "" : "s", survey->scan.level,
        (unsigned long long)survey->scan.seed, LAMPYRIS_VERSION, date, survey->took_s);
}

static const struct {
    const char *title;
    const char *caption;
} sections[CHART_COUNT] = {
    [CHART_CROSSOVERS] = {"From how many fireflies on",
                          "Below 1 a model is faster than one loop, above it slower."},
    [CHART_TICKS] = {"How even their ticks are",
                     "The steeper a curve, the more even; its long tail to the right is jitter."},
    [CHART_LANES] = {"What lanes bring", "Bars are 95% intervals."},
    [CHART_GRAINS] = {"What the grain costs",
                      "To the left many small slices, to the right too few for all lanes."},
    [CHART_LOADS] = {"When slices do something else beside",
                     "heavy: a microsecond of arithmetic an index; wait: a millisecond a slice; "
                     "mixed: both, unevenly. Bars are cut at 2.5; the table has all."},
    [CHART_FRAME] = {"Where a frame goes",
                     "The main thread's time, drawn by software at 1280x720. What lanes do beside "
                     "the drawing is not counted twice."},
};

static bool print_section(FILE *file, const Survey *survey, SurveyChart chart, const char *folder,
                          bool *drawn, Error *error)
{
    char *svg = NULL;
    char words[SURVEY_WORDS_SIZE];
    if (!survey_words(survey, chart, words)) {
        return true; /* there is none of it */
    }
    if (!draw_chart(survey, chart, folder, &svg, error)) {
        return false;
    }
    fprintf(file, "<section><h2>%s</h2>\n<p>%s</p>\n", sections[chart].title, words);
    const char *start = svg ? strstr(svg, "<svg") : NULL;
    if (start) {
        fprintf(file, "<figure>%s<figcaption>%s</figcaption></figure>\n", start,
                sections[chart].caption);
    }
    *drawn = *drawn && start;
    fprintf(file, "<details%s><summary>The figures</summary>\n", start ? "" : " open");
    print_chart_table(file, survey, chart);
    fprintf(file, "</details></section>\n");
    free(svg);
    return true;
}

static bool print_page(FILE *file, const Survey *survey, const char *folder, Log *log, Error *error)
{
    char words[SURVEY_WORDS_SIZE];
    bool drawn = true;
    print_head(file, survey);
    survey_conclusion(survey, words);
    fprintf(file, "<p class=answer>%s</p>\n", words);
    for (SurveyChart chart = 0; chart < CHART_COUNT; chart++) {
        if (!print_section(file, survey, chart, folder, &drawn, error)) {
            return false;
        }
    }
    fprintf(file, "</body></html>\n");
    if (!drawn) {
        log_write(log, LOG_WARNING,
                  "gnuplot is not there, or failed: the report has tables and no "
                  "charts (Debian: apt-get install gnuplot-nox)");
    }
    return true;
}

bool survey_write(const Survey *survey, const char *folder, Log *log, Error *error)
{
    char path[OUTPUT_PATH_SIZE];
    if (mkdir(folder, 0777) != 0 && errno != EEXIST) {
        return error_set(error, "%s cannot be made (%s)", folder, strerror(errno));
    }
    snprintf(path, sizeof path, "%.900s/index.html", folder);
    Output output;
    if (!output_open(&output, path, error)) {
        return false;
    }
    bool good =
        print_page(output.file, survey, folder, log, error) && output_commit(&output, error);
    if (good) {
        log_write(log, LOG_INFO, "report: %s", path);
    } else {
        output_abandon(&output);
    }
    return good;
}
