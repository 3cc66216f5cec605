/* This machine, measured: models by populations, loads, lanes and grains, and where a frame goes;
 * then told on one page, with charts and in words. For --report, which `make report` calls. Main
 * thread only. */
#pragma once

#include "app/scan.h"

enum {
    SURVEY_LOADS_MAX = 4,
    SURVEY_TICKS_DRAWN = 60, /* a model */
    SURVEY_QUANTILES = 101,
};

/* One model, drawn. Means, ms. */
typedef struct SurveyFrame {
    double step_ms; /* the main thread's share of it */
    double draw_ms;
    double other_ms;
} SurveyFrame;

/* A match, and what came out of it. */
typedef struct SurveyTable {
    Contenders contenders;
    uint32_t sprites;
    uint32_t lanes[CONTENDERS_MAX];
    uint32_t grain[CONTENDERS_MAX];
    Verdict verdicts[CONTENDERS_MAX];
    bool whole; /* false: Ctrl-C came first, and there is nothing in it */
} SurveyTable;

typedef struct Survey {
    Scan scan;
    SurveyTable models;                                    /* the distribution of their ticks */
    double quantiles_ms[CONTENDERS_MAX][SURVEY_QUANTILES]; /* of them: the percents 0 to 100 */
    SurveyTable lanes;                                     /* one loop, then jobs by lanes */
    SurveyTable grains;                                    /* one loop, then jobs by grain */
    const char *load_names[SURVEY_LOADS_MAX];
    SurveyTable loads[SURVEY_LOADS_MAX];
    uint32_t load_count;
    SurveyFrame frames[CONTENDERS_MAX]; /* of `models`, drawn */
    uint32_t frame_count;
    uint32_t frame_sprites;
    double took_s;
} Survey;

/* Measures; where Ctrl-C ends it, what was measured until then is whole. Not PASS: a sentence. */
ExitCode survey_measure(Survey *survey, const Options *options, Log *log, Error *error);

/* The page and the charts' scripts, into that folder, which is made where there is none. Without
 * gnuplot there are tables only, and it says so. False, with a sentence: it cannot be written. */
bool survey_write(const Survey *survey, const char *folder, Log *log, Error *error);

/* The charts, each a script with its data in it, for gnuplot. */
typedef enum SurveyChart {
    CHART_CROSSOVERS,
    CHART_TICKS,
    CHART_LANES,
    CHART_GRAINS,
    CHART_LOADS,
    CHART_FRAME,
    CHART_COUNT,
} SurveyChart;

const char *survey_chart_name(SurveyChart chart);

/* False: there is nothing to draw, and nothing was written. */
bool survey_chart_script(FILE *file, const Survey *survey, SurveyChart chart);

/* The command. */
ExitCode survey_run(const Options *options, Log *log);
