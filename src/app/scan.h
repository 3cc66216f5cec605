/* From which population on each model wins: a ladder of populations on which all are compared, and
 * a bisection between two rungs where one that lost comes to win. For --scan-sprites, and for the
 * report, which draws it. Main thread only. */
#pragma once

#include "app/compare.h"
#include "app/verdict.h"

enum { SCAN_RUNGS_MAX = 12, SCAN_CROSSINGS_MAX = 32 };

/* A win or a loss is a difference that is no noise and of more than this part. */
#define SCAN_DECISIVE 0.02

/* A crossing is found when its bracket is that narrow: high / low. */
#define SCAN_NARROW 1.05

typedef struct ScanRung {
    uint32_t sprites;
    Verdict verdicts[CONTENDERS_MAX]; /* each against the first contender */
    uint32_t fastest;                 /* by median */
} ScanRung;

/* Somewhere from `low` to `high` sprites the contender and the first one change places. */
typedef struct ScanCrossing {
    uint32_t contender;
    bool wins_above; /* it loses below and wins above; or the other way round */
    uint32_t low, high;
    uint32_t sprites; /* the best guess */
} ScanCrossing;

typedef struct Scan {
    char level[SPEC_NAME_SIZE];
    uint64_t seed;
    Contenders contenders;
    uint32_t lanes[CONTENDERS_MAX]; /* as they were opened */
    uint32_t grain;
    uint32_t rounds;
    ScanRung rungs[SCAN_RUNGS_MAX];
    uint32_t rung_count;
    ScanCrossing crossings[SCAN_CROSSINGS_MAX];
    uint32_t crossing_count;
} Scan;

typedef struct ScanPlan {
    MatchPlan match;    /* ticks 0: some milliseconds of them, whatever the population */
    uint32_t low, high; /* sprites */
    uint32_t rounds;    /* for a rung; a probe of the bisection may take twice as many */
    /* Called before each rung and probe, for who shows progress; may be NULL. */
    void (*progress)(void *context, uint32_t sprites);
    void *context;
} ScanPlan;

/* Fills the scan, as far as Ctrl-C lets it. Not PASS: a sentence. */
ExitCode scan_search(Scan *scan, const ScanPlan *plan, Log *log, Error *error);

/* -1: the contender loses to the first one there; 1: it wins; 0: neither is decisive. */
int scan_outcome(const Verdict *verdict);

/* "jobs is faster than sequential from about 12,300 sprites on (12,000 to 12,600)": what the search
 * found of one contender, without a full stop. */
enum { SCAN_SENTENCE_SIZE = 384 };
void scan_sentence(const Scan *scan, uint32_t contender, char sentence[SCAN_SENTENCE_SIZE]);

/* "12,300" */
const char *scan_number(uint32_t number, char text[16]);

void scan_report(FILE *file, ReportFormat format, const Scan *scan);

/* The command. */
ExitCode scan_run(const Options *options, Log *log);
