/* The lines of the bars, kept until all tables are printed: a benchmark ends in them. */
#pragma once

#include <stdint.h>

enum { REPORT_BARS_MAX = 128, REPORT_NAME_SIZE = 96, REPORT_REASON_SIZE = 96 };

typedef enum BarKind { BAR_AT_MOST, BAR_AT_LEAST, BAR_FLOOR, BAR_NONE } BarKind;

typedef struct Bar {
    BarKind kind;
    char name[REPORT_NAME_SIZE];
    double figure;
    double limit;
    char reason[REPORT_REASON_SIZE]; /* of BAR_NONE */
} Bar;

/* All zeros is an empty one. */
typedef struct Report {
    uint32_t count;
    Bar bars[REPORT_BARS_MAX];
} Report;

void report_at_most(Report *report, const char *name, double figure, double limit);
void report_at_least(Report *report, const char *name, double figure, double limit);

/* Below the bar that it belongs to; it has no limit. */
void report_floor(Report *report, const char *name, double figure);

/* A bar that this machine, or this build, cannot show. */
void report_none(Report *report, const char *name, double limit, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* As bench_bar_at_most and its neighbours do. */
void report_print(const Report *report);
